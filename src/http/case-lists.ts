// Lists over HTTP: cases with filters, cursor and counts; the journal and the papers of one case.
import type { Readable } from 'node:stream';
import type { Knex } from 'knex';
import { z } from 'zod';
import { compareEvent } from '../engine/comparison.ts';
import { findDocument, listDocuments, listEntries } from '../engine/history.ts';
import { listCases } from '../engine/list.ts';
import { logRead, type Unseal } from '../engine/unseal.ts';
import type { Clock } from '../clock.ts';
import { Problem } from '../problem.ts';
import { caseList, comparison, document, entryList } from './case-shapes.ts';
import { linksOf } from './cases.ts';
import { operation, type Operation } from './operation.ts';
import { flag, id, localDate, paging, placedId, text, usualLimit, wholeNumber } from './shapes.ts';

export type CaseListDeps = {
  knex: Knex;
  clock: Clock;
  unseal: Unseal;
  /** Content of a stored file; undefined when it is not there. */
  openFile: (path: string) => Promise<Readable | undefined>;
};

/** Filters that lists of cases and of work share. */
export const sharedFilters = {
  process: z
    .string()
    .max(60)
    .regex(/^[a-z][a-zA-Z0-9-]*(@[1-9]\d{0,3})?$/)
    .optional()
    .meta({ description: 'Process, `founding`, or one version of it, `founding@1`' }),
  state: z
    .string()
    .max(200)
    .regex(/^[a-zA-Z0-9]+(\.[a-zA-Z0-9]+)*$/)
    .optional()
    .meta({ description: 'State, `registration`, with everything inside it' }),
  unit: text(200).optional(),
  assignee: z.union([z.enum(['me', 'none']), id]).optional(),
  dueFrom: localDate.optional().meta({ description: 'First day' }),
  dueTo: localDate.optional().meta({ description: 'Last day' }),
  text: text(200)
    .optional()
    .meta({ description: 'Words of number, title or commune, also without diacritics' }),
};

export function caseListOperations(deps: CaseListDeps): Operation[] {
  const { knex } = deps;
  return [
    listOperation(knex),
    journalOperation(deps),
    comparisonOperation(deps),
    documentsOperation(knex),
    contentOperation(deps),
  ];
}

function listOperation(knex: Knex): Operation {
  return operation({
    id: 'listCases',
    method: 'GET',
    path: '/api/cases',
    tag: 'cases',
    title: { vi: 'Danh sách hồ sơ', en: 'List cases' },
    query: {
      ...sharedFilters,
      open: flag
        .optional()
        .meta({ description: 'Open cases come by due date, others by opening, newest first' }),
      parent: id.optional(),
      ...paging,
    },
    answers: {
      200: { title: 'One page, with counts of all that the filters let through', schema: caseList },
    },
    problems: ['invalid'],
    async handle({ person, query }) {
      const { limit = usualLimit, cursor, ...filter } = query;
      const { items, next, counts } = await listCases(knex, person, { filter, limit, cursor });
      return {
        body: { items: items.map((item) => ({ ...item, links: linksOf(item.id) })), next, counts },
      };
    },
  });
}

function journalOperation(deps: CaseListDeps): Operation {
  return operation({
    id: 'listEvents',
    method: 'GET',
    path: '/api/cases/{id}/events',
    tag: 'cases',
    title: { vi: 'Nhật ký hồ sơ', en: 'Journal of a case' },
    params: { id },
    query: paging,
    answers: { 200: { title: 'Events in their order', schema: entryList } },
    problems: ['invalid', 'not-found'],
    async handle({ person, params, query: { limit = usualLimit, cursor } }) {
      return { body: await listEntries(deps, person, params.id, { limit, cursor }) };
    },
  });
}

function comparisonOperation(deps: CaseListDeps): Operation {
  return operation({
    id: 'compareEvent',
    method: 'GET',
    path: '/api/cases/{id}/events/{version}/comparison',
    tag: 'cases',
    title: { vi: 'So sánh với lần nộp trước', en: 'What changed since it was handed in before' },
    params: { id, version: wholeNumber(1, 999_999_999) },
    answers: { 200: { title: 'Field by field', schema: comparison } },
    problems: ['not-found'],
    handle: async ({ person, params }) => ({
      body: await compareEvent(deps, person, params.id, params.version),
    }),
  });
}

function documentsOperation(knex: Knex): Operation {
  return operation({
    id: 'listDocuments',
    method: 'GET',
    path: '/api/cases/{id}/documents',
    tag: 'papers',
    title: { vi: 'Giấy tờ của hồ sơ', en: 'Papers of a case' },
    params: { id },
    answers: {
      200: {
        title: 'In the order of their events',
        schema: z.strictObject({ items: z.array(document).max(10_000) }),
      },
    },
    problems: ['not-found'],
    async handle({ person, params }) {
      const papers = await listDocuments(knex, person, params.id);
      const links = (paper: string) => ({
        content: `/api/cases/${params.id}/documents/${paper}`,
      });
      return { body: { items: papers.map((paper) => ({ ...paper, links: links(paper.id) })) } };
    },
  });
}

function contentOperation({ knex, clock, openFile }: CaseListDeps): Operation {
  return operation({
    id: 'readDocument',
    method: 'GET',
    path: '/api/cases/{id}/documents/{documentId}',
    tag: 'papers',
    title: { vi: 'Tải giấy tờ', en: 'Content of a paper' },
    params: { id, documentId: placedId },
    answers: { 200: { title: 'The file', types: ['application/pdf'] } },
    problems: ['not-found', 'unavailable'],
    async handle({ person, params }) {
      const paper = await findDocument(knex, person, params.id, params.documentId);
      if (paper.path === null) throw stillMade();
      const content = await openFile(paper.path);
      if (!content) throw new Problem('unavailable', { retryAfterSeconds: 5 });
      const name = `${paper.kind.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${paper.code}.pdf`;
      await logRead(knex, clock, { id: person.id, operation: 'readDocument' }, params.id);
      const length: Record<string, string> =
        paper.bytes === null ? {} : { 'Content-Length': String(paper.bytes) };
      const headers = { 'Content-Disposition': `inline; filename="${name}"`, ...length };
      return { body: content, type: 'application/pdf', headers };
    },
  });
}

function stillMade(): Problem {
  const detail = {
    vi: 'Giấy tờ đang được tạo, hãy thử lại sau ít giây',
    en: 'The paper is being made; try again in a few seconds',
  };
  return new Problem('unavailable', { detail, retryAfterSeconds: 2 });
}
