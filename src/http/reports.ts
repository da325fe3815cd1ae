// Figures counted from the journal, the proof that an event is anchored, the calendar.
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import { compareDates, isLocalDate, type CalendarDay } from '../../machines/calendar.ts';
import { allProcesses } from '../../machines/index.ts';
import type { Process } from '../../machines/define.ts';
import type { Clock } from '../clock.ts';
import type { Almanac } from '../engine/almanac.ts';
import type { Proof } from '../engine/anchor.ts';
import { readRow } from '../engine/reading.ts';
import { visibleCases } from '../engine/rights.ts';
import { Problem } from '../problem.ts';
import { countEvents } from '../reports/counts.ts';
import type { Once } from './once.ts';
import { operation, type Operation } from './operation.ts';
import { bilingual, id, localDate, openObject, said, text, wholeNumber } from './shapes.ts';

export type ReportDeps = {
  knex: Knex;
  proof?: ((caseId: string, version: number) => Promise<Proof | undefined>) | undefined;
};

const counted = z.strictObject({
  from: localDate,
  to: localDate,
  figures: z
    .array(
      z.strictObject({ process: said(60), indicator: said(100), title: bilingual, count: z.int() }),
    )
    .max(1_000),
  stocks: z
    .array(z.strictObject({ stock: said(100), before: z.int(), at: z.int() }))
    .max(100)
    .meta({ description: 'How many there were before the first day, and at the end of the last' }),
});

export function reportOperations({ knex, proof }: ReportDeps): Operation[] {
  return [
    operation({
      id: 'countEvents',
      method: 'GET',
      path: '/api/reports/counts',
      tag: 'reports',
      title: { vi: 'Số liệu đếm từ nhật ký', en: 'Figures counted from the journal' },
      roles: permissions.oversee,
      query: { from: localDate, to: localDate },
      answers: { 200: { title: 'Both days included, by legal date', schema: counted } },
      problems: ['invalid'],
      async handle({ person, query: { from, to } }) {
        if (compareDates(from, to) > 0) throw turnedRound();
        return { body: await countEvents(knex, visibleCases(person), from, to) };
      },
    }),
    ...(proof ? [proofOperation(knex, proof)] : []),
  ];
}

function turnedRound(): Problem {
  const detail = { vi: 'Ngày cuối trước ngày đầu', en: 'The last day is before the first' };
  return new Problem('invalid', { errors: [{ pointer: '/query/to', code: 'period', detail }] });
}

function proofOperation(knex: Knex, proof: NonNullable<ReportDeps['proof']>): Operation {
  return operation({
    id: 'readProof',
    method: 'GET',
    path: '/api/cases/{id}/events/{version}/proof',
    tag: 'cases',
    title: { vi: 'Bằng chứng sự kiện đã được neo', en: 'Proof that an event is anchored' },
    params: { id, version: wholeNumber(1, 999_999_999) },
    answers: {
      200: { title: 'Path from the event’s hash to the anchored root', schema: openObject },
    },
    problems: ['not-found'],
    async handle({ person, params }) {
      await readRow(knex, person, params.id);
      const found = await proof(params.id, params.version);
      if (!found) throw new Problem('not-found');
      return { body: found };
    },
  });
}

export type CalendarDeps = {
  almanac: Almanac;
  clock: Clock;
  once: Once;
  /** Computes the due dates of open cases anew. */
  onCalendarChanged?: ((allianceId: string) => Promise<void>) | undefined;
};

/** One day of a calendar. */
export const calendarDay = z.strictObject({
  date: localDate.refine(isLocalDate),
  kind: z.enum(['statutory', 'compensatory', 'swap-off', 'swap-work']),
  name: text(200),
  basis: text(300),
  confidence: text(40),
});

const calendarView = z.strictObject({ revision: said(64), days: z.array(calendarDay).max(5_000) });

export function calendarOperations(deps: CalendarDeps): Operation[] {
  return [readCalendar(deps), changeCalendar(deps)];
}

function readCalendar({ almanac }: CalendarDeps): Operation {
  return operation({
    id: 'readCalendar',
    method: 'GET',
    path: '/api/calendar',
    tag: 'service',
    title: { vi: 'Lịch làm việc', en: 'Working-day calendar' },
    query: { year: wholeNumber(1900, 2200).optional() },
    answers: {
      200: {
        title: 'Days that are off or worked against the rule of the week',
        schema: calendarView,
      },
    },
    problems: ['invalid'],
    async handle({ person, query: { year } }) {
      const process = allProcesses()[0] as Process;
      const { calendar } = await almanac.basis(person.allianceId, process);
      const days = [...calendar.days.values()].filter(
        ({ date }) => year === undefined || date.startsWith(`${year}-`),
      );
      return {
        body: {
          revision: calendar.revision,
          days: days.toSorted((a, b) => compareDates(a.date, b.date)),
        },
      };
    },
  });
}

function changeCalendar({ almanac, clock, once, onCalendarChanged }: CalendarDeps): Operation {
  return operation({
    id: 'changeCalendar',
    method: 'POST',
    path: '/api/calendar',
    tag: 'service',
    title: {
      vi: 'Đặt ngày nghỉ, ngày làm bù của Liên minh',
      en: 'Put days over the national ones',
    },
    roles: permissions.changeCalendar,
    body: {
      days: z.array(calendarDay).max(1_000).meta({ description: 'Replace those put before' }),
    },
    answers: {
      201: {
        title: 'The new revision; open due dates follow',
        schema: z.strictObject({ revision: said(64) }),
        headers: ['Idempotency-Replayed'],
      },
    },
    problems: ['invalid', 'forbidden'],
    async handle(call) {
      const { person, body } = call;
      const days: CalendarDay[] = body.days;
      const change = async (): Promise<object> => {
        return { revision: await almanac.changeCalendar(person.allianceId, days, clock.now()) };
      };
      const reply = await once(call, change, 201);
      // On a repeated call too: the first one may have ended before all due dates were computed.
      await onCalendarChanged?.(person.allianceId);
      return reply;
    },
  });
}
