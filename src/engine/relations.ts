// What people declare of themselves and their relatives, so that conflicts are known before anybody asks. Own
// declarations only; the identifiers in them are person rows like all others.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import type { PersonalKind } from '../../machines/personal.ts';
import type { Text } from '../../machines/text.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import type { Vault } from '../vault.ts';
import type { Person } from './rights.ts';

/** Family as Luật 17/2023/QH15 Đ4.11 counts it, oneself, and a loan given. */
export const relations = {
  self: { vi: 'Bản thân', en: 'Oneself' },
  spouse: { vi: 'Vợ, chồng', en: 'Spouse' },
  parent: { vi: 'Cha, mẹ (kể cả nuôi, bên vợ, bên chồng)', en: 'Parent, also adoptive or in-law' },
  child: { vi: 'Con (kể cả con nuôi, con dâu, con rể)', en: 'Child, also adoptive or in-law' },
  sibling: { vi: 'Anh, chị, em ruột', en: 'Sibling' },
  inLaw: {
    vi: 'Anh rể, em rể, chị dâu, em dâu; anh chị em ruột của vợ, chồng',
    en: 'Sibling’s spouse, spouse’s sibling',
  },
  creditor: { vi: 'Cho hợp tác xã vay', en: 'Lends to a cooperative' },
} as const satisfies Record<string, Text>;
export type RelationKind = keyof typeof relations;

export type Declared = {
  relation: RelationKind;
  name: string;
  idNumber?: string | undefined;
  phone?: string | undefined;
  address?: string | undefined;
  relative?: string | undefined;
  cooperative?: string | undefined;
};

export type RelationView = {
  id: string;
  relation: RelationKind;
  title: Text;
  name: string;
  /** Kinds of the identifiers given; what they are is not shown again. */
  given: PersonalKind[];
  cooperative: string | null;
  declaredAt: Instant;
};

const kinds = ['idNumber', 'phone', 'address'] as const;

/**
 * Keeps a declaration. Accounts that declare the same number of their own are from then on known as one person.
 * @throws Problem `invalid` when a loan names no cooperative, or something else does
 */
export async function declareRelation(
  tx: Tx,
  vault: Vault,
  { person, at }: { person: Person; at: Instant },
  declared: Declared,
): Promise<RelationView> {
  const { relation, name, relative, cooperative } = declared;
  if ((relation === 'creditor') !== (cooperative !== undefined)) throw loanWithout();
  const id = randomUUID();
  await tx('relations').insert({
    id,
    account_id: person.id,
    alliance_id: person.allianceId,
    relation,
    name,
    relative: relative ?? null,
    cooperative: cooperative ?? null,
    declared_at: at,
  });
  const given = kinds.filter((kind) => declared[kind] !== undefined);
  for (const kind of given) await keep(tx, vault, id, { kind, value: declared[kind] as string });
  if (relation === 'self') await join(tx, person.id, id);
  const title = relations[relation];
  return { id, relation, title, name, given, cooperative: cooperative ?? null, declaredAt: at };
}

async function keep(
  tx: Tx,
  vault: Vault,
  relation: string,
  { kind, value }: { kind: PersonalKind; value: string },
): Promise<void> {
  const id = randomUUID();
  const cipher = vault.lock(id, kind, { value, salt: randomBytes(16) });
  const mark = vault.mark(kind, value) ?? null;
  await tx('person_rows').insert({ id, case_id: relation, kind, cipher, mark });
}

/** One person: the account and all others with the same number of their own. */
async function join(tx: Tx, account: string, relation: string): Promise<void> {
  const { rows } = await tx.raw<{ rows: { id: string; person: string | null }[] }>(
    `select distinct a.id, a.person from person_rows mine
     join person_rows theirs on theirs.mark = mine.mark and theirs.kind = 'idNumber'
     join relations r on r.id = theirs.case_id and r.relation = 'self' and r.withdrawn_at is null
     join accounts a on a.id = r.account_id
     where mine.case_id = ? and mine.kind = 'idNumber'`,
    [relation],
  );
  const known = rows.map(({ person }) => person).filter((person) => person !== null);
  const ids = new Set([account, ...rows.map(({ id }) => id)]);
  if (ids.size < 2) return;
  await tx('accounts')
    .whereIn('id', [...ids])
    .orWhereIn('person', known)
    .update({ person: known[0] ?? randomUUID() });
}

/** One's own declarations that stand, oldest first. */
export async function listRelations(db: Knex, { id }: Person): Promise<RelationView[]> {
  const rows = await db('relations')
    .where({ account_id: id })
    .whereNull('withdrawn_at')
    .orderBy(['declared_at', 'id']);
  const kept = await db('person_rows')
    .whereIn(
      'case_id',
      rows.map((row) => row.id as string),
    )
    .whereNull('erased_at')
    .orderBy('kind')
    .select('case_id', 'kind');
  return rows.map((row) => ({
    id: row.id as string,
    relation: row.relation as RelationKind,
    title: relations[row.relation as RelationKind],
    name: row.name as string,
    given: kept.flatMap(({ case_id, kind }) => (case_id === row.id ? [kind as PersonalKind] : [])),
    cooperative: row.cooperative as string | null,
    declaredAt: (row.declared_at as Date).toISOString(),
  }));
}

/** Takes back one's own declaration; it is kept, with the day it ended. @throws Problem `not-found` */
export async function withdrawRelation(
  tx: Tx,
  { id: account_id }: Person,
  id: string,
  at: Instant,
): Promise<{ id: string; withdrawnAt: Instant }> {
  const ended = await tx('relations')
    .where({ id, account_id })
    .whereNull('withdrawn_at')
    .update({ withdrawn_at: at });
  if (ended === 0) throw new Problem('not-found');
  return { id, withdrawnAt: at };
}

function loanWithout(): Problem {
  const detail = {
    vi: 'Khoản cho vay ghi mã hợp tác xã; quan hệ khác thì để trống',
    en: 'A loan names the cooperative’s code, anything else does not',
  };
  return new Problem('invalid', { errors: [{ pointer: '/cooperative', code: 'loan', detail }] });
}
