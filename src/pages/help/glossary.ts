// What words mean that not everybody knows, in plain language: the page of words draws them all, and every page those
// it uses. The terms themselves stand in terms.json; figures in them come from the law in force.
import { legalProfiles, minFounders } from '../../../machines/law.ts';
import type { Language, Text } from '../../../machines/text.ts';
import { lawAddress } from './citations.ts';
import data from './terms.json' with { type: 'json' };

type RawTerm = {
  id: string;
  word: Text;
  /** How it stands in a text, as patterns; none where it is in every sentence. */
  forms: Readonly<Record<Language, readonly string[]>>;
  meaning: Text;
  law?: string;
};

export type Term = { id: string; word: Text; meaning: Text; law?: string | undefined };

const raw: readonly RawTerm[] = data.terms;
const [newest] = legalProfiles;

/** Every term, in the order of a founding and what follows it. */
export const terms: readonly Term[] = raw.map(({ id, word, meaning, law }) => ({
  id,
  word,
  law,
  meaning: { vi: withFigures(meaning.vi), en: withFigures(meaning.en) },
}));

function withFigures(text: string): string {
  if (!newest) return text;
  return text.replaceAll(/\{(cooperative|union)\}/g, (_, kind: 'cooperative' | 'union') =>
    String(minFounders(newest, kind).value),
  );
}

/** One use of a term in a text. */
export type TermUse = { id: string; at: number; end: number };

type Finder = { pattern: RegExp; ids: readonly string[] };
const finders: Readonly<Record<Language, Finder>> = { vi: finderOf('vi'), en: finderOf('en') };

/** The longest form counts: a board of appraisal is no appraisal. */
function finderOf(language: Language): Finder {
  const forms = raw
    .flatMap(({ id, forms: all }) => all[language].map((form) => ({ id, form })))
    .toSorted((one, other) => other.form.length - one.form.length);
  const any = forms.map(({ form }) => `(${form})`).join('|');
  return {
    pattern: new RegExp(String.raw`(?<![\p{L}\d“-])(?:${any})(?![\p{L}\d])`, 'giu'),
    ids: forms.map(({ id }) => id),
  };
}

/** Texts of the product come again on every page; what was found in them is kept. */
const found = { vi: new Map<string, TermUse[]>(), en: new Map<string, TermUse[]>() };
const mostKept = 5_000;

/** The uses of terms in a text, in their order. */
export function termsIn(text: string, language: Language): readonly TermUse[] {
  const known = found[language].get(text);
  if (known) return known;
  const uses = find(text, finders[language]);
  if (found[language].size >= mostKept) found[language].clear();
  found[language].set(text, uses);
  return uses;
}

function find(text: string, { pattern, ids }: Finder): TermUse[] {
  return [...text.matchAll(pattern)].map(({ 0: whole, index, ...groups }) => {
    const which = ids.findIndex((_, place) => groups[place + 1] !== undefined);
    return { id: ids[which] ?? '', at: index, end: index + whole.length };
  });
}

const close: Text = { vi: 'Đóng', en: 'Close' };
const all: Text = { vi: 'Mọi từ ngữ', en: 'All words' };

/** Markup for the foot of a page: what these terms mean, each unseen until its link is followed. */
export function meaningsOf(ids: readonly string[], language: Language): string {
  return terms
    .filter(({ id }) => ids.includes(id))
    .map(({ id, word, meaning, law }) => {
      const source =
        law === undefined
          ? ''
          : ` <span class="sl-law">(<a class="govuk-link" lang="vi" href="${lawAddress(law)}">${law}</a>)</span>`;
      return (
        `<div class="sl-meaning" id="w-${id}" role="note" tabindex="-1">` +
        `<p class="govuk-body"><dfn>${word[language]}</dfn>: ${meaning[language]}${source}</p>` +
        `<p class="govuk-body sl-meaning__ways"><a class="govuk-link" href="#w-${id}-at">${close[language]}</a> ` +
        `<a class="govuk-link" href="/words#${id}">${all[language]}</a></p></div>`
      );
    })
    .join('\n');
}
