// Files of a case over HTTP: the dossier with what is missing, and reading. The rights are those of the case.
import type { Readable } from 'node:stream';
import type { Knex } from 'knex';
import type { z } from 'zod';
import { handedIn } from '../engine/handed-in.ts';
import { listDocuments } from '../engine/history.ts';
import type { Places } from '../engine/places.ts';
import type { Person } from '../engine/rights.ts';
import { logRead } from '../engine/unseal.ts';
import { fileById, filesOf, remarksOn, type FileRow } from '../files/shelf.ts';
import { pathOf } from '../files/store.ts';
import { refusals } from '../files/verdict.ts';
import { Problem } from '../problem.ts';
import { attachment } from './disposition.ts';
import { zipOperation, type ZipDeps } from './dossier-zip.ts';
import { remarkOperation, withdrawOperation } from './file-acts.ts';
import { mostBytes, sendOperation, type SendDeps } from './file-sending.ts';
import { dossier as dossierShape, shownPlace } from './file-shapes.ts';
import { operation, type Operation } from './operation.ts';
import { id } from './shapes.ts';

export type FileDeps = SendDeps &
  ZipDeps & {
    /** Content of a stored file; undefined when it is not there. */
    openFile: (path: string) => Promise<Readable | undefined>;
  };

export function fileOperations(deps: FileDeps): Operation[] {
  return [
    sendOperation(deps),
    dossierOperation(deps),
    contentOperation(deps),
    remarkOperation(deps),
    withdrawOperation(deps),
    zipOperation(deps),
  ];
}

function dossierOperation(deps: FileDeps): Operation {
  return operation({
    id: 'readDossier',
    method: 'GET',
    path: '/api/cases/{id}/files',
    tag: 'papers',
    title: { vi: 'Bộ hồ sơ và phần còn thiếu', en: 'The dossier and what is missing' },
    params: { id },
    answers: { 200: { title: 'Places with their versions', schema: dossierShape } },
    problems: ['not-found'],
    handle: async ({ person, params }) => ({ body: await readDossier(deps, person, params.id) }),
  });
}

/** The dossier of a case place by place, with what is missing. @throws Problem `not-found` */
export async function readDossier(
  { knex, places }: Pick<FileDeps, 'knex' | 'places'>,
  person: Person,
  caseId: string,
): Promise<z.input<typeof dossierShape>> {
  const dossier = await places(person, caseId);
  const [rows, remarks, events, documents] = await Promise.all([
    filesOf(knex, dossier.id),
    remarksOn(knex, dossier.id),
    handedIn(knex, dossier.id),
    listDocuments(knex, person, dossier.id),
  ]);
  const papers = documents.map((paper) => ({
    ...paper,
    links: { content: `/api/cases/${dossier.id}/documents/${paper.id}` },
  }));
  const shelf = { rows, remarks, handedIn: events };
  const slots = dossier.places.map((place) => shownPlace(place, shelf, papers));
  const missing = slots.filter((slot) => slot.missing).map((slot) => slot.id);
  return { slots, missing, limits: { fileBytes: mostBytes } };
}

function contentOperation({ knex, clock, places, openFile }: FileDeps): Operation {
  return operation({
    id: 'readFile',
    method: 'GET',
    path: '/api/files/{fileId}',
    tag: 'papers',
    title: { vi: 'Tải tệp', en: 'Content of a file' },
    params: { fileId: id },
    answers: { 200: { title: 'The file, to be saved', types: ['application/octet-stream'] } },
    problems: ['not-found', 'refused', 'unavailable'],
    async handle({ person, params }) {
      const row = await readableFile(knex, places, person, params.fileId);
      const content = await openFile(pathOf(row.sha256));
      if (!content) throw new Problem('unavailable', { retryAfterSeconds: 5 });
      await logRead(knex, clock, { id: person.id, operation: 'readFile' }, row.case_id);
      const headers = {
        'Content-Disposition': attachment(row.name),
        'Content-Length': String(row.bytes),
      };
      return { body: content, type: row.type, headers };
    },
  });
}

/** A file of a case the person sees, once it may be read. @throws Problem `not-found`, `unavailable`, `refused` */
async function readableFile(
  knex: Knex,
  places: Places,
  person: Person,
  fileId: string,
): Promise<FileRow> {
  const row = await fileById(knex, fileId);
  if (!row) throw new Problem('not-found');
  await places(person, row.case_id);
  if (row.state === 'available') return row;
  if (row.refusal) throw new Problem('refused', { detail: refusals[row.refusal] });
  throw new Problem('unavailable', { detail: notScanned, retryAfterSeconds: 30 });
}

const notScanned = {
  vi: 'Tệp đang chờ quét vi-rút, hãy thử lại sau ít phút',
  en: 'The file waits to be scanned for malware; try again in a few minutes',
};
