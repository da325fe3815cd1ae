// Parts of the charter capital, exact in whole VND, and the papers that each member signs.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { founding } from '../../machines/founding/index.ts';
import type { Founding } from '../../machines/founding/data.ts';
import { members as sample } from '../../machines/founding/samples.ts';
import type { Member } from '../../machines/founding/parts.ts';
import { layPapers, type PaperInput, type Papers } from '../../src/documents/paper.ts';
import { capitalTable, fractionOf } from '../../src/drafting/capital.ts';
import { ownMembers, ownPapers } from '../../src/drafting/own-papers.ts';
import { pagesOf } from '../documents/reading.ts';

describe('a part of the capital', () => {
  it.each([
    [75, 1_000, '3/40', '7,5 %', false],
    [300_000_000, 1_000_000_000, '3/10', '30 %', false],
    [300_000_001, 1_000_000_000, '300000001/1000000000', '30 %', true],
    [1, 7, '1/7', '14,29 %', true],
    [2, 3, '2/3', '66,67 %', true],
    [1, 1_600, '1/1600', '0,0625 %', false],
    [1, 3_200, '1/3200', '0,03 %', true],
    [5, 5, '1', '100 %', false],
    [0, 9, '0', '0 %', false],
  ])('%i of %i is %s', (part, whole, fraction, vi, rounded) => {
    expect(fractionOf(part, whole)).toMatchObject({ fraction, percent: { vi }, rounded });
  });

  it('of nothing is none', () => expect(fractionOf(0, 0)).toBeNull());

  it('is the same number in lowest terms, whatever the sums', () => {
    const vnd = fc.integer({ min: 1, max: 900_000_000_000_000 });
    fc.assert(
      fc.property(vnd, vnd, (a, b) => {
        const [part, whole] = [Math.min(a, b), Math.max(a, b)];
        const [over = '', under = '1'] = fractionOf(part, whole)!.fraction.split('/');
        expect(BigInt(over) * BigInt(whole)).toBe(BigInt(under) * BigInt(part));
      }),
    );
  });
});

const member = (no: number, capital: number, more: Partial<Member> = {}): Partial<Member> => ({
  ...(sample.list[0] as Member),
  no,
  name: `Thành viên ${no}`,
  capital,
  ...more,
});

function drafting(list: Partial<Member>[], kind: Founding['kind'] = 'cooperative'): Founding {
  const data = founding.data() as unknown as Founding;
  const parts = { ...data.parts, members: { stage: 'draft' as const, sketch: { list } } };
  return { ...data, profile: 'LAW_HTX_2023', kind, group: 'Rau sạch Hòa Bình', parts };
}

const list = [
  member(1, 300_000_000),
  member(2, 300_000_001),
  member(3, 250_000_000, { membership: 'contributing', who: 'foreignInvestor' }),
  member(4, 149_999_999, {
    membership: 'contributing',
    who: 'legalPerson',
    representative: 'Bà Sáu',
  }),
  member(5, 0, { membership: 'noncontributing' }),
];

describe('the table of capital', () => {
  it('holds each part against the share the law allows, to the last đồng', () => {
    const { whole, members, together } = capitalTable(drafting(list));
    expect(whole).toBe(1_000_000_000);
    expect(members.map(({ limit }) => limit?.within)).toEqual([
      true,
      false,
      undefined,
      undefined,
      undefined,
    ]);
    expect(members[0]?.limit).toMatchObject({
      most: { vi: '30 %' },
      law: 'Luật 17/2023/QH15 Đ74.1',
    });
    expect(together).toMatchObject([
      { who: 'associates', amount: 399_999_999, within: false, law: 'Luật 17/2023/QH15 Đ74.2' },
      { who: 'foreign', amount: 250_000_000, within: true, share: { fraction: '1/4' } },
    ]);
  });

  it('of a union allows 40 %', () => {
    const { members } = capitalTable(drafting([member(1, 40), member(2, 60)], 'union'));
    expect(members.map(({ limit }) => [limit?.most.vi, limit?.within])).toEqual([
      ['40 %', true],
      ['40 %', false],
    ]);
  });

  it('stands without capital, and without members', () => {
    expect(capitalTable(drafting([{ no: 1, name: 'An' }])).members[0]).toMatchObject({
      share: null,
      limit: null,
    });
    expect(capitalTable(founding.data() as unknown as Founding).members).toEqual([]);
  });
});

describe('the papers of each member', () => {
  it('are one for each to sign, in one file, each on a page of its own', async () => {
    const data = drafting(list);
    const inputs = ownMembers(data)
      .flatMap((each) => ownPapers(data, each))
      .map((each): PaperInput => ({
        ...each,
        organisation: { name: 'Liên minh', abbreviation: 'LM', place: 'Cà Mau' },
      }));
    const pages = await pagesOf((await layPapers(inputs as unknown as Papers)).bytes);
    expect(pages).toHaveLength(9);
    expect(pages.map((page) => /Thành viên (\d)/.exec(page)?.[1]).join('')).toBe('112233445');
    expect(pages[0]).toContain('300.000.000 đồng, bằng 3/10 vốn điều lệ (30 %)');
    expect(pages[0]).toContain('góp vốn, đồng thời sử dụng sản phẩm');
    expect(pages[7]).toMatch(/CAM KẾT GÓP VỐN.*ĐẠI DIỆN PHÁP NHÂN Bà Sáu$/);
    expect(pages[8]).toContain('nộp phí thành viên theo điều lệ');
    expect(pages.join(' ')).not.toMatch(/Thành viên 6|undefined/);
  });

  it('keep identifiers that were given before, and say what is put in as assets', () => {
    const data = drafting([{ no: 1, name: 'An', capital: 50 }]);
    const before = member(1, 40, { name: 'An', idNumber: '001090000001' }) as Member;
    const parts = {
      ...data.parts,
      members: { ...data.parts.members, content: { list: [before] } },
      assets: {
        stage: 'draft' as const,
        sketch: { list: [{ member: 1, what: 'Máy cày', value: 30 }] },
      },
    };
    const told = { ...data, parts };
    const [, commitment] = ownPapers(told, ownMembers(told)[0]!);
    expect(commitment?.data['items']).toEqual(
      expect.arrayContaining([
        { label: 'Số định danh', value: '001090000001' },
        { label: 'Góp bằng tiền', value: '20 đồng' },
        { label: 'Góp bằng tài sản', value: 'Máy cày, giá trị đề xuất 30 đồng' },
      ]),
    );
  });
});
