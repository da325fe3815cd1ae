// What would become of a recognised cooperative under another version of its set, before that is published.
import { movedLines, type Moving } from './move.ts';
import { corrected } from './score.ts';
import type { CriteriaSet, Figures, Grade } from './set.ts';
import { hundredths, missingLines, reaches, resultOf, type Line } from './sheet.ts';

export type Appraised = { sheets: readonly (readonly Line[])[]; figures: Figures };

export type Outlook = {
  score: string | null;
  grade: Grade | null;
  /** Requirements that are not met. */
  unmet: string[];
  recognised: boolean;
};

export type Rehearsed = {
  before: Outlook;
  after: Outlook;
  /** `loses`: no longer recognised, or a lower grade. `open`: lines are missing that could decide it. */
  outcome: 'gains' | 'keeps' | 'loses' | 'open';
  /** Criteria and requirements of the new version that nothing is known of. */
  missing: string[];
};

/** How sheets are read under the new version, and the mean for recognition where a set names none. */
export type Rehearsal = { how: Moving; threshold: number; rule?: 'mean' | 'median' };

/** Returns both outlooks and what becomes of the cooperative. Figures go before points wherever they decide. */
export function rehearse(
  [from, to]: readonly [CriteriaSet, CriteriaSet],
  { sheets, figures }: Appraised,
  rehearsal: Rehearsal,
): Rehearsed {
  const moved = sheets.map((lines) =>
    corrected(to, movedLines([from, to], lines, rehearsal.how), figures),
  );
  const before = outlook(from, sheets, rehearsal);
  const after = outlook(to, moved, rehearsal);
  const missing = [...new Set(moved.flatMap((lines) => missingLines(to, lines)))];
  return { before, after, missing, outcome: outcomeOf(before, after, missing) };
}

function outlook(
  set: CriteriaSet,
  sheets: readonly (readonly Line[])[],
  { threshold, rule = 'mean' }: Rehearsal,
): Outlook {
  const { unmet, grade = null, mean, ...score } = resultOf(set, sheets, rule);
  const enough = mean === undefined || reaches(score, set.passScore ?? threshold);
  return {
    score: mean ?? null,
    grade,
    unmet: unmet.map(({ id }) => id),
    recognised: score.count > 0 && enough && unmet.length === 0,
  };
}

function outcomeOf(
  before: Outlook,
  after: Outlook,
  missing: readonly string[],
): Rehearsed['outcome'] {
  const change = rank(after) - rank(before);
  // More points can still come: a loss is only sure when nothing is missing.
  if (missing.length > 0 && change <= 0) return 'open';
  return change > 0 ? 'gains' : change < 0 ? 'loses' : 'keeps';
}

/** Recognition goes before the grade; grades by their threshold. */
const rank = ({ recognised, grade }: Outlook): number =>
  (recognised ? 1_000_000 : 0) + hundredths(grade?.from ?? 0);
