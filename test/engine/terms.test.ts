import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  dueOn,
  makeCalendar,
  workingDaysBetween,
  type CalendarDay,
  type LocalDate,
} from '../../machines/calendar.ts';
import { defineProcess, system, type Act, type Facts, type State } from '../../machines/define.ts';
import { generalEvents } from '../../src/engine/step.ts';
import {
  arm,
  firing,
  firstDue,
  nextTimer,
  paused,
  recomputed,
  termOf,
  timerChange,
  touched,
  type ArmedTerm,
  type Terms,
} from '../../src/engine/terms.ts';
import { loan, loanDefinition } from '../machines/fixture.ts';
import { calendar, given, person, type Story } from '../machines/given.ts';

const founder = person('founder-1', 'founder');
const clerk = person('staff-1', 'staff');
const head = person('head-1', 'unit-head');

/** Asked on Monday 2 March 2026; the answer is due in five working days. */
const asked = (): Story => given(loan).on('2026-03-02').as(founder).does('ASK');
const lent = (days = 30): Story =>
  asked()
    .as(clerk)
    .does('CHECK')
    .does('MACHINE_CHECKED')
    .does('PERSON_CHECKED')
    .as(head)
    .does('DECIDE', { decision: 'lend', days })
    .as(founder);

const factsOn = (on: LocalDate, days = calendar): Facts => ({
  caseId: 'c',
  number: 'MM-2026-0001',
  at: `${on}T02:00:00.000Z`,
  on,
  by: system,
  calendar: days,
  settings: {},
  found: {},
});

const events = (story: Story): string[] => story.told.map(({ event }) => event.type);
const days = (amount: number): ArmedTerm['span'] => ({ amount, unit: 'calendarDays' });

const answer: ArmedTerm = {
  since: '2026-03-02',
  span: { amount: 5, unit: 'workingDays' },
  due: '2026-03-09',
  version: 1,
};
const quiet: ArmedTerm = { since: '2026-03-02', span: days(60), due: '2026-05-04', version: 1 };

describe('a term starts', () => {
  it('on the legal date of the event that started it', () => {
    expect(asked().snapshot.terms).toEqual({ 'open/quiet': quiet, 'handling/answer': answer });
  });

  it('on a day of its own, with a length read from the case after the event', () => {
    const data = { ...loan.data(), lentOn: '2026-02-10', days: 12 };
    expect(arm(loan, data, 4, factsOn('2026-03-02'))('back')).toEqual({
      since: '2026-02-10',
      span: days(12),
      due: '2026-02-23',
      version: 4,
    });
  });
});

describe('a term is paused', () => {
  it('and goes on with what was left', () => {
    // Three working days are used up: 3, 4 and 5 March.
    const story = asked().on('2026-03-05').as(clerk).does('ASK_MORE');
    expect(story.snapshot.terms['handling/answer']).toEqual({
      ...answer,
      left: { amount: 2, unit: 'workingDays' },
    });
    // Friday 13: Monday and Tuesday are left.
    story.on('2026-03-13').as(founder).does('SUPPLY');
    expect(story.snapshot.terms['handling/answer']).toEqual({
      since: '2026-03-13',
      span: { amount: 2, unit: 'workingDays' },
      due: '2026-03-17',
      version: 1,
    });
  });

  it('several times, and no working day is lost or won', () => {
    const story = asked();
    const stops: [LocalDate, LocalDate][] = [
      ['2026-03-03', '2026-03-10'],
      ['2026-03-11', '2026-03-18'],
      ['2026-03-19', '2026-03-27'],
    ];
    for (const [from, to] of stops) {
      story.on(from).as(clerk).does('ASK_MORE').on(to).as(founder).does('SUPPLY');
    }
    // One day used before each stop, two of five left on Friday 27 March.
    expect(story.snapshot.terms['handling/answer']).toMatchObject({
      span: { amount: 2, unit: 'workingDays' },
      due: '2026-03-31',
    });
  });

  it('nothing happens meanwhile: no timer is watched, none fires', () => {
    const story = asked().on('2026-03-05').as(clerk).does('ASK_MORE');
    expect(story.told.at(-1)?.outcome.timers.clear).toEqual(['handling/answer']);
    expect(story.timers.map(({ term }) => term).toSorted()).toEqual([
      'missing/supply',
      'open/quiet',
    ]);
    story.passes('2026-03-15');
    expect(events(story)).toEqual(['ASK', 'ASK_MORE']);
    story.as(founder).does('SUPPLY');
    expect(story.timers.map(({ term }) => term)).toContain('handling/answer');
    expect(events(story.passes('2026-03-18'))).toEqual([
      'ASK',
      'ASK_MORE',
      'SUPPLY',
      generalEvents.reminder,
      'ANSWER_OVERDUE',
    ]);
  });

  it('when it is armed while its pausing state is active already', () => {
    const terms = paused(
      loan,
      { 'open/quiet': quiet },
      new Set(['open', 'lent']),
      factsOn('2026-03-12'),
    );
    expect(terms['open/quiet']).toEqual({ ...quiet, left: days(50) });
    expect(paused(loan, terms, new Set(['lent']), factsOn('2026-03-20'))).toEqual(terms);
  });

  it('keeps the reminders it has sent', () => {
    const terms = { 'handling/answer': { ...answer, left: days(3), reminded: [2] } };
    expect(paused(loan, terms, new Set(), factsOn('2026-03-20'))['handling/answer']).toMatchObject({
      reminded: [2],
      due: '2026-03-23',
    });
  });

  it('before its first day: it loses nothing by it', () => {
    const ahead: ArmedTerm = { since: '2026-05-01', span: days(30), due: '2026-06-01', version: 1 };
    const stopped = paused(
      loan,
      { 'lent/back': ahead },
      new Set(['repair']),
      factsOn('2026-03-02'),
    );
    expect(stopped['lent/back']?.left).toEqual(days(30));
    const early = paused(loan, stopped, new Set(), factsOn('2026-04-01'));
    expect(early['lent/back']).toEqual({ ...ahead, due: dueOn(calendar, '2026-05-01', days(30)) });
    const late = paused(loan, stopped, new Set(), factsOn('2026-05-11'));
    expect(late['lent/back']).toMatchObject({ since: '2026-05-11', due: '2026-06-10' });
  });

  it('a pause of any length at any time leaves the working days that were left', () => {
    const from = '2026-03-02';
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 40 }),
        (used, pause) => {
          const [stop, go] = [addDays(from, used), addDays(from, used + pause)];
          const stopped = paused(
            loan,
            { 'handling/answer': answer },
            new Set(['missing']),
            factsOn(stop),
          );
          const resumed = paused(loan, stopped, new Set(), factsOn(go))[
            'handling/answer'
          ] as ArmedTerm;
          const left = Math.max(0, 5 - workingDaysBetween(calendar, from, stop));
          expect(resumed.span.amount).toBe(left);
          expect(workingDaysBetween(calendar, go, resumed.due)).toBe(left);
        },
      ),
    );
  });

  it('a term that no state pauses never stands still', () => {
    const terms = { 'missing/supply': { ...quiet, span: days(10) } };
    expect(
      paused(loan, terms, new Set(['missing', 'lent', 'repair']), factsOn('2026-03-05')),
    ).toEqual(terms);
    expect(paused(loan, { 'x/gone': quiet }, new Set(['lent']), factsOn('2026-03-05'))).toEqual({
      'x/gone': quiet,
    });
  });
});

describe('a rolling term', () => {
  it('starts anew with every act of a person', () => {
    const story = asked().on('2026-03-20').does('NOTE');
    expect(story.snapshot.terms['open/quiet']).toMatchObject({
      since: '2026-03-20',
      due: '2026-05-19',
    });
  });

  it('not with what the system does', () => {
    const story = asked().passes('2026-03-08');
    expect(events(story)).toContain(generalEvents.reminder);
    expect(story.snapshot.terms['open/quiet']).toMatchObject({ since: '2026-03-02' });
  });

  it('not by an act of an earlier date', () => {
    const story = asked().on('2026-03-20').does('NOTE').on('2026-03-10').does('NOTE');
    expect(story.snapshot.terms['open/quiet']).toMatchObject({ since: '2026-03-20' });
  });

  it('keeps its timer, which moves on when it comes', () => {
    const story = asked();
    const first = story.timers.find(({ term }) => term === 'open/quiet');
    story.on('2026-04-10').does('NOTE');
    expect(story.told.at(-1)?.outcome.timers).toEqual({ set: [], clear: [] });
    expect(story.timers).toContain(first);
    // The reminder of the old end comes on 20 April and tells nobody; that of the new one on 26 May.
    story.passes('2026-05-25');
    expect(events(story).filter((type) => type === generalEvents.reminder)).toHaveLength(0);
    expect(story.timers.find(({ term }) => term === 'open/quiet')).toEqual({
      id: '1/2026-06-09-14/open/quiet',
      term: 'open/quiet',
      at: '2026-05-26T01:00:00.000Z',
      due: '2026-06-09',
    });
    story.passes('2026-05-26');
    expect(events(story).at(-1)).toBe(generalEvents.reminder);
    expect(story.passes('2026-06-09').state).toBe('asked');
    expect(story.passes('2026-06-10').state).toBe('closed.inactive');
  });

  it('forgets its reminders when it starts anew', () => {
    const story = asked().as(clerk).does('CHECK').passes('2026-04-20');
    expect(story.snapshot.terms['open/quiet']?.reminded).toEqual([14]);
    story.does('NOTE');
    expect(story.snapshot.terms['open/quiet']).not.toHaveProperty('reminded');
  });

  it('when it stood still goes on in full, and is watched again', () => {
    const story = lent();
    expect(story.snapshot.terms['open/quiet']).toMatchObject({ left: days(60) });
    expect(story.timers.map(({ term }) => term)).not.toContain('open/quiet');
    const { terms } = story.on('2026-03-20').does('ASK_MORE').snapshot;
    expect(terms['open/quiet']).toMatchObject({ since: '2026-03-02', left: days(60) });
    const closing = loanReturning().on('2026-03-30').does('GIVE_BACK', { broken: true });
    expect(closing.state).toBe('ready');
    expect(closing.snapshot.terms['open/quiet']).toEqual({
      since: '2026-03-30',
      span: days(60),
      due: '2026-05-29',
      version: 1,
    });
    expect(closing.timers.map(({ id }) => id)).toContain('1/2026-05-29-14/open/quiet');
    expect(closing.passes('2026-05-29').state).toBe('ready');
    expect(closing.passes('2026-05-30').state).toBe('closed.inactive');
  });

  it('when it stood still goes on in full even after a reminder', () => {
    const stopped = { 'open/quiet': { ...quiet, left: days(3), reminded: [14] } };
    expect(paused(loan, stopped, new Set(), factsOn('2026-06-01'))).toEqual({
      'open/quiet': { since: '2026-06-01', span: days(60), due: '2026-07-31', version: 1 },
    });
  });

  it('while it stands still no act touches it', () => {
    const stopped = { 'open/quiet': { ...quiet, left: days(3) } };
    expect(touched(loan, stopped, factsOn('2026-04-01'))['open/quiet']).toBe(stopped['open/quiet']);
  });

  it('goes on to its lapse after its reminder', () => {
    const story = asked().as(clerk).does('CHECK').passes('2026-04-21');
    expect(events(story).at(-1)).toBe(generalEvents.reminder);
    expect(story.timers.find(({ term }) => term === 'open/quiet')?.id).toBe('1/lapse/open/quiet');
  });

  it('is watched again when its timer has just reminded', () => {
    const after = { 'open/quiet': { ...quiet, reminded: [14] } };
    expect(timerChange(loan, { 'open/quiet': quiet }, after, '2026-04-20').set).toMatchObject([
      { id: '1/lapse/open/quiet' },
    ]);
  });

  it('is watched again where the timer it has would come too late', () => {
    const short = {
      ...loan,
      terms: {
        ...loan.terms,
        quiet: { ...loan.terms['quiet'], reminders: { days: [9], notice: 'remind' } },
      },
    } as typeof loan;
    const before: ArmedTerm = {
      since: '2026-03-02',
      span: days(10),
      due: '2026-03-12',
      version: 1,
      reminded: [9],
    };
    const after: ArmedTerm = { since: '2026-03-04', span: days(10), due: '2026-03-16', version: 1 };
    expect(
      timerChange(short, { 'open/quiet': before }, { 'open/quiet': after }, '2026-03-04').set,
    ).toMatchObject([{ id: '1/2026-03-16-9/open/quiet' }]);
  });

  it('armed anew is watched anew', () => {
    const after = { ...quiet, version: 9 };
    expect(
      timerChange(loan, { 'open/quiet': quiet }, { 'open/quiet': after }, '2026-03-04').set,
    ).toMatchObject([{ id: '9/2026-05-04-14/open/quiet' }]);
  });
});

describe('reminders', () => {
  const running: ArmedTerm = { since: '2026-03-02', span: days(30), due: '2026-04-01', version: 6 };

  it('come in order, the earliest first, then the lapse', () => {
    expect(nextTimer(loan, 'lent/back', running, '2026-03-02')).toEqual({
      id: '6/2026-04-01-7/lent/back',
      term: 'lent/back',
      at: '2026-03-25T01:00:00.000Z',
      due: '2026-04-01',
    });
    expect(nextTimer(loan, 'lent/back', { ...running, reminded: [7] }, '2026-03-25')).toMatchObject(
      {
        id: '6/2026-04-01-3/lent/back',
      },
    );
    expect(nextTimer(loan, 'lent/back', { ...running, reminded: [7, 3] }, '2026-03-29')).toEqual({
      id: '6/lapse/lent/back',
      term: 'lent/back',
      at: '2026-04-01T17:00:00.000Z',
      due: '2026-04-01',
    });
  });

  it('whose day is past, or today, are left out', () => {
    expect(nextTimer(loan, 'lent/back', running, '2026-03-25')?.id).toBe(
      '6/2026-04-01-3/lent/back',
    );
    expect(nextTimer(loan, 'lent/back', running, '2026-03-24')?.id).toBe(
      '6/2026-04-01-7/lent/back',
    );
    expect(nextTimer(loan, 'lent/back', running, '2026-03-30')?.id).toBe('6/lapse/lent/back');
  });

  it('already sent are not sent again', () => {
    expect(nextTimer(loan, 'lent/back', { ...running, reminded: [7] }, '2026-03-02')?.id).toBe(
      '6/2026-04-01-3/lent/back',
    );
  });

  it('of a term without any: the lapse alone', () => {
    expect(nextTimer(loan, 'missing/supply', running, '2026-03-02')?.id).toBe(
      '6/lapse/missing/supply',
    );
  });

  it('are told at eight in the morning, each once, before the lapse on the day after the end', () => {
    const story = lent().passes('2026-04-02');
    expect(
      story.told
        .filter(({ facts }) => facts.by.id === 'system')
        .map(({ event, facts }) => [event.type, event.payload['days'], facts.on]),
    ).toEqual([
      [generalEvents.reminder, 7, '2026-03-25'],
      [generalEvents.reminder, 3, '2026-03-29'],
      ['BACK_OVERDUE', undefined, '2026-04-02'],
    ]);
    expect(story.data['notes']).toBe(100);
  });

  it('that come late are still told, the latest of them alone', () => {
    const timer = { id: '6/2026-04-01-7/lent/back', term: 'lent/back' };
    const terms = { 'lent/back': running };
    expect(firing(loan, terms, timer, '2026-03-27')).toEqual({
      kind: 'reminder',
      key: 'lent/back',
      days: 7,
      on: '2026-03-27',
    });
    expect(firing(loan, terms, timer, '2026-03-30')).toMatchObject({ kind: 'reminder', days: 3 });
    const story = lent().on('2026-03-30').passes('2026-03-31');
    expect(events(story).filter((type) => type === generalEvents.reminder)).toHaveLength(1);
    expect(story.timers.find(({ term }) => term === 'lent/back')?.id).toBe('5/lapse/lent/back');
  });
});

describe('a timer whose moment has come', () => {
  const running: ArmedTerm = { since: '2026-03-02', span: days(30), due: '2026-04-01', version: 6 };
  const terms: Terms = { 'lent/back': running };
  const lapse = { id: '6/lapse/lent/back', term: 'lent/back' };

  it('lapses on the day after the end, whenever it is looked at', () => {
    for (const today of ['2026-04-02', '2026-05-20']) {
      expect(firing(loan, terms, lapse, today)).toEqual({
        kind: 'lapse',
        key: 'lent/back',
        event: 'BACK_OVERDUE',
        on: '2026-04-02',
      });
    }
  });

  it('is never early: on the last day it waits', () => {
    expect(firing(loan, terms, lapse, '2026-04-01')).toEqual({
      kind: 'later',
      timer: { ...lapse, at: '2026-04-01T17:00:00.000Z', due: '2026-04-01' },
    });
  });

  it('is stale when nothing runs any more, or it stands still', () => {
    expect(firing(loan, {}, lapse, '2026-04-02')).toEqual({ kind: 'stale' });
    const stopped = { 'lent/back': { ...running, left: days(2) } };
    expect(firing(loan, stopped, lapse, '2026-04-02')).toEqual({ kind: 'stale' });
    const gone = { 'lent/eternity': running };
    expect(firing(loan, gone, { ...lapse, term: 'lent/eternity' }, '2026-04-02')).toEqual({
      kind: 'stale',
    });
  });

  it('moves on when the end moved: neither reminder nor lapse of the old one', () => {
    const moved = { 'lent/back': { ...running, due: '2026-04-10' } };
    const outdated = { id: '6/2026-04-01-7/lent/back', term: 'lent/back' };
    expect(firing(loan, moved, outdated, '2026-03-25')).toMatchObject({
      kind: 'later',
      timer: { id: '6/2026-04-10-7/lent/back', at: '2026-04-03T01:00:00.000Z' },
    });
    expect(firing(loan, moved, lapse, '2026-04-02')).toMatchObject({ kind: 'later' });
  });

  it('does not remind twice', () => {
    const told = { 'lent/back': { ...running, reminded: [7] } };
    const timer = { id: '6/2026-04-01-7/lent/back', term: 'lent/back' };
    expect(firing(loan, told, timer, '2026-03-25')).toMatchObject({
      kind: 'later',
      timer: { id: '6/2026-04-01-3/lent/back' },
    });
  });

  it('of a term without reminders waits for the lapse', () => {
    const waiting = { 'missing/supply': running };
    expect(firing(loan, waiting, { id: 'x', term: 'missing/supply' }, '2026-03-20')).toMatchObject({
      kind: 'later',
      timer: { id: '6/lapse/missing/supply' },
    });
  });
});

describe('a changed calendar', () => {
  const off = (date: LocalDate): CalendarDay => ({
    date,
    kind: 'swap-off',
    name: 'Nghỉ',
    basis: '',
    confidence: 'verified',
  });

  it('moves the ends it touches, and their timers alone', () => {
    const terms = { 'handling/answer': answer, 'open/quiet': quiet };
    const changed = recomputed(
      terms,
      factsOn('2026-03-03', makeCalendar([off('2026-03-06')], 'b')),
    );
    expect(changed['handling/answer']).toEqual({ ...answer, due: '2026-03-10' });
    // Without the national days, 1 May is a working day.
    expect(changed['open/quiet']).toMatchObject({ due: '2026-05-01' });
    const same = recomputed(terms, factsOn('2026-03-03'));
    expect(same['open/quiet']).toBe(quiet);
    expect(timerChange(loan, terms, same, '2026-03-03')).toEqual({ set: [], clear: [] });
  });

  it('that brings an end forward brings its timer forward, for rolling terms too', () => {
    const terms = { 'open/quiet': quiet };
    const changed = recomputed(terms, factsOn('2026-03-03', makeCalendar([], 'b')));
    expect(timerChange(loan, terms, changed, '2026-03-03').set).toMatchObject([
      { id: '1/2026-05-01-14/open/quiet' },
    ]);
  });
});

describe('timers between two moments', () => {
  it('are set for what is new, cleared for what is gone or stands still, and left for the rest', () => {
    const stopped = { ...answer, left: days(1) };
    const before: Terms = {
      'a/supply': quiet,
      'b/supply': answer,
      'c/supply': answer,
      'd/supply': stopped,
    };
    const after: Terms = {
      'a/supply': quiet,
      'c/supply': stopped,
      'd/supply': stopped,
      'e/supply': answer,
    };
    expect(timerChange(loan, before, after, '2026-03-02')).toEqual({
      set: [
        {
          id: '1/lapse/e/supply',
          term: 'e/supply',
          at: '2026-03-09T17:00:00.000Z',
          due: '2026-03-09',
        },
      ],
      clear: ['b/supply', 'c/supply'],
    });
  });

  it('a term that goes on is watched again', () => {
    const stopped = { 'missing/supply': { ...answer, left: days(1) } };
    expect(timerChange(loan, stopped, { 'missing/supply': answer }, '2026-03-02').set).toHaveLength(
      1,
    );
  });
});

describe('the end that comes first', () => {
  it('is that of the terms that run; housekeeping does not count', () => {
    const later = { ...answer, due: '2026-03-20' };
    const terms: Terms = {
      'x/back': later,
      'y/answer': answer,
      'open/quiet': { ...quiet, due: '2026-03-03' },
    };
    expect(firstDue(loan, terms)).toEqual({ key: 'y/answer', on: '2026-03-09' });
    expect(firstDue(loan, { 'y/answer': { ...answer, left: days(1) } })).toBeUndefined();
    expect(firstDue(loan, {})).toBeUndefined();
  });

  it('a key names its term after the last stroke', () => {
    expect(termOf(loan, 'handling/answer')).toBe(loan.terms['answer']);
    expect(termOf(loan, 'a/b/answer')).toBe(loan.terms['answer']);
    expect(termOf(loan, 'handling/eternity')).toBeUndefined();
  });
});

/** A loan whose broken machine goes back to the decision, so that the rolling term goes on. */
function loanReturning(): Story {
  const { open } = loanDefinition.states as { open: State };
  const { gate } = open.states as { gate: State };
  const [broken, intact] = gate.always as [Act, Act];
  const changed: State = { ...gate, always: [{ ...broken, to: '#ready' }, intact] };
  const process = defineProcess({
    ...loanDefinition,
    states: {
      ...loanDefinition.states,
      open: { ...open, states: { ...open.states, gate: changed } },
    },
  });
  return given(process)
    .as(founder)
    .does('ASK')
    .as(clerk)
    .does('CHECK')
    .does('MACHINE_CHECKED')
    .does('PERSON_CHECKED')
    .as(head)
    .does('DECIDE')
    .as(founder);
}
