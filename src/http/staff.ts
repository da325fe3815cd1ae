// Staff life over HTTP: who is away and who stands in, and cases given from one to another.
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import type { Clock } from '../clock.ts';
import { addAbsence, endAbsence, listAbsences } from '../engine/absences.ts';
import { assignCase, listAssignments } from '../engine/case-assignment.ts';
import type { Once } from './once.ts';
import { operation, type Operation } from './operation.ts';
import { id, instant, localDate, said, text, who } from './shapes.ts';

export type StaffDeps = { knex: Knex; clock: Clock; once: Once };

const headers = ['Idempotency-Replayed'];

const absence = z.strictObject({
  id,
  account: who,
  deputy: who.nullable(),
  firstOn: localDate,
  lastOn: localDate,
  reason: said(500),
});

export function staffOperations(deps: StaffDeps): Operation[] {
  return [
    listAbsencesOperation(deps),
    addAbsenceOperation(deps),
    endAbsenceOperation(deps),
    listAssignmentsOperation(deps),
    assignOperation(deps),
  ];
}

/** What is said of an absence. */
export const newAbsence = z.strictObject({
  account: id.optional().meta({ description: 'Left out: yourself' }),
  deputy: id.optional().meta({ description: 'Takes new cases, and heads the unit meanwhile' }),
  firstOn: localDate,
  lastOn: localDate,
  reason: text(500).optional(),
});

const absences = { path: '/api/absences', tag: 'work', roles: permissions.oversee } as const;

function listAbsencesOperation({ knex, clock }: StaffDeps): Operation {
  return operation({
    ...absences,
    id: 'listAbsences',
    method: 'GET',
    title: { vi: 'Lịch vắng mặt', en: 'Who is away' },
    query: {
      from: localDate.optional().meta({ description: 'Not ended by this day; today if left out' }),
      account: id.optional(),
    },
    answers: {
      200: {
        title: 'By first day',
        schema: z.strictObject({ items: z.array(absence).max(5_000) }),
      },
    },
    problems: ['invalid', 'forbidden'],
    async handle({ person, query: { from = clock.today(), account } }) {
      return { body: { items: await listAbsences(knex, person, { from, account }) } };
    },
  });
}

function addAbsenceOperation({ clock, once }: StaffDeps): Operation {
  return operation({
    ...absences,
    id: 'addAbsence',
    method: 'POST',
    title: { vi: 'Báo vắng mặt, cử người thay', en: 'Enter an absence and a deputy' },
    body: newAbsence.shape,
    answers: { 201: { title: 'Entered', schema: absence, headers } },
    problems: ['invalid', 'forbidden'],
    handle: (call) => {
      const { account = call.person.id, ...rest } = call.body;
      const given = { account, ...rest };
      return once(call, (tx) => addAbsence(tx, call.person, given, clock.now()), 201);
    },
  });
}

function endAbsenceOperation({ clock, once }: StaffDeps): Operation {
  return operation({
    id: 'endAbsence',
    method: 'DELETE',
    path: '/api/absences/{id}',
    tag: 'work',
    title: { vi: 'Hủy hoặc kết thúc vắng mặt', en: 'End an absence or call it off' },
    roles: permissions.oversee,
    params: { id },
    answers: { 200: { title: 'Ended', schema: absence, headers } },
    problems: ['forbidden', 'not-found'],
    handle: (call) => once(call, (tx) => endAbsence(tx, call.person, call.params.id, clock.now())),
  });
}

const assignment = z.strictObject({
  unit: said(200),
  assignee: who.nullable(),
  by: who,
  at: instant,
  reason: said(500),
});

const assignments = {
  path: '/api/cases/{id}/assignment',
  tag: 'cases',
  params: { id },
} as const;

function listAssignmentsOperation({ knex }: StaffDeps): Operation {
  return operation({
    ...assignments,
    id: 'listAssignments',
    method: 'GET',
    title: { vi: 'Hồ sơ đã được giao qua những ai', en: 'Through whose hands a case has gone' },
    roles: permissions.oversee,
    answers: {
      200: {
        title: 'Newest first; the first routing is not among them',
        schema: z.strictObject({ items: z.array(assignment).max(1_000) }),
      },
    },
    problems: ['forbidden', 'not-found'],
    async handle({ person, params }) {
      return { body: { items: await listAssignments(knex, person, params.id) } };
    },
  });
}

function assignOperation({ clock, once }: StaffDeps): Operation {
  return operation({
    ...assignments,
    id: 'assignCase',
    method: 'PUT',
    title: { vi: 'Giao lại hồ sơ', en: 'Give a case to a unit or a person' },
    roles: permissions.assignCases,
    body: {
      unit: said(200).optional().meta({ description: 'Code of a unit; empty for none' }),
      assignee: id.nullable().optional().meta({ description: 'Null: in nobody’s hands' }),
      reason: text(500),
    },
    answers: { 200: { title: 'As it is now', schema: assignment, headers } },
    problems: ['invalid', 'forbidden', 'not-found', 'refused'],
    handle: (call) => {
      const which = { caseId: call.params.id, at: clock.now(), on: clock.today() };
      return once(call, (tx) => assignCase(tx, call.person, which, call.body));
    },
  });
}
