// The register of cooperatives over HTTP: search, history, doubles, the check of a name, the whole as a table.
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import type { Clock } from '../clock.ts';
import { columns, statuses } from '../register/cooperative.ts';
import { checkName } from '../register/names.ts';
import {
  listCooperatives,
  mergeCooperatives,
  readCooperative,
  type Kept,
} from '../register/register.ts';
import { writeGrid, xlsxType } from '../sheets/grid.ts';
import type { Once } from './once.ts';
import { operation, type Operation } from './operation.ts';
import { importOperation } from './register-import.ts';
import { bilingual, instant, law, localDate, paging, said, text, usualLimit } from './shapes.ts';

export type RegisterDeps = { knex: Knex; clock: Clock; once: Once };

/** Who may merge two rows of one cooperative. */

const code = z
  .string()
  .max(30)
  .regex(/^[0-9A-Za-z/.-]+$/);

const cooperative = z.strictObject({
  code: said(30),
  name: said(300),
  kind: z.enum(['cooperative', 'union']),
  status: said(200),
  registeredOn: localDate,
  commune: said(200),
  oldDistrict: said(200),
  address: said(300),
  capital: z.int().nullable().meta({ description: 'Charter capital in VND' }),
  members: z.int().nullable(),
  representative: said(200),
  sector: said(300),
  mergedInto: said(30).nullable(),
  caseId: said(36).nullable(),
  source: said(300),
  since: instant.nullable(),
});

const filters = {
  text: text(200).optional().meta({ description: 'Words of code, name or commune' }),
  status: z.enum(statuses).optional(),
  commune: text(200).optional(),
};

const similar = z.strictObject({
  code: said(30),
  name: said(300),
  commune: said(200),
  why: z.array(z.strictObject({ code: said(20), title: bilingual, law })).max(10),
});

export function registerOperations(deps: RegisterDeps): Operation[] {
  return [
    listOperation(deps),
    tableOperation(deps),
    readOperation(deps),
    mergeOperation(deps),
    importOperation(deps),
    nameOperation(deps),
  ];
}

function listOperation({ knex }: RegisterDeps): Operation {
  return operation({
    id: 'listCooperatives',
    method: 'GET',
    path: '/api/cooperatives',
    tag: 'register',
    roles: permissions.oversee,
    title: { vi: 'Sổ theo dõi hợp tác xã', en: 'Register of cooperatives' },
    query: { ...filters, ...paging },
    answers: {
      200: {
        title: 'One page by code, without merged doubles; `total` counts all that fit',
        schema: z.strictObject({
          items: z.array(cooperative).max(100),
          next: said(400).nullable(),
          total: z.int(),
        }),
      },
    },
    problems: ['invalid'],
    async handle({ person, query: { cursor, limit = usualLimit, ...filter } }) {
      const asked = { ...filter, after: cursor, limit };
      return { body: await listCooperatives(knex, person.allianceId, asked) };
    },
  });
}

const mostExported = 100_000;

function tableOperation({ knex }: RegisterDeps): Operation {
  return operation({
    id: 'exportCooperatives',
    method: 'GET',
    path: '/api/cooperatives.xlsx',
    tag: 'register',
    roles: permissions.oversee,
    title: { vi: 'Xuất sổ theo dõi hợp tác xã', en: 'The register as a table' },
    query: filters,
    answers: { 200: { title: 'The same columns that an import takes', types: [xlsxType] } },
    problems: ['invalid'],
    async handle({ person, query }) {
      const asked = { ...query, limit: mostExported };
      const { items } = await listCooperatives(knex, person.allianceId, asked);
      return {
        body: Buffer.from(await writeGrid('Hợp tác xã', columns, items.map(cells))),
        type: xlsxType,
        headers: { 'Content-Disposition': 'attachment; filename="hop-tac-xa.xlsx"' },
      };
    },
  });
}

function cells({ capital, members, kind, ...row }: Kept): Record<string, string | number> {
  const shown = { ...row, kind: kind === 'union' ? 'Liên hiệp hợp tác xã' : 'Hợp tác xã' };
  const numbers = Object.entries({ capital, members }).filter(([, value]) => value !== null);
  return { ...(shown as Record<string, string>), ...(Object.fromEntries(numbers) as object) };
}

function readOperation({ knex }: RegisterDeps): Operation {
  return operation({
    id: 'readCooperative',
    method: 'GET',
    path: '/api/cooperatives/{code}',
    tag: 'register',
    roles: permissions.oversee,
    title: { vi: 'Một hợp tác xã và lịch sử thay đổi', en: 'A cooperative and its history' },
    params: { code },
    answers: {
      200: {
        title: 'As it is, and what it was before, latest first',
        schema: z.strictObject({ cooperative, history: z.array(cooperative).max(1_000) }),
      },
    },
    problems: ['not-found'],
    handle: async ({ person, params }) => ({
      body: await readCooperative(knex, person.allianceId, params.code),
    }),
  });
}

function mergeOperation({ clock, once }: RegisterDeps): Operation {
  return operation({
    id: 'mergeCooperatives',
    method: 'POST',
    path: '/api/cooperatives/merge',
    tag: 'register',
    roles: permissions.mergeCooperatives,
    title: { vi: 'Gộp hai dòng của một hợp tác xã', en: 'Merge two rows of one cooperative' },
    body: {
      keep: code.meta({ description: 'Code that stays' }),
      double: code.meta({ description: 'Code that is shown no more' }),
    },
    answers: {
      200: {
        title: 'The row that stays',
        schema: cooperative,
        headers: ['Idempotency-Replayed'],
      },
    },
    problems: ['invalid', 'forbidden'],
    handle: (call) =>
      once(call, async (tx) => {
        const { person, body } = call;
        await mergeCooperatives(tx, person.allianceId, body, clock.now());
        return (await readCooperative(tx, person.allianceId, body.keep)).cooperative;
      }),
  });
}

function nameOperation({ knex }: RegisterDeps): Operation {
  return operation({
    id: 'checkName',
    method: 'GET',
    path: '/api/names',
    tag: 'register',
    title: { vi: 'Kiểm tra tên trùng, gây nhầm lẫn', en: 'Check a name against the register' },
    query: {
      name: text(300),
      words: text(300)
        .optional()
        .meta({ description: 'Words that may tell the group apart, with commas between' }),
    },
    answers: {
      200: {
        title: 'Advice: the registry decides',
        schema: z.strictObject({
          similar: z.array(similar).max(20),
          free: z.array(said(700)).max(5),
        }),
      },
    },
    problems: ['invalid'],
    handle: async ({ query: { name, words = '' } }) => ({
      body: await checkName(knex, { name, words: words.split(',').slice(0, 5) }),
    }),
  });
}
