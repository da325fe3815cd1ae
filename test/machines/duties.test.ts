// Duties after registration, followed once the founding case has ended.
import { describe, expect, it } from 'vitest';
import { system } from '../../machines/define.ts';
import { duties } from '../../machines/duties/index.ts';
import type { AskedEffect } from '../../src/engine/effects.ts';
import { clerk, founder, granted } from './founding/story.ts';
import { given, person, type Story } from './given.ts';

const examples = duties.events['BEGIN_DUTIES']?.examples ?? [];
const begun = (more: object = {}): Story =>
  given(duties)
    .as(system)
    .does('BEGIN_DUTIES', { ...examples[0], ...more });
const coop = person('founder', 'founder');
const termsOf = (story: Story): Record<string, string> =>
  Object.fromEntries(
    Object.entries(story.snapshot.terms).map(([key, { due }]) => [key.split('/')[1], due]),
  );

describe('a founding case that ends', () => {
  const opened = (story: Story): AskedEffect[] =>
    story.told.flatMap(({ outcome }) =>
      outcome.effects.filter((effect) => effect.kind === 'open' && effect.process === 'duties'),
    );

  it('hands on what is left to do, and is completed all the same', () => {
    const story = granted().as(founder).does('MEMBER_REGISTER_KEPT').does('CAPITAL_FULL');
    expect(story.state).toBe('completed');
    const [asked, ...others] = opened(story) as { payload: Record<string, unknown> }[];
    expect(others).toEqual([]);
    expect(asked?.payload).toMatchObject({
      registerKeptOn: '2026-03-02',
      persons: [{ name: 'Trần Văn An', account: 'founder-1' }],
    });
    const plain = { ...asked?.payload, persons: [] };
    const { payload } = duties.events['BEGIN_DUTIES'] as (typeof duties.events)[string];
    expect(payload.safeParse(plain).error).toBeUndefined();
  });

  it('with everything done leaves nothing behind', () => {
    const story = granted().as(founder).does('MEMBER_REGISTER_KEPT').does('ANNUAL_MEETING_HELD');
    expect(opened(story.does('CAPITAL_FULL'))).toEqual([]);
    expect(story.state).toBe('completed');
  });
});

describe('the duties', () => {
  it('run, each with its day, and end with what shows that they are done', () => {
    const story = begun();
    expect(termsOf(story)).toEqual({ memberRegister: '2026-04-01', annualMeeting: '2027-05-04' });
    story.as(coop).on('2026-03-10').does('MEMBER_REGISTER_KEPT', { evidence: 'Sổ giấy' });
    expect(termsOf(story)).toEqual({ annualMeeting: '2027-05-04' });
    expect(story.refused('MEMBER_REGISTER_KEPT').reasons.length).toBeGreaterThan(0);
    story.as(clerk).on('2027-03-20');
    const ahead = { heldOn: '2027-03-21', evidence: 'Biên bản' };
    expect(story.refused('ANNUAL_MEETING_HELD', ahead).reasons).toMatchObject([
      { code: 'doneByToday' },
    ]);
    story.does('ANNUAL_MEETING_HELD', { ...ahead, heldOn: '2027-03-19' });
    expect([story.state, termsOf(story)]).toEqual(['closed.fulfilled', {}]);
    expect(story.data['annualMeeting']).toEqual({ on: '2027-03-19', evidence: 'Biên bản' });
  });

  it('count the meeting from another year where the charter has one', () => {
    const story = begun().as(coop);
    const early = { yearEnd: '2026-03-01' };
    expect(story.refused('SET_YEAR_END', early).reasons).toMatchObject([
      { code: 'afterCertificate' },
    ]);
    story.does('SET_YEAR_END', { yearEnd: '2026-09-30' });
    expect(termsOf(story)['annualMeeting']).toBe('2027-02-01');
  });

  it('done before do not run; all of them done, the case ends where it begins', () => {
    const story = begun({ registerKeptOn: '2026-03-02' });
    expect(Object.keys(termsOf(story))).toEqual(['annualMeeting']);
    const both = begun({ registerKeptOn: '2026-03-02', meetingHeldOn: '2026-03-02' });
    expect([both.state, termsOf(both)]).toEqual(['closed.fulfilled', {}]);
  });

  it('are reminded of, told to the adviser when late, and no longer followed for a reason', () => {
    const story = begun({ persons: [{ name: 'An', account: 'founder' }, { name: 'Bảy' }] });
    story.passes('2026-04-02');
    expect(story.notices).toContain('dutyDue');
    expect(story.notices).toContain('termLapsed');
    const alone = { ...examples[0], adviser: undefined, persons: [{ name: 'X', email: 'x@y.vn' }] };
    const late = given(duties).as(system).does('BEGIN_DUTIES', alone).passes('2026-04-02');
    expect(late.notices).toContain('dutyDue');
    expect(late.notices).not.toContain('termLapsed');
    story.as(clerk).does('STOP_FOLLOWING');
    expect([story.state, termsOf(story)]).toEqual(['closed.stopped', {}]);
    expect(duties.heading(late.data)).not.toHaveProperty('assignee');
    expect(duties.parties(late.data)).toEqual([]);
  });

  it('are told with their days and what is done, and have places for their papers', () => {
    const story = begun({ registerKeptOn: '2026-03-02' });
    const { facts } = story.told.at(-1)!;
    const tell = (state: string) => duties.guides!(story.data, facts, { state, due: {} });
    expect(tell('following')[0]?.duties.map(({ due, done }) => [due, done])).toEqual([
      ['2026-04-01', '2026-03-02'],
      ['2027-05-04', undefined],
    ]);
    story.as(coop).does('ANNUAL_MEETING_HELD');
    expect(tell('following')[0]?.duties[1]?.done).toBe('2026-03-02');
    expect(tell('closed.fulfilled')).toEqual([]);
    const [first] = duties.guides!(begun().data, facts, { state: 'following', due: {} });
    expect(first?.duties[0]).not.toHaveProperty('done');
    expect(duties.dossier!(story.data, facts).map(({ needed }) => needed)).toEqual([false, false]);
  });
});
