// Criteria sets over HTTP: read, drafted, checked, published, ended, compared; and what figures score under one.
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import { changesBetween } from '../../machines/criteria/compare.ts';
import { formOf } from '../../machines/criteria/form.ts';
import { criteriaSet } from '../../machines/criteria/set.ts';
import { faultsOfSet } from '../../machines/criteria/validate.ts';
import type { Clock } from '../clock.ts';
import {
  changeDraft,
  createDraft,
  deleteDraft,
  listSets,
  publishSet,
  readSet,
  retireSet,
  type By,
  type InForce,
  type SetKey,
  type SetRead,
} from '../criteria/sets.ts';
import type { Almanac } from '../engine/almanac.ts';
import type { Person } from '../engine/rights.ts';
import { Problem } from '../problem.ts';
import { changes, setId, setItem, setView, version } from './criteria-shapes.ts';
import type { Once } from './once.ts';
import { operation, type Call, type Operation, type Reply } from './operation.ts';
import { localDate, text } from './shapes.ts';

export type CriteriaDeps = { knex: Knex; clock: Clock; almanac: Almanac; once: Once };

const params = { set: setId, version };
const path = '/api/criteria-sets/{set}/{version}';
const view = { schema: setView, headers: ['Idempotency-Replayed'] };

export function criteriaSetOperations(deps: CriteriaDeps): Operation[] {
  return [
    listOperation(deps),
    readOperation(deps),
    compareOperation(deps),
    draftOperation(deps),
    changeOperation(deps),
    deleteOperation(deps),
    publishOperation(deps),
    retireOperation(deps),
  ];
}

export const keyOf = ({ allianceId }: Person, at: { set: string; version: number }): SetKey => ({
  allianceId,
  set: at.set,
  version: at.version,
});

export const byOf = ({ id }: Person, clock: Clock): By => ({ id, at: clock.now() });

/** A version as it is shown: with what is wrong, and the form it gives. */
const shown = (read: SetRead): object => ({
  ...read,
  faults: faultsOfSet(read.content),
  form: formOf(read.content),
});

const reading = { method: 'GET', tag: 'criteria' } as const;

function listOperation({ knex }: CriteriaDeps): Operation {
  return operation({
    ...reading,
    id: 'listCriteriaSets',
    path: '/api/criteria-sets',
    title: { vi: 'Các bộ tiêu chí', en: 'Criteria sets' },
    query: { status: z.enum(['shipped', 'draft', 'published', 'retired']).optional() },
    answers: {
      200: {
        title: 'All versions of all sets',
        schema: z.strictObject({ items: z.array(setItem).max(10_000) }),
      },
    },
    problems: ['invalid'],
    async handle({ person, query: { status } }) {
      const all = await listSets(knex, person.allianceId);
      return { body: { items: all.filter((each) => (status ?? each.status) === each.status) } };
    },
  });
}

function readOperation({ knex }: CriteriaDeps): Operation {
  return operation({
    ...reading,
    id: 'readCriteriaSet',
    path,
    params,
    title: { vi: 'Một bộ tiêu chí', en: 'Read a criteria set' },
    answers: {
      200: { title: 'With what keeps it from being published, and its form', schema: setView },
    },
    problems: ['not-found'],
    handle: async ({ person, params: at }) => ({
      body: shown(await readSet(knex, keyOf(person, at))),
    }),
  });
}

function compareOperation({ knex }: CriteriaDeps): Operation {
  return operation({
    ...reading,
    id: 'compareCriteriaSets',
    path: `${path}/changes`,
    params,
    query: {
      since: version.meta({ description: 'The version to compare with' }),
      of: setId.optional(),
    },
    title: { vi: 'So sánh hai phiên bản', en: 'Compare two versions' },
    answers: { 200: { title: 'What changed since that version', schema: changes } },
    problems: ['invalid', 'not-found'],
    async handle({ person, params: at, query: { since, of = at.set } }) {
      const before = await readSet(knex, keyOf(person, { set: of, version: since }));
      const after = await readSet(knex, keyOf(person, at));
      return {
        body: {
          before: { set: of, version: since },
          after: { set: at.set, version: at.version },
          changes: changesBetween(before.content, after.content),
        },
      };
    },
  });
}

const draft = { tag: 'criteria', roles: permissions.draftCriteria } as const;

function draftOperation({ clock, once }: CriteriaDeps): Operation {
  return operation({
    ...draft,
    id: 'draftCriteriaSet',
    method: 'POST',
    path: '/api/criteria-sets',
    title: { vi: 'Soạn bản thảo từ một bộ tiêu chí', en: 'Make a draft of a set' },
    body: {
      from: z.strictObject({ set: setId, version: z.int().min(0).max(999_999) }),
      as: setId.optional().meta({ description: 'Id of a new set; left out, the same set' }),
    },
    answers: { 201: { title: 'The draft', ...view } },
    problems: ['invalid', 'forbidden', 'not-found', 'refused'],
    handle: (call) =>
      once(
        call,
        async (tx) =>
          shown(
            await createDraft(
              tx,
              keyOf(call.person, call.body.from),
              byOf(call.person, clock),
              call.body.as,
            ),
          ),
        201,
      ),
  });
}

function changeOperation({ clock, once }: CriteriaDeps): Operation {
  return operation({
    ...draft,
    id: 'changeCriteriaSet',
    method: 'PUT',
    path,
    params,
    title: { vi: 'Sửa bản thảo', en: 'Change a draft' },
    body: {
      edition: z.int().min(1).meta({ description: 'The edition that was read' }),
      content: criteriaSet,
    },
    answers: {
      200: { title: 'The draft with what still keeps it from being published', ...view },
    },
    problems: ['invalid', 'forbidden', 'not-found', 'refused', 'stale'],
    handle: (call) =>
      once(call, async (tx) => {
        const { person, params: at, body } = call;
        const key = { ...keyOf(person, at), edition: body.edition };
        return shown(await changeDraft(tx, key, body.content, byOf(person, clock)));
      }),
  });
}

function deleteOperation({ once }: CriteriaDeps): Operation {
  return operation({
    ...draft,
    id: 'deleteCriteriaSet',
    method: 'DELETE',
    path,
    params,
    title: { vi: 'Xóa bản thảo', en: 'Delete a draft' },
    answers: {
      200: { title: 'Gone', schema: z.strictObject({}), headers: ['Idempotency-Replayed'] },
    },
    problems: ['forbidden', 'not-found', 'refused'],
    handle: (call) =>
      once(call, async (tx) => {
        await deleteDraft(tx, keyOf(call.person, call.params));
        return {};
      }),
  });
}

const status = {
  method: 'POST',
  tag: 'criteria',
  roles: permissions.publishCriteria,
  params,
} as const;

function publishOperation(deps: CriteriaDeps): Operation {
  return operation({
    ...status,
    id: 'publishCriteriaSet',
    path: `${path}/publish`,
    title: { vi: 'Ban hành bộ tiêu chí', en: 'Publish a criteria set' },
    body: { from: localDate, to: localDate.optional() },
    answers: { 200: { title: 'Cases open on it from that day', ...view } },
    problems: ['invalid', 'forbidden', 'not-found', 'refused'],
    handle: (call) => publish(deps, call, call.params, call.body),
  });
}

type Asking = Pick<Call, 'person' | 'key'>;
type At = { set: string; version: number };

/** Publishes a draft once for the key of the call. @throws as publishSet */
export async function publish(
  { clock, almanac, once }: CriteriaDeps,
  call: Asking,
  at: At,
  inForce: InForce,
): Promise<Reply> {
  const { person } = call;
  if (inForce.to !== undefined && inForce.to < inForce.from) throw turnedRound();
  const reply = await once(call, async (tx) =>
    shown(await publishSet(tx, keyOf(person, at), inForce, byOf(person, clock))),
  );
  almanac.forget();
  return reply;
}

function retireOperation(deps: CriteriaDeps): Operation {
  return operation({
    ...status,
    id: 'retireCriteriaSet',
    path: `${path}/retire`,
    title: { vi: 'Kết thúc hiệu lực bộ tiêu chí', en: 'End a criteria set' },
    body: ending,
    answers: { 200: { title: 'No case opens on it after that day; open ones go on', ...view } },
    problems: ['invalid', 'forbidden', 'not-found', 'refused'],
    handle: (call) => retire(deps, call, call.params, call.body),
  });
}

export const ending = { on: localDate, reason: text(2_000) };

/** Ends a published version once for the key of the call. @throws as retireSet */
export async function retire(
  { clock, almanac, once }: CriteriaDeps,
  call: Asking,
  at: At,
  ended: { on: string; reason: string },
): Promise<Reply> {
  const { person } = call;
  const reply = await once(call, async (tx) =>
    shown(await retireSet(tx, keyOf(person, at), ended, byOf(person, clock))),
  );
  almanac.forget();
  return reply;
}

function turnedRound(): Problem {
  const detail = { vi: 'Ngày hết hiệu lực trước ngày có hiệu lực', en: 'It ends before it begins' };
  return new Problem('invalid', { errors: [{ pointer: '/to', code: 'period', detail }] });
}
