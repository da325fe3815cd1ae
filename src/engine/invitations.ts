// Invitations to a founding group: a code shown once to the one who invites, kept as its hash, good for one account.
// That it is used once is held by the case: the event that lets somebody in takes the invitation away.
import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { addDays, localDateOf, type Instant } from '../../machines/calendar.ts';
import { system } from '../../machines/define.ts';
import { Problem } from '../problem.ts';
import type { Vault } from '../vault.ts';
import type { Cases } from './cases.ts';
import { readRow } from './reading.ts';
import type { Person } from './rights.ts';

export type InvitationDeps = {
  knex: Knex;
  vault: Vault;
  cases: Pick<Cases, 'advance'>;
};

type Key = { key: string; request: string };

export type Invited = { invitation: string; code: string; expiresOn: string };

const daysGood = 14;

/** Without letters that are read as others. */
const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Invites somebody by name. The code follows from the key of the call, so that a repeated call shows the same code
 * though it is kept nowhere. @throws Problem as the event does
 */
export async function invite(
  { knex, vault, cases }: InvitationDeps,
  { person, key, at }: { person: Person; key: Key; at: Instant },
  caseId: string,
  name: string,
): Promise<Invited> {
  const bytes = vault.derive(`invitation/${caseId}/${person.id}/${key.key}`);
  const code = [...bytes.subarray(16)].map((byte) => letters[byte % letters.length]).join('');
  const hex = bytes.subarray(0, 16).toString('hex');
  const invitation = hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
  const payload = { invitation, name };
  await cases.advance(caseId, { by: person, type: 'INVITE_FOUNDER', payload, key });
  const expiresOn = addDays(localDateOf(at), daysGood);
  await knex('invitations')
    .insert({ id: invitation, case_id: caseId, hash: hashOf(code), expires_on: expiresOn })
    .onConflict('id')
    .ignore();
  return { invitation, code, expiresOn };
}

/** Lets the person into the group the code is for. @throws Problem `not-found` for a code that is not good any more */
export async function join(
  { knex, cases }: InvitationDeps,
  person: Person,
  code: string,
  at: Instant,
): Promise<{ case: string }> {
  const row = await knex('invitations as i')
    .join('cases as c', 'c.id', 'i.case_id')
    .where({ 'i.hash': hashOf(code), 'c.alliance_id': person.allianceId })
    .andWhere('i.expires_on', '>=', localDateOf(at))
    .first('i.id', 'i.case_id');
  if (!row) throw new Problem('not-found');
  const { id, case_id: caseId } = row as { id: string; case_id: string };
  const key = `invitation/${id}/${person.id}`;
  const request = createHash('sha256').update(key).digest('hex');
  const by = { ...system, allianceId: person.allianceId };
  const payload = { invitation: id, person: person.id };
  await cases
    .advance(caseId, { by, type: 'FOUNDER_JOINED', payload, key: { key, request } })
    .catch((error: unknown) => {
      throw error instanceof Problem && error.code === 'refused' ? new Problem('not-found') : error;
    });
  await readRow(knex, person, caseId);
  return { case: caseId };
}

function hashOf(code: string): Buffer {
  return createHash('sha256')
    .update(code.toUpperCase().replace(/[^0-9A-Z]/g, ''))
    .digest();
}
