import { describe, expect, it } from 'vitest';
import { replay } from '../../src/engine/replay.ts';
import { newSnapshot } from '../../src/engine/snapshot.ts';
import { loan } from '../machines/fixture.ts';
import { person } from '../machines/given.ts';
import { lending } from '../machines/lending.ts';

const founder = person('founder-1', 'founder');

describe('a journal', () => {
  it('folds to the snapshot of the story it tells', () => {
    const story = lending();
    expect(story.state).toBe('returned');
    expect(story.told.length).toBeGreaterThan(15);
    expect(replay(loan, story.told)).toEqual({ ok: true, snapshot: story.snapshot });
  });

  it('folds to the same after being written down', () => {
    const { told, snapshot } = lending();
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
    const [first, second, ...rest] = lending().told;
    const forged = { ...second, facts: { ...second?.facts, by: founder } } as typeof first;
    expect(replay(loan, [first, forged, ...rest] as NonNullable<typeof first>[])).toMatchObject({
      ok: false,
      version: 2,
      refusal: { code: 'forbidden' },
    });
  });

  it('with an event missing does not give the same', () => {
    const { told, snapshot } = lending();
    const without = told.filter(({ event }) => event.type !== 'TERM_REMINDER');
    const replayed = replay(loan, without);
    expect(replayed.ok && replayed.snapshot.version).not.toBe(snapshot.version);
  });
});
