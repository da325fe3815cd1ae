// A whole dossier as one ZIP: every paper under a readable name, one merged PDF, and the digests of all of it.
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Merging } from './merge.ts';
import type { Staged, Staging } from './staging.ts';
import { pathOf, type FileStore } from './store.ts';
import type { Workbench } from './workbench.ts';

export type DossierEntry = {
  slot: string;
  title: string;
  source: 'paper' | 'file';
  /** Of a file that was sent in. */
  version?: number;
  /** Of a paper. */
  number?: string | null;
  type: string;
  extension: string;
  bytes: number;
  /** Hex. */
  sha256: string;
  at: string;
};

export type DossierAbout = { id: string; number: string; title: string; version: number };

export type DossierParts = {
  store: Pick<FileStore, 'read'>;
  staging: Staging;
  workbench: Pick<Workbench, 'merge'>;
};

/** More than this is not merged: each paper lies in the ZIP all the same. */
const mostMerged = 100 * 1024 * 1024;
const mergedName = '00 Hồ sơ gộp.pdf';

const texts = {
  title: { vi: 'Hồ sơ', en: 'Dossier' },
  note: {
    vi: 'Bản gộp để đọc; bản gốc, có chữ ký số nếu có, nằm trong tệp ZIP.',
    en: 'Merged for reading; the originals, signed where they are, lie in the ZIP.',
  },
} as const;

/** The ZIP as a stream; its entries are in the order given and named alike every time. */
export async function zipDossier(
  parts: DossierParts,
  about: DossierAbout,
  entries: readonly DossierEntry[],
): Promise<Readable> {
  const named = entries.map((entry, index) => ({ ...entry, path: nameOf(entry, index) }));
  const merged = await mergedOf(parts, about, named);
  const zip = new ZipFile();
  const options = (at: string) => ({
    mtime: new Date(at),
    compress: false,
    forceDosTimestamp: true,
  });
  const last = entries.map(({ at }) => at).toSorted().at(-1) ?? new Date(0).toISOString(); // prettier-ignore
  if (merged) zip.addBuffer(merged, mergedName, options(last));
  for (const { path, sha256, bytes, at } of named)
    zip.addReadStreamLazy(path, { ...options(at), size: bytes }, (told) => {
      void contentOf(parts, sha256).then(
        (content) => told(null, content),
        (error: unknown) => told(error, undefined as never),
      );
    });
  zip.addBuffer(manifestOf(about, named, merged), 'manifest.json', options(last));
  zip.addBuffer(sumsOf(named, merged), 'SHA256SUMS', options(last));
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  zip.end();
  return output;
}

type Named = DossierEntry & { path: string };

/** `01 Điều lệ, bản 2.pdf` */
function nameOf({ title, version, extension }: DossierEntry, index: number): string {
  const place = String(index + 1).padStart(2, '0');
  const words = title.normalize('NFC').replaceAll(/[\p{C}\\/:*?"<>|]/gu, '-').slice(0, 120); // prettier-ignore
  const which = version === undefined ? '' : `, bản ${version}`;
  return `${place} ${words.trim()}${which}.${extension}`;
}

async function contentOf(
  { store }: Pick<DossierParts, 'store'>,
  sha256: string,
): Promise<Readable> {
  const content = await store.read(pathOf(Buffer.from(sha256, 'hex')));
  if (!content) throw new Error(`file ${sha256} is not in the store`);
  return content;
}

async function mergedOf(
  parts: DossierParts,
  { number, title }: DossierAbout,
  entries: readonly Named[],
): Promise<Buffer | undefined> {
  const papers = entries.filter(({ type }) => type === 'application/pdf');
  const bytes = papers.reduce((sum, paper) => sum + paper.bytes, 0);
  if (papers.length === 0 || bytes > mostMerged) return undefined;
  const staged = new Map<string, Staged>();
  try {
    for (const { sha256 } of papers)
      if (!staged.has(sha256))
        staged.set(sha256, await parts.staging.receive(await contentOf(parts, sha256))); // prettier-ignore
    const merging: Merging = {
      title: `${texts.title.vi} ${number}: ${title}`,
      note: texts.note.vi,
      entries: entries.map(({ path, sha256 }) => {
        const place = staged.get(sha256)?.place;
        return { title: path.slice(3), ...(place === undefined ? {} : { place }) };
      }),
    };
    const merged = await parts.workbench.merge(merging);
    return merged && Buffer.from(merged);
  } finally {
    await Promise.allSettled([...staged.values()].map(({ drop }) => drop()));
  }
}

function manifestOf(
  about: DossierAbout,
  entries: readonly Named[],
  merged: Buffer | undefined,
): Buffer {
  const whole = merged ? { path: mergedName, bytes: merged.length, sha256: hex(merged) } : null;
  const manifest = { format: 'sang-lap/dossier/1', case: about, merged: whole, files: entries };
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
}

/** As `sha256sum -c` reads it. */
function sumsOf(entries: readonly Named[], merged: Buffer | undefined): Buffer {
  const lines = entries.map(({ path, sha256 }) => `${sha256}  ${path}\n`);
  return Buffer.from([...(merged ? [`${hex(merged)}  ${mergedName}\n`] : []), ...lines].join(''));
}

function hex(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
