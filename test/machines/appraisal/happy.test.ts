// The way from the request to the certificate and its natural end.
import { expect, test } from 'vitest';
import { applicant, certified, chair, coop, everyoneClear, example, formed, officer, passed, president, process, scoring, seats, secretary, submitted } from './board.ts';
import { given } from '../given.ts';

test('the examples alone lead from the request to the certificate', () => {
  const story = given(process).found({ cooperative: coop });
  story.as(applicant).does('SUBMIT');
  expect(story.state).toBe('intake');
  story.as(officer).does('ACCEPT').as(president).does('FORM_BOARD');
  for (const each of seats) story.as(each).does('DECLARE_CONFLICT');
  expect(story.state).toBe('review.documents');
  story.as(officer).does('START_FIELD_CHECK');
  expect(story.state).toBe('review.field');
  story.does('RECORD_FIELD');
  for (const each of seats) story.as(each).does('SCORE');
  expect(story.state).toBe('meeting.scheduled');
  story.as(chair).does('OPEN');
  expect(story.state).toBe('meeting.inSession');
  for (const each of seats) story.as(each).does('CAST_BALLOT');
  story.as(secretary).does('VOTE_PASS');
  expect(story.state).toBe('decision.pending');
  story.as(president).does('SIGN');
  expect(story.state).toBe('certified');
  expect(story.standing.closed).toBe(false);
});
