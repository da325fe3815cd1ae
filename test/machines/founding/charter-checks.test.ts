// What the guide to a charter says about each item while it is written.
import { describe, expect, it } from 'vitest';
import { charterGuide } from '../../../machines/founding/charter-guide.ts';
import { blank, type Founding } from '../../../machines/founding/data.ts';
import * as samples from '../../../machines/founding/samples.ts';

const named = {
  no: '1',
  text: `${samples.name.name}, ${samples.charter.address.toLocaleUpperCase('vi')}.`.normalize(
    'NFD',
  ),
};

function checks(no: string, change: object = {}, more: Partial<Founding> = {}): string[] {
  const data = blank();
  const items = [named, ...samples.charter.items.filter((item) => item.no !== '1')];
  const parts = {
    ...data.parts,
    name: { stage: 'draft', sketch: samples.name },
    charter: { stage: 'draft', sketch: { ...samples.charter, items, ...change } },
  } as Founding['parts'];
  const { items: guided } = charterGuide({ ...data, parts, ...more });
  return guided.find((item) => item.no === no)?.checks.map(({ code }) => code) ?? ['no item'];
}

describe('an item of the charter', () => {
  it('has nothing to be done when it is written and says what the form says', () => {
    for (const no of ['1', '2', '6', '8', '13', '19']) expect(checks(no)).toEqual([]);
  });

  it('is missing, or has dots left', () => {
    expect(checks('2', { items: [named] })).toEqual(['missing']);
    expect(checks('2', { items: [{ no: '2', text: '  ' }] })).toEqual(['missing']);
    expect(checks('2', { items: [{ no: '2', text: 'Ngành: …………' }] })).toEqual(['dots']);
    expect(checks('2', { items: [{ no: '2', text: 'Ngành: .....' }] })).toEqual(['dots']);
  });

  it('Đ40.1: gives the name and the head office that the drafts give', () => {
    const items = [{ no: '1', text: 'Hợp tác xã khác' }];
    expect(checks('1', { items })).toEqual(['name', 'address']);
    expect(checks('1', { items, address: undefined })).toEqual(['name']);
    const empty = blank();
    const parts = {
      ...empty.parts,
      charter: { stage: 'draft', sketch: { items: [{ no: '1', text: 'Nhóm Sen' }] } },
    } as Founding['parts'];
    const { items: guided } = charterGuide({ ...empty, group: 'Nhóm sen', parts });
    expect(guided[0]?.checks).toEqual([]);
  });

  it('Đ65, 74, 84, 86: has figures within the law, as far as there are any', () => {
    expect(checks('6', { termYears: 6 })).toEqual(['charterTerm']);
    expect(checks('8', { contributionMonths: 7 })).toEqual(['charterContribution']);
    expect(checks('13', { fundPercent: 4, usePercent: 50 })).toEqual([
      'charterFund',
      'charterDistribution',
    ]);
    expect(checks('8', { contributionMonths: undefined })).toEqual([]);
  });

  it('Luật 23/2012/QH13 Đ21: numbers other items: only what is missing is said', () => {
    const older = { profile: 'LAW_HTX_2012' };
    expect(checks('8', { contributionMonths: 99 }, older)).toEqual([]);
    expect(checks('1', { items: [{ no: '1', text: 'Khác' }] }, older)).toEqual([]);
  });
});
