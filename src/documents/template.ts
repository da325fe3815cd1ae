// templates/documents/<KIND>.njk: wording a lawyer can edit. Owns which kinds exist and which
// names a template may use; every optional name has a default, any other unknown name throws.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';
import { formatVietnameseDate, shortDate } from './date.ts';
import { checkWording, type Names } from '../wording/dialect.ts';
import { parseMarkup, protect, reveal, type Markup } from './markup.ts';

const FOLDER = fileURLToPath(new URL('../../templates/documents/', import.meta.url));
const BLANK = '…………………………';

/** An empty list counts as true in nunjucks; templates should be able to say "if reasons". */
const NOTHING = '';

const DEFAULTS = {
  case: { number: '', title: '', process: '' },
  holder: { name: '', address: '' },
  text: '',
  law: 'Luật Hợp tác xã số 17/2023/QH15',
  reasons: [],
  items: [],
  members: [],
  articles: [],
  tables: [],
  charts: [],
  slips: [],
  correction: '',
  replaces: '',
  secretary: '',
  signer: { title: '', name: '' },
};
const ENTRY_DEFAULTS = {
  items: { label: '', value: '' },
  members: { name: '', role: '', value: '' },
  slips: { link: '', name: '', role: '', code: '' },
} as const;

/** What an alliance's own wording of a paper may name. */
export const paperNames: Names = {
  paths: [
    ...['number', 'title', 'process'].map((field) => `case.${field}`),
    ...['name', 'abbreviation', 'place'].map((field) => `organisation.${field}`),
    'holder.name',
    'holder.address',
    'text',
    'law',
    'correction',
    'replaces',
    'secretary',
    'signer.title',
    'signer.name',
  ],
  lists: {
    items: { each: 'item', fields: ['label', 'value'] },
    members: { each: 'member', fields: ['name', 'role', 'value'] },
    reasons: { each: 'reason', fields: [] },
    articles: { each: 'article', fields: [] },
    slips: { each: 'slip', fields: ['link', 'name', 'role', 'code'] },
    tables: { each: 'table', fields: ['title', 'widths'], inner: { field: 'rows', each: 'row' } },
    charts: { each: 'chart', fields: ['look', 'title'], inner: { field: 'rows', each: 'row' } },
  },
  filters: ['blank', 'longDate', 'shortDate', 'upper', 'length', 'cells'],
};

let environment: nunjucks.Environment | undefined;
let kinds: string[] | undefined;

/** Returns the kinds of paper that have a template, sorted: "ALLIANCE_RECEIPT", … */
export function paperKinds(): string[] {
  kinds ??= readdirSync(FOLDER)
    .filter((file) => file.endsWith('.njk'))
    .map((file) => file.slice(0, -'.njk'.length))
    .toSorted();
  return [...kinds];
}

/**
 * Returns the filled-in paper of this kind.
 * @param wording in place of the shipped text
 * @throws Error when the kind has no template or the template names something not given
 */
export function fillTemplate(
  kind: string,
  data: Record<string, unknown>,
  wording?: string,
): Markup {
  if (!paperKinds().includes(kind)) throw new Error(`No document template for kind ${kind}`);
  environment ??= createEnvironment();
  if (wording === undefined) return parseMarkup(environment.render(`${kind}.njk`, context(data)));
  // Checked again where it is used: what is not of the closed language is never run.
  checkWording(wording, paperNames);
  return parseMarkup(environment.renderString(wording.normalize('NFC'), context(data)));
}

/** The shipped text of a kind of paper. @throws Error unknown kind */
export function shippedPaper(kind: string): string {
  if (!paperKinds().includes(kind)) throw new Error(`No document template for kind ${kind}`);
  return readFileSync(`${FOLDER}${kind}.njk`, 'utf8').normalize('NFC');
}

function createEnvironment(): nunjucks.Environment {
  const loader = new nunjucks.FileSystemLoader(FOLDER);
  return new nunjucks.Environment(loader, { autoescape: false, throwOnUndefined: true })
    .addFilter('blank', (value: string) => (value === '' ? BLANK : value))
    .addFilter('longDate', (value: string) =>
      value === '' ? BLANK : formatVietnameseDate(reveal(value)),
    )
    .addFilter('shortDate', (value: string) => (value === '' ? BLANK : shortDate(reveal(value))))
    .addFilter('cells', (row: unknown) => (Array.isArray(row) ? row.join(' | ') : row))
    .addFilter('upper', (value: string) => value.toLocaleUpperCase('vi'));
}

function context(data: Record<string, unknown>): Record<string, unknown> {
  const given = Object.entries(data).map(([name, value]): [string, unknown] => [
    name,
    guarded(value),
  ]);
  const filled: Record<string, unknown> = { ...DEFAULTS, ...Object.fromEntries(given) };
  filled['case'] = entry(filled['case'], DEFAULTS.case, 'title');
  filled['holder'] = entry(filled['holder'], DEFAULTS.holder, 'name');
  filled['signer'] = entry(filled['signer'], DEFAULTS.signer, 'name');
  filled['items'] = entries(filled['items'], ENTRY_DEFAULTS.items, 'value');
  filled['members'] = entries(filled['members'], ENTRY_DEFAULTS.members, 'name');
  filled['slips'] = entries(filled['slips'], ENTRY_DEFAULTS.slips, 'name');
  for (const [name, value] of Object.entries(filled)) {
    if (Array.isArray(value) && value.length === 0) filled[name] = NOTHING;
  }
  return filled;
}

function entries(list: unknown, defaults: object, main: string): object[] {
  return Array.isArray(list) ? list.map((value: unknown) => entry(value, defaults, main)) : [];
}

/** A plain text in place of a thing is its main field. */
function entry(value: unknown, defaults: object, main: string): object {
  if (typeof value === 'object' && value !== null) return { ...defaults, ...value };
  return { ...defaults, [main]: value ?? '' };
}

/** Absent values become '', never "null"; of a text {vi, en} papers take the Vietnamese. */
function guarded(value: unknown): unknown {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return protect(value);
  if (Array.isArray(value)) return value.map(guarded);
  if (typeof value !== 'object') return value;
  if ('vi' in value && typeof value.vi === 'string') return protect(value.vi);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, guarded(inner)]));
}
