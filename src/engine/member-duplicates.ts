// Members of a founding group who are also on the list of another group, found by the keyed mark of their personal
// number. Only the alliance's own people are told, and only of cases they may see: a group never learns of another.
import type { Knex } from 'knex';
import type { Founding } from '../../machines/founding/data.ts';
import { readSeal } from '../../machines/personal.ts';
import { foundingRow } from './draft-versions.ts';
import { visibleCases, type Person } from './rights.ts';
import { readsNotes } from './talk.ts';

export type MemberDuplicate = {
  no: number;
  name: string;
  /** The other case. */
  case: { id: string; number: string; title: string };
};

type Named = { no?: number; name?: string; idNumber?: string };

/** In the order of the list; empty for whoever asked for the case. @throws Problem `not-found` */
export async function memberDuplicates(
  db: Knex,
  person: Person,
  caseId: string,
): Promise<MemberDuplicate[]> {
  const row = await foundingRow(db, person, caseId);
  if (!readsNotes(person, row)) return [];
  const { sketch, content } = (row.snapshot.data as unknown as Founding).parts.members;
  const { list = [] } = (sketch ?? content ?? {}) as { list?: readonly Named[] };
  const members = new Map(
    list.flatMap(({ no = 0, name = '', idNumber = '' }) => {
      const seal = readSeal(idNumber);
      return seal ? [[seal.row, { no, name }] as const] : [];
    }),
  );
  if (members.size === 0) return [];
  const visible = visibleCases(person);
  // A number that the other group has taken off its list is no part of its case as it stands.
  const { rows } = await db.raw<{ rows: (MemberDuplicate['case'] & { row: string })[] }>(
    `select distinct ours.id as row, c.id, c.number, c.title
     from person_rows ours join person_rows theirs on theirs.mark = ours.mark and theirs.kind = ours.kind
     join cases c on c.id = theirs.case_id and c.id <> ours.case_id and c.process like 'founding@%'
     where ours.case_id = ? and ours.kind = 'idNumber' and ours.id = any(?::uuid[])
       and position(theirs.id::text in (c.snapshot #> '{data,parts,members}')::text) > 0 and ${visible.sql}`,
    [caseId, [...members.keys()], ...visible.bindings] as never,
  );
  return rows
    .map(({ row: own, ...other }) => ({
      ...(members.get(own) as { no: number; name: string }),
      case: other,
    }))
    .toSorted(
      (one, other) => one.no - other.no || one.case.number.localeCompare(other.case.number),
    );
}
