// Criteria sets of an alliance: versions from draft to published to retired. Version 0 of a set is the one shipped with
// the product; it is read like the others and changed by nobody.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Knex } from 'knex';
import type { Instant, LocalDate } from '../../machines/calendar.ts';
import type { CriteriaSet } from '../../machines/criteria/set.ts';
import { shippedSet, shippedSets } from '../../machines/criteria/shipped.ts';
import { faultsOfSet } from '../../machines/criteria/validate.ts';
import type { Tx } from '../db.ts';
import { Problem, type Fault } from '../problem.ts';

export type SetStatus = 'shipped' | 'draft' | 'published' | 'retired';

/** One version of a set without its content. */
export type SetVersion = {
  set: string;
  version: number;
  status: SetStatus;
  /** Counts the changes of a draft; what If-Match refers to. */
  edition: number;
  /** `TT01_2020@0`: the version it was made from. */
  basedOn: string | null;
  from: LocalDate | null;
  to: LocalDate | null;
  reason: string | null;
  changedAt: Instant | null;
  publishedAt: Instant | null;
  code: string;
  name: CriteriaSet['name'];
  law: string;
  confidence: CriteriaSet['confidence'];
};

export type SetRead = SetVersion & { content: CriteriaSet };

export type SetKey = { allianceId: string; set: string; version: number };
export type By = { id: string; at: Instant };

type Row = {
  set_id: string;
  version: number;
  status: Exclude<SetStatus, 'shipped'>;
  content: CriteriaSet;
  edition: number;
  based_on: string;
  valid_from: LocalDate | null;
  valid_to: LocalDate | null;
  reason: string | null;
  changed_at: Date;
  published_at: Date | null;
};

/** Every version of every set, the newest of each first; the shipped ones last. */
export async function listSets(db: Knex | Tx, allianceId: string): Promise<SetVersion[]> {
  const rows = (await db('criteria_sets')
    .where({ alliance_id: allianceId })
    .orderBy([{ column: 'set_id' }, { column: 'version', order: 'desc' }])) as Row[];
  return [...rows.map(readOf), ...shippedSets.map(asShipped)].map(withoutContent);
}

/** @throws Problem `not-found` */
export async function readSet(db: Knex | Tx, key: SetKey): Promise<SetRead> {
  if (key.version === 0) {
    const shipped = shippedSet(key.set);
    if (!shipped) throw new Problem('not-found');
    return asShipped(shipped);
  }
  const row = (await db('criteria_sets').where(placeOf(key)).first()) as Row | undefined;
  if (!row) throw new Problem('not-found');
  return readOf(row);
}

const placeOf = ({ allianceId, set, version }: SetKey): object => ({
  alliance_id: allianceId,
  set_id: set,
  version,
});

function readOf(row: Row): SetRead {
  const { code, name, law, confidence } = row.content;
  return {
    set: row.set_id,
    version: row.version,
    status: row.status,
    edition: row.edition,
    basedOn: row.based_on,
    from: row.valid_from,
    to: row.valid_to,
    reason: row.reason,
    changedAt: row.changed_at.toISOString(),
    publishedAt: row.published_at?.toISOString() ?? null,
    code,
    name,
    law,
    confidence,
    content: row.content,
  };
}

function asShipped(content: CriteriaSet): SetRead {
  const { id, code, name, law, confidence } = content;
  const nothing = { basedOn: null, from: null, to: null, reason: null };
  return {
    set: id,
    version: 0,
    status: 'shipped',
    edition: 0,
    ...nothing,
    changedAt: null,
    publishedAt: null,
    code,
    name,
    law,
    confidence,
    content,
  };
}

const withoutContent = ({ content: _content, ...rest }: SetRead): SetVersion => rest;

/**
 * Makes a draft of a set from any version of it, or of a new set from one of another.
 * @throws Problem `not-found`; `refused` while another draft of the set is open
 */
export async function createDraft(
  tx: Tx,
  from: SetKey,
  by: By,
  as: string = from.set,
): Promise<SetRead> {
  const source = await readSet(tx, from);
  const { allianceId } = from;
  const known = await tx('criteria_sets')
    .where({ alliance_id: allianceId, set_id: as })
    .orderBy('version')
    .select('version', 'status');
  const open = known.find(({ status }) => status === 'draft');
  if (open) throw draftOpen(open.version);
  const version = ((known.at(-1)?.version as number | undefined) ?? 0) + 1;
  const content: CriteriaSet = { ...source.content, id: as };
  const placed = { allianceId, set: as, version };
  await tx('criteria_sets').insert({
    ...placeOf(placed),
    content: JSON.stringify(content),
    based_on: `${from.set}@${from.version}`,
    created_by: by.id,
    created_at: by.at,
    changed_by: by.id,
    changed_at: by.at,
  });
  return readSet(tx, placed);
}

function draftOpen(version: number): Problem {
  return new Problem('refused', {
    detail: {
      vi: `Bộ tiêu chí này đang có bản thảo (phiên bản ${version}); sửa hoặc xóa bản thảo đó trước`,
      en: `This set has a draft already (version ${version}); change or delete that one first`,
    },
  });
}

/**
 * Puts another content into a draft. Its id stays.
 * @throws Problem `not-found`, `refused` when it is no draft, `stale` when somebody else changed it meanwhile
 */
export async function changeDraft(
  tx: Tx,
  key: SetKey & { edition: number },
  content: CriteriaSet,
  by: By,
): Promise<SetRead> {
  const before = await draftOf(tx, key);
  if (before.edition !== key.edition) throw stale(before.edition);
  await tx('criteria_sets')
    .where(placeOf(key))
    .update({
      content: JSON.stringify({ ...content, id: key.set }),
      edition: key.edition + 1,
      changed_by: by.id,
      changed_at: by.at,
    });
  return readSet(tx, key);
}

function stale(edition: number): Problem {
  const detail = {
    vi: `Bản thảo đã được sửa (lần ${edition}); tải lại rồi sửa tiếp`,
    en: `The draft has been changed (edition ${edition}); load it again`,
  };
  return new Problem('stale', { detail });
}

/** @throws Problem `not-found`; `refused` when it is no draft */
async function draftOf(tx: Tx, key: SetKey): Promise<SetRead> {
  // Held until the transaction ends, so that two changes follow each other.
  await tx('criteria_sets').where(placeOf(key)).forUpdate().first('version');
  const read = await readSet(tx, key);
  if (read.status !== 'draft') throw notA('draft', 'Chỉ sửa được bản thảo', 'Only a draft changes');
  return read;
}

function notA(status: string, vi: string, en: string): Problem {
  return new Problem('refused', {
    detail: { vi: `${vi}.`, en: `${en}; this version is no ${status}.` },
  });
}

/** Takes a draft away. @throws Problem `not-found`, `refused` */
export async function deleteDraft(tx: Tx, key: SetKey): Promise<void> {
  await draftOf(tx, key);
  await tx('criteria_sets').where(placeOf(key)).delete();
}

export type InForce = { from: LocalDate; to?: LocalDate | undefined };

/**
 * Publishes a draft: from `from` on, cases open on it. It never changes again.
 * @throws Problem `not-found`, `refused`; `invalid` naming everything that is wrong or not confirmed
 */
export async function publishSet(
  tx: Tx,
  key: SetKey,
  { from, to }: InForce,
  by: By,
): Promise<SetRead> {
  const { content } = await draftOf(tx, key);
  const faults = faultsOfSet(content).filter(({ blocks }) => blocks === 'publish');
  if (faults.length > 0) throw new Problem('invalid', { errors: faults.slice(0, 50).map(shown) });
  const revision = revisionOf(content);
  await tx('criteria_contents')
    .insert({ revision, content: JSON.stringify(content) })
    .onConflict('revision')
    .ignore();
  await tx('criteria_sets')
    .where(placeOf(key))
    .update({
      status: 'published',
      revision,
      valid_from: from,
      valid_to: to ?? null,
      published_by: by.id,
      published_at: by.at,
      changed_by: by.id,
      changed_at: by.at,
    });
  return readSet(tx, key);
}

const shown = ({ pointer, code, detail }: Fault): Fault => ({
  pointer: `/content${pointer}`,
  code,
  detail,
});

function revisionOf(content: unknown): string {
  return createHash('sha256')
    .update(canonicalize(content) as string)
    .digest('hex')
    .slice(0, 24);
}

/**
 * Ends a published version: no case opens on it after `on`; cases that run on it go on.
 * @throws Problem `not-found`, `refused`
 */
export async function retireSet(
  tx: Tx,
  key: SetKey,
  { on, reason }: { on: LocalDate; reason: string },
  by: By,
): Promise<SetRead> {
  const read = await readSet(tx, key);
  if (read.status !== 'published')
    throw notA(
      'published version',
      'Chỉ kết thúc được bản đã ban hành',
      'Only what is in force ends',
    );
  await tx('criteria_sets')
    .where(placeOf(key))
    .update({ status: 'retired', valid_to: on, reason, changed_by: by.id, changed_at: by.at });
  return readSet(tx, key);
}
