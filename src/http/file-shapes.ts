// Shapes of dossiers and their files as the API answers them.
import { z } from 'zod';
import type { Place } from '../engine/places.ts';
import { changeOf, currentOf, type FileRow, type Remark } from '../files/shelf.ts';
import { kindNames } from '../files/kinds.ts';
import { refusals, type Refusal } from '../files/verdict.ts';
import { bilingual, id, instant, law, said } from './shapes.ts';

const fileLinks = z.strictObject({ content: said(100), remarks: said(100) });
const was = <S extends z.ZodType>(shape: S) => z.strictObject({ was: shape, is: shape });
const refusalNames = Object.keys(refusals) as [Refusal, ...Refusal[]];

export const slotId = z
  .string()
  .max(40)
  .regex(/^[A-Z][A-Z0-9_]{1,39}$/);

export const remark = z.strictObject({ id, text: said(4_000), by: said(64), at: instant });

export const file = z.strictObject({
  id,
  slot: said(40),
  version: z.int().nullable().meta({ description: 'Within its place; null for what was refused' }),
  name: said(200),
  type: said(100),
  bytes: z.int(),
  sha256: said(64),
  state: z.enum(['received', 'available', 'refused', 'quarantined']).meta({
    description: '`received`: kept, to be scanned before it can be read',
  }),
  refusal: z.strictObject({ code: z.enum(refusalNames), reason: bilingual }).nullable(),
  outline: z.strictObject({
    pages: z.int().optional(),
    width: z.int().optional(),
    height: z.int().optional(),
    sheets: z.array(said(100)).max(200).optional(),
  }),
  sentBy: said(64),
  sentAt: instant,
  scannedAt: instant.nullable(),
  withdrawnAt: instant.nullable(),
  handedInBy: z
    .array(z.int())
    .max(1_000)
    .meta({ description: 'Versions of the case whose event handed it in' }),
  changed: z
    .strictObject({
      since: z.int().meta({ description: 'The version it is compared with' }),
      identical: z.boolean(),
      bytes: z.int().meta({ description: 'By how many bytes it grew' }),
      name: was(said(200)).optional(),
      type: was(said(100)).optional(),
      pages: was(z.int()).optional(),
      sheets: z
        .strictObject({ added: z.array(said(100)).max(200), removed: z.array(said(100)).max(200) })
        .optional(),
    })
    .nullable(),
  remarks: z.array(remark).max(1_000),
  links: fileLinks,
});

export const place = z.strictObject({
  id: slotId,
  title: bilingual,
  law,
  confidence: z.enum(['verified', 'unconfirmed']),
  kinds: z.array(z.enum(kindNames)).max(kindNames.length),
  needed: z.boolean(),
  missing: z.boolean().meta({ description: 'Needed, and neither sent in nor drawn up' }),
  maySend: z.boolean(),
  /** Id of the file that counts. */
  current: id.nullable(),
  paper: z
    .strictObject({ id: said(120), content: said(250) })
    .nullable()
    .meta({ description: 'The last paper that the service drew up for this place' }),
  versions: z.array(file).max(2_000),
});

export const dossier = z.strictObject({
  slots: z.array(place).max(100),
  missing: z.array(slotId).max(100),
  limits: z.strictObject({ fileBytes: z.int() }),
});

type Shown = z.input<typeof file>;

export type Shelf = {
  rows: readonly FileRow[];
  remarks: readonly Remark[];
  /** Versions of events by the id of the file. */
  handedIn: ReadonlyMap<string, number[]>;
};
export type Paper = { id: string; kind: string; state: string; links: { content: string } };

/** A place with its versions, oldest first. */
export function shownPlace(
  { id: slot, title, kinds, needed, maySend, ...source }: Place,
  shelf: Shelf,
  papers: readonly Paper[],
): z.input<typeof place> {
  const versions = shelf.rows.filter((row) => row.slot === slot);
  const kept = versions.filter(({ version }) => version !== null);
  const current = currentOf(kept);
  const paper = papers.findLast(({ kind, state }) => kind === slot && state === 'issued');
  return {
    id: slot,
    title,
    law: source.law,
    confidence: source.confidence,
    kinds: [...kinds],
    needed,
    missing: needed && !current && !paper,
    maySend,
    current: current?.id ?? null,
    paper: paper ? { id: paper.id, content: paper.links.content } : null,
    versions: versions.map((row) => shownFile(row, shelf, kept)),
  };
}

/** @param kept versions of the same place that are kept, oldest first */
export function shownFile(
  row: FileRow,
  { remarks, handedIn }: Omit<Shelf, 'rows'>,
  kept: readonly FileRow[],
): Shown {
  const before = kept.findLast(({ version }) => (version ?? 0) < (row.version ?? 0));
  return {
    id: row.id,
    slot: row.slot,
    version: row.version,
    name: row.name,
    type: row.type,
    bytes: row.bytes,
    sha256: row.sha256.toString('hex'),
    state: row.state,
    refusal: row.refusal === null ? null : { code: row.refusal, reason: refusals[row.refusal] },
    outline: row.outline,
    sentBy: row.sent_by,
    sentAt: row.sent_at.toISOString(),
    scannedAt: row.scanned_at?.toISOString() ?? null,
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
    handedInBy: handedIn.get(row.id) ?? [],
    changed: before ? changeOf(before, row) : null,
    remarks: remarks.filter(({ file_id }) => file_id === row.id).map(shownRemark),
    links: { content: `/api/files/${row.id}`, remarks: `/api/files/${row.id}/remarks` },
  };
}

export function shownRemark({ id: key, text, made_by, made_at }: Remark): z.input<typeof remark> {
  return { id: key, text, by: made_by, at: made_at.toISOString() };
}
