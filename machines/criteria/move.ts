// How a sheet made under one version of a set is read under another.
import { hundredths, maxima, type Line } from './sheet.ts';
import type { CriteriaSet } from './set.ts';

/**
 * `clamp`: points stay, at most the new maximum. `rescale`: points keep their share of the maximum. `reset`: nothing
 * is kept. Criteria that the new version does not have are dropped; what it has besides is left open.
 */
export const movings = ['clamp', 'rescale', 'reset'] as const;
export type Moving = (typeof movings)[number];

/** Returns the lines as they stand under the new set. */
export function movedLines(
  [from, to]: readonly [CriteriaSet, CriteriaSet],
  lines: readonly Line[],
  how: Moving,
): Line[] {
  if (how === 'reset') return [];
  const [old, now] = [maxima(from), maxima(to)];
  const required = new Set(to.requirements.map(({ id }) => id));
  return lines.flatMap((line): Line[] => {
    const { criterion, points } = line;
    if (points === undefined) return required.has(criterion) ? [line] : [];
    const max = now.get(criterion);
    if (max === undefined) return [];
    const before = old.get(criterion) ?? max;
    return [
      { ...line, points: how === 'clamp' ? Math.min(points, max) : share(points, before, max) },
    ];
  });
}

/** Rounded to whole hundredths; of nothing, nothing. */
function share(points: number, before: number, max: number): number {
  return before === 0 ? 0 : hundredths((points * max) / before / 100);
}
