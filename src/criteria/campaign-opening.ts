// Opening the cases of a campaign: owed to the workers, done in batches, gone on with after an interruption.
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import type { Role } from '../../machines/roles.ts';
import type { Tx } from '../db.ts';

/** What is owed: the cases of a campaign, opened in the name of whoever acted, with the roles they had. */
export type OwedOpening = {
  kind: 'campaign';
  campaign: string;
  by: { id: string; name: string; roles: readonly Role[]; allianceId: string };
};

const owedId = (campaign: string): string => `campaign/${campaign}`;

/** Owes the opening of what waits, in the caller's transaction; once, however often it is asked for. */
export async function oweOpening(
  tx: Tx,
  campaign: string,
  { id, name, roles, allianceId }: OwedOpening['by'],
  at: Instant,
): Promise<void> {
  const owed: OwedOpening = { kind: 'campaign', campaign, by: { id, name, roles, allianceId } };
  const again = { state: 'pending', attempts: 0, next_at: at, done_at: null, error: null };
  await tx('outbox')
    .insert({
      id: owedId(owed.campaign),
      case_id: null,
      kind: owed.kind,
      payload: JSON.stringify(owed),
      next_at: at,
      created_at: at,
    })
    .onConflict('id')
    .merge({ ...again, payload: JSON.stringify(owed) })
    .whereNot('outbox.state', 'pending');
}

/** True while workers are still to open cases of the campaign. */
export async function isOpening(db: Knex, campaign: string): Promise<boolean> {
  const row = await db('outbox')
    .where({ id: owedId(campaign), state: 'pending' })
    .first('id');
  return row !== undefined;
}

/** What could not be opened waits again. */
export async function takeUpRefused(db: Knex | Tx, campaign: string): Promise<void> {
  await db('campaign_members')
    .where({ campaign_id: campaign })
    .whereNull('case_id')
    .update({ refused: null });
}

/** Opens the case of one cooperative; answers with its id, or with why it cannot be opened. */
export type OpenOne = (cooperative: string) => Promise<{ caseId: string } | { refused: object }>;

type Batch = {
  open: OpenOne;
  now: () => Instant;
  /** How many are opened at the same time. */
  atOnce: number;
  /** How many at most; all, when left out. */
  most?: number;
};

/** Opens what waits, by code; answers whether nothing waits any more. May be called again after an interruption. */
export async function openMembers(
  db: Knex,
  id: string,
  { open, now, atOnce, most }: Batch,
): Promise<boolean> {
  const waiting = await stillWaiting(db, id)
    .orderBy('cooperative')
    .limit(most ?? Number.MAX_SAFE_INTEGER)
    .pluck<string[]>('cooperative');
  waiting.reverse();
  const opener = async (): Promise<void> => {
    for (let code = waiting.pop(); code !== undefined; code = waiting.pop()) {
      const opened = await open(code);
      const change =
        'caseId' in opened
          ? { case_id: opened.caseId, refused: null }
          : { refused: JSON.stringify(opened.refused) };
      await stillWaiting(db, id).where({ cooperative: code }).update(change);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, opener));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
  if (await stillWaiting(db, id).first('cooperative')) return false;
  await db('campaigns').where({ id }).whereNull('opened_at').update({ opened_at: now() });
  return true;
}

const stillWaiting = (db: Knex, id: string) =>
  db('campaign_members').where({ campaign_id: id }).whereNull('case_id').whereNull('refused');
