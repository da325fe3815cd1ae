// What is written down in the hall: who is there, what is said, and what the papers make of it.
import { describe, expect, it } from 'vitest';
import { fillTemplate } from '../../../src/documents/template.ts';
import type { Story } from '../given.ts';
import { example, membersWith, ready } from './story.ts';

const called = (story = ready()): Story => story.does('SCHEDULE_ASSEMBLY').on('2026-03-05');
const checkIn = (story: Story, ...members: number[]): Story =>
  members.reduce((told, member) => told.does('CHECK_IN', { member, present: true }), story);
const opening = (official: number, associates = 0) => ({
  ...example('OPEN'),
  official,
  associates,
});
const codes = (story: Story, event: string, payload: Record<string, unknown>) =>
  story.refused(event, payload).reasons.map(({ code }) => code);
const paper = (story: Story, kind: string) =>
  story.told
    .flatMap(({ outcome }) => outcome.effects)
    .flatMap((effect) => (effect.kind === 'issue' && effect.document === kind ? [effect.data] : []))
    .at(-1) as Record<string, unknown>;

describe('Đ39.1: who is in the hall', () => {
  it('is checked in from the day on, by the number in the list', () => {
    const early = ready().does('SCHEDULE_ASSEMBLY');
    expect(codes(early, 'CHECK_IN', { member: 1, present: true })).toEqual(['conferenceDay']);
    expect(codes(early, 'NOTE', { text: 'Sớm' })).toEqual(['conferenceDay']);
    expect(codes(called(), 'CHECK_IN', { member: 8, present: true })).toEqual(['memberListed']);
  });

  it('counts once, however often it is sent, and can be taken back', () => {
    const story = checkIn(called(), 3, 1, 3).does('CHECK_IN', { member: 1, present: false });
    expect(story.data['conference']).toMatchObject({ present: [3] });
  });

  it('must agree with the opening, and goes on counting after it', () => {
    const associate = ready({}, { members: membersWith({ 7: { membership: 'contributing' } }) });
    const story = checkIn(called(associate), 1, 2, 3, 4, 5, 7);
    expect(story.refused('OPEN', opening(6)).reasons).toMatchObject([
      { code: 'attendanceChecked', need: { official: 5, associates: 1 } },
    ]);
    expect(codes(story, 'OPEN', opening(5))).toEqual(['attendanceChecked']);
    checkIn(story.does('OPEN', opening(5, 1)), 6);
    expect(story.data['conference']).toMatchObject({
      attendance: { official: 6, associates: 1, guests: 2 },
    });
    const { members } = paper(story, 'ASSEMBLY_ATTENDANCE') as { members: { value: string }[] };
    expect(members.map(({ value }) => value).slice(0, 7)).toEqual([
      'Có mặt',
      'Có mặt',
      'Có mặt',
      'Có mặt',
      'Có mặt',
      'Vắng',
      'Có mặt',
    ]);
  });

  it('leaves a count by hand alone', () => {
    const story = called().does('OPEN');
    checkIn(story, 1);
    expect(story.data['conference']).toMatchObject({ present: [1], attendance: { official: 7 } });
  });
});

describe('Đ12.1d: what is said', () => {
  it('stands in the minutes in its order', () => {
    const story = called().does('OPEN').does('NOTE', { text: 'Chủ tọa đọc dự thảo' });
    story.does('NOTE', { text: 'Bà Bảy đề nghị tăng vốn' }).does('RECORD_VOTE');
    for (const event of ['ADOPT_MEMBER_LIST', 'VALUE_ASSETS', 'DECIDE']) story.does(event);
    const minutes = fillTemplate('ASSEMBLY_MINUTES', paper(story, 'ASSEMBLY_MINUTES'));
    expect(JSON.stringify(minutes)).toMatch(/Chủ tọa đọc dự thảo.*Bà Bảy đề nghị tăng vốn/);
  });
});
