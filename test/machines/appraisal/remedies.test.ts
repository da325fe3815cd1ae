// What a conditional pass asks for: handed in item by item, checked one by one, each with its own day.
import { expect, test } from 'vitest';
import { appraisal } from '../../../machines/appraisal/index.ts';
import type { Story } from '../given.ts';
import { applicant, codes, fifth, inSession, officer, president, sheet, votes } from './board.ts';

const items = [
  { item: 'Bổ sung biên bản', dueOn: '2026-04-20' },
  { item: 'Trích lập quỹ', dueOn: '2026-04-10' },
  { item: 'Sửa điều lệ' },
];

function asked(given: object[] = items): Story {
  const story = votes(inSession(sheet(60)), 'against', 'against', 'against', 'against', 'against');
  return story.does('VOTE_CONDITIONAL', { items: given });
}

const states = ({ data }: Story) => appraisal.checklist?.(data)?.items.map(({ state }) => state);
const handIn = (item: number, text?: string) => ({ item, ...(text ? { text } : {}) });
const accept = (item: number) => ({ item, verdict: 'accepted' });
const giveBack = (item: number, more: object = {}) => ({
  item,
  verdict: 'notAccepted',
  reason: 'Thiếu chữ ký.',
  ...more,
});

test('each item is handed in with words or a file, checked, returned with a reason, handed in again', () => {
  const story = asked().as(applicant);
  expect(codes(story.refused('HAND_IN_ITEM', handIn(4, 'Xong')))).toEqual(['itemAsked']);
  expect(codes(story.refused('HAND_IN_ITEM', handIn(1)))).toEqual(['evidenceGiven']);
  story.does('HAND_IN_ITEM', handIn(1, 'Đã có biên bản.'));
  expect(story.notices).toEqual(['workItemOpened']);
  expect([story.state, states(story)]).toEqual(['remediation', ['handedIn', 'open', 'open']]);
  expect(story.as(president).refused('CHECK_ITEM', accept(1)).code).toBe('forbidden');
  story.as(officer);
  expect(codes(story.refused('CHECK_ITEM', accept(2)))).toEqual(['itemHandedIn']);
  expect(codes(story.refused('CHECK_ITEM', { item: 1, verdict: 'notAccepted' }))).toEqual([
    'checkReasoned',
  ]);
  expect(codes(story.refused('CHECK_ITEM', giveBack(1, { dueOn: '2026-03-01' })))).toEqual([
    'newDayAhead',
  ]);
  story.does('CHECK_ITEM', giveBack(1, { dueOn: '2026-04-25' }));
  expect(story.effects).toMatchObject([
    {
      template: 'remediationRequested',
      recipient: { person: 'coop' },
      data: { items: [{ vi: 'Bổ sung biên bản (trước ngày 25/04/2026): Thiếu chữ ký.' }] },
    },
  ]);
  expect(appraisal.checklist?.(story.data)?.items[0]).toMatchObject({
    state: 'notAccepted',
    reason: 'Thiếu chữ ký.',
    dueOn: '2026-04-25',
  });
  const file = { id: 'f-1', slot: 'REMEDY_1', version: 1, sha256: 'a' };
  story.as(applicant).found({ files: [{ ...file, id: 'f-0', slot: 'OTHER' }, file] });
  story.does('HAND_IN_ITEM', handIn(1));
  expect(appraisal.checklist?.(story.data)?.items[0]).toMatchObject({
    state: 'handedIn',
    files: ['f-1'],
  });
  story.as(fifth).does('CHECK_ITEM', accept(1));
  expect(codes(story.as(applicant).refused('HAND_IN_ITEM', handIn(1)))).toEqual([
    'itemNotAccepted',
  ]);
});

test('with the last item in the whole is reported, and the board looks again from the beginning', () => {
  const story = asked().as(applicant);
  for (const item of [1, 2]) story.does('HAND_IN_ITEM', handIn(item, 'Xong.'));
  story.as(officer).does('CHECK_ITEM', accept(2)).as(applicant);
  story.does('HAND_IN_ITEM', handIn(3, 'Xong.'));
  expect(story.state).toBe('review.documents');
  expect(story.notices).toEqual(['workItemOpened', 'workItemOpened', 'workItemOpened']);
  expect(story.data).toMatchObject({ sheets: {}, ballots: {} });
  expect(story.data).not.toHaveProperty('meeting');
  expect(story.snapshot.terms['handling/overall']?.left).toBeUndefined();
  // What waits is checked while the board looks again; what is returned then is handed in once more.
  story.as(officer).does('CHECK_ITEM', accept(1)).does('CHECK_ITEM', giveBack(3)).as(applicant);
  expect(codes(story.refused('HAND_IN_ITEM', handIn(1, 'Nữa.')))).toEqual(['itemReturned']);
  story.does('HAND_IN_ITEM', handIn(3, 'Đã sửa.'));
  expect([story.state, states(story)]).toEqual([
    'review.documents',
    ['accepted', 'accepted', 'handedIn'],
  ]);
});

test('all in one act as before: what was accepted stays so, what was returned is looked at anew', () => {
  const story = asked().as(applicant).does('HAND_IN_ITEM', handIn(1, 'Xong.'));
  story.does('HAND_IN_ITEM', handIn(2, 'Xong.')).as(officer);
  story.does('CHECK_ITEM', accept(1)).does('CHECK_ITEM', giveBack(2)).as(applicant);
  story.does('FIXED', { evidence: ['Một.', 'Hai.', 'Ba.'] });
  expect([story.state, states(story)]).toEqual([
    'review.documents',
    ['accepted', 'handedIn', 'handedIn'],
  ]);
});

test('every item has its own day with reminders; the time for the whole stays as it was', () => {
  const story = asked();
  const whole = () => story.snapshot.terms['remediation/remediation']?.due;
  const next = () => story.snapshot.terms['remediation/remedyItem']?.due;
  const end = whole();
  expect(next()).toBe('2026-04-10');
  story.on('2026-04-02').as(applicant).does('HAND_IN_ITEM', handIn(1, 'Xong.'));
  expect([whole(), next()]).toEqual([end, '2026-04-10']);
  story.passes('2026-04-03');
  expect(story.effects).toMatchObject([
    {
      template: 'termReminder',
      data: { items: [{ vi: 'Trích lập quỹ (trước ngày 10/04/2026)' }, 'Sửa điều lệ'] },
    },
  ]);
  story.passes('2026-04-11');
  expect(story.notices).toEqual(['itemOverdue', 'itemOverdue']);
  expect(story.effects[0]).toMatchObject({
    data: { items: [{ vi: 'Trích lập quỹ (trước ngày 10/04/2026)' }] },
  });
  // Told once; nothing else has a day.
  expect([whole(), next(), story.state]).toEqual([end, undefined, 'remediation']);
  story.as(applicant).does('HAND_IN_ITEM', handIn(2, 'Xong.')).as(officer);
  story.does('CHECK_ITEM', giveBack(2));
  expect(next()).toBeUndefined();
  story.as(applicant).does('HAND_IN_ITEM', handIn(2, 'Xong.')).as(officer);
  story.does('CHECK_ITEM', giveBack(2, { dueOn: '2026-04-15' }));
  expect(next()).toBe('2026-04-15');
  expect(story.passes('2026-04-16').notices).toEqual(['itemOverdue', 'itemOverdue']);
  expect(story.passes('2026-05-05').state).toBe('decision.negative');
});

test('without days no term of items runs; the dossier has a place for each item', () => {
  const story = asked([{ item: 'Sửa điều lệ' }]);
  expect(Object.keys(story.snapshot.terms)).not.toContain('remediation/remedyItem');
  const slots = appraisal.dossier?.(story.data, { on: '2026-03-02' }) ?? [];
  expect(slots.at(-1)).toMatchObject({
    id: 'REMEDY_1',
    title: { vi: 'Minh chứng khắc phục 1: Sửa điều lệ' },
  });
});
