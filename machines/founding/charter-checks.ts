// What is still to be done about one item of a charter while it is written: nothing there, dots left, words that do not
// say what the form says, figures beyond the law. Judges nothing: the rules of charter.ts do, on what is handed in.
import type { Facts } from '../define.ts';
import type { Text } from '../text.ts';
import { charterRules } from './charter.ts';
import { nameOf, type Founding } from './data.ts';
import type { Contents } from './parts.ts';

export type ItemCheck = { code: string; title: Text; law?: string };

type Charter = Partial<Contents['charter']>;

/** Rules on the figures of the form, by the item of the 2023 law that speaks of them. */
const figures = {
  '6': [['charterTerm', 'termYears']],
  '8': [['charterContribution', 'contributionMonths']],
  '13': [
    ['charterFund', 'fundPercent'],
    ['charterDistribution', 'usePercent'],
  ],
} as const satisfies Record<string, readonly [keyof typeof charterRules, keyof Charter][]>;

/** Returns what is to be done, nothing when the item can stand as it is. */
export function itemChecks(
  data: Founding,
  charter: Charter,
  { no, text }: { no: string; text: string | undefined },
): ItemCheck[] {
  if (text === undefined || text.trim() === '') return [missing];
  const is2023 = data.profile === 'LAW_HTX_2023';
  return [
    ...(/…|\.{4,}/.test(text) ? [dots] : []),
    ...(is2023 && no === '1' ? unnamed(data, charter, text) : []),
    ...(is2023 && no in figures ? beyond(data, charter, no as keyof typeof figures) : []),
  ];
}

const missing: ItemCheck = {
  code: 'missing',
  title: { vi: 'Chưa có nội dung.', en: 'Nothing is written yet.' },
};
const dots: ItemCheck = {
  code: 'dots',
  title: { vi: 'Còn chỗ “…” chưa điền.', en: 'There are dots left to fill in.' },
};

/** Item 1 holds name and head office: the same as in the other drafts. */
function unnamed(data: Founding, { address }: Charter, text: string): ItemCheck[] {
  const { sketch, content } = data.parts.name;
  const { name = nameOf(data) } = (sketch ?? content ?? {}) as { name?: string };
  const said = (words: string): boolean => folded(text).includes(folded(words));
  return [
    ...(said(name)
      ? []
      : [
          {
            code: 'name',
            title: {
              vi: `Chưa nêu đúng tên ở phần Tên: ${name}.`,
              en: `Does not give the name of the part Name: ${name}.`,
            },
          },
        ]),
    ...(address === undefined || said(address)
      ? []
      : [
          {
            code: 'address',
            title: {
              vi: `Chưa nêu đúng địa chỉ trụ sở đã khai: ${address}.`,
              en: `Does not give the head office of the form: ${address}.`,
            },
          },
        ]),
  ];
}

const folded = (text: string): string => text.normalize('NFC').toLocaleLowerCase('vi');

function beyond(data: Founding, charter: Charter, no: keyof typeof figures): ItemCheck[] {
  const written = { ...data.parts.charter, content: charter as Contents['charter'] };
  const seen = { ...data, parts: { ...data.parts, charter: written } };
  return figures[no].flatMap(([name, field]) => {
    if (typeof charter[field] !== 'number') return [];
    const { title, test, law: source } = charterRules[name];
    // These rules read the drafts alone.
    const { met, law = source } = test({ data: seen, facts: {} as Facts, payload: {} });
    return met ? [] : [{ code: name, title, law }];
  });
}
