// What the journal shows of sheets and ballots, and to whom: the same blindness as the case itself.
import { expect, test } from 'vitest';
import type { Actor, Process } from '../../../machines/define.ts';
import {
  applicant,
  certified,
  chair,
  fifth,
  inSession,
  officer,
  process,
  scheduled,
  scoring,
  third,
  votes,
} from './board.ts';
import type { Story } from '../given.ts';

/** What this person reads in the journal of the latest event of a kind by somebody. */
function read(story: Story, type: string, by: Actor, who: Actor): object {
  const { viewEvent } = process as Required<Process>;
  const told = story.told.findLast(
    ({ event, facts }) => event.type === type && facts.by.id === by.id,
  );
  return viewEvent({ type, payload: told?.event.payload ?? {}, by: by.id }, story.data, who);
}

test('a sheet in the journal is read by its own member only, until all are in', () => {
  const story = scoring().as(chair).does('SCORE');
  expect(read(story, 'SCORE', chair, chair)).not.toEqual({});
  expect(read(story, 'SCORE', chair, fifth)).toEqual({});
  expect(read(story, 'SCORE', chair, officer)).toEqual({});
  expect(read(scheduled(), 'SCORE', chair, fifth)).not.toEqual({});
  expect(read(scheduled(), 'SCORE', chair, officer)).not.toEqual({});
});

test('who still owes a sheet reads no other one when the term of scoring has lapsed', () => {
  const story = scoring().as(chair).does('SCORE').as(third).does('SCORE').passes('2026-04-30');
  expect(story.state).toBe('meeting.scheduled');
  expect(read(story, 'SCORE', chair, third)).not.toEqual({});
  expect(read(story, 'SCORE', chair, fifth)).toEqual({});
});

test('a ballot in the journal is read by its own member only, until the round is closed', () => {
  const running = inSession().as(chair).does('CAST_BALLOT', { ballot: 'for' });
  expect(read(running, 'CAST_BALLOT', chair, chair)).toEqual({ ballot: 'for' });
  expect(read(running, 'CAST_BALLOT', chair, fifth)).toEqual({});
  const closed = votes(inSession(), 'for', 'for', 'for', 'for', 'for').does('VOTE_PASS');
  expect(read(closed, 'CAST_BALLOT', chair, fifth)).toEqual({ ballot: 'for' });
});

test('who asked for the appraisal reads neither sheets nor ballots, ever; the rest of the journal is open', () => {
  const story = certified();
  expect(read(story, 'SCORE', chair, applicant)).toEqual({});
  expect(read(story, 'CAST_BALLOT', chair, applicant)).toEqual({});
  expect(read(story, 'OPEN', chair, applicant)).not.toEqual({});
});
