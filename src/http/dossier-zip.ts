// The whole dossier of a case as one file, for whoever may see the case.
import type { Readable } from 'node:stream';
import type { Knex } from 'knex';
import type { Clock } from '../clock.ts';
import { listDocuments, type DocumentView } from '../engine/history.ts';
import type { Place, Places } from '../engine/places.ts';
import { logRead } from '../engine/unseal.ts';
import type { DossierAbout, DossierEntry } from '../files/dossier.ts';
import { currentOf, filesOf, type FileRow } from '../files/shelf.ts';
import { attachment } from './disposition.ts';
import { operation, type Operation } from './operation.ts';
import { id } from './shapes.ts';

export type ZipDeps = {
  knex: Knex;
  clock: Clock;
  places: Places;
  zipDossier: (about: DossierAbout, entries: readonly DossierEntry[]) => Promise<Readable>;
};

export function zipOperation({ knex, clock, places, zipDossier }: ZipDeps): Operation {
  return operation({
    id: 'readWholeDossier',
    method: 'GET',
    path: '/api/cases/{id}/dossier.zip',
    tag: 'papers',
    title: { vi: 'Tải cả bộ hồ sơ', en: 'The whole dossier as one file' },
    params: { id },
    answers: {
      200: {
        title: 'Every paper, one merged PDF, a manifest with the digests',
        types: ['application/zip'],
      },
    },
    problems: ['not-found', 'unavailable'],
    async handle({ person, params }) {
      const { version, ...dossier } = await places(person, params.id);
      const { number, title } = dossier;
      const [rows, papers] = await Promise.all([
        filesOf(knex, dossier.id),
        listDocuments(knex, person, dossier.id),
      ]);
      const entries = entriesOf(dossier.places, rows, papers);
      const content = await zipDossier({ id: dossier.id, number, title, version }, entries);
      await logRead(knex, clock, { id: person.id, operation: 'readWholeDossier' }, dossier.id);
      const headers = { 'Content-Disposition': attachment(`Hồ sơ ${number}.zip`) };
      return { body: content, type: 'application/zip', headers };
    },
  });
}

/** Place by place what the service drew up and what was sent in; then the papers that have no place. */
function entriesOf(
  places: readonly Place[],
  rows: readonly FileRow[],
  papers: readonly DocumentView[],
): DossierEntry[] {
  const issued = papers.filter(({ state, sha256 }) => state === 'issued' && sha256 !== null);
  const placed = places.flatMap((place) => {
    const paper = issued.findLast(({ kind }) => kind === place.id);
    const file = currentOf(rows.filter(({ slot }) => slot === place.id));
    return [...(paper ? [ofPaper(paper)] : []), ...(file ? [ofFile(place, file)] : [])];
  });
  const known = new Set(places.map((place) => place.id));
  return [...placed, ...issued.filter(({ kind }) => !known.has(kind)).map(ofPaper)];
}

function ofPaper(paper: DocumentView): DossierEntry {
  return {
    slot: paper.kind,
    title: paper.title.vi,
    source: 'paper',
    number: paper.number,
    type: 'application/pdf',
    extension: 'pdf',
    bytes: paper.bytes ?? 0,
    sha256: paper.sha256 ?? '',
    at: paper.issuedAt ?? `${paper.issuedOn}T00:00:00.000Z`,
  };
}

function ofFile({ id: slot, title }: Place, row: FileRow): DossierEntry {
  return {
    slot,
    title: title.vi,
    source: 'file',
    version: row.version ?? 0,
    type: row.type,
    extension: row.name.split('.').at(-1)?.toLowerCase() ?? 'bin',
    bytes: row.bytes,
    sha256: row.sha256.toString('hex'),
    at: row.sent_at.toISOString(),
  };
}
