// templates/pages/*.njk filled in, one environment per language. Everything put in is escaped; an unknown template
// name throws.
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';
import type { LocalDate } from '../../machines/calendar.ts';
import { shippedSets } from '../../machines/criteria/shipped.ts';
import type { Language, Text } from '../../machines/text.ts';
import { annotate, productText } from './help/annotate.ts';
import { lawAddress } from './help/citations.ts';

const folders = ['../../templates/pages/', '../../node_modules/govuk-frontend/dist/'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

export type Views = {
  /** The page as text. @param name `start` for templates/pages/start.njk */
  draw(name: string, language: Language, model: object): string;
};

export function openViews(assetAddress: (name: string) => string): Views {
  const environments = { vi: environment('vi', assetAddress), en: environment('en', assetAddress) };
  return {
    draw: (name, language, model) =>
      annotate(environments[language].render(`${name}.njk`, model), language),
  };
}

/**
 * Templates write `_('Hồ sơ', 'Case')` for words of their own, `t(title)` for a text that comes with the thing, and the
 * filters `date`, `instant`, `money` and `number`. Both functions mark what they give as text of the product, which is
 * how help in place tells it from what people typed. What is the same in both languages is data.
 */
function environment(
  language: Language,
  assetAddress: (name: string) => string,
): nunjucks.Environment {
  const loader = new nunjucks.FileSystemLoader(folders);
  return new nunjucks.Environment(loader, {
    autoescape: true,
    trimBlocks: true,
    lstripBlocks: true,
  })
    .addGlobal('language', language)
    .addGlobal('isVietnamese', language === 'vi')
    .addGlobal('_', (vi: string, en: string) => productText(language === 'vi' ? vi : en))
    .addGlobal('t', (text: Text | undefined) => said(text, language))
    .addGlobal('asset', assetAddress)
    .addFilter('date', (date: LocalDate | null | undefined) => dateIn(language, date))
    .addFilter('instant', (at: string | null | undefined) => instantIn(language, at))
    .addFilter('money', (amount: number) => moneyIn(language, amount))
    .addFilter('article', lawAddress)
    .addFilter('query', (given: Record<string, string>) => new URLSearchParams(given).toString())
    .addFilter('criteria', (code: string | null) => criteriaIn(language, code))
    .addFilter('commonName', commonName)
    .addFilter('number', (amount: number) => amount.toLocaleString(locales[language]));
}

function said(text: Text | undefined, language: Language): string {
  if (!text) return '';
  return text.vi === text.en ? text.vi : productText(text[language] ?? '');
}

const locales: Readonly<Record<Language, string>> = { vi: 'vi-VN', en: 'en-GB' };
const months =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

/** "24/11/2026", "24 November 2026"; nothing for nothing. */
export function dateIn(language: Language, date: LocalDate | null | undefined): string {
  const [year, month, day] = date?.slice(0, 10).split('-') ?? [];
  if (year === undefined || month === undefined || day === undefined) return date ?? '';
  if (language === 'vi') return `${day}/${month}/${year}`;
  return `${Number(day)} ${months[Number(month) - 1] ?? month} ${year}`;
}

/** The name of the criteria set that papers call by this code; of sets that are not shipped, the code. */
function criteriaIn(language: Language, code: string | null): string {
  const set = shippedSets.find((each) => each.code === code);
  return set ? said(set.name, language) : (code ?? '');
}

/** Whom a certificate was made out to: of `CN=A\\, B`, "A, B". */
function commonName(subject: string): string {
  return subject.replace(/^CN=/, '').replaceAll('\\,', ',');
}

/** Time of day in Vietnam, then the date. */
export function instantIn(language: Language, at: string | null | undefined): string {
  if (!at) return '';
  const local = new Date(Date.parse(at) + 7 * 3_600_000).toISOString();
  return `${local.slice(11, 16)}, ${dateIn(language, local.slice(0, 10))}`;
}

export function moneyIn(language: Language, amount: number): string {
  const figure = amount.toLocaleString(locales[language]);
  return language === 'vi' ? `${figure} đồng` : `VND ${figure}`;
}
