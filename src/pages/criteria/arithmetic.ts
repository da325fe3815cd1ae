// How a computed score came about, written out: the figures, the indicator they make, the band it falls into.
import { computed } from '../../../machines/criteria/score.ts';
import { shown, valuesOf } from '../../../machines/criteria/measure.ts';
import {
  leavesOf,
  type CriteriaSet,
  type Figures,
  type Indicator,
} from '../../../machines/criteria/set.ts';
import type { Text } from '../../../machines/text.ts';
import { bandWords, unitWords } from './words.ts';

/** One computed part of a criterion. */
export type Worked = {
  criterion: string;
  name: Text;
  /** "(100 + 120) : 2 = 110 đồng"; what is missing where a figure is. */
  sum: Text;
  /** "từ 100: 5 điểm"; left out while figures are missing. */
  band?: Text;
};

/** Every part that figures decide, with its arithmetic. */
export function workedOut(set: CriteriaSet, figures: Figures): Worked[] {
  const values = new Map([...valuesOf(set, figures)].map(([id, value]) => [id, shown(value)]));
  const { leaves } = computed(set, figures);
  return leavesOf(set).flatMap(({ criterion, leaf }, index): Worked[] => {
    const { measure, name } = leaf;
    if (measure === undefined) return [];
    const { band } = leaves[index] ?? {};
    const words = band === undefined ? undefined : bandWords(measure)[band];
    const sum = sumOf(set, measure.indicator, values);
    return [{ criterion: criterion.id, name, sum, ...(words ? { band: words } : {}) }];
  });
}

type Values = ReadonlyMap<string, number>;

function sumOf(set: CriteriaSet, id: string, values: Values): Text {
  const indicator = set.indicators?.find((each) => each.id === id);
  const figure = set.figures?.find((each) => each.id === id);
  const { name, unit } = indicator ??
    figure ?? { name: { vi: id, en: id }, unit: 'count' as const };
  const known = values.get(id);
  if (known === undefined) return missing(set, indicator?.of ?? [id], values);
  const units = unitWords[unit];
  return both((language) => {
    const how = indicator ? `${written(indicator, values, language)} = ` : '';
    return `${name[language]}: ${how}${number(known, language)} ${units[language]}`;
  });
}

type Language = 'vi' | 'en';
const both = (write: (language: Language) => string): Text => ({
  vi: write('vi'),
  en: write('en'),
});
const number = (value: number, language: Language): string =>
  value.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 2 });

/** What an operation does, with the values in it. Growth is seen against the size of the value before. */
const forms: Readonly<Record<Indicator['operation'], (of: readonly string[]) => string>> = {
  value: ([only = '']) => only,
  sum: (of) => of.join(' + '),
  mean: (of) => `(${of.join(' + ')}) : ${of.length}`,
  difference: (of) => of.join(' − '),
  ratio: (of) => of.join(' : '),
  percent: ([one = '', other = '']) => `${one} : ${other} × 100`,
  growth: ([now = '', before = '']) => `(${now} − ${before}) : |${before}| × 100`,
};

function written({ operation, of }: Indicator, values: Values, language: Language): string {
  return forms[operation](of.map((id) => number(values.get(id) ?? 0, language)));
}

function missing(set: CriteriaSet, of: readonly string[], values: Values): Text {
  const named = [...(set.figures ?? []), ...(set.indicators ?? [])];
  const gone = of
    .filter((id) => !values.has(id))
    .map((id) => named.find((each) => each.id === id)?.name ?? { vi: id, en: id });
  if (gone.length === 0) return { vi: 'Không tính được: số chia bằng 0', en: 'Divided by nothing' };
  return {
    vi: `Còn thiếu: ${gone.map(({ vi }) => vi).join('; ')}`,
    en: `Missing: ${gone.map(({ en }) => en).join('; ')}`,
  };
}
