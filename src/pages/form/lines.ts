// A filled-in form as questions and answers, for the page that asks for confirmation.
import type { Text } from '../../../machines/text.ts';
import { isBlank, partsOf, rowsOf, type Entry, type EntryGroup } from './entry.ts';
import type { Group, Shape, Value } from './shape.ts';
import { dateOf, isAsked, numberOf } from './value.ts';

/** One line of the page that asks for confirmation. `value` is a text, or how to write it. */
export type Line = {
  label: Text;
  /** Headings of the groups and list entries it stands in. */
  within: readonly Text[];
  value: Text | { date: string } | { money: number } | { number: number };
};

/** Lines under one heading; the heading is empty for what stands in no group. */
export type Section = { heading: Text; lines: readonly Line[] };

/** The lines with a heading wherever a group or an entry of a list begins. */
export function sectionsOf(lines: readonly Line[]): Section[] {
  const groups = Map.groupBy(lines, ({ within }) => within.map(({ vi }) => vi).join(' – '));
  return [...groups.values()].map((group) => ({
    heading: {
      vi: (group[0]?.within ?? []).map(({ vi }) => vi).join(' – '),
      en: (group[0]?.within ?? []).map(({ en }) => en).join(' – '),
    },
    lines: group,
  }));
}

/** What was filled in, in the order of the form. @param accounts those that can be named, seats of a board too */
export function linesOf(shape: Group, form: EntryGroup, accounts: readonly Value[] = []): Line[] {
  return linesIn(shape, form, { accounts, within: [] });
}

type Around = { accounts: readonly Value[]; within: readonly Text[] };

function linesIn(shape: Shape, entry: Entry | undefined, around: Around): Line[] {
  const { within, accounts } = around;
  if (shape.kind === 'group') {
    const form: EntryGroup = { parts: partsOf(entry) };
    return shape.parts.flatMap((part) => {
      const inner = part.kind === 'group' ? [...within, part.label] : within;
      const asked = isAsked(part, form) && !(part.kind === 'group' && leftOut(part, form));
      return asked ? linesIn(part, form.parts[part.name], { accounts, within: inner }) : [];
    });
  }
  if (shape.kind === 'rows')
    return rowsOf(entry).flatMap((row, index) =>
      linesIn(shape.entry, row, {
        accounts,
        within: [...within, numbered(shape.label, index + 1)],
      }),
    );
  const empty = ((entry ?? '') as string | readonly string[]).length === 0;
  if (empty)
    return shape.kind === 'flag' && !shape.optional
      ? [{ label: shape.label, within, value: not }]
      : [];
  return [{ label: shape.label, within, value: written(shape, entry as Entry, accounts) }];
}

function leftOut(part: Shape, { parts }: EntryGroup): boolean {
  return part.optional && isBlank(part, parts[part.name]);
}

function numbered({ vi, en }: Text, place: number): Text {
  return { vi: `${vi} ${place}`, en: `${en} ${place}` };
}

const yes: Text = { vi: 'Có', en: 'Yes' };
const not: Text = { vi: 'Không', en: 'No' };

function written(shape: Shape, entry: Entry, accounts: readonly Value[]): Line['value'] {
  const values = among(shape, accounts);
  if (values && typeof entry !== 'string') return joined(values, entry as readonly string[]);
  const text = typeof entry === 'string' ? entry : '';
  if (values) return wordsOf(values, text);
  if (shape.kind === 'flag') return text === 'true' ? yes : not;
  if (shape.kind === 'date') return { date: dateOf(text) ?? '' };
  return shape.kind === 'number' ? figure(shape, text) : same(text);
}

/** What is chosen from. */
function among(shape: Shape, accounts: readonly Value[]): readonly Value[] | undefined {
  if (shape.kind === 'choice' || shape.kind === 'choices') return shape.values;
  return ['account', 'seat', 'seats', 'board', 'files'].includes(shape.kind) ? accounts : undefined;
}

function figure({ stands }: Shape & { kind: 'number' }, text: string): Line['value'] {
  const number = numberOf(text);
  if (typeof number !== 'number') return same(text);
  return stands === 'VND' ? { money: number } : { number };
}

function joined(values: readonly Value[], chosen: readonly string[]): Text {
  const words = chosen.map((value) => wordsOf(values, value));
  return {
    vi: words.map(({ vi }) => vi).join('; '),
    en: words.map(({ en }) => en).join('; '),
  };
}

function wordsOf(values: readonly Value[], value: string): Text {
  return values.find((each) => each.value === value)?.words ?? same(value);
}

function same(text: string): Text {
  return { vi: text, en: text };
}
