// Rules on what a charter must say. The list of items is data of each law; conditional items count when they apply.
import { boardTermYears, capitalMonths, cite, type Parameter, type Range } from '../law.ts';
import items from './charter-items.json' with { type: 'json' };
import { contentOf, lawOf, legalKind, membersOf, type Founding } from './data.ts';
import { rule } from './words.ts';

type Item = { no: string; title: string; alwaysRequired?: boolean };

type List = { basis: string; items: readonly Item[] };

/** Items by the law's id: of every law a case may follow. */
const lists: Readonly<Record<string, List>> = {
  LAW_HTX_2023: items.LAW_HTX_2023,
  LAW_HTX_2012: items.LAW_HTX_2012,
};

/** Every item that the law of this case knows, needed here or not. */
export function knownItems({ profile }: Founding): List {
  return lists[profile] as List;
}

/** The items this case's charter must have, with their article. */
export function charterItems(data: Founding): List {
  const list = knownItems(data);
  const fees = membersOf(data).some(({ membership }) => membership === 'noncontributing');
  return {
    basis: list.basis,
    items: list.items.filter((item) => (item.alwaysRequired ?? true) || fees),
  };
}

type Fund = { cooperative: number; union: number };

export const charterRules = {
  charterItems: rule({
    title: {
      vi: 'Điều lệ đủ các nội dung luật định',
      en: 'The charter has every item the law asks for',
    },
    law: 'Luật 17/2023/QH15 Đ40',
    remedy: { vi: 'Bổ sung các mục còn thiếu.', en: 'Add the missing items.' },
    test: ({ data }) => {
      const { basis, items: needed } = charterItems(data);
      const sameLaw = data.parts.charter.profile === data.profile;
      const given = new Set(sameLaw ? contentOf(data, 'charter').items.map(({ no }) => no) : []);
      const missing = needed.filter(({ no }) => !given.has(no));
      return {
        met: missing.length === 0,
        need: needed.length,
        have: missing.map(({ no, title }) => `${no}. ${title}`),
        law: cite(basis.replace(/ \(.*\)$/, ''), lawOf(data)),
      };
    },
  }),
  charterContribution: rule({
    title: {
      vi: 'Thời hạn góp vốn không quá luật định',
      en: 'Time to pay in capital within the limit',
    },
    law: 'Luật 17/2023/QH15 Đ74.4',
    remedy: { vi: 'Sửa thời hạn góp vốn trong điều lệ.', en: 'Shorten the time in the charter.' },
    test: ({ data }) => {
      const most = capitalMonths(lawOf(data));
      const have = contentOf(data, 'charter').contributionMonths;
      return {
        met: have <= most.value,
        need: most.value,
        have,
        law: cite(most.basis, lawOf(data)),
      };
    },
  }),
  charterTerm: rule({
    title: { vi: 'Nhiệm kỳ trong giới hạn', en: 'Term of office within the limit' },
    law: 'Luật 17/2023/QH15 Đ65.2, 69.1, 71.2, 72.2',
    remedy: { vi: 'Sửa nhiệm kỳ trong điều lệ.', en: 'Correct the term in the charter.' },
    test: ({ data }) => termReading(data, contentOf(data, 'charter').termYears),
  }),
  charterFund: rule({
    title: {
      vi: 'Trích quỹ chung không chia đạt mức tối thiểu',
      en: 'Enough of external income to the indivisible fund',
    },
    law: 'Luật 17/2023/QH15 Đ84.2',
    remedy: { vi: 'Nâng tỷ lệ trích quỹ trong điều lệ.', en: 'Raise the rate in the charter.' },
    test: ({ data }) => {
      const law = lawOf(data);
      const least = law.parameters.get('indivisibleFund.minFromExternalIncome');
      if (least === undefined) return { met: true };
      const need = (least.value as Fund)[legalKind(data)] * 100;
      const have = contentOf(data, 'charter').fundPercent;
      return { met: have >= need, need, have, law: cite(least.basis, law) };
    },
  }),
  charterDistribution: rule({
    title: {
      vi: 'Phân phối thu nhập chủ yếu theo mức độ sử dụng, góp sức lao động',
      en: 'Internal income goes mostly by use and labour',
    },
    law: 'Luật 17/2023/QH15 Đ86.3a',
    remedy: { vi: 'Nâng tỷ lệ phân phối theo mức độ sử dụng.', en: 'Raise the share by use.' },
    test: ({ data }) => {
      const law = lawOf(data);
      const least = law.parameters.get('distribution.internalIncomeMinByUse');
      if (least === undefined) return { met: true };
      const need = (least.value as number) * 100;
      const have = contentOf(data, 'charter').usePercent;
      return { met: have >= need, need, have, law: cite(least.basis, law) };
    },
  }),
};

/** Reads a term of office in years against the law's range. */
export function termReading(data: Founding, years: number) {
  const law = lawOf(data);
  const range = boardTermYears(law) as Parameter<Range>;
  const { min, max } = range.value;
  const met = years >= Math.max(1, min) && years <= max;
  return { met, need: max, have: years, law: cite(range.basis, law) };
}
