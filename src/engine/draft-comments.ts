// What advisers and founders say to each other beside a field of the drafts. Both sides of the case read it; notes among
// staff are another thing, in src/engine/talk.ts.
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import type { Part } from '../../machines/founding/parts.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import { tellOfComment } from './draft-notices.ts';
import { foundingRow } from './draft-versions.ts';
import { newId } from './id.ts';
import type { Person } from './rights.ts';
import { sideOf, type Side } from './talk.ts';

/** A part, a field of it, an entry of that field's list: item 10 of the charter. */
export type DraftPlace = { part: Part; field?: string | undefined; no?: string | undefined };

export type DraftComment = DraftPlace & {
  id: string;
  side: Side;
  by: { id: string; name: string };
  at: Instant;
  text: string;
};

export type DraftComments = {
  comments: DraftComment[];
  /** The side this person would write for; null for who may only read. */
  side: Side | null;
};

/** Oldest first. @throws Problem `not-found`, also for people of neither side and for a case of another process */
export async function listDraftComments(
  db: Knex,
  person: Person,
  caseId: string,
): Promise<DraftComments> {
  const { writes: side } = sideOf(person, await foundingRow(db, person, caseId));
  const rows = await db('draft_comments as d')
    .join('accounts as a', 'a.id', 'd.author_id')
    .where('d.case_id', caseId)
    .orderBy(['d.at', 'd.id'])
    .select<CommentRow[]>('d.*', 'a.name');
  return { comments: rows.map(commentOf), side };
}

type CommentRow = {
  id: string;
  part: Part;
  field: string;
  no: string;
  side: Side;
  author_id: string;
  name: string;
  at: Date;
  body: string;
};

function commentOf({ id, side, author_id, name, at, body, ...place }: CommentRow): DraftComment {
  const by = { id: author_id, name };
  return { id, ...placeOf(place), side, by, at: at.toISOString(), text: body };
}

function placeOf({ part, field, no }: { part: Part; field: string; no: string }): DraftPlace {
  return { part, ...(field === '' ? {} : { field }), ...(no === '' ? {} : { no }) };
}

export type SaidThere = DraftPlace & { caseId: string; text: string; at: Instant };

/** Writes a comment; the other side is told, in the same transaction. @throws Problem `not-found`, `forbidden` for who may only read */
export async function addDraftComment(
  tx: Tx,
  person: Person,
  { caseId, part, field = '', no = '', text, at }: SaidThere,
): Promise<DraftComment> {
  const row = await foundingRow(tx, person, caseId);
  const { writes: side } = sideOf(person, row);
  if (side === null) throw new Problem('forbidden');
  const id = newId(at);
  const place = { part, field, no };
  await tx('draft_comments').insert({
    id,
    case_id: caseId,
    ...place,
    side,
    author_id: person.id,
    at,
    body: text,
  });
  await tellOfComment(tx, person, row, { id, part, side, at });
  return { id, ...placeOf(place), side, by: { id: person.id, name: person.name }, at, text };
}
