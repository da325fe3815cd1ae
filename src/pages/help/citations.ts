// Where the law is cited: the places of a text that name an article, and the anchor on /law that sums it up. What each
// article says, with how sure that is, stands in machines/articles.json.
import data from '../../../machines/articles.json' with { type: 'json' };
import type { Language, Text } from '../../../machines/text.ts';

type Sure = 'verified' | 'unconfirmed';
/** `says` sums the article up; `uses` tells what it is named for where its text was not at hand. */
type RawArticle = { says?: Text; uses?: Text; confidence?: Sure };
type RawInstrument = {
  id: string;
  cited: readonly string[];
  name: Text;
  confidence: Sure;
  note?: Text;
  articles: Readonly<Record<string, RawArticle>>;
};

export type LawArticle = { anchor: string; number: string; confirmed: boolean } & (
  { says: Text; uses?: undefined } | { uses: Text; says?: undefined }
);
export type Instrument = {
  /** Also its anchor on the page. */
  id: string;
  name: Text;
  confirmed: boolean;
  note?: Text | undefined;
  articles: readonly LawArticle[];
};

const raw: readonly RawInstrument[] = data.instruments as unknown as RawInstrument[];

/** All that is cited anywhere, with its articles in their order. */
export const instruments: readonly Instrument[] = raw.map(
  ({ id, name, note, confidence, articles }) => ({
    id,
    name,
    note,
    confirmed: confidence === 'verified',
    articles: Object.entries(articles).map(([number, { confidence: own, ...words }]) => ({
      anchor: `${id}-d${number}`,
      number,
      confirmed: (own ?? confidence) === 'verified',
      ...(words as { says: Text }),
    })),
  }),
);

const known = new Set(
  instruments.flatMap(({ id, articles }) => [id, ...articles.map(({ anchor }) => anchor)]),
);

const idOf = new Map(raw.flatMap(({ id, cited }) => cited.map((name) => [name, id] as const)));
const names = [...idOf.keys()].toSorted((one, other) => other.length - one.length);
const quoted = names.map((name) => name.replaceAll(/[.()/]/g, String.raw`\$&`)).join('|');
const number = String.raw`\d+(?:\.\d+[a-zđ]?)?(?![\p{L}\d/])`;
const cited = new RegExp(
  String.raw`(${quoted})(?![\p{L}\d/-])(?: (?:Đ|Điều )(${number}(?:(?:, | / |; )(?:Đ|Điều )?${number})*))?`,
  'gu',
);

const numbers = new RegExp(number, 'gu');

/** One place of a text: its characters from `at`, and the anchor that tells of it. */
export type Citation = {
  at: number;
  end: number;
  anchor: string;
  /** The instrument, for the second article of a list and those after it, which do not name it. */
  of?: string;
};

/** What every citation has one of; looked for first, because most texts have none. */
const hints = ['/', ...names.filter((name) => !name.includes('/'))];

/** The citations of a text in their order; one for each article of a list. */
export function citationsIn(text: string): Citation[] {
  if (!hints.some((hint) => text.includes(hint))) return [];
  return [...text.matchAll(cited)].flatMap(({ 0: whole, 1: name = '', 2: list, index }) => {
    const id = idOf.get(name) ?? '';
    if (list === undefined) return [{ at: index, end: index + whole.length, anchor: id }];
    const start = index + whole.length - list.length;
    return [...list.matchAll(numbers)].map((found, place) => ({
      at: place === 0 ? index : start + found.index,
      end: start + found.index + found[0].length,
      anchor: anchorOf(id, found[0]),
      ...(place === 0 ? {} : { of: name }),
    }));
  });
}

/** The article's own anchor, or that of its instrument when nothing is said of the article. */
function anchorOf(id: string, article: string): string {
  const own = `${id}-d${/^\d+/.exec(article)?.[0] ?? ''}`;
  return known.has(own) ? own : id;
}

/** Where the first citation of a text leads to on /law; the page itself where nothing is cited. */
export function lawAddress(text: string): string {
  const [first] = citationsIn(text);
  return first ? `/law#${first.anchor}` : '/law';
}

/** What stands beside citations, in English. The names of laws stay as they are: that is how they are looked up. */
const english: readonly (readonly [string, string])[] = [
  [
    '(với quyết định của Liên minh: áp dụng tương tự)',
    '(for decisions of the Alliance: by analogy)',
  ],
  ['(áp dụng tương tự)', '(by analogy)'],
  ['(chưa đối chiếu điều, khoản)', '(article not compared with the text)'],
  ['(chưa đối chiếu điều)', '(article not compared with the text)'],
  ['(chưa đối chiếu văn bản)', '(not compared with the text)'],
  ['(chưa rõ còn hiệu lực)', '(unclear whether still in force)'],
  ['(một cửa, chưa xác nhận)', '(one-stop shop, unconfirmed)'],
  ['(cấu hình, chưa xác nhận nội dung)', '(a setting, content unconfirmed)'],
  ['mặc định của Liên minh', 'default of the Alliance'],
  ['phỏng theo', 'modelled on'],
  ['Mặc định', 'Default'],
  ['chưa đối chiếu', 'not compared with the text'],
  ['chưa xác nhận', 'unconfirmed'],
  ['Quy chế của Liên minh', 'Rules of the Alliance'],
  ['Bộ tiêu chí của tỉnh', 'Criteria of the province'],
  ['(cấu hình', '(a setting'],
  ['từ 01/7/2026', 'since 1 July 2026'],
  ['ngày 08/03/2022', 'of 8 March 2022'],
];

/** What stands between the names of laws, in the language of the page. */
export function besideCitations(text: string, language: Language): string {
  if (language === 'vi') return text;
  return english.reduce((said, [vi, en]) => said.replaceAll(vi, en), text);
}
