// The people of a group: invited, joined, their data confirmed, their representative replaced.
import { expect, test } from 'vitest';
import { founding } from '../../../machines/founding/index.ts';
import { system } from '../../../machines/define.ts';
import { given, person, type Story } from '../given.ts';
import { example, founder } from './story.ts';

const [bay, cuong, stranger] = ['bay', 'cuong', 'stranger'].map((id) => person(id, 'founder')) as [
  ReturnType<typeof person>,
  ReturnType<typeof person>,
  ReturnType<typeof person>,
];
const codes = (refusal: { reasons: { code: string }[] }) => refusal.reasons.map(({ code }) => code);
const parties = (story: Story) => story.told.at(-1)?.outcome.parties;

const asked = (payload = {}): Story =>
  given(founding)
    .as(founder)
    .does('REQUEST_CONSULTATION', { ...example('REQUEST_CONSULTATION'), ...payload });

const joins = (story: Story, id: string, name: string): Story =>
  story
    .as(founder)
    .does('INVITE_FOUNDER', { invitation: `i-${id}`, name })
    .as(system)
    .does('FOUNDER_JOINED', { invitation: `i-${id}`, person: id });

const three = (): Story => joins(joins(asked(), 'bay', 'Lê Thị Bảy'), 'cuong', 'Phạm Văn Cường');

test('an invitation binds one account to the case, once', () => {
  const story = joins(asked(), 'bay', 'Lê Thị Bảy');
  expect(parties(story)).toEqual([founder.id, 'bay']);
  const again = { invitation: 'i-bay', person: 'cuong' };
  expect(codes(story.refused('FOUNDER_JOINED', again))).toEqual(['invitationKnown']);
  story.as(founder).does('INVITE_FOUNDER', { invitation: 'i-2', name: 'Lê Thị Bảy' });
  expect(
    codes(story.as(system).refused('FOUNDER_JOINED', { invitation: 'i-2', person: 'bay' })),
  ).toEqual(['notInYet']);
  expect(story.as(stranger).refused('INVITE_FOUNDER').code).toBe('forbidden');
  expect(story.as(bay).refused('FOUNDER_JOINED', again).code).toBe('forbidden');
});

test('somebody listed by name gets the account, and is not listed twice', () => {
  const story = joins(asked({ founders: [{ name: 'Lê Thị Bảy' }] }), 'bay', 'Lê Thị Bảy');
  expect(story.data['founders']).toEqual([{ name: 'Lê Thị Bảy', account: 'bay' }]);
});

test('each confirms their own data and consents to a version of the text', () => {
  const story = three().as(bay).does('CONFIRM_OWN_DATA');
  story.as(cuong).does('CONFIRM_OWN_DATA', {
    correct: false,
    remark: 'Sai năm sinh.',
    consent: false,
    textVersion: '2026-01',
  });
  expect(story.data['circle']).toMatchObject({
    confirmed: { bay: { consent: true, textVersion: '2026-01' }, cuong: { correct: false } },
  });
  expect(story.as(stranger).refused('CONFIRM_OWN_DATA').code).toBe('forbidden');
});

test('the group replaces its representative when more than half agree', () => {
  const story = three().as(bay).does('CHOOSE_REPRESENTATIVE', { person: 'cuong' });
  expect(story.data['representative']).toMatchObject({ account: founder.id });
  story.as(cuong).does('CHOOSE_REPRESENTATIVE', { person: 'cuong' });
  expect(story.data['representative']).toEqual({ name: 'Phạm Văn Cường', account: 'cuong' });
  expect(parties(story)?.toSorted()).toEqual([founder.id, 'bay', 'cuong'].toSorted());
  expect(story.data['circle']).toMatchObject({ choices: {} });
  expect(story.as(founder).refused('INVITE_FOUNDER').code).toBe('forbidden');
  for (const id of ['cuong', 'nobody'])
    expect(codes(story.as(bay).refused('CHOOSE_REPRESENTATIVE', { person: id }))).toEqual([
      'chosenIsFounder',
    ]);
});

test('the form of consent begins with the version of the text that stands there now', () => {
  const { fill, examples } = founding.events[
    'CONFIRM_OWN_DATA'
  ] as (typeof founding.events)[string];
  expect(fill?.({})).toEqual({ textVersion: examples[0]?.['textVersion'] });
});
