// Files in quarantine: the operator, and nobody else, lets one out when the scanner was wrong, or has it deleted. Who
// did what and why is kept for good.
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import { pathOf, type FileStore } from './store.ts';

export type Quarantined = {
  id: string;
  caseId: string;
  name: string;
  bytes: number;
  sentAt: Instant;
};

export type Ruling = {
  fileId: string;
  ruling: 'released' | 'deleted';
  reason: string;
  /** Name of the operator on the machine. */
  by: string;
  at: Instant;
};

/** What was deleted is out of the dossier; its name and digest stay known. */
const held = { state: 'quarantined', withdrawn_at: null };

/** Returns what is in quarantine, oldest first. */
export async function quarantined(db: Knex): Promise<Quarantined[]> {
  const rows = await db('files').where(held).orderBy('sent_at');
  return rows.map(({ id, case_id: caseId, name, bytes, sent_at }) => {
    return { id, caseId, name, bytes, sentAt: (sent_at as Date).toISOString() };
  });
}

/** Carries a ruling out. False when no such file is in quarantine. */
export async function rule(db: Knex, store: FileStore, ruling: Ruling): Promise<boolean> {
  const { fileId: id, reason, by, at } = ruling;
  const digest = await db.transaction(async (tx) => {
    const after =
      ruling.ruling === 'released' ? { state: 'available', refusal: null } : { withdrawn_at: at };
    const changed = await tx('files')
      .where({ id, ...held })
      .update(after)
      .returning<{ sha256: Buffer }[]>('sha256');
    if (!changed[0]) return undefined;
    const made = { ruling: ruling.ruling, reason, made_by: by, made_at: at };
    await tx('file_rulings').insert({ id: randomUUID(), file_id: id, ...made });
    return changed[0].sha256;
  });
  if (digest && ruling.ruling === 'deleted') await forget(db, store, digest);
  return digest !== undefined;
}

/** The same content may lie in quarantine under another case, or have been let in there. */
async function forget(db: Knex, store: FileStore, sha256: Buffer): Promise<void> {
  const kept = await db('files')
    .where({ sha256, withdrawn_at: null })
    .whereNot({ state: 'refused' })
    .first('id');
  if (!kept) await store.remove(pathOf(sha256), new Date());
}
