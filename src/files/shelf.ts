// What is known of the files that people sent in: versions of each place, refusals, remarks.
import type { Knex } from 'knex';
import type { Tx } from '../db.ts';
import type { Outline, Refusal } from './verdict.ts';

export type FileState = 'received' | 'available' | 'refused' | 'quarantined';

export type FileRow = {
  id: string;
  case_id: string;
  alliance_id: string;
  slot: string;
  version: number | null;
  name: string;
  type: string;
  bytes: number;
  sha256: Buffer;
  state: FileState;
  refusal: Refusal | null;
  outline: Outline;
  sent_by: string;
  sent_at: Date;
  scanned_at: Date | null;
  withdrawn_at: Date | null;
};

export type Remark = { id: string; file_id: string; text: string; made_by: string; made_at: Date };

export type NewFile = Omit<FileRow, 'version' | 'sent_at' | 'scanned_at' | 'withdrawn_at'> & {
  sent_at: string;
  scanned_at: string | null;
};

/** Adds a file as the next version of its place. */
export async function addFile(tx: Tx, file: NewFile): Promise<FileRow> {
  await lockCase(tx, file.case_id);
  const { case_id, slot } = file;
  const [last] = await tx('files').where({ case_id, slot }).max({ version: 'version' });
  const version = Number(last?.version ?? 0) + 1;
  const [row] = await tx('files')
    .insert({ ...file, outline: JSON.stringify(file.outline), version })
    .returning('*');
  return row as FileRow;
}

/** Whoever counts or numbers the files of a case does it alone until the transaction ends. */
export async function lockCase(tx: Tx, caseId: string): Promise<void> {
  await tx.raw('select pg_advisory_xact_lock(hashtextextended(?, 8))', [`files ${caseId}`]);
}

/** Remembers what was refused and why; the same content from the same person once. */
export async function addRefusal(db: Knex, file: NewFile): Promise<void> {
  await db('files')
    .insert({ ...file, outline: JSON.stringify(file.outline) })
    .onConflict()
    .ignore();
}

/** Every file of a case by place and version; refusals last. */
export async function filesOf(db: Knex, caseId: string): Promise<FileRow[]> {
  return db('files')
    .where({ case_id: caseId })
    .orderByRaw('slot, version nulls last, sent_at')
    .limit(2_000);
}

export async function fileById(db: Knex, id: string): Promise<FileRow | undefined> {
  return db('files').where({ id }).first();
}

export async function remarksOn(db: Knex, caseId: string): Promise<Remark[]> {
  return db('file_remarks as r')
    .join('files as f', 'f.id', 'r.file_id')
    .where('f.case_id', caseId)
    .orderBy('r.made_at')
    .orderBy('r.id')
    .select('r.*');
}

export async function addRemark(tx: Tx, remark: Omit<Remark, 'made_at'> & { made_at: string }) {
  const [row] = await tx('file_remarks').insert(remark).returning('*');
  return row as Remark;
}

/** Takes a version out of the dossier. False when it is out already. */
export async function withdraw(tx: Tx, id: string, at: string): Promise<boolean> {
  const changed = await tx('files')
    .where({ id })
    .whereNull('withdrawn_at')
    .update({ withdrawn_at: at });
  return changed === 1;
}

/** The version of a place that counts: the last that is available and not withdrawn. */
export function currentOf(versions: readonly FileRow[]): FileRow | undefined {
  return versions.findLast(
    ({ state, withdrawn_at }) => state === 'available' && withdrawn_at === null,
  );
}

export type Change = {
  /** Number of the version it is compared with. */
  since: number;
  identical: boolean;
  /** By how many bytes it grew. */
  bytes: number;
  name?: { was: string; is: string };
  type?: { was: string; is: string };
  pages?: { was: number; is: number };
  sheets?: { added: string[]; removed: string[] };
};

/** What a version changed against the one before it, as far as both say it of themselves. */
export function changeOf(was: FileRow, is: FileRow): Change {
  const [before, now] = [was.outline, is.outline];
  // Only where both are tables.
  const both = before.sheets !== undefined && now.sheets !== undefined;
  const [old = [], young = []] = both ? [before.sheets, now.sheets] : [];
  const added = young.filter((name) => !old.includes(name));
  const removed = old.filter((name) => !young.includes(name));
  return {
    since: was.version as number,
    identical: was.sha256.equals(is.sha256),
    bytes: is.bytes - was.bytes,
    ...differing('name', was.name, is.name),
    ...differing('type', was.type, is.type),
    ...differing('pages', before.pages, now.pages),
    ...(added.length + removed.length > 0 ? { sheets: { added, removed } } : {}),
  };
}

function differing<K extends string, V>(
  key: K,
  was: V | undefined,
  is: V | undefined,
): Partial<Record<K, { was: V; is: V }>> {
  if (was === undefined || is === undefined || was === is) return {};
  return { [key]: { was, is } } as Record<K, { was: V; is: V }>;
}
