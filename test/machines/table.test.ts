// Every row of the tables of transitions has its counterpart in the compiled definitions.
import { describe, expect, it } from 'vitest';
import { processOf } from '../../machines/index.ts';
import { edges, hiddenPaths, places, publicName } from '../../machines/statechart.ts';
import { table, type Row } from './table.ts';

/** `from EVENT to` of every act, by public names, with the processes its effects open cases of. */
function known(key: string): Map<string, string[]> {
  const process = processOf(key);
  const all = places(process.states);
  const hidden = hiddenPaths(all);
  return new Map(
    edges(all).map(({ from, event, to, act }) => [
      `${publicName(from, hidden)} ${event} ${publicName(to, hidden)}`,
      (act.effects ?? []).flatMap((name) => {
        const effect = process.effects[name];
        return effect?.kind === 'open' ? [effect.process] : [];
      }),
    ]),
  );
}

const plain = ({ from, event, to }: Row): boolean =>
  /^[\w.]+$/.test(from) && /^[A-Z_]+$/.test(event) && /^[\w.]+$/.test(to);

const readings = (row: Row): readonly string[] =>
  row.reads ?? [`${row.from} ${row.event} ${row.to}`];

describe.each(Object.entries(table))('%s', (key, rows) => {
  const acts = known(key);

  it.each(rows.map((row) => [`${row.from} › ${row.event} › ${row.to}`, row] as const))(
    '%s',
    (_, row) => {
      expect(readings(row).filter((reading) => !acts.has(reading))).toEqual([]);
    },
  );

  it('a row in names is read as it stands, unless a reason is given', () => {
    for (const { reads, because, ...row } of rows) {
      if (reads === undefined) expect(plain(row), row.event).toBe(true);
      if (plain(row) && reads) expect(because, row.event).toBeTruthy();
    }
  });

  it('every event that is read is named in the words of its row', () => {
    for (const row of rows) {
      const events = readings(row).map((reading) => reading.split(' ')[1] as string);
      expect(
        events.every((event) => row.event.includes(event)),
        row.event,
      ).toBe(true);
    }
  });

  it('the automatic steps are by the system', () => {
    const process = processOf(key);
    for (const { event, act } of edges(places(process.states))) {
      if (!(event in process.events)) expect(act.by, event).toEqual(['system']);
    }
  });
});

it('has 43 rows of founding and 36 of appraisal', () => {
  expect(Object.values(table).map(({ length }) => length)).toEqual([43, 36]);
});

it('a row that leads to a linked case opens one', () => {
  const opens = (key: string, reading: string) => known(key).get(reading);
  const refused = 'registration.refused COMPLAIN registration.refused';
  expect(opens('founding@1', refused)).toEqual(['complaint']);
  for (const state of ['closed.notRecognised', 'certificate.revoked']) {
    expect(opens('appraisal@1', `${state} COMPLAIN ${state}`)).toEqual(['complaint']);
  }
  const due = 'certified.reappraisalDue START_REAPPRAISAL certified.reappraisalDue';
  expect(opens('appraisal@1', due)).toEqual(['appraisal']);
  for (const state of ['withdrawn', 'expired', 'ineligible', 'notRecognised']) {
    expect(opens('appraisal@1', `closed.${state} REOPEN closed.${state}`)).toEqual(['appraisal']);
  }
});

it('the deviations are these, each with its reason', () => {
  const deviations = Object.values(table).flatMap((rows) =>
    rows.flatMap(({ event, because }) => (because === undefined ? [] : [event])),
  );
  expect(deviations).toEqual([
    'SUBMIT_DRAFT(charter|plan|memberList|capital|name|governance)',
    'COMPLAIN',
    'MEMBERS_BELOW_MIN',
    'OBLIGATIONS_DONE',
    'INACTIVITY_TIMEOUT',
    'START_REAPPRAISAL',
    'COMPLAIN',
    'UPHELD | MODIFIED | CANCELLED',
    'REOPEN',
  ]);
});
