// The way back from a seal to the identifier it stands for, for those who may read it. What a person is given is
// written to the log of reads by the statement that reads it.
import type { Knex } from 'knex';
import type { Actor } from '../../machines/define.ts';
import { readSeal, type PersonalKind } from '../../machines/personal.ts';
import type { Clock } from '../clock.ts';
import type { Vault } from '../vault.ts';
import { readsIdentifiers } from './rights.ts';

/** What stands where an identifier was erased or may not be read. */
export const masked = '•••';

/** Who is given the identifiers, and by which operation. */
export type Reader = { person: Actor; operation: string };

/**
 * A copy with every seal of this case replaced by its value. Masked are those erased, and all of them for a person to
 * whom identifiers are not shown. The system's own reads have no reader.
 */
export type Unseal = <T>(caseId: string, value: T, reader?: Reader) => Promise<T>;

type Row = { id: string; kind: PersonalKind; cipher: Buffer | null };

export function createUnseal(db: Knex, vault: Vault, clock: Clock): Unseal {
  return async <T>(caseId: string, value: T, reader?: Reader): Promise<T> => {
    if (reader && !readsIdentifiers(reader.person)) return maskSeals(value);
    const rows = sealedRows(value);
    if (rows.length === 0) return value;
    const statement = reader ? readAndLog : readOnly;
    const about = reader ? [clock.now(), reader.person.id, caseId, reader.operation] : [];
    const found = await db.raw<{ rows: Row[] }>(statement, [caseId, rows, ...about] as never);
    const values = new Map(
      found.rows.flatMap(({ id, kind, cipher }) =>
        cipher ? [[id, vault.unlock(id, kind, cipher).value]] : [],
      ),
    );
    return mapTexts(value, (text) => {
      const seal = readSeal(text);
      return seal ? (values.get(seal.row) ?? masked) : text;
    }) as T;
  };
}

const readOnly =
  'select id, kind, cipher from person_rows where case_id = ? and id = any(?::uuid[])';
const readAndLog = `with found as (${readOnly}),
  logged as (insert into personal_reads (at, reader, case_id, operation, identifiers)
    select ?, ?, ?, ?, count(*) from found where cipher is not null having count(*) > 0)
  select * from found`;

/** Writes down a read of something that was unsealed earlier, such as a paper, or that takes no seal apart. */
export async function logRead(
  db: Knex,
  clock: Clock,
  { id, operation }: { id: string; operation: string },
  caseId: string | null,
): Promise<void> {
  await db.raw(
    `insert into personal_reads (at, reader, case_id, operation, identifiers)
     select ?, ?, ?, ?, count(*) from person_rows where cipher is not null and (case_id = ? or ?::uuid is null)
     having count(*) > 0`,
    [clock.now(), id, caseId, operation, caseId, caseId] as never,
  );
}

/** A copy with every seal masked, for people to whom no identifier is shown. */
export function maskSeals<T>(value: T): T {
  return mapTexts(value, (text) => (readSeal(text) ? masked : text)) as T;
}

function sealedRows(value: unknown): string[] {
  const rows = new Set<string>();
  mapTexts(value, (text) => {
    const seal = readSeal(text);
    if (seal) rows.add(seal.row);
    return text;
  });
  return [...rows];
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return value.startsWith('sealed:') ? change(value) : value;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]),
  );
}
