// Charts in papers: the scale, the tag with every number in words, the page they stand on; none in DOCX.
import { describe, expect, it } from 'vitest';
import { scaleOf } from '../../src/documents/chart.ts';
import { parseMarkup } from '../../src/documents/markup.ts';
import { pagesOf, paper } from './reading.ts';

const chart = (look: string) => ({
  look,
  title: 'Doanh thu; lãi',
  rows: [
    ['Năm', 'Doanh thu', 'Lãi'],
    ['Năm 1', '2000', '-150'],
    ['Năm 2', '0', '0'],
  ],
});
const table = {
  title: 'Kết quả',
  widths: '5 3> 3>',
  rows: [
    ['Chỉ tiêu', 'Năm 1', 'Năm 2'],
    ['Lãi', '-150', '0'],
  ],
};
const data = { tables: [table], charts: [chart('bars'), chart('line')] };

describe('a chart', () => {
  it('is a figure whose alternative text says every number', async () => {
    const pdf = Buffer.from(await paper('BUSINESS_PLAN', { data })).toString('latin1');
    const alt =
      'Biểu đồ cột: Doanh thu; lãi. Năm 1: Doanh thu 2.000, Lãi -150; Năm 2: Doanh thu 0, Lãi 0.';
    const written = Buffer.from(`\uFEFF${alt}`.normalize('NFC'), 'utf16le')
      .swap16()
      .toString('latin1');
    expect(pdf.split('/S /Figure')).toHaveLength(3);
    expect(pdf).toContain(written);
  });

  it('stands with its title and its scale on the page', async () => {
    const text = (await pagesOf(await paper('BUSINESS_PLAN', { data }))).join(' ');
    expect(text).toContain('Doanh thu; lãi');
    expect(text).toContain('2.000');
    expect(text).toContain('-500');
  });

  it('is of a known kind', () => {
    expect(() => parseMarkup('|% pie Bánh')).toThrow('Unknown chart');
  });

  it.each([
    [[0], { low: 0, high: 1, step: 1 }],
    [[2_000, -150], { low: -500, high: 2_000, step: 500 }],
    [[7], { low: 0, high: 8, step: 2 }],
    [[-3], { low: -3, high: 0, step: 1 }],
    [[600_000_000], { low: 0, high: 600_000_000, step: 100_000_000 }],
  ])('%j goes from whole step to whole step', (values, scale) => {
    expect(scaleOf(values)).toEqual(scale);
  });
});
