// Takes a table of cooperatives into the register: every row is judged by itself, and the answer says what became of
// each. A row that says what is known already changes nothing, so a table can be sent again.
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import { nameKey } from '../../machines/founding/likeness.ts';
import type { GridRow } from '../sheets/grid.ts';
import { cooperativeOf, type CellFault, type Cooperative, type Field } from './cooperative.ts';

export type RowResult = {
  /** As the program that shows the table counts. */
  line: number;
  code: string;
  outcome: 'added' | 'changed' | 'same' | 'refused';
  faults: CellFault[];
};

export type ImportAsked = {
  allianceId: string;
  rows: readonly GridRow<Field>[];
  /** Name of the file, kept with each row. */
  source: string;
  /** Judges without writing. */
  trial?: boolean;
};

type Judged = { line: number; cooperative: Cooperative };

const together = 1_000;

/** Returns one result per row, in the order of the table. All good rows are written, or none. */
export async function importCooperatives(
  db: Knex,
  { allianceId, rows, source, trial = false }: ImportAsked,
  at: Instant,
): Promise<RowResult[]> {
  const refused: RowResult[] = [];
  const good = new Map<string, Judged>();
  for (const row of rows) {
    const read = cooperativeOf(row);
    const { line } = row;
    if ('faults' in read) {
      const { faults } = read;
      refused.push({ line, code: row.cells.code ?? '', outcome: 'refused', faults });
      continue;
    }
    const { code } = read.cooperative;
    const first = good.get(code);
    if (first) {
      const faults = [{ field: 'code' as const, detail: doubled(first.line) }];
      refused.push({ line, code, outcome: 'refused', faults });
    } else good.set(code, { line, cooperative: read.cooperative });
  }
  const judged = [...good.values()];
  const written = await db.transaction(async (trx) => {
    const results: RowResult[] = [];
    for (let from = 0; from < judged.length; from += together) {
      const part = judged.slice(from, from + together);
      results.push(...(await writePart(trx, part, { allianceId, source, at, trial })));
    }
    return results;
  });
  return [...refused, ...written].toSorted((one, other) => one.line - other.line);
}

type Writing = { allianceId: string; source: string; at: Instant; trial: boolean };

const given = `code text, name text, kind text, status text, "registeredOn" date, commune text, "oldDistrict" text,
  address text, capital bigint, members int, representative text, sector text, "nameKey" text`;

/** Cells left empty keep what is known; what differs is written. */
const merged = `select k.*, c.code is null as new, c.code is not null and (c.name, c.kind, c.status, c.registered_on,
    c.commune, c.old_district, c.address, coalesce(c.capital, -1), coalesce(c.members, -1), c.representative, c.sector)
    is distinct from (k.name, k.kind, k.status, k."registeredOn", coalesce(nullif(k.commune, ''), c.commune),
    coalesce(nullif(k."oldDistrict", ''), c.old_district), coalesce(nullif(k.address, ''), c.address),
    coalesce(k.capital, c.capital, -1), coalesce(k.members, c.members, -1),
    coalesce(nullif(k.representative, ''), c.representative), coalesce(nullif(k.sector, ''), c.sector)) as other
  from jsonb_to_recordset(?::jsonb) as k(${given})
  left join cooperatives c on c.alliance_id = ?::uuid and c.code = k.code`;

const write = `insert into cooperatives as c (alliance_id, code, name, kind, status, registered_on, commune,
    old_district, address, capital, members, representative, sector, name_key, source, updated_at)
  select ?::uuid, k.code, k.name, k.kind, k.status, k."registeredOn", k.commune, k."oldDistrict", k.address, k.capital,
    k.members, k.representative, k.sector, k."nameKey", ?, ?::timestamptz
  from jsonb_to_recordset(?::jsonb) as k(${given})
  on conflict (alliance_id, code) do update set name = excluded.name, kind = excluded.kind, status = excluded.status,
    registered_on = excluded.registered_on, commune = coalesce(nullif(excluded.commune, ''), c.commune),
    old_district = coalesce(nullif(excluded.old_district, ''), c.old_district),
    address = coalesce(nullif(excluded.address, ''), c.address), capital = coalesce(excluded.capital, c.capital),
    members = coalesce(excluded.members, c.members),
    representative = coalesce(nullif(excluded.representative, ''), c.representative),
    sector = coalesce(nullif(excluded.sector, ''), c.sector), name_key = excluded.name_key,
    source = excluded.source, updated_at = excluded.updated_at`;

async function writePart(
  trx: Knex.Transaction,
  part: readonly Judged[],
  { allianceId, source, at, trial }: Writing,
): Promise<RowResult[]> {
  const input = part.map(({ cooperative }) => ({
    ...cooperative,
    nameKey: nameKey(cooperative.name),
  }));
  const { rows } = await trx.raw<{ rows: { code: string; new: boolean; other: boolean }[] }>(
    merged,
    [JSON.stringify(input), allianceId],
  );
  const known = new Map(rows.map((row) => [row.code, row]));
  const results = part.map(({ line, cooperative: { code } }): RowResult => {
    const { new: added, other } = known.get(code) ?? { new: true, other: false };
    return { line, code, outcome: added ? 'added' : other ? 'changed' : 'same', faults: [] };
  });
  const touched = new Set(results.flatMap((row) => (row.outcome === 'same' ? [] : [row.code])));
  if (touched.size === 0 || trial) return results;
  const changed = input.filter(({ code }) => touched.has(code));
  await trx.raw(write, [allianceId, source, at, JSON.stringify(changed)]);
  return results;
}

function doubled(line: number) {
  return {
    vi: `Mã số này đã có ở dòng ${line} của bảng; giữ lại một dòng`,
    en: `Line ${line} of the table has this code already; keep one of the two`,
  };
}
