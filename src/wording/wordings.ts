// Wording that an alliance has put in place of the shipped one, revision by revision. Nothing is overwritten: going
// back to the shipped text is a revision too, without a text.
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';

export type WordingKind = 'notice' | 'document';

export type Wording = {
  name: string;
  /** From 1, by name. */
  revision: number;
  /** Null: from here on the shipped text. */
  text: string | null;
  madeBy: string;
  madeAt: Instant;
};

export type InForce = { revision: number; text: string };

type Home = { allianceId: string; kind: WordingKind };

/** Every revision of an alliance, the newest first. */
export async function wordingsOf(
  db: Knex,
  { allianceId, kind }: Home,
  name?: string,
): Promise<Wording[]> {
  const rows = await db('wordings as w')
    .join('accounts as a', 'a.id', 'w.made_by')
    .where({ 'w.alliance_id': allianceId, kind, ...(name === undefined ? {} : { 'w.name': name }) })
    .orderBy([{ column: 'w.revision', order: 'desc' }])
    .select<Row[]>('w.name', 'w.revision', 'w.text', 'a.name as by', 'w.made_at');
  return rows.map(({ by, made_at, ...row }) => ({
    ...row,
    madeBy: by,
    madeAt: made_at.toISOString(),
  }));
}

type Row = { name: string; revision: number; text: string | null; by: string; made_at: Date };

/** The wording of this name at a moment; undefined while that is the shipped one. */
export async function wordingAt(
  db: Knex,
  { allianceId, kind, name }: Home & { name: string },
  at: Instant | Date,
): Promise<InForce | undefined> {
  const row = (await db('wordings')
    .where({ alliance_id: allianceId, kind, name })
    .where('made_at', '<=', at)
    .orderBy('revision', 'desc')
    .first('revision', 'text')) as { revision: number; text: string | null } | undefined;
  return row?.text == null ? undefined : { revision: row.revision, text: row.text };
}

/** The same out of revisions read before, the newest first. */
export function inForce(all: readonly Wording[], name: string, at: Instant): InForce | undefined {
  const found = all.find((each) => each.name === name && each.madeAt <= at);
  return found?.text == null ? undefined : { revision: found.revision, text: found.text };
}

export type NewWording = Home & {
  name: string;
  text: string | null;
  /** The revision that was looked at; 0 for the shipped text. */
  after: number;
  by: string;
  at: Instant;
};

/** Adds the next revision. @throws Problem `stale` when somebody was quicker */
export async function addWording(tx: Tx, given: NewWording): Promise<{ revision: number }> {
  const { allianceId, kind, name, text, after, by, at } = given;
  const { rowCount } = await tx.raw<{ rowCount: number }>(
    `insert into wordings (alliance_id, kind, name, revision, text, made_by, made_at)
     select ?, ?, ?, ? + 1, ?, ?, ?
     where ? = (select coalesce(max(revision), 0) from wordings where alliance_id = ? and kind = ? and name = ?)
     on conflict do nothing`,
    [allianceId, kind, name, after, text, by, at, after, allianceId, kind, name] as never,
  );
  if (rowCount !== 1) throw new Problem('stale');
  return { revision: after + 1 };
}
