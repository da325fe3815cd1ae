// A self-assessment ready to be shown: self-score beside computed score, grade, gap to the next one. Points as people
// write them.
import { gapOf, type Gap, type Way } from './gap.ts';
import { compared, computed, corrected, standing } from './score.ts';
import { criteriaOf, type CriteriaSet, type Exclusion, type Figures, type Grade } from './set.ts';
import type { Line } from './sheet.ts';
import type { Text } from '../text.ts';

export type Assessed = {
  total: number;
  grade: Grade | null;
  next: Grade | null;
  missing: number;
  passes: boolean;
  lines: {
    criterion: string;
    name: Text;
    max: number | null;
    self: number | boolean | null;
    computed: number | boolean | null;
    difference: number | null;
  }[];
  parts: {
    key: string;
    points: number | null;
    max: number | null;
    band: number | null;
    value: number | null;
  }[];
  unmet: Pick<Gap['unmet'][number], 'id' | 'name' | 'confidence' | 'support'>[];
  ways: Way[];
  enough: Way[];
};

export type Given = {
  figures: Figures;
  /** Points in hundredths. */
  self: readonly Line[];
  excluded?: readonly Exclusion[];
};

/** Returns all that can be said of a self-assessment under a set; `threshold` where the set names none. */
export function assess(
  set: CriteriaSet,
  { figures, self, excluded = [] }: Given,
  threshold: number,
): Assessed {
  const gap = gapOf(set, self, figures, excluded);
  const { passes } = standing(set, corrected(set, self, figures), threshold, excluded);
  return {
    total: gap.total / 100,
    grade: gap.grade ?? null,
    next: gap.next ?? null,
    missing: gap.missing / 100,
    passes,
    lines: linesOf(set, { figures, self }),
    parts: computed(set, figures).leaves.map(({ key, points, max, band = null, value = null }) => ({
      key,
      points: written(points),
      max: written(max),
      band,
      value,
    })),
    unmet: gap.unmet.map(({ id, name, confidence, support }) => ({
      id,
      name,
      confidence,
      support,
    })),
    ways: gap.ways.map(asWritten),
    enough: gap.enough.map(asWritten),
  };
}

function linesOf(set: CriteriaSet, { figures, self }: Given): Assessed['lines'] {
  const rows = [...criteriaOf(set), ...set.requirements];
  const said = compared(set, self, figures);
  return rows.map(({ id, name }, index) => {
    const { max, difference, ...row } = said[index] as (typeof said)[number];
    return {
      criterion: id,
      name,
      max: written(max),
      self: written(row.self),
      computed: written(row.computed),
      difference: difference === undefined ? null : difference / 100,
    };
  });
}

const asWritten = (way: Way): Way => ({ ...way, gain: way.gain / 100 });

/** Hundredths as points; what is no number stays. */
function written<T extends number | boolean | null>(amount: T): T {
  return (typeof amount === 'number' ? amount / 100 : amount) as T;
}
