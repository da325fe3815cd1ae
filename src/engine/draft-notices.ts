// Who is told of a comment in place: the other side, once for each part until they have read it. What is said is read
// after signing in.
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import { partTitles, type Part } from '../../machines/founding/parts.ts';
import type { Tx } from '../db.ts';
import { oweNotices } from './owe.ts';
import type { CaseRow } from './reading.ts';
import type { Person } from './rights.ts';
import { listenersOf, type Side } from './talk.ts';

/** Start of the ids of what is owed for a part; after it stands the comment that began the burst. */
const prefixOf = (caseId: string, part: Part): string => `${caseId}/${part}-`;

type Spoken = { id: string; part: Part; side: Side; at: Instant };

/** Owes a notice to each of the other side who has none unread for this part, in the caller's transaction. */
export async function tellOfComment(
  tx: Tx,
  { name: from }: Person,
  row: CaseRow,
  { id, part, side, at }: Spoken,
): Promise<void> {
  const prefix = prefixOf(row.id, part);
  // Two at the same moment are one burst.
  await tx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [prefix]);
  const people = await listenersOf(tx, row, side);
  const { rows } = await tx.raw<{ rows: { person_id: string }[] }>(
    `select person_id from inbox where person_id = any(?) and case_id = ? and read_at is null
       and starts_with(notice_id, ?)`,
    [people.map((each) => each.id), row.id, prefix],
  );
  const told = new Set(rows.map(({ person_id }) => person_id));
  const owed = people
    .filter((each) => !told.has(each.id))
    .map(({ id: person, name }, index) => ({
      id: `${prefix}${id}/${index}`,
      caseId: row.id,
      template: 'draftComment',
      recipient: { name, person },
      data: { reason: from, text: partTitles[part], case: { id: row.id, number: row.number } },
    }));
  await oweNotices(tx, owed, at);
}

export type Heard = { caseId: string; parts: readonly Part[]; at: Instant };

/** What this person was told of comments on these parts counts as read: they have the comments before them. */
export async function markHeard(
  db: Knex,
  { id }: Person,
  { caseId, parts, at }: Heard,
): Promise<void> {
  await db.raw(
    `update inbox set read_at = ?::timestamptz where person_id = ? and case_id = ? and read_at is null
       and exists (select from unnest(?::text[]) as p(prefix) where starts_with(notice_id, prefix))`,
    [at, id, caseId, parts.map((part) => prefixOf(caseId, part))] as never,
  );
}
