// templates/notices/<name>.njk: one notice in both languages, wording anyone can edit. Owns which
// notices exist and which names a template may use; any other unknown name throws.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';
import { checkWording, type Names } from '../wording/dialect.ts';
import { htmlOf, textOf, type Language, type NoticeBlock } from './layout.ts';

export type { Language };

const FOLDER = fileURLToPath(new URL('../../templates/notices/', import.meta.url));
/** `frame` holds greeting and closing of every notice, `layout` the HTML around it. */
const NOT_NOTICES = new Set(['frame', 'layout']);
/** A line of its own: no value can stand alone on a line without its guard. */
const BODY = /^@body$/m;
const LONGEST_SUBJECT = 200;

const DEFAULTS = {
  recipient: { name: '', code: '' },
  case: { number: '', title: '', url: '', state: '' },
  term: { title: '', dueOn: '', daysLeft: '', law: '' },
  reason: '',
  text: '',
  items: '',
  people: '',
};

/** What an alliance's own wording of a notice may name. */
export const noticeNames: Names = {
  paths: [
    'recipient.name',
    'recipient.code',
    ...['number', 'title', 'url', 'state'].map((field) => `case.${field}`),
    ...['title', 'dueOn', 'daysLeft', 'law'].map((field) => `term.${field}`),
    'reason',
    'text',
  ],
  lists: { items: { each: 'item', fields: [] }, people: { each: 'person', fields: [] } },
  filters: ['date', 'englishDate', 'length'],
};

/** Private-use signs: values start with a guard and hide their line breaks until parsing is over. */
const GUARD = '\uE000';
const BREAK = '\uE001';
const BAR = '\uE002';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

type Source = Record<Language, { subject: nunjucks.Template; body: nunjucks.Template }>;
const sources = new Map<string, Source>();
const environment = new nunjucks.Environment(null, { autoescape: false, throwOnUndefined: true });
environment.addFilter('date', formatDate);
environment.addFilter('englishDate', formatEnglishDate);

/** Returns the names of the notices that have a template, sorted. */
export function noticeTemplates(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.njk'))
    .map((file) => file.slice(0, -'.njk'.length))
    .filter((name) => !NOT_NOTICES.has(name))
    .toSorted();
}

/**
 * Returns subject (one line), text and HTML of a notice. Texts given as {vi, en} are shown in the
 * language of the notice.
 * @param wording in place of the shipped text
 * @throws Error when there is no such template, or it names something that is not given
 */
export function renderNotice(
  template: string,
  language: Language,
  data: Record<string, unknown>,
  wording?: string,
): { subject: string; text: string; html: string } {
  if (NOT_NOTICES.has(template)) throw new Error(`No notice template ${template}`);
  const source = wording === undefined ? sourceOf(template) : reworded(wording, template);
  const { subject, body } = source[language];
  const context = contextOf(data, language);
  const frame = sourceOf('frame')[language].body.render(context);
  const lines = frame.replace(BODY, () => body.render(context)).split('\n');
  const part = {
    language,
    subject: reveal(subject.render(context)).replace(/\s+/g, ' ').trim().slice(0, LONGEST_SUBJECT),
    blocks: lines.flatMap(blockOf),
  };
  return { subject: part.subject, text: textOf(part), html: htmlOf(part) };
}

/** Split before rendering, so that no value can pose as the start of the other language. */
function sourceOf(template: string): Source {
  const known = sources.get(template);
  if (known) return known;
  if (!/^[A-Za-z]+$/.test(template)) throw new Error(`No notice template ${template}`);
  const source = sourceIn(shippedNotice(template), template);
  sources.set(template, source);
  return source;
}

/** The shipped text of a notice, both languages. */
export function shippedNotice(template: string): string {
  return readFileSync(`${FOLDER}${template}.njk`, 'utf8').normalize('NFC');
}

function sourceIn(text: string, template: string): Source {
  return { vi: partOf(text, 'vi', template), en: partOf(text, 'en', template) };
}

const mostReworded = 200;
const rewordings = new Map<string, Source>();

/** Checked again where it is used: what is not of the closed language is never run. */
function reworded(text: string, template: string): Source {
  const known = rewordings.get(text);
  if (known) return known;
  checkWording(text, noticeNames);
  const source = sourceIn(text.normalize('NFC'), template);
  if (rewordings.size >= mostReworded) rewordings.clear();
  rewordings.set(text, source);
  return source;
}

function partOf(text: string, language: Language, template: string): Source[Language] {
  const mark = new RegExp(
    `^\\[${language}\\] subject:(.*)\\n([^]*?)(?=^\\[(?:vi|en)\\]|$(?![^]))`,
    'm',
  );
  const [, subject, body] = mark.exec(text) ?? [];
  if (subject === undefined || body === undefined) {
    throw new Error(`Notice template ${template} has no part [${language}]`);
  }
  return {
    subject: new nunjucks.Template(subject, environment, template),
    body: new nunjucks.Template(body, environment, template),
  };
}

/** "- item", "> words | address", or a paragraph. A link needs a web address. */
function blockOf(line: string): NoticeBlock[] {
  const trimmed = line.trim();
  if (reveal(trimmed) === '') return [];
  if (trimmed.startsWith('- ')) return [{ kind: 'item', text: reveal(trimmed.slice(2)) }];
  if (!trimmed.startsWith('> ')) return [{ kind: 'paragraph', text: reveal(trimmed) }];
  const [text = '', url = ''] = trimmed.slice(2).split('|').map(reveal);
  return /^https?:\/\/\S+$/.test(url) ? [{ kind: 'link', text, url }] : [];
}

function contextOf(data: Record<string, unknown>, language: Language): Record<string, unknown> {
  const given = Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, guarded(value, language)]),
  );
  const filled: Record<string, unknown> = { ...DEFAULTS, ...given };
  for (const name of ['recipient', 'case', 'term'] as const) {
    const value = filled[name];
    filled[name] = { ...DEFAULTS[name], ...(typeof value === 'object' ? value : undefined) };
  }
  for (const name of ['items', 'people'] as const) {
    const value = filled[name];
    if (Array.isArray(value)) filled[name] = value.map(lineOf);
  }
  return filled;
}

/** {label, value} as "label: value", {name, role} as "name (role)". */
function lineOf(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return String(entry);
  const { label, value, name, role } = entry as Record<string, string | undefined>;
  if (name !== undefined) return role ? `${name} (${role})` : name;
  return label ? `${label}: ${value ?? ''}` : (value ?? '');
}

function guarded(value: unknown, language: Language): unknown {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return guardedText(value);
  // an empty list would count as true in a template
  if (Array.isArray(value)) {
    return value.length === 0 ? '' : value.map((entry) => guarded(entry, language));
  }
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object') return value;
  const translated: unknown = (value as Partial<Record<Language, unknown>>)[language];
  if (typeof translated === 'string') return guardedText(translated);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, guarded(inner, language)]),
  );
}

function guardedText(value: string): string {
  const clean = value
    .normalize('NFC')
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .trim();
  if (clean === '') return '';
  return GUARD + clean.replaceAll('\n', BREAK).replaceAll('|', BAR);
}

function reveal(text: string): string {
  return text.replaceAll(GUARD, '').replaceAll(BREAK, '\n').replaceAll(BAR, '|').trim();
}

/** "2026-11-24" as 24/11/2026; other text as it is. */
function formatDate(value: string): string {
  return datePartsOf(value)?.toReversed().join('/') ?? reveal(value);
}

/** "2026-11-24" as 24 November 2026; other text as it is. */
function formatEnglishDate(value: string): string {
  const [year = '', month = '', day = ''] = datePartsOf(value) ?? [];
  const name = MONTHS[Number(month) - 1];
  return name === undefined ? reveal(value) : `${Number(day)} ${name} ${year}`;
}

function datePartsOf(value: string): string[] | undefined {
  return /^(\d{4})-(\d{2})-(\d{2})$/.exec(reveal(value))?.slice(1);
}
