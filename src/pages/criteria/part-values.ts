// Between a part of a criteria set and what stands in its form: what has no value is left out of a form, and a choice
// says whether points are computed.
import type { CriteriaSet } from '../../../machines/criteria/set.ts';
import type { Place } from './place.ts';

type Item = Record<string, unknown>;
type Band = { from?: number | null; above?: boolean; points: number };

/** What the form of this place starts with. @param item undefined for one that is to be added */
export function startOf({ kind }: Place, item: Item | undefined, count: number): Item {
  if (item === undefined) return { ...fresh, id: nextId(kind, count) };
  return starts[kind]?.(item) ?? item;
}

const starts: Readonly<Partial<Record<Place['kind'], (item: Item) => Item>>> = {
  set: setStart,
  criteria: (item) => ({ ...item, ...scoringStart(item) }),
  sub: (item) => ({ ...item, ...scoringStart(item) }),
  requirements: (item) => ({ ...item, scoredBy: item['check'] ? 'check' : 'judgement' }),
  indicators: (item) => ({
    ...item,
    of: ((item['of'] ?? []) as string[]).map((value) => ({ value })),
  }),
};

const fresh = { confidence: 'unconfirmed', scoredBy: 'judgement' };
const numerals = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'];

/** The id that usually comes next; anything else may be written. */
function nextId(kind: Place['kind'], count: number): string {
  if (kind === 'groups') return numerals[count] ?? String(count + 1);
  if (kind === 'sub' || kind === 'requirements') return String.fromCodePoint(97 + (count % 26));
  return kind === 'criteria' ? String(count + 1) : '';
}

function scoringStart({ max, measure }: Item): Item {
  const scale = measure as { bands: Band[] } | undefined;
  return {
    max: max ?? undefined,
    scoredBy: scale ? 'measure' : 'judgement',
    ...(scale ? { measure: { ...scale, bands: scale.bands.map(bandStart) } } : {}),
  };
}

const bandStart = ({ from, ...rest }: Band): object => ({
  ...rest,
  ...(from === null || from === undefined ? {} : { from }),
});

function setStart(item: Item): Item {
  const { gradedAs, calendar, ...rest } = item as unknown as CriteriaSet;
  const days = Object.entries(calendar ?? {}).map(([name, day]) => [name, turned(day, '-')]);
  return {
    ...rest,
    ...(calendar ? { calendar: Object.fromEntries(days) } : {}),
    gradedAs: Object.entries(gradedAs ?? {}).map(([exclusion, grade]) => ({ exclusion, grade })),
  };
}

/** "12-15" and "15/12" are the same day. */
export function turned(day: string, mark: '-' | '/'): string {
  const [one = '', other = ''] = day.split(mark);
  const [first, second] = [other, one].map((each) => each.padStart(2, '0'));
  return `${first}${mark === '-' ? '/' : '-'}${second}`;
}

/** The part that the answers make. @param before what stood there, for what the form does not ask */
export function itemOf({ kind }: Place, form: Item, before: Item = {}): Item {
  const { scoredBy: _by, ...given } = form;
  return items[kind]?.(given, before) ?? given;
}

const items: Readonly<Partial<Record<Place['kind'], (given: Item, before: Item) => Item>>> = {
  set: setOf,
  groups: (given, before) => ({ ...given, criteria: before['criteria'] ?? [] }),
  criteria: (given, { sub }) => ({ ...scored(given), ...(sub ? { sub } : {}) }),
  sub: scored,
  requirements: (given) => ({
    ...given,
    ...(given['check'] ? { check: start(given['check']) } : {}),
  }),
  indicators: (given) => ({
    ...given,
    of: (given['of'] as { value: string }[]).map(({ value }) => value),
  }),
};

function scored(given: Item): Item {
  const scale = given['measure'] as { bands: Band[] } | undefined;
  const bands = scale?.bands.map((band) => ({ ...start(band), from: band.from ?? null }));
  return {
    ...given,
    max: given['max'] ?? null,
    ...(scale ? { measure: { ...scale, bands } } : {}),
  };
}

/** A start that counts itself says nothing about it. */
function start({ above, ...rest }: Pick<Band, 'above'>): object {
  return { ...rest, ...(above ? { above } : {}) };
}

const keptOfSet = ['id', 'figures', 'indicators', 'groups', 'requirements', 'grades', 'support'];

function setOf({ gradedAs = [], calendar, note = '', ...given }: Item, before: Item): Item {
  const kept = Object.fromEntries(
    keptOfSet.flatMap((name) => (before[name] === undefined ? [] : [[name, before[name]]])),
  );
  const rows = gradedAs as { exclusion: string; grade: string }[];
  const graded = Object.fromEntries(rows.map(({ exclusion, grade }) => [exclusion, grade]));
  const days = Object.entries((calendar ?? {}) as Record<string, string>);
  return {
    ...kept,
    ...given,
    note,
    ...(rows.length > 0 ? { gradedAs: graded } : {}),
    ...(calendar
      ? { calendar: Object.fromEntries(days.map(([name, day]) => [name, turned(day, '/')])) }
      : {}),
  };
}
