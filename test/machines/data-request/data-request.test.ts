// Requests on personal data: two clocks, a hold that keeps data from being erased, an answer with grounds.
import { expect, test } from 'vitest';
import { dataRequest } from '../../../machines/data-request/index.ts';
import { given, person, type Story } from '../given.ts';

const subject = person('founder', 'founder');
const officer = person('staff', 'staff');
const head = person('head', 'unit-head');

const example = dataRequest.events['MAKE_REQUEST']?.examples[0] as Record<string, unknown>;
const codes = (refusal: { reasons: { code: string }[] }) => refusal.reasons.map(({ code }) => code);
const asked = (payload: Record<string, unknown> = {}, who = subject): Story =>
  given(dataRequest)
    .as(who)
    .does('MAKE_REQUEST', { ...example, ...payload });
const handled = (payload?: Record<string, unknown>): Story =>
  asked(payload).as(officer).does('ACKNOWLEDGE');

test('a request is received, counted and bound to the one who asks', () => {
  const story = asked();
  expect(story.state).toBe('received');
  expect(story.notices).toEqual(['dataRequestReceived']);
  expect(story.told[0]?.outcome.parties).toEqual(['founder']);
  expect(story.told[0]?.outcome.counts).toEqual(['requestsReceived']);
});

test('staff write down what somebody else asks, with or without a way to reach them', () => {
  expect(asked({}, officer).data['subject']).toEqual({ name: 'Trần Văn An' });
  expect(asked({}, officer).notices).toEqual([]);
  const reachable = asked({ subjectEmail: 'an@example.vn', subjectAccount: 'an' }, officer);
  expect(reachable.data['subject']).toMatchObject({
    person: 'an',
    email: expect.stringMatching(/^sealed:/),
  });
});

test('two working days to acknowledge, ten days to answer from the day it was received', () => {
  const story = asked();
  const due = () => Object.values(story.snapshot.terms).map(({ due: on }) => on);
  expect(due()).toEqual(['2026-03-04']);
  story.passes('2026-03-05');
  expect(story.told.at(-1)?.event.type).toBe('ACKNOWLEDGE_OVERDUE');
  story.as(officer).does('ACKNOWLEDGE');
  expect([story.state, due()]).toEqual(['handled', ['2026-03-12']]);
  story.does('EXTEND');
  // The twentieth day is a Sunday.
  expect(due()).toEqual(['2026-03-23']);
  expect(story.notices).toEqual(['dataRequestExtended']);
  expect(codes(story.refused('EXTEND'))).toEqual(['notExtended']);
  story.passes('2026-03-24');
  expect(story.told.at(-1)?.event.type).toBe('ANSWER_OVERDUE');
  expect(story.state).toBe('handled');
  for (const { confidence } of Object.values(dataRequest.terms))
    expect(confidence).toBe('unconfirmed');
});

test('nothing under hold is erased; the hold can be lifted', () => {
  const story = handled().as(head);
  expect(codes(story.refused('LIFT_HOLD'))).toEqual(['held']);
  story.does('HOLD');
  expect(codes(story.refused('HOLD'))).toEqual(['notHeld']);
  expect(story.as(officer).refused('FULFIL').reasons).toMatchObject([
    { code: 'nothingHeld', have: 'Hồ sơ đang có khiếu nại.' },
  ]);
  expect(story.as(head).does('LIFT_HOLD').as(officer).does('FULFIL').state).toBe(
    'closed.fulfilled',
  );
  const seen = handled({ wish: 'access' }).as(head).does('HOLD').as(officer).does('FULFIL');
  expect([seen.state, seen.notices]).toEqual(['closed.fulfilled', ['dataRequestFulfilled']]);
});

test('a refusal names its grounds', () => {
  const story = handled().does('REFUSE');
  expect([story.state, story.notices]).toEqual(['closed.refused', ['dataRequestRefused']]);
  expect(story.effects[0]).toMatchObject({
    data: { items: [{ vi: 'Pháp luật buộc lưu giữ hoặc xử lý dữ liệu' }] },
  });
});

test('nobody answers their own request; the subject may withdraw it', () => {
  const own = asked({ subjectAccount: 'staff' }, officer);
  expect(codes(own.refused('ACKNOWLEDGE'))).toEqual(['notOneself']);
  expect(handled().as(officer).refused('WITHDRAW').code).toBe('forbidden');
  const story = handled().as(subject).does('WITHDRAW');
  expect([story.state, story.notices]).toEqual(['closed.withdrawn', ['dataRequestWithdrawn']]);
  expect(asked().does('WITHDRAW').notices).toEqual([]);
});
