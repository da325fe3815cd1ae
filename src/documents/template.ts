// templates/documents/<KIND>.njk: wording a lawyer can edit. Owns which kinds exist and which
// names a template may use; every optional name has a default, any other unknown name throws.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';
import { formatVietnameseDate, shortDate } from './date.ts';
import { parseMarkup, protect, reveal, type Markup } from './markup.ts';

const FOLDER = fileURLToPath(new URL('../../templates/documents/', import.meta.url));
const BLANK = '…………………………';

const DEFAULTS = {
  case: { number: '', title: '', process: '' },
  holder: { name: '', address: '' },
  text: '',
  reasons: [],
  items: [],
  members: [],
  articles: [],
};
const LIST_DEFAULTS = {
  items: { label: '', value: '' },
  members: { name: '', role: '', value: '' },
} as const;

let environment: nunjucks.Environment | undefined;
let kinds: string[] | undefined;

/** Returns the kinds of paper that have a template, sorted: "ALLIANCE_RECEIPT", … */
export function paperKinds(): string[] {
  kinds ??= readdirSync(FOLDER)
    .filter((file) => file.endsWith('.njk'))
    .map((file) => file.slice(0, -'.njk'.length))
    .sort();
  return [...kinds];
}

/**
 * Returns the filled-in paper of this kind.
 * @throws Error when the kind has no template or the template names something not given
 */
export function fillTemplate(kind: string, data: Record<string, unknown>): Markup {
  if (!paperKinds().includes(kind)) throw new Error(`No document template for kind ${kind}`);
  environment ??= createEnvironment();
  return parseMarkup(environment.render(`${kind}.njk`, context(data)));
}

function createEnvironment(): nunjucks.Environment {
  const loader = new nunjucks.FileSystemLoader(FOLDER);
  return new nunjucks.Environment(loader, { autoescape: false, throwOnUndefined: true, trimBlocks: true, lstripBlocks: true })
    .addFilter('blank', (value: string) => (value === '' ? BLANK : value))
    .addFilter('longDate', (value: string) => (value === '' ? BLANK : formatVietnameseDate(reveal(value))))
    .addFilter('shortDate', (value: string) => (value === '' ? BLANK : shortDate(reveal(value))))
    .addFilter('upper', (value: string) => value.toLocaleUpperCase('vi'));
}

function context(data: Record<string, unknown>): Record<string, unknown> {
  const given = guarded(data) as Record<string, unknown>;
  const filled: Record<string, unknown> = { ...DEFAULTS };
  for (const [name, value] of Object.entries(given)) {
    if (value !== '' || name === 'text') filled[name] = value;
  }
  filled['case'] = { ...DEFAULTS.case, ...(filled['case'] as object) };
  const holder = filled['holder'];
  filled['holder'] = { ...DEFAULTS.holder, ...(typeof holder === 'string' ? { name: holder } : (holder as object)) };
  filled['items'] = entries(filled['items'], LIST_DEFAULTS.items, 'value');
  filled['members'] = entries(filled['members'], LIST_DEFAULTS.members, 'name');
  return filled;
}

/** A plain text in a list of things is its main field. */
function entries(list: unknown, defaults: object, main: string): object[] {
  if (!Array.isArray(list)) return [];
  return list.map((entry: unknown) => ({
    ...defaults,
    ...(typeof entry === 'object' ? entry : { [main]: entry }),
  }));
}

/** Absent values become '', so that a template shows a blank and never "null". */
function guarded(value: unknown): unknown {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return protect(value);
  if (Array.isArray(value)) return value.map(guarded);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, guarded(inner)]));
}
