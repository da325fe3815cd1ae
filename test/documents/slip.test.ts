// Slips to cut out: each whole on one page, with its QR code and the code to type.
import { expect, it } from 'vitest';
import { pagesOf, paper, qrOf } from './reading.ts';

const slips = Array.from({ length: 20 }, (_, at) => ({
  name: `${at + 1}. Thành viên | số * ${at + 1}`,
  role: 'Thành viên chính thức',
  code: `7KM4-XH9M-3RT${at}`,
  link: `https://htx.example.vn/cases/1/hall#7KM4-XH9M-3RT${at}`,
}));

it('a slip has name, code and QR code; values are never markup', async () => {
  const pdf = await paper('ASSEMBLY_PASSES', { data: { slips: slips.slice(0, 1) } });
  const [page = ''] = await pagesOf(pdf);
  expect(page).toContain('1. Thành viên | số * 1');
  expect(page).toContain('Mã điểm danh: 7KM4-XH9M-3RT0');
  expect(await qrOf(pdf)).toBe('https://htx.example.vn/cases/1/hall#7KM4-XH9M-3RT0');
});

it('many slips stand whole on as many pages as they need', async () => {
  const pages = await pagesOf(await paper('ASSEMBLY_PASSES', { data: { slips } }));
  expect(pages.length).toBeGreaterThan(2);
  for (const { name, code } of slips)
    expect(pages.filter((page) => page.includes(`${name} `) && page.includes(code))).toHaveLength(
      1,
    );
});
