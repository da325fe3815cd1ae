// Duties after registration beyond capital: the member register and the first annual meeting (Đ15, Đ59.1).
import { describe, expect, it } from 'vitest';
import type { Story } from '../given.ts';
import { clerk, granted, underReview, example } from './story.ts';

const due = (story: Story, term: string) => story.snapshot.terms[`postRegistration/${term}`]?.due;
const codes = (story: Story, event: string, payload?: Record<string, unknown>) =>
  story.refused(event, payload).reasons.map(({ code }) => code);

function remindersOf(story: Story, term: string): { day: string; days: unknown; mails: number }[] {
  return story.told.flatMap(({ event, facts, outcome }) =>
    event.type === 'TERM_REMINDER' && String(event.payload['term']).endsWith(term)
      ? [{ day: facts.on, days: event.payload['days'], mails: outcome.effects.length }]
      : [],
  );
}

describe('Đ15: the member register', () => {
  it('is set up in the days of the alliance, with reminders 14, 7, 3 and 1 day before', () => {
    const story = granted();
    expect(due(story, 'memberRegister')).toBe('2026-04-01');
    expect(due(granted({ settings: { memberRegisterDays: 60 } }), 'memberRegister')).toBe(
      '2026-05-04',
    );
    story.passes('2026-04-02');
    const reminded = remindersOf(story, 'memberRegister');
    expect(reminded.map(({ days }) => days)).toEqual([14, 7, 3, 1]);
    expect(reminded.map(({ mails }) => mails)).toEqual([1, 1, 1, 1]);
    const lapse = story.told.find(({ event }) => event.type === 'MEMBER_REGISTER_DUE');
    expect(lapse?.outcome.effects).toMatchObject([{ kind: 'notify', template: 'dutyDue' }]);
  });

  it('once there, nobody is reminded any more', () => {
    const story = granted().does('MEMBER_REGISTER_KEPT', { keptOn: '2026-03-01' });
    expect(story.data['duties']).toEqual({ memberRegister: '2026-03-01' });
    story.passes('2026-04-02');
    expect(remindersOf(story, 'memberRegister').map(({ mails }) => mails)).toEqual([0, 0, 0, 0]);
    const lapse = story.told.find(({ event }) => event.type === 'MEMBER_REGISTER_DUE');
    expect(lapse?.outcome.effects).toEqual([]);
    expect(codes(story, 'MEMBER_REGISTER_KEPT')).toEqual(['memberRegisterOpen']);
  });
});

describe('Đ59.1: the first annual meeting', () => {
  it('is due four months after the end of the year of the certificate; three under the 2012 law', () => {
    // 30 April and 1 May are holidays, and the term ends on the first working day after them.
    expect(due(granted(), 'annualMeeting')?.slice(0, 7)).toMatch(/^2027-0[45]$/);
    expect(due(granted({ on: '2022-03-01' }), 'annualMeeting')).toBe('2023-03-31');
  });

  it('with reminders 30, 14, 7, 3 and 1 day before, until it was held', () => {
    const story = granted().passes('2027-05-15');
    const reminded = remindersOf(story, 'annualMeeting');
    expect(reminded.map(({ days }) => days)).toEqual([30, 14, 7, 3, 1]);
    expect(reminded.every(({ mails }) => mails === 1)).toBe(true);
    const lapse = story.told.find(({ event }) => event.type === 'ANNUAL_MEETING_DUE');
    expect(lapse?.outcome.effects).toHaveLength(1);

    const held = granted().on('2026-04-01').does('ANNUAL_MEETING_HELD').passes('2027-05-15');
    expect(held.data['duties']).toEqual({ annualMeeting: '2026-04-01' });
    expect(remindersOf(held, 'annualMeeting').map(({ mails }) => mails)).toEqual([0, 0, 0, 0, 0]);
    const silent = held.told.find(({ event }) => event.type === 'ANNUAL_MEETING_DUE');
    expect(silent?.outcome.effects).toEqual([]);
    expect(codes(held, 'ANNUAL_MEETING_HELD')).toEqual(['annualMeetingOpen']);
  });

  it('neither is dated in the future', () => {
    expect(codes(granted(), 'ANNUAL_MEETING_HELD', { heldOn: '2026-05-01' })).toEqual([
      'doneByToday',
    ]);
    expect(codes(granted(), 'MEMBER_REGISTER_KEPT', { keptOn: '2026-05-01' })).toEqual([
      'doneByToday',
    ]);
  });
});

describe('an alliance that follows the duties', () => {
  const settings = { followDuties: true };

  it('keeps the case open until both are done', () => {
    const story = granted({ settings }).does('CAPITAL_FULL');
    expect(story.state).toBe('postRegistration.obligations');
    story.does('MEMBER_REGISTER_KEPT');
    expect(story.state).toBe('postRegistration.obligations');
    expect(story.does('ANNUAL_MEETING_HELD').state).toBe('completed');
  });

  it('one that does not closes it with the capital', () => {
    expect(granted().does('CAPITAL_FULL').state).toBe('completed');
  });
});

it('staff may record a duty for a cooperative', () => {
  const story = underReview().does('GRANT', example('GRANT')).as(clerk);
  expect(story.does('MEMBER_REGISTER_KEPT').data['duties']).toBeDefined();
});
