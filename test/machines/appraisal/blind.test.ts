// Non-interference: while sheets are sealed, nothing that a member is told depends on what another has scored.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AppraisalData } from '../../../machines/appraisal/data.ts';
import { scoringOf } from '../../../machines/appraisal/moderation.ts';
import type { Actor, Process } from '../../../machines/define.ts';
import { actionsOf } from '../../../src/engine/actions.ts';
import type { Story } from '../given.ts';
import { applicant, chair, officer, president, process, scoring, seats, third } from './board.ts';

const most = [7, 6, 11, 6, 8, 6, 6, 6, 4, 8, 8, 8, 6, 6, 4];
const anySheet = fc
  .record({
    shares: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 15, maxLength: 15 }),
    met: fc.boolean(),
    comment: fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== ''),
  })
  .map(({ shares, met, comment }) => [
    ...shares.map((share, index) => ({
      criterion: String(index + 1),
      points: Math.round(share * (most[index] as number)) / 100,
      comment,
    })),
    { criterion: 'a', met, comment },
  ]);

/** All that the case tells a person: data, journal, actions with their reasons, heading, score table, terms, work. */
function toldTo(story: Story, by: Actor): object {
  const { view, viewEvent, heading } = process as Required<Process>;
  const whole = story.data as AppraisalData;
  const facts = { ...(story.told.at(-1) as Story['told'][number]).facts, by };
  const seen = view(story.data, by);
  return {
    seen,
    state: story.standing,
    terms: story.snapshot.terms,
    heading: heading(story.data),
    actions: actionsOf(process, story.snapshot, facts).map(({ type, enabled, reasons }) => ({
      type,
      enabled,
      reasons,
    })),
    scoring: scoringOf(whole, seen as AppraisalData, facts),
    journal: story.told.map(({ event, facts: known, outcome }) => ({
      type: event.type,
      payload: viewEvent({ ...event, by: known.by.id }, story.data, by),
      notices: outcome.effects.flatMap((effect) => (effect.kind === 'notify' ? [effect] : [])),
      counts: outcome.counts,
      work: outcome.work,
    })),
  };
}

/** The chair and two others have handed in; the rest is awaited. */
function told(sheets: readonly object[], by: Actor): object {
  const story = scoring();
  for (const [index, scores] of sheets.entries())
    story.as(seats[index] as typeof chair).does('SCORE', { scores });
  return toldTo(story, by);
}

test.each([
  ['a member who has scored', third],
  ['a member who has not', seats[4]],
  ['who asked', applicant],
  ['staff', officer],
  ['the leader', president],
])('%s is told the same, whatever two others have scored', (_, by) => {
  const own = scoring().told.length;
  expect(own).toBeGreaterThan(0);
  fc.assert(
    fc.property(anySheet, anySheet, anySheet, anySheet, (one, two, other, another) => {
      const fixed = [
        ...most.map((max, index) => ({ criterion: String(index + 1), points: max, comment: 'x' })),
        { criterion: 'a', met: true, comment: 'x' },
      ];
      expect(told([one, two, fixed], by)).toEqual(told([other, another, fixed], by));
    }),
    { numRuns: 15 },
  );
});

test('once all are in, they are told', () => {
  const sheet = (points: number) => [
    ...most.map((_, index) => ({ criterion: String(index + 1), points, comment: 'x' })),
    { criterion: 'a', met: true, comment: 'x' },
  ];
  const all = (points: number) => told([points, 1, 1, 1, 1].map(sheet), officer);
  expect(all(2)).not.toEqual(all(3));
});
