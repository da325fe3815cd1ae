// Units of an alliance over HTTP: members, territories, and the communes and districts there are.
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import { searchTerritories } from '../../machines/territory/territory.ts';
import type { Clock } from '../clock.ts';
import { addUnit, changeUnit, closeUnit, listUnits } from '../engine/units.ts';
import type { Once } from './once.ts';
import { operation, type Operation } from './operation.ts';
import { bilingual, id, said, text, usualLimit, wholeNumber } from './shapes.ts';

export type UnitDeps = { knex: Knex; clock: Clock; once: Once };

const kind = z.enum(['commune', 'district', 'everywhere']);
const member = z.strictObject({
  id,
  name: said(200),
  head: z.boolean(),
  present: id.nullable().meta({ description: 'Who stands in today; the member itself when there' }),
  cases: z.int().min(0),
});
const territory = z.strictObject({
  process: said(60).nullable(),
  kind,
  code: said(10).nullable(),
  name: said(200).nullable(),
});
const unit = z.strictObject({
  id,
  code: said(40),
  name: bilingual,
  members: z.array(member).max(500),
  territories: z.array(territory).max(5_000),
  cases: z.strictObject({ open: z.int().min(0), unassigned: z.int().min(0) }),
});

const code = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .meta({ description: 'Stands in the cases and never changes: `phong-tu-van`' });
const name = z.strictObject({ vi: text(200), en: text(200) });

/** What a unit is made of. */
export const newUnit = z.strictObject({ code, name });

/** Who makes units and changes them. */
const headers = ['Idempotency-Replayed'];

export function unitOperations(deps: UnitDeps): Operation[] {
  return [
    listOperation(deps),
    addOperation(deps),
    changeOperation(deps),
    closeOperation(deps),
    territoriesOperation(),
  ];
}

function listOperation({ knex, clock }: UnitDeps): Operation {
  return operation({
    id: 'listUnits',
    method: 'GET',
    path: '/api/units',
    tag: 'work',
    title: { vi: 'Các phòng của Liên minh', en: 'Units of the alliance' },
    roles: permissions.oversee,
    answers: {
      200: {
        title: 'By code, with who is there today and the open cases of each',
        schema: z.strictObject({ items: z.array(unit).max(200) }),
      },
    },
    problems: ['forbidden'],
    handle: async ({ person }) => ({
      body: { items: await listUnits(knex, person.allianceId, clock.today()) },
    }),
  });
}

function addOperation({ clock, once }: UnitDeps): Operation {
  return operation({
    id: 'addUnit',
    method: 'POST',
    path: '/api/units',
    tag: 'work',
    title: { vi: 'Lập phòng', en: 'Add a unit' },
    roles: permissions.planUnits,
    body: newUnit.shape,
    answers: { 201: { title: 'Added', schema: unit, headers } },
    problems: ['invalid', 'forbidden'],
    handle: (call) => {
      const moment = { at: clock.now(), on: clock.today() };
      return once(call, (tx) => addUnit(tx, call.person, call.body, moment), 201);
    },
  });
}

const place = { path: '/api/units/{id}', tag: 'work', params: { id } } as const;

function changeOperation({ clock, once }: UnitDeps): Operation {
  return operation({
    ...place,
    id: 'changeUnit',
    method: 'PUT',
    title: { vi: 'Sửa phòng: tên, người, địa bàn', en: 'Change a unit' },
    roles: permissions.planUnits,
    body: {
      name: name.optional(),
      members: z
        .array(z.strictObject({ account: id, head: z.boolean().optional() }))
        .max(500)
        .optional()
        .meta({ description: 'All of them; those left out leave the unit' }),
      territories: z
        .array(
          z.strictObject({
            process: said(60).optional().meta({ description: 'Left out: every process' }),
            kind,
            code: said(10)
              .optional()
              .meta({ description: 'As in /api/territories; none for `everywhere`' }),
          }),
        )
        .max(5_000)
        .optional()
        .meta({ description: 'All of them' }),
    },
    answers: { 200: { title: 'As it is now', schema: unit, headers } },
    problems: ['invalid', 'forbidden', 'not-found'],
    handle: (call) => {
      const which = { id: call.params.id, on: clock.today() };
      return once(call, (tx) => changeUnit(tx, call.person, which, call.body));
    },
  });
}

function closeOperation({ clock, once }: UnitDeps): Operation {
  return operation({
    ...place,
    id: 'closeUnit',
    method: 'DELETE',
    title: { vi: 'Giải thể phòng', en: 'Take a unit out of use' },
    roles: permissions.planUnits,
    answers: { 200: { title: 'Its cases keep its code', schema: unit, headers } },
    problems: ['forbidden', 'not-found'],
    handle: (call) => {
      const which = { id: call.params.id, at: clock.now(), on: clock.today() };
      return once(call, (tx) => closeUnit(tx, call.person, which));
    },
  });
}

const found = z.strictObject({
  kind: z.enum(['commune', 'district']),
  code: said(10),
  name: said(200),
  province: z.strictObject({ code: said(10), name: said(200) }),
});

function territoriesOperation(): Operation {
  return operation({
    id: 'listTerritories',
    method: 'GET',
    path: '/api/territories',
    tag: 'work',
    title: {
      vi: 'Xã, phường từ 01/7/2025; huyện trước đó',
      en: 'Communes since 1 July 2025; districts before',
    },
    query: {
      kind: z.enum(['commune', 'district']).default('commune'),
      province: said(2).optional().meta({ description: 'Code, by the codes of the time' }),
      text: text(100).optional().meta({ description: 'Part of the name, diacritics or not' }),
      limit: wholeNumber(1, 1_000).optional(),
    },
    answers: {
      200: {
        title: 'By code',
        schema: z.strictObject({ items: z.array(found).max(1_000), total: z.int().min(0) }),
      },
    },
    problems: ['invalid'],
    handle({ query: { limit = usualLimit, ...search } }) {
      const all = searchTerritories(search);
      return Promise.resolve({ body: { items: all.slice(0, limit), total: all.length } });
    },
  });
}
