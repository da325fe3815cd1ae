// From what stands in a form to the payload it means. What cannot be read stays a text, and the schema refuses it.
import { isBlank, rowsOf, type Entry, type EntryGroup } from './entry.ts';
import type { Group, Shape } from './shape.ts';

/** The payload; optional parts that nobody filled in are left out. */
export function payloadOf(shape: Group, form: EntryGroup): Record<string, unknown> {
  const parts = shape.parts.flatMap((part) => {
    const entry = form.parts[part.name];
    if (!isAsked(part, form)) return [];
    const value = valueOf(part, entry);
    return value === undefined ? [] : [[part.name, value] as const];
  });
  return Object.fromEntries(parts);
}

/** Whether the question is put, given what its neighbours say. */
export function isAsked({ asked }: Shape, { parts }: EntryGroup): boolean {
  const given = asked && parts[asked.field];
  return asked === undefined || (typeof given === 'string' && asked.is.includes(given));
}

function valueOf(shape: Shape, entry: Entry | undefined): unknown {
  // A place in a list that is given by itself makes no entry, but is part of one.
  if (shape.optional && shape.kind !== 'number' && isBlank(shape, entry)) return undefined;
  if (shape.kind === 'group') return payloadOf(shape, entry as EntryGroup);
  if (shape.kind === 'rows') return rowsOf(entry).map((each) => valueOf(shape.entry, each));
  return typeof entry === 'string' ? meant(shape, entry) : entry;
}

function meant(shape: Shape, text: string): unknown {
  const { kind } = shape;
  if (kind === 'flag') return text === 'true';
  if (kind === 'number') return numberOf(text);
  if (kind === 'date') return dateOf(text);
  if (kind === 'text' && figures.has(shape.form ?? '')) return bareFigures(text);
  return text === '' ? undefined : text;
}

/** Written in groups by most people: "0912 345 678", "0912.345.678". */
const figures: ReadonlySet<string> = new Set(['phone', 'idNumber']);

function bareFigures(text: string): string | undefined {
  const bare = text.replaceAll(/[\s.\-\u00a0]/g, '');
  return bare === '' ? undefined : bare;
}

const grouped = /^\d{1,3}(?:[.,\s\u00a0]\d{3})+$/;
const plain = /^-?\d{1,15}(?:[.,]\d{1,6})?$/;

/** "1.500.000", "1,500,000", "1 500 000" and "7,5" are numbers; anything else stays a text. */
export function numberOf(text: string): number | string | undefined {
  const bare = text.trim().replace(/\s*(?:đ|đồng|vnd)\.?$/i, '');
  if (bare === '') return undefined;
  if (grouped.test(bare)) return Number(bare.replaceAll(/[.,\s\u00a0]/g, ''));
  return plain.test(bare) ? Number(bare.replace(',', '.')) : text;
}

/** "24/11/2026" and "24-11-2026" are days too. */
export function dateOf(text: string): string | undefined {
  const bare = text.trim();
  if (bare === '') return undefined;
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(bare) ?? [];
  if (day === undefined || month === undefined || year === undefined) return bare;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
