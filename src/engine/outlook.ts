// What still lies ahead of a case: the stages of the usual way, who acts in each, the earliest day each can begin, and
// when cases like it got there, once there are enough of them to say so.
import type { Knex } from 'knex';
import {
  addDays,
  daysBetween,
  dueOn,
  type Calendar,
  type LocalDate,
} from '../../machines/calendar.ts';
import type { Process } from '../../machines/define.ts';
import type { Milestone } from '../../machines/guide.ts';
import { processOf } from '../../machines/index.ts';
import { places, publicName } from '../../machines/statechart.ts';
import type { Text } from '../../machines/text.ts';
import type { Clock } from '../clock.ts';
import type { Almanac, Settings } from './almanac.ts';
import { readRow } from './reading.ts';
import type { Person } from './rights.ts';
import { titleOf } from './titles.ts';

export type Likely = {
  /** Half of them were there by this day, and nine in ten by the other. */
  half: LocalDate;
  most: LocalDate;
  /** How many cases this is counted from. */
  cases: number;
};

export type Stage = {
  state: string;
  title: Text;
  where: 'behind' | 'here' | 'ahead';
  /** Whose turn it is there. */
  turn: Text | null;
  /** Of stages ahead: not before this day. */
  earliest: LocalDate | null;
  likely: Likely | null;
  /** What goes on side by side in it. */
  beside: Text | null;
};

/** When cases like this one had what people wait for. */
export type Forecast = Likely & { goal: Text };

export type Outlook = {
  id: string;
  version: number;
  on: LocalDate;
  stages: Stage[];
  forecast: Forecast | null;
};

export type OutlookDeps = { knex: Knex; almanac: Almanac; clock: Clock };
export type ReadOutlook = (person: Person, id: string) => Promise<Outlook>;

const enough = 10;
const counted = 300;
const keptMs = 600_000;

/** Answers with no stages for a process that has no usual way, and for a case that has left it. */
export function createOutlook({ knex, almanac, clock }: OutlookDeps): ReadOutlook {
  const paths = createPaths(knex);
  return async (person, id) => {
    const row = await readRow(knex, person, id);
    const process = processOf(row.process);
    const on = clock.today();
    const { way = [] } = process;
    const here = way.findLastIndex(({ state }) => isIn(row.state, state));
    const about = { id: row.id, version: row.version, on };
    if (!row.open || here < 0) return { ...about, stages: [], forecast: null };
    const { calendar, settings } = await almanac.basis(row.alliance_id, process);
    const past = await paths(row.alliance_id, process);
    const first = firstDays(way.slice(here), { on, calendar, settings });
    const stages = way.map((milestone, index): Stage => ({
      ...described(process, milestone),
      where: index < here ? 'behind' : index === here ? 'here' : 'ahead',
      earliest: index > here ? (first[index - here] ?? null) : null,
      likely: index > here ? likelyDay(past, { from: here, to: index }, on) : null,
    }));
    return { ...about, stages, forecast: forecastOf(way, stages) };
  };
}

/** Of the first thing to wait for that lies ahead; nothing while too few cases came that far. */
function forecastOf(way: readonly Milestone[], stages: readonly Stage[]): Forecast | null {
  const at = way.findIndex(({ goal }, index) => goal && stages[index]?.where === 'ahead');
  const [goal, likely] = [way[at]?.goal, stages[at]?.likely];
  return goal && likely ? { ...likely, goal } : null;
}

function isIn(state: string, stage: string): boolean {
  const group = stage.split('.')[0] as string;
  return state === stage || state === group || state.startsWith(`${group}.`);
}

function described(
  process: Process,
  { state, beside }: Milestone,
): Pick<Stage, 'state' | 'title' | 'turn' | 'beside'> {
  const turns = places(process.states).filter(({ path }) => isIn(publicName(path), state));
  const turn = turns.find((place) => place.state.turn)?.state.turn;
  const group = state.split('.')[0] as string;
  return {
    state: group,
    title: titleOf(process, group),
    beside: beside ?? null,
    turn: turn ? (process.actors[turn]?.title ?? null) : null,
  };
}

type Start = { on: LocalDate; calendar: Calendar; settings: Settings };

/** The first day each stage can begin: today, and whatever time must pass on the way. */
function firstDays(way: readonly Milestone[], { on, calendar, settings }: Start): LocalDate[] {
  let day = on;
  return way.map(({ least }, index) => {
    if (least && index > 0) day = dueOn(calendar, day, least(settings));
    return day;
  });
}

/** The day each case first came to each stage of the way; absent where it never did. */
type Path = readonly (LocalDate | undefined)[];

function likelyDay(
  past: readonly Path[],
  { from, to }: { from: number; to: number },
  on: LocalDate,
): Likely | null {
  const days = past
    .flatMap((path) => {
      const [begun, arrived] = [path[from], path[to]];
      return begun && arrived ? [daysBetween(begun, arrived)] : [];
    })
    .toSorted((one, other) => one - other);
  if (days.length < enough) return null;
  const at = (share: number): LocalDate =>
    addDays(on, days[Math.ceil(share * days.length) - 1] as number);
  return { half: at(0.5), most: at(0.9), cases: days.length };
}

/** Paths of the latest cases of a process, remembered for some minutes. */
function createPaths(db: Knex): (allianceId: string, process: Process) => Promise<Path[]> {
  const kept = new Map<string, { until: number; paths: Promise<Path[]> }>();
  return (allianceId, process) => {
    const key = `${allianceId} ${process.key}`;
    const known = kept.get(key);
    if (known && known.until > performance.now()) return known.paths;
    const paths = readPaths(db, allianceId, process);
    paths.catch(() => kept.delete(key));
    kept.set(key, { until: performance.now() + keptMs, paths });
    return paths;
  };
}

async function readPaths(db: Knex, allianceId: string, process: Process): Promise<Path[]> {
  const { rows } = await db.raw<{ rows: { id: string; state: string; day: LocalDate }[] }>(
    `select e.case_id as id, e.canonical::jsonb ->> 'to' as state, min(e.occurred_on) as day
      from (select id from cases where alliance_id = ?::uuid and process = ? order by opened_at desc, id limit ?) c
      join case_events e on e.case_id = c.id group by 1, 2`,
    [allianceId, process.key, counted],
  );
  const cases = Map.groupBy(rows, ({ id }) => id);
  return [...cases.values()].map((states) =>
    (process.way ?? []).map(
      ({ state }) =>
        states
          .filter((row) => isIn(row.state, state))
          .map(({ day }) => day)
          .toSorted()[0],
    ),
  );
}
