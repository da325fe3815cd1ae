// The scores of a case side by side: what its applicant claims, what the figures come to, what the board gives. A process
// whose board scores tells them in this shape, and gets the comparison over the API and in the room.
import type { Grade } from './criteria/set.ts';
import type { Facts } from './define.ts';
import type { ScoreSheet } from './glance.ts';
import type { Text } from './text.ts';

export type Said = number | boolean | null;

export type ScoringLine = {
  criterion: string;
  name: Text;
  max: number | null;
  self: Said;
  computed: Said;
  mine: Said;
  comment: string | null;
  /** Of all sheets, once they are open to this person. */
  board: {
    mean: number | null;
    median: number | null;
    lowest: number | null;
    highest: number | null;
    /** How many sheets find a requirement met. */
    met: number | null;
    sheets: { person: string; name: string; said: Said; comment: string | null }[];
  } | null;
  /** Difference of the highest and the lowest sheet as a part of the maximum; of a requirement, of the opinions. */
  spread: number | null;
};

export type Scoring = {
  round: number;
  rounds: { round: number; on: string; by: string; reason: string }[];
  sealed: { in: number; of: number; awaited: string[] };
  /** True when this person may read all sheets. */
  open: boolean;
  lines: ScoringLine[];
  /** Criteria in the order in which they are worth talking about: the largest difference first. */
  moderation: string[];
  totals: {
    self: number;
    computed: number;
    mine: number | null;
    mean: number | null;
    median: number | null;
    rule: 'mean' | 'median';
    grade: Grade | null;
    unmet: string[];
  };
};

export type ScoringPart<D> = {
  /** Hands a sheet in. */
  event: string;
  sheet: (data: D, facts: Facts) => ScoreSheet;
  /** The scores side by side, as the reader of `seen` may know them; of the whole only how many sheets are in. */
  compare?: (whole: D, seen: D, facts: Facts) => Scoring;
};
