// The scores of a case side by side: what the cooperative claims, what its figures come to, what the board gives. Before
// all sheets are in a member sees the own one, and how many are in.
import { computed } from '../criteria/score.ts';
import { criteriaOf, type CriteriaSet, type Figures } from '../criteria/set.ts';
import {
  gradeOf,
  hundredths,
  meanOf,
  medianOf,
  totalOf,
  type Line,
  type Score,
} from '../criteria/sheet.ts';
import type { Facts } from '../define.ts';
import type { Said, Scoring, ScoringLine } from '../scoring.ts';
import type { Text } from '../text.ts';
import { eligible, resultFor, setOf, type AppraisalData } from './data.ts';

/** Returns the figures of the case: what was counted in the field goes before what was handed in. */
export function figuresOf({ figures, field }: AppraisalData): Figures {
  return { ...figures, ...field?.figures };
}

/**
 * Returns the scores as this person may read them. `seen` is the data in the person's view; of the rest only the number
 * of sheets is told.
 */
export function scoringOf(whole: AppraisalData, seen: AppraisalData, facts: Facts): Scoring {
  const set = setOf(whole, facts);
  const members = eligible(whole);
  const awaited = members.filter(({ person }) => whole.sheets[person] === undefined);
  const all = Object.keys(whole.sheets).length;
  const open = all > 0 && Object.keys(seen.sheets).length === all && seen.meeting !== undefined;
  const lines = linesOf(set, seen, { by: facts.by.id, open });
  const differing = lines.filter(({ spread }) => spread !== null && spread > 0);
  return {
    round: (whole.rounds?.length ?? 0) + 1,
    rounds: (whole.rounds ?? []).map(({ round, on, by, reason }) => ({
      round,
      on,
      by: by.name,
      reason,
    })),
    sealed: {
      in: members.length - awaited.length,
      of: members.length,
      awaited: awaited.map(({ name }) => name),
    },
    open,
    lines,
    moderation: differing
      .toSorted((one, other) => (other.spread as number) - (one.spread as number))
      .map(({ criterion }) => criterion),
    totals: totalsOf(set, seen, facts, open),
  };
}

type For = { by: string; open: boolean };

function linesOf(set: CriteriaSet, seen: AppraisalData, { by, open }: For): ScoringLine[] {
  const counted = computed(set, figuresOf(seen)).lines;
  const rows: { id: string; name: Text; max: number | null }[] = [
    ...criteriaOf(set).map(({ id, name, max }) => ({ id, name, max })),
    ...set.requirements.map(({ id, name }) => ({ id, name, max: null })),
  ];
  return rows.map(({ id, name, max }) => {
    const mine = lineOf(seen.sheets[by], id);
    const board = open ? boardOf(seen, id) : null;
    return {
      criterion: id,
      name,
      max,
      self: saidOf(lineOf(seen.selfScore, id)),
      computed: saidOf(lineOf(counted, id)),
      mine: saidOf(mine),
      comment: mine?.comment ?? null,
      board,
      spread: board && spreadOf(board, max),
    };
  });
}

const lineOf = (lines: readonly Line[] = [], id: string): Line | undefined =>
  lines.find(({ criterion }) => criterion === id);
const saidOf = (line: Line | undefined): Said =>
  line?.points === undefined ? (line?.met ?? null) : line.points / 100;

type Board = NonNullable<ScoringLine['board']>;

function boardOf(seen: AppraisalData, id: string): Board {
  const sheets = Object.entries(seen.sheets).map(([person, lines]) => {
    const line = lineOf(lines, id);
    // Who handed in a sheet may have left the board since.
    const name = seen.board.find((each) => each.person === person)?.name ?? '';
    return { person, name, said: saidOf(line), comment: line?.comment ?? null };
  });
  const points = sheets.flatMap(({ said }) => (typeof said === 'number' ? [hundredths(said)] : []));
  const judged = sheets.filter(({ said }) => typeof said === 'boolean');
  const numbers = points.length > 0;
  return {
    mean: numbers ? shownScore(meanOf(points)) : null,
    median: numbers ? shownScore(medianOf(points)) : null,
    lowest: numbers ? Math.min(...points) / 100 : null,
    highest: numbers ? Math.max(...points) / 100 : null,
    met: judged.length > 0 ? judged.filter(({ said }) => said).length : null,
    sheets,
  };
}

/** Cut off after two decimals, never rounded up. */
const shownScore = ({ sum, count }: Score): number => Math.floor(sum / count) / 100;

/** Of opinions: 1 when they are evenly split. */
function spreadOf({ lowest, highest, met, sheets }: Board, max: number | null): number {
  if (met !== null) return (Math.min(met, sheets.length - met) * 2) / sheets.length;
  const apart = Number(highest) - Number(lowest);
  return max === null || max === 0 ? apart : apart / max;
}

function totalsOf(
  set: CriteriaSet,
  seen: AppraisalData,
  facts: Facts,
  open: boolean,
): Scoring['totals'] {
  const own = seen.sheets[facts.by.id];
  const totals = Object.values(seen.sheets).map((sheet) => totalOf(sheet));
  const scored = open && set.groups.length > 0;
  const { rule = 'mean', unmet, ...score } = resultFor(seen, facts);
  return {
    self: totalOf(seen.selfScore) / 100,
    computed: computed(set, figuresOf(seen)).total / 100,
    mine: own ? totalOf(own) / 100 : null,
    mean: scored ? shownScore(meanOf(totals)) : null,
    median: scored ? shownScore(medianOf(totals)) : null,
    rule,
    grade: (scored && gradeOf(set.grades, score)) || null,
    unmet: open ? unmet.map(({ id }) => id) : [],
  };
}
