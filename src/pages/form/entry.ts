// What stands in a form, before anybody judges it: texts by the place of their field. Fields are named by their path,
// `members.list.0.name`; a list says how many entries it shows in `members.list.rows`.
import type { Fields } from '../../http/operation.ts';
import type { Group, Rows, Shape } from './shape.ts';

export type Entry = string | readonly string[] | EntryRows | EntryGroup;
export type EntryRows = { rows: readonly Entry[] };
export type EntryGroup = { parts: Readonly<Record<string, Entry>> };

export function pathOf(above: string, name: string | number): string {
  return above === '' ? String(name) : `${above}.${name}`;
}

/** What the form sent. Fields that are not its own are left alone. */
export function sent(shape: Group, fields: Fields): EntryGroup {
  return readGroup(shape, '', fields);
}

function readGroup(group: Group, path: string, fields: Fields): EntryGroup {
  const parts = group.parts.map((part) => [
    part.name,
    readEntry(part, pathOf(path, part.name), fields),
  ]);
  return { parts: Object.fromEntries(parts) as EntryGroup['parts'] };
}

function readEntry(shape: Shape, path: string, fields: Fields): Entry {
  if (shape.kind === 'group') return readGroup(shape, path, fields);
  if (isSeveral(shape)) return fields[path] ?? [];
  if (shape.kind !== 'rows') return fields[path]?.[0] ?? '';
  const told = Number(fields[`${path}.rows`]?.[0] ?? 0);
  const count = Number.isInteger(told) ? Math.min(Math.max(told, 0), shape.most) : 0;
  const rows = Array.from({ length: count }, (_, index) =>
    readEntry(shape.entry, pathOf(path, index), fields),
  );
  return { rows };
}

/** A form that starts with a value of the payload's form, or with nothing. */
export function started(shape: Group, value: unknown): EntryGroup {
  return startEntry(shape, value, 1) as EntryGroup;
}

function startEntry(shape: Shape, value: unknown, place: number): Entry {
  if (shape.kind === 'rows') return { rows: startRows(shape, value) };
  if (isSeveral(shape)) return Array.isArray(value) ? value.map(String) : [];
  if (shape.kind !== 'group')
    return value === undefined && isOrdinal(shape) ? String(place) : textOf(value);
  const given = (value ?? {}) as Record<string, unknown>;
  const parts = shape.parts.map((part) => [part.name, startEntry(part, given[part.name], place)]);
  return { parts: Object.fromEntries(parts) as EntryGroup['parts'] };
}

/** Several values of one question. */
const isSeveral = ({ kind }: Shape): boolean => ['choices', 'seats', 'files'].includes(kind);

function isOrdinal(shape: Shape): boolean {
  return shape.kind === 'number' && shape.stands === 'ordinal';
}

function startRows(shape: Rows, value: unknown): Entry[] {
  const given: unknown[] = Array.isArray(value) ? value : [];
  const missing = Math.max(shape.least, shape.optional ? 0 : 1) - given.length;
  const blank = Array.from({ length: Math.max(0, missing) }, () => undefined);
  return [...given, ...blank].map((each, index) => startEntry(shape.entry, each, index + 1));
}

/** A sealed identifier that this person may not read is not shown as its seal. */
function textOf(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value !== 'string' || value.startsWith('sealed:') ? '' : value;
}

/** True when nobody wrote anything in it. Numbers that are given by themselves do not count. */
export function isBlank(shape: Shape, entry: Entry | undefined): boolean {
  if (entry === undefined || entry === '' || isOrdinal(shape)) return true;
  if (typeof entry === 'string') return false;
  if (shape.kind === 'rows') return rowsOf(entry).every((each) => isBlank(shape.entry, each));
  if (shape.kind === 'group')
    return shape.parts.every((part) => isBlank(part, partsOf(entry)[part.name]));
  return (entry as readonly string[]).length === 0;
}

/** Entries of a list. */
export function rowsOf(entry: Entry | undefined): readonly Entry[] {
  return typeof entry === 'object' && 'rows' in entry ? entry.rows : [];
}

/** Fields of a group. */
export function partsOf(entry: Entry | undefined): EntryGroup['parts'] {
  return typeof entry === 'object' && 'parts' in entry ? entry.parts : {};
}

/** One entry more at the end of a list. */
export function withRow(shape: Group, form: EntryGroup, path: string): EntryGroup {
  return changed(shape, form, path, (rows, list) =>
    rows.length >= list.most
      ? rows
      : [...rows, startEntry(list.entry, undefined, nextPlace(list.entry, rows))],
  );
}

/** The list without one entry. */
export function withoutRow(
  shape: Group,
  form: EntryGroup,
  path: string,
  index: number,
): EntryGroup {
  return changed(shape, form, path, (rows) => rows.toSpliced(index, 1));
}

/** One more than the highest place in the list. */
function nextPlace(entry: Shape, rows: readonly Entry[]): number {
  const ordinal = entry.kind === 'group' ? entry.parts.find(isOrdinal)?.name : undefined;
  const places = rows.map((row) => Number(partsOf(row)[ordinal ?? '']) || 0);
  return Math.max(0, ...places) + 1;
}

type Change = (rows: readonly Entry[], list: Rows) => readonly Entry[];

function changed(shape: Group, form: EntryGroup, path: string, change: Change): EntryGroup {
  return changeIn(shape, form, path.split('.'), change) as EntryGroup;
}

function changeIn(shape: Shape, entry: Entry, steps: readonly string[], change: Change): Entry {
  const [step, ...rest] = steps;
  if (shape.kind === 'rows') {
    if (step === undefined) return { rows: change(rowsOf(entry), shape) };
    return {
      rows: rowsOf(entry).map((each, index) =>
        String(index) === step ? changeIn(shape.entry, each, rest, change) : each,
      ),
    };
  }
  if (shape.kind !== 'group' || step === undefined) return entry;
  const parts = partsOf(entry);
  const part = shape.parts.find(({ name }) => name === step);
  const inner = parts[step];
  if (!part || inner === undefined) return entry;
  return { parts: { ...parts, [step]: changeIn(part, inner, rest, change) } };
}

/** The same form as fields, for the hidden inputs of the page that asks for confirmation. */
export function asFields(shape: Shape, entry: Entry | undefined, path = ''): [string, string][] {
  if (typeof entry === 'string') return entry === '' ? [] : [[path, entry]];
  if (shape.kind === 'rows') {
    const rows = rowsOf(entry);
    const inner = rows.flatMap((each, index) => asFields(shape.entry, each, pathOf(path, index)));
    return [[`${path}.rows`, String(rows.length)], ...inner];
  }
  if (shape.kind === 'group')
    return shape.parts.flatMap((part) =>
      asFields(part, partsOf(entry)[part.name], pathOf(path, part.name)),
    );
  return ((entry ?? []) as readonly string[]).map((value) => [path, value]);
}
