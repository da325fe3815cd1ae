// A form as templates draw it: every field with its name, what stands in it, and what is wrong with it.
import type { Text } from '../../../machines/text.ts';
import { pathOf, rowsOf, type Entry, type EntryGroup } from './entry.ts';
import type { Group, Shape, Value } from './shape.ts';
import { dateOf } from './value.ts';
import type { FieldFault } from './words.ts';

export type Drawn = {
  kind: Shape['kind'];
  /** Name and id of the input. */
  name: string;
  label: Text;
  hint?: Text | undefined;
  optional: boolean;
  /** Name of the input that decides whether this is asked, and its values. */
  asked?: { name: string; is: readonly string[] };
  error?: Text | undefined;
  /** What to read beside it. */
  beside: readonly string[];
  value?: string;
  form?: string;
  most?: number;
  values?: readonly (Value & { checked: boolean })[];
  /** Where a name or an address may be written instead. */
  written?: { name: string; value: string };
  parts?: readonly Drawn[];
  rows?: readonly (Drawn & { place: number; removable: boolean })[];
  addable?: boolean;
};

export type DrawDeps = {
  faults: readonly FieldFault[];
  /** Accounts to choose among; without them, fields that name an account are left out when they may be. */
  accounts?: readonly Value[] | undefined;
  /** Seats of the board of the case to choose among. */
  seats?: readonly Value[] | undefined;
  /** Accounts to choose among where one must be named and the others are not known. */
  parties?: readonly Value[] | undefined;
  /** Files of the dossier that can be named. */
  files?: readonly Value[] | undefined;
  /** Boards of the register. */
  boards?: readonly Value[] | undefined;
  /** What was written where an account is not in the list, by field; absent when the list is complete. */
  written?: Readonly<Record<string, string>> | undefined;
  /** What to read beside fields, by their names. */
  beside?: readonly { path: string; text: string }[];
};

/** The fields of a form. */
export function drawForm(shape: Group, form: EntryGroup, deps: DrawDeps): Drawn[] {
  return drawParts(shape, form, '', deps);
}

function drawParts(shape: Group, form: EntryGroup, path: string, deps: DrawDeps): Drawn[] {
  return shape.parts.flatMap((part) => {
    if (part.kind === 'account' && !deps.accounts && part.optional) return [];
    if (part.kind === 'board' && !deps.boards?.length) return [];
    const drawn = draw(part, form.parts[part.name], pathOf(path, part.name), deps);
    const { asked } = part;
    return [asked ? { ...drawn, asked: { name: pathOf(path, asked.field), is: asked.is } } : drawn];
  });
}

function draw(shape: Shape, entry: Entry | undefined, name: string, deps: DrawDeps): Drawn {
  const { kind, label, hint, optional } = shape;
  const error = deps.faults.find(({ path }) => path === name)?.text;
  const beside = (deps.beside ?? []).flatMap(({ path, text }) => (path === name ? [text] : []));
  const common = { kind, name, label, hint, optional, error, beside };
  if (shape.kind === 'group')
    return { ...common, parts: drawParts(shape, entry as EntryGroup, name, deps) };
  if (shape.kind === 'rows') return { ...common, ...drawRows(shape, entry, name, deps) };
  const values = valuesOf(shape, deps);
  if (values) return { ...common, values: marked(values, entry), ...writtenIn(shape, name, deps) };
  const text = typeof entry === 'string' ? entry : '';
  const value = shape.kind === 'date' ? (dateOf(text) ?? '') : text;
  return { ...common, value, ...formOf(shape) };
}

/** The field for what is written instead of choosing the account. */
export function writtenName(name: string): string {
  return `${name}.written`;
}

function writtenIn(shape: Shape, name: string, { written }: DrawDeps): Pick<Drawn, 'written'> {
  if (shape.kind !== 'account' || !written) return {};
  return { written: { name: writtenName(name), value: written[name] ?? '' } };
}

function valuesOf(shape: Shape, deps: DrawDeps): readonly Value[] | undefined {
  if (shape.kind === 'choice' || shape.kind === 'choices') return shape.values;
  const known: Partial<Record<Shape['kind'], readonly Value[] | undefined>> = {
    account: deps.accounts ?? deps.parties ?? [],
    seat: deps.seats ?? [],
    seats: deps.seats ?? [],
    board: deps.boards ?? [],
    files: deps.files ?? [],
  };
  return known[shape.kind];
}

function formOf(shape: Shape): Pick<Drawn, 'form' | 'most'> {
  if (shape.kind === 'text') return { form: shape.form ?? '', most: shape.most };
  return shape.kind === 'number' ? { form: shape.stands ?? '' } : {};
}

function marked(values: readonly Value[], entry: Entry | undefined): NonNullable<Drawn['values']> {
  const chosen = typeof entry === 'string' ? [entry] : (entry as readonly string[]);
  return values.map((each) => ({ ...each, checked: chosen.includes(each.value) }));
}

function drawRows(
  shape: Shape & { kind: 'rows' },
  entry: Entry | undefined,
  name: string,
  deps: DrawDeps,
): Pick<Drawn, 'rows' | 'addable'> {
  const rows = rowsOf(entry);
  const least = Math.max(shape.least, shape.optional ? 0 : 1);
  return {
    addable: rows.length < shape.most,
    rows: rows.map((row, index) => ({
      ...draw(shape.entry, row, pathOf(name, index), deps),
      place: index + 1,
      removable: rows.length > least,
    })),
  };
}
