// What people say about a case outside its journal: notes among the alliance's own people, and messages between the
// alliance and those who asked for the case. Both behind the one rights filter; who asked never reads the notes.
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import { processOf } from '../../machines/index.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import { newId } from './id.ts';
import { oweNotices } from './owe.ts';
import { readRow, type CaseRow } from './reading.ts';
import { may } from './permissions.ts';
import { oversees, type Person } from './rights.ts';
import { unrecused } from './unrecused.ts';

export type Note = { id: string; by: { id: string; name: string }; at: Instant; text: string };

/** Which side of a case speaks: the alliance, or those who asked for it. */
export type Side = 'alliance' | 'applicant';

export type Message = {
  number: number;
  side: Side;
  by: { id: string; name: string };
  at: Instant;
  text: string;
  /** False while the reader has not seen it; one's own side's messages count as seen. */
  seen: boolean;
};

export type Thread = {
  messages: Message[];
  /** Messages of the other side not seen yet. */
  unseen: number;
  /** The side this person would write for; null for who may only read. */
  side: Side | null;
};

/** Notes of a case, oldest first. @throws Problem `not-found`, also for people outside the alliance */
export async function listNotes(db: Knex, person: Person, caseId: string): Promise<Note[]> {
  await notedCase(db, person, caseId);
  const rows = await db('case_notes as n')
    .join('accounts as a', 'a.id', 'n.author_id')
    .where('n.case_id', caseId)
    .orderBy(['n.at', 'n.id'])
    .select<SaidRow[]>('n.id', 'n.author_id', 'a.name', 'n.at', 'n.body');
  return rows.map((row) => ({ id: row.id, ...saidOf(row) }));
}

/** Writes a note. @throws Problem `not-found`, `forbidden` for who may read notes but works on no case */
export async function addNote(tx: Tx, person: Person, { caseId, text, at }: Said): Promise<Note> {
  await notedCase(tx, person, caseId);
  if (!worksHere(person)) throw new Problem('forbidden');
  const id = newId(at);
  await tx('case_notes').insert({ id, case_id: caseId, author_id: person.id, body: text, at });
  return { id, by: { id: person.id, name: person.name }, at, text };
}

export type Said = { caseId: string; text: string; at: Instant };

type SaidRow = { id: string; author_id: string; name: string; at: Date; body: string };

function saidOf({ author_id, name, at, body }: Omit<SaidRow, 'id'>): Omit<Note, 'id'> {
  return { by: { id: author_id, name }, at: at.toISOString(), text: body };
}

async function notedCase(db: Knex, person: Person, caseId: string): Promise<CaseRow> {
  const row = await readRow(db, person, caseId);
  if (!readsNotes(person, row)) throw new Problem('not-found');
  return row;
}

/** True for the alliance's own people; one who asked for the case stands on the other side of it, whatever the role. */
export function readsNotes(person: Person, row: CaseRow): boolean {
  return oversees(person) && !applicantsOf(row).includes(person.id);
}

/** Accounts of those who asked for the case. */
function applicantsOf({ process, snapshot }: CaseRow): readonly string[] {
  return processOf(process).applicants?.(snapshot.data) ?? [];
}

function worksHere(person: Person): boolean {
  return may(person, 'speakForAlliance');
}

/** The messages of a case. @throws Problem `not-found`, also for people of neither side */
export async function readThread(db: Knex, person: Person, caseId: string): Promise<Thread> {
  const row = await readRow(db, person, caseId);
  const side = sideOf(person, row);
  const [rows, mark] = await Promise.all([
    db('case_messages as m')
      .join('accounts as a', 'a.id', 'm.author_id')
      .where('m.case_id', caseId)
      .orderBy('m.number')
      .select<MessageRow[]>('m.number', 'm.side', 'm.author_id', 'a.name', 'm.at', 'm.body'),
    db('case_messages_read').where({ case_id: caseId, account_id: person.id }).first('number'),
  ]);
  const last = (mark?.number as number | undefined) ?? 0;
  const messages = rows.map((each) => {
    const { number } = each;
    const seen = each.side === side.reads || number <= last;
    return { number, side: each.side, ...saidOf(each), seen };
  });
  return { messages, unseen: messages.filter(({ seen }) => !seen).length, side: side.writes };
}

type MessageRow = Omit<SaidRow, 'id'> & { number: number; side: Side };

/** @throws Problem `not-found` for who stands on neither side */
export function sideOf(person: Person, row: CaseRow): { reads: Side; writes: Side | null } {
  if (applicantsOf(row).includes(person.id)) return { reads: 'applicant', writes: 'applicant' };
  if (!oversees(person)) throw new Problem('not-found');
  return { reads: 'alliance', writes: worksHere(person) ? 'alliance' : null };
}

/**
 * Writes a message; the other side is told by mail, in the same transaction.
 * @throws Problem `not-found`, `forbidden` for who may only read
 */
export async function addMessage(
  tx: Tx,
  person: Person,
  { caseId, text, at }: Said,
): Promise<Message> {
  const row = await readRow(tx, person, caseId);
  const { writes: side } = sideOf(person, row);
  if (side === null) throw new Problem('forbidden');
  // Two at the same moment get numbers one after the other.
  await tx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`messages ${caseId}`]);
  const [taken] = await tx('case_messages').where({ case_id: caseId }).max('number as last');
  const number = Number(taken?.['last'] ?? 0) + 1;
  const message = { case_id: caseId, number, side, author_id: person.id, body: text, at };
  await tx('case_messages').insert(message);
  await tell(tx, person, row, { number, side, at });
  return { number, side, by: { id: person.id, name: person.name }, at, text, seen: true };
}

/** The other side of a case, as far as it may know of the case: the adviser, or those who asked for it. */
export async function listenersOf(
  db: Knex,
  row: CaseRow,
  side: Side,
): Promise<{ id: string; name: string }[]> {
  const others = side === 'alliance' ? applicantsOf(row) : [row.assignee ?? ''];
  return db('accounts')
    .whereRaw('id::text = any(?)', [await unrecused(db, row.id, others)])
    .whereNull('disabled_at')
    .orderBy('id')
    .select<{ id: string; name: string }[]>('id', 'name');
}

/** The mail says that there is a message and from whom, not what it says: the case is read after signing in. */
async function tell(
  tx: Tx,
  { name: from }: Person,
  row: CaseRow,
  { number, side, at }: { number: number; side: Side; at: Instant },
): Promise<void> {
  const people = await listenersOf(tx, row, side);
  const owed = people.map(({ id: person, name }, index) => ({
    id: `${row.id}/m${number}/${index}`,
    caseId: row.id,
    template: 'caseMessage',
    recipient: { name, person },
    data: { reason: from, case: { id: row.id, number: row.number } },
  }));
  await oweNotices(tx, owed, at);
}

/** Marks everything said so far as seen by this person. @throws Problem `not-found` */
export async function seeThread(tx: Tx, person: Person, caseId: string): Promise<void> {
  sideOf(person, await readRow(tx, person, caseId));
  await tx.raw(
    `insert into case_messages_read (case_id, account_id, number)
     select ?, ?, coalesce(max(number), 0) from case_messages where case_id = ?
     on conflict (case_id, account_id) do update set number = excluded.number`,
    [caseId, person.id, caseId],
  );
}
