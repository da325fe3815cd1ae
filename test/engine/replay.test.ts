import { describe, expect, it } from 'vitest';
import { replay } from '../../src/engine/replay.ts';
import { newSnapshot } from '../../src/engine/snapshot.ts';
import { loan } from '../machines/fixture.ts';
import { given, person, type Story } from '../machines/given.ts';

const founder = person('founder-1', 'founder');
const clerk = person('staff-1', 'staff');
const head = person('head-1', 'unit-head');

/** With a pause, reminders, a lapse, a broken machine and a case opened again. */
function eventful(): Story {
  const story = given(loan).as(founder).does('ASK', loan.events['ASK']?.examples[1]);
  story.on('2026-03-04').as(clerk).does('ASK_MORE').on('2026-03-10').as(founder).does('SUPPLY');
  story.passes('2026-03-20').as(clerk).does('CHECK').does('MACHINE_CHECKED').does('PERSON_CHECKED');
  story.as(head).does('DECIDE').as(founder).passes('2026-04-15').does('ASK_MORE');
  story.on('2026-04-20').does('REPAIRED').does('GIVE_BACK', { broken: true }).does('WITHDRAW');
  return story
    .on('2026-05-04')
    .as(head)
    .does('REOPEN')
    .as(founder)
    .does('REPAIRED')
    .does('GIVE_BACK');
}

describe('a journal', () => {
  it('folds to the snapshot of the story it tells', () => {
    const story = eventful();
    expect(story.state).toBe('returned');
    expect(story.told.length).toBeGreaterThan(15);
    expect(replay(loan, story.told)).toEqual({ ok: true, snapshot: story.snapshot });
  });

  it('folds to the same after being written down', () => {
    const { told, snapshot } = eventful();
    const written = told.map(({ event, facts }) => ({
      event: JSON.parse(JSON.stringify(event)) as typeof event,
      facts,
    }));
    expect(replay(loan, written)).toEqual({ ok: true, snapshot });
  });

  it('of nothing is a case before its first event', () => {
    expect(replay(loan, [])).toEqual({ ok: true, snapshot: newSnapshot(loan) });
  });

  it('stops at the first event that would be refused, and says at which version', () => {
    const [first, second, ...rest] = eventful().told;
    const forged = { ...second, facts: { ...second?.facts, by: founder } } as typeof first;
    expect(replay(loan, [first, forged, ...rest] as NonNullable<typeof first>[])).toMatchObject({
      ok: false,
      version: 2,
      refusal: { code: 'forbidden' },
    });
  });

  it('with an event missing does not give the same', () => {
    const { told, snapshot } = eventful();
    const without = told.filter(({ event }) => event.type !== 'TERM_REMINDER');
    const replayed = replay(loan, without);
    expect(replayed.ok && replayed.snapshot.version).not.toBe(snapshot.version);
  });
});
