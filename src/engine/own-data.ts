// What is held about one person, for that person; and the erasure of identifiers once a request for it is being
// carried out. The journal keeps its digests, so its chain stays whole.
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import type { PersonalKind } from '../../machines/personal.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import type { Vault } from '../vault.ts';
import { readEntry } from './journal.ts';
import { readRow } from './reading.ts';
import { listRelations } from './relations.ts';
import { visibleCases, type Person } from './rights.ts';
import type { Unseal } from './unseal.ts';

const mostEvents = 5_000;

/** Account, declarations, cases one has a part in with one's own acts in the clear, and who else read identifiers there. */
export async function ownData(
  { knex, unseal }: { knex: Knex; unseal: Unseal },
  person: Person,
): Promise<object> {
  const visible = visibleCases(person);
  const account: unknown = await knex('accounts')
    .where({ id: person.id })
    .first('id', 'email', 'name', 'roles', 'created_at as createdAt');
  const { rows: cases } = await knex.raw<{ rows: { id: string }[] }>(
    `select c.id, c.number, c.process, c.title, c.state, c.opened_on as "openedOn" from cases c
     where c.parties @> array[?::text] and ${visible.sql} order by c.opened_at, c.id`,
    [person.id, ...visible.bindings] as never,
  );
  const ids = cases.map(({ id }) => id);
  const events = await knex('case_events')
    .whereIn('case_id', ids)
    .andWhere({ actor_id: person.id })
    .orderBy(['case_id', 'version'])
    .limit(mostEvents)
    .select('case_id', 'canonical');
  const acts = [];
  for (const { case_id, canonical } of events) {
    const { type, version, at, payload } = readEntry(canonical as string);
    const reader = { person, operation: 'readMyData' };
    const given = await unseal(case_id as string, payload, reader);
    acts.push({ case: case_id as string, version, type, at, payload: given });
  }
  const reads = await knex('personal_reads')
    .whereIn('case_id', ids)
    .andWhereNot({ reader: person.id })
    .orderBy('seq')
    .limit(mostEvents)
    .select('at', 'reader', 'case_id as case', 'operation', 'identifiers');
  return { account, relations: await listRelations(knex, person), cases, acts, reads };
}

export type Erasure = {
  /** The request on personal data that is being carried out. */
  request: string;
  /** Only these identifiers; left out, all of the case. */
  identifiers?: { kind: PersonalKind; value: string }[] | undefined;
};

/**
 * Erases identifiers of a closed case. Returns how many.
 * @throws Problem `not-found` for a case or request not seen, `refused` while the case is open, or when the request is
 * not one to erase, not being carried out, or under hold
 */
export async function eraseIdentifiers(
  tx: Tx,
  { vault, person, at }: { vault: Vault; person: Person; at: Instant },
  caseId: string,
  { request, identifiers }: Erasure,
): Promise<{ erased: number }> {
  const row = await readRow(tx, person, caseId);
  const asked = await readRow(tx, person, request);
  const { wish, hold } = asked.snapshot.data as { wish?: string; hold?: object };
  const granted =
    asked.process.startsWith('data-request@') && asked.state === 'handled' && wish === 'erase';
  if (row.open || !granted || hold !== undefined) throw notErasable();
  const rows = tx('person_rows').where({ case_id: caseId }).whereNull('erased_at');
  const marks = identifiers?.flatMap(({ kind, value }) => vault.marks(kind, value));
  if (marks) void rows.whereIn('mark', marks);
  const gone = { value: null, salt: null, cipher: null, mark: null, erased_at: at };
  const erased = await rows.update(gone);
  await tx('personal_reads').insert({
    at,
    reader: person.id,
    case_id: caseId,
    operation: 'eraseIdentifiers',
    identifiers: erased,
  });
  return { erased };
}

function notErasable(): Problem {
  const title = {
    vi: 'Chỉ xóa được trong hồ sơ đã đóng, theo một yêu cầu xóa đang thực hiện và không bị giữ',
    en: 'Erased only in a closed case, for a request to erase under way and under no hold',
  };
  const reason = {
    code: 'notErasable',
    title,
    law: '? Luật 91/2025/QH15 (chưa đối chiếu điều)',
    remedy: {
      vi: 'Đóng hồ sơ, xác nhận yêu cầu xóa, gỡ lý do giữ rồi làm lại.',
      en: 'Close the case, acknowledge the request, lift the hold, then try again.',
    },
  };
  return new Problem('refused', { reasons: [reason] });
}
