// Score sheets before they are handed in. Each is sealed under a key of its own writer and case that the database never
// holds: staff, administrators and a copy of the database read nothing of it, not even which criteria it speaks of.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { Clock } from '../clock.ts';
import type { Vault } from '../vault.ts';

export type SheetDraft = Readonly<Record<string, string>>;

export type SheetDrafts = {
  /** Keeps what is filled in so far in place of what was kept before. */
  keep(caseId: string, accountId: string, draft: SheetDraft): Promise<void>;
  /** What the writer kept; undefined when there is nothing, or it was sealed under a key that is no longer there. */
  read(caseId: string, accountId: string): Promise<SheetDraft | undefined>;
  drop(caseId: string, accountId: string): Promise<void>;
};

const nonceBytes = 12;
const tagBytes = 16;
/** Every draft is filled up to a whole number of these, so that its size says nothing of what it holds. */
const block = 8_192;
/** What nobody has come back to for so long is thrown away. */
const keptDays = 180;

export function createSheetDrafts(
  db: Knex,
  vault: Pick<Vault, 'derive'>,
  clock: Clock,
): SheetDrafts {
  const bound = (caseId: string, accountId: string): string => `sheet-draft/${caseId}/${accountId}`;
  return {
    async keep(case_id, account_id, draft) {
      const place = bound(case_id, account_id);
      const row = { case_id, account_id, sealed: seal(vault.derive(place), place, draft) };
      await db('sheet_drafts')
        .insert({ ...row, saved_at: clock.now() })
        .onConflict(['case_id', 'account_id'])
        .merge();
      const oldest = new Date(Date.parse(clock.now()) - keptDays * 86_400_000);
      await db('sheet_drafts').where('saved_at', '<', oldest.toISOString()).delete();
    },
    async read(case_id, account_id) {
      const row = await db('sheet_drafts').where({ case_id, account_id }).first('sealed');
      const place = bound(case_id, account_id);
      return row ? open(vault.derive(place), place, row.sealed as Buffer) : undefined;
    },
    async drop(case_id, account_id) {
      await db('sheet_drafts').where({ case_id, account_id }).delete();
    },
  };
}

function seal(key: Buffer, place: string, draft: SheetDraft): Buffer {
  const plain = Buffer.from(JSON.stringify(draft));
  const filled = Buffer.alloc(Math.ceil((plain.length + 1) / block) * block, ' ');
  plain.copy(filled);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(filled), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]);
}

function open(key: Buffer, place: string, sealed: Buffer): SheetDraft | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes))
    .setAAD(Buffer.from(place))
    .setAuthTag(sealed.subarray(-tagBytes));
  try {
    const body = decipher.update(sealed.subarray(nonceBytes, -tagBytes));
    const plain = Buffer.concat([body, decipher.final()]).toString('utf8');
    return JSON.parse(plain) as SheetDraft;
  } catch {
    return undefined;
  }
}
