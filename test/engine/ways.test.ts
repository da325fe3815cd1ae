// The ways through every process again, this time through PostgreSQL: what is stored equals what the pure core says.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allProcesses } from '../../machines/index.ts';
import type { Process } from '../../machines/define.ts';
import { commit } from '../../src/engine/commit.ts';
import { decideEvent, type Loaded } from '../../src/engine/decide.ts';
import { firstHash, hashOf, readEntry } from '../../src/engine/journal.ts';
import { loadedOf, readCases } from '../../src/engine/load.ts';
import { newSnapshot } from '../../src/engine/snapshot.ts';
import { waysThrough } from '../machines/ways.ts';
import { wayTo, type Step } from '../machines/paths.ts';
import { startEngine, type TestEngine } from './engine.ts';

/** As few ways as take every act that was taken at all. */
function coveringWays(process: Process): Step[][] {
  const covered = new Set<string>();
  return waysThrough(process).steps.flatMap((step) => {
    if (step.acts.every((act) => covered.has(act))) return [];
    const way = [...wayTo(step.before), step];
    way.forEach(({ acts }) => acts.forEach((act) => covered.add(act)));
    return [way];
  });
}

describe('ways through PostgreSQL', { timeout: 240_000 }, () => {
  let engine: TestEngine;
  let alliance: string;
  beforeAll(async () => {
    engine = await startEngine();
    ({ allianceId: alliance } = await engine.person('staff'));
  });
  afterAll(() => engine.close());

  async function load(id: string): Promise<Loaded> {
    const [read] = await readCases(engine.database.pool, [{ caseId: id, request: undefined }]);
    if (!read?.row) throw new Error(`no case ${id}`);
    return loadedOf(read.row);
  }

  async function play(process: Process, way: readonly Step[]): Promise<string> {
    const id = randomUUID();
    const opened = way[0]?.facts.on ?? '2026-03-02';
    const rest = { head: firstHash, openedOn: opened, parent: null };
    let loaded: Loaded = {
      id,
      alliance,
      number: '',
      state: 'new',
      snapshot: newSnapshot(process),
      ...rest,
    };
    for (const { event, facts } of way) {
      const { calendar, settings, criteria = [], at, on, by, found } = facts;
      const basis = { calendar, settings, criteria, settingsRevision: 'test' };
      const newCode = randomUUID;
      const { row } = decideEvent(loaded, event, {
        process,
        basis,
        at,
        on,
        by,
        found: { ...found },
        newCode,
      });
      // Each way is a world of its own: the same cooperative may be appraised in all of them.
      row.subject = row.subject === null ? null : `${row.subject}/${id}`;
      const written = await commit(engine.database.pool, [row]);
      expect(written).toHaveLength(1);
      loaded = await load(id);
    }
    return id;
  }

  it.each(allProcesses().map((process) => [process.key, process] as const))(
    '%s: state, snapshot, timers, work items and journal',
    async (_, process) => {
      const ways = coveringWays(process);
      expect(ways.length).toBeGreaterThan(5);
      const { knex } = engine.database;
      for (const way of ways) {
        const { after, outcome } = way.at(-1) as Step;
        const id = await play(process, way);
        const row = await knex('cases').where({ id }).first();
        const timers = await knex('timers').where({ case_id: id }).pluck('term');
        const work = await knex('work_items')
          .where({ case_id: id })
          .whereNull('closed_at')
          .pluck('state');
        // The core told its story under another id.
        const told = way[0]?.facts.caseId ?? '';
        const stored = JSON.stringify(row.snapshot).replaceAll(id, told);
        expect(JSON.parse(stored)).toEqual(JSON.parse(JSON.stringify(after.snapshot)));
        expect({ state: row.state, open: row.open, due: row.due_on ?? undefined }).toEqual({
          state: after.standing.state,
          open: !after.standing.closed,
          due: outcome.dueOn,
        });
        expect(timers.toSorted()).toEqual([...after.timers].toSorted());
        expect(work.toSorted()).toEqual([...after.work].toSorted());
        const entries = await knex('case_events').where({ case_id: id }).orderBy('version');
        expect(entries.map(({ canonical }) => readEntry(canonical).payload)).toEqual(
          way.map(({ event }) => JSON.parse(JSON.stringify(event.payload)) as object),
        );
        let previous: Buffer = firstHash;
        for (const { prev_hash, hash, canonical } of entries) {
          expect(prev_hash).toEqual(previous);
          expect(hash).toEqual(hashOf(previous, canonical));
          previous = hash;
        }
        expect(row.head).toEqual(previous);
      }
    },
  );

  it('papers are numbered from 1 without gap or double, in every register of the year', async () => {
    const rows = await engine.database
      .knex('documents')
      .whereNotNull('number')
      .orderBy(['series', 'year', 'number']);
    expect(rows.length).toBeGreaterThan(20);
    for (const [series, group] of Map.groupBy(
      rows,
      ({ series: name, year }) => `${name} ${year}`,
    )) {
      expect([series, group.map(({ number }) => number)]).toEqual([
        series,
        group.map((_, index) => index + 1),
      ]);
    }
  });
});
