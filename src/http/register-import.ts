// Taking a table of cooperatives into the register over HTTP, with what became of each row.
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import { columns, type Field } from '../register/cooperative.ts';
import { importCooperatives, type RowResult } from '../register/import.ts';
import { readGrid, type GridRow } from '../sheets/grid.ts';
import { Problem } from '../problem.ts';
import type { Person } from '../engine/rights.ts';
import {
  operation,
  type Operation,
  type Receive,
  type Reply,
  type RequestKey,
} from './operation.ts';
import type { RegisterDeps } from './register.ts';
import { bilingual, said } from './shapes.ts';

const mostRows = 20_000;
export const mostBytes = 10 * 1024 * 1024;

const rowResult = z.strictObject({
  line: z.int(),
  code: said(30),
  outcome: z.enum(['added', 'changed', 'same', 'refused']),
  faults: z.array(z.strictObject({ field: said(30), detail: bilingual })).max(20),
});

const answers = {
  200: {
    title: 'Good rows are in; refused ones say what to mend',
    schema: z.strictObject({
      counts: z.record(said(20), z.int()),
      rows: z.array(rowResult).max(mostRows),
    }),
    headers: ['Idempotency-Replayed'],
  },
};

export function importOperation({ clock, once }: RegisterDeps): Operation {
  return operation({
    id: 'importCooperatives',
    method: 'POST',
    path: '/api/cooperatives/import',
    tag: 'register',
    roles: permissions.importCooperatives,
    title: { vi: 'Nhập danh sách hợp tác xã từ tệp', en: 'Take a table into the register' },
    upload: { files: 1, fileBytes: mostBytes },
    body: {
      trial: z
        .enum(['true', 'false'])
        .optional()
        .meta({ description: 'Judges the rows without writing any' }),
    },
    answers,
    problems: ['invalid', 'forbidden'],
    async handle({ person, receive }) {
      const sent = await receiveTable(receive);
      return takeTable({ clock, once }, { ...sent, person, trial: sent.fields.trial === 'true' });
    },
  });
}

type Sent<F> = { fields: F; key: RequestKey; table: { source: string; bytes: Uint8Array } };

/** The one file of a form. @throws Problem `invalid` when there is none */
export async function receiveTable<F>(receive: Receive<F>): Promise<Sent<F>> {
  const { files, fields, key } = await receive(async ({ name, content }) => ({
    source: name,
    bytes: await buffer(content),
  }));
  const [table] = files;
  if (!table) throw refused('missing', noFile);
  return { fields, key, table };
}

/** Takes the table into the register once per key, or only judges it. @throws Problem `invalid` when it is no table */
export async function takeTable(
  { clock, once }: Pick<RegisterDeps, 'clock' | 'once'>,
  { person, key, table, trial }: Omit<Sent<unknown>, 'fields'> & { person: Person; trial: boolean },
): Promise<Reply> {
  const { source, bytes } = table;
  const asked = { allianceId: person.allianceId, rows: await rowsOf(bytes), source, trial };
  return once({ person, key }, async (tx) => {
    const results = await importCooperatives(tx, asked, clock.now());
    return { counts: countsOf(results), rows: results };
  });
}

async function rowsOf(bytes: Uint8Array): Promise<GridRow<Field>[]> {
  const rows = await readGrid(bytes, columns);
  if (rows.length > mostRows) throw refused('rows', tooLong);
  return rows;
}

function countsOf(results: readonly RowResult[]): Record<string, number> {
  const groups = Map.groupBy(results, ({ outcome }) => outcome);
  return Object.fromEntries([...groups].map(([outcome, rows]) => [outcome, rows.length]));
}

const noFile = { vi: 'Hãy chọn một tệp .xlsx hoặc .csv', en: 'Choose an .xlsx or .csv file' };
const tooLong = {
  vi: `Bảng dài quá ${mostRows} dòng; chia thành nhiều tệp, hoặc nhập bằng dòng lệnh`,
  en: `The table has more than ${mostRows} rows; split it, or use the command line`,
};

function refused(code: string, detail: typeof noFile): Problem {
  return new Problem('invalid', { detail, errors: [{ pointer: '/file', code, detail }] });
}
