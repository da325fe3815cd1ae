// One part of the drafts as the places people speak about: every field, and every entry of a list by its number; with
// what stands there, what stood there before, what the adviser asks for and what was said.
import { knownItems } from '../../machines/founding/charter.ts';
import type { Founding } from '../../machines/founding/data.ts';
import { founding } from '../../machines/founding/index.ts';
import type { Part } from '../../machines/founding/parts.ts';
import type { Remark } from '../../machines/founding/remarks.ts';
import type { Text } from '../../machines/text.ts';
import type { DraftComment } from '../engine/draft-comments.ts';
import { jsonSchemaOf } from '../http/json-schema.ts';
import { started } from './form/entry.ts';
import { linesOf, type Line } from './form/lines.ts';
import { shapeOf, type Group, type Shape } from './form/shape.ts';

export type Place = {
  /** `items/10`, or `termYears`. */
  key: string;
  field: string;
  no?: string;
  title: Text;
  now: readonly Line[];
  /** What stood there in the version compared with, when it is not the same. */
  before?: readonly Line[];
  change?: 'added' | 'removed' | 'changed';
  remarks: readonly string[];
  comments: readonly DraftComment[];
};

export type Written = {
  now: Record<string, unknown>;
  before: Record<string, unknown> | null;
  remarks: readonly Remark[];
  comments: readonly DraftComment[];
};

type Spot = Pick<Place, 'key' | 'field' | 'title'> & { no?: string; lines: readonly Line[] };

/** The places of a part in the order of its form; places that were taken out come last of their field. */
export function placesOf(data: Founding, part: Part, written: Written): Place[] {
  const shape = partShape(part);
  const titles = new Map(knownItems(data).items.map(({ no, title }) => [no, title]));
  const titled = (spot: Spot): Text => {
    const own =
      part === 'charter' && spot.field === 'items' ? titles.get(spot.no ?? '') : undefined;
    return own === undefined ? spot.title : { vi: `${spot.no}. ${own}`, en: `${spot.no}. ${own}` };
  };
  return shape.parts.flatMap((field) => {
    const now = spotsOf(field, written.now[field.name]);
    const before = written.before && spotsOf(field, written.before[field.name]);
    const gone = (before ?? []).filter(({ key }) => !now.some((spot) => spot.key === key));
    return [...now, ...gone].map((spot): Place => {
      const { key, field: name, no, lines } = spot;
      const isGone = gone.includes(spot);
      const about = { key, field: name, ...(no === undefined ? {} : { no }) };
      return {
        ...about,
        title: titled(spot),
        now: isGone ? [] : lines,
        ...(before ? changeOf(isGone ? undefined : lines, linesAt(before, key)) : {}),
        remarks: written.remarks.flatMap((each) =>
          each.field === `${part}.${name}` && each.no === no ? [each.text] : [],
        ),
        comments: written.comments.filter(
          (each) => each.part === part && each.field === name && each.no === no,
        ),
      };
    });
  });
}

function partShape(part: Part): Group {
  const event = founding.events['SUBMIT_DRAFT'];
  const whole = shapeOf(jsonSchemaOf((event as NonNullable<typeof event>).payload, 'input'));
  return whole.parts.find(({ name }) => name === part) as Group;
}

/** A field is one spot; a list is one spot for its whole and one for each entry. */
function spotsOf(shape: Shape, value: unknown): Spot[] {
  const { name: field, label } = shape;
  if (shape.kind !== 'rows')
    return [{ key: field, field, title: label, lines: linesIn(shape, field, value) }];
  const entries: unknown[] = Array.isArray(value) ? value : [];
  return [
    { key: field, field, title: label, lines: [] },
    ...entries.map((entry, index): Spot => {
      const no = String((entry as { no?: string | number } | undefined)?.no ?? index + 1);
      const lines = linesIn({ ...withoutNo(shape.entry), name: 'entry' }, 'entry', entry);
      const title = { vi: `${label.vi} ${no}`, en: `${label.en} ${no}` };
      return { key: `${field}/${no}`, field, no, title, lines };
    }),
  ];
}

/** The number of an entry stands in its title. */
function withoutNo(shape: Shape): Shape {
  if (shape.kind !== 'group') return shape;
  return { ...shape, parts: shape.parts.filter(({ name }) => name !== 'no') };
}

function linesIn(shape: Shape, name: string, value: unknown): Line[] {
  if (value === undefined) return [];
  const group: Group = {
    kind: 'group',
    name: '',
    label: { vi: '', en: '' },
    optional: false,
    parts: [shape],
  };
  return linesOf(group, started(group, { [name]: value }));
}

const linesAt = (spots: readonly Spot[], key: string): readonly Line[] | undefined =>
  spots.find((spot) => spot.key === key)?.lines;

function changeOf(
  now: readonly Line[] | undefined,
  before: readonly Line[] | undefined,
): Pick<Place, 'before' | 'change'> {
  const said = (lines: readonly Line[] = []): string =>
    JSON.stringify(lines.map(({ label, value }) => [label.vi, value]));
  if (said(now) === said(before)) return {};
  const nothing = (lines: readonly Line[] | undefined): boolean => !lines || lines.length === 0;
  const change = nothing(before) ? 'added' : nothing(now) ? 'removed' : 'changed';
  return { change, before: before ?? [] };
}
