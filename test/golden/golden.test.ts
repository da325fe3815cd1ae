// Recorded stories replay to the same snapshot for ever. A released version never gets another story: a new version
// gets one of its own, written by UPDATE_GOLDEN=1 where it is missing.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Process } from '../../machines/define.ts';
import { actionsOf } from '../../src/engine/actions.ts';
import { firstHash, link } from '../../src/engine/journal.ts';
import { replay } from '../../src/engine/replay.ts';
import { standingOf, thaw } from '../../src/engine/snapshot.ts';
import { processes } from '../machines/ways.ts';
import { record, recordedOf, type Golden } from './golden.ts';
import { stories } from './stories.ts';

const folder = new URL('./', import.meta.url);
const fileOf = (key: string): URL => new URL(`${key}.json`, folder);

/** The golden story of a process; written now when it is missing and that is asked for. */
function golden(process: Process): Golden {
  const file = fileOf(process.key);
  if (!existsSync(file)) {
    const hint = `test/golden/${process.key}.json is missing; run the tests with UPDATE_GOLDEN=1 to write it`;
    if (globalThis.process.env['UPDATE_GOLDEN'] !== '1') throw new Error(hint);
    const story = stories[process.key]?.();
    if (!story) throw new Error(`no story of ${process.key} in test/golden/stories.ts`);
    writeFileSync(file, `${JSON.stringify(record(process, story.told), null, 1)}\n`);
    globalThis.process.stderr.write(`wrote test/golden/${process.key}.json\n`);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Golden;
}

describe.each(processes.map((process) => [process.key, process] as const))('%s', (key, process) => {
  const story = golden(process);

  it('is a story of this version, worth telling', () => {
    expect(story.process).toBe(key);
    expect(story.journal.length).toBeGreaterThan(8);
    expect(story.journal.map(({ entry }) => entry.version)).toEqual(
      story.journal.map((_, index) => index + 1),
    );
    expect(story.snapshot.version).toBe(story.journal.length);
  });

  it('replays to the same snapshot', () => {
    const replayed = replay(process, recordedOf(story));
    expect(replayed.ok && JSON.parse(JSON.stringify(replayed.snapshot))).toEqual(story.snapshot);
  });

  it('replays through the same states', () => {
    const recorded = recordedOf(story);
    const states = recorded.map((_, index) => {
      const replayed = replay(process, recorded.slice(0, index + 1));
      const { facts } = recorded[index] as (typeof recorded)[number];
      return replayed.ok && standingOf(thaw(process, replayed.snapshot, facts)).state;
    });
    expect(states).toEqual(story.journal.map(({ entry }) => entry.to));
  });

  it('has a chain of hashes that fits what is written', () => {
    let head: Buffer = firstHash;
    for (const { entry, hash } of story.journal) {
      head = link(head, entry).hash;
      expect(head.toString('hex'), String(entry.version)).toBe(hash);
    }
  });

  it('shows a changed word in the chain, and a missing event in the replay', () => {
    const [first, ...rest] = story.journal;
    const forged = {
      ...first?.entry,
      law: `${String(first?.entry.law)}.`,
    } as (typeof story.journal)[0]['entry'];
    expect(link(firstHash, forged).hash.toString('hex')).not.toBe(first?.hash);
    const without = { ...story, journal: rest };
    expect(replay(process, recordedOf(without)).ok).toBe(false);
  });

  it('holds no identifier in the clear', () => {
    const text = JSON.stringify(story);
    expect(text).not.toMatch(/"0\d{9}"|"\d{12}"|@example\.vn/);
  });

  it('can be gone on with', () => {
    const facts = recordedOf(story).at(-1)?.facts as ReturnType<typeof recordedOf>[number]['facts'];
    const actions = actionsOf(process, story.snapshot, facts);
    expect(actions.length).toBeGreaterThan(3);
    expect(actions.every(({ enabled, reasons }) => enabled === (reasons.length === 0))).toBe(true);
  });
});

it('no recorded version was taken out of the register: cases still run on it', () => {
  const recorded = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const known = new Set(processes.map(({ key }) => `${key}.json`));
  expect(recorded.filter((name) => !known.has(name))).toEqual([]);
});
