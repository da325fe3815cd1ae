// Numbers of papers: the registers as lists and tables, how numbers are written, numbers declared void; and papers as
// editable drafts.
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import type { Clock } from '../clock.ts';
import { buildDraft, draftType } from '../documents/draft.ts';
import type { Press } from '../documents/press.ts';
import { findDocument } from '../engine/history.ts';
import { storedId } from '../engine/queue.ts';
import { visibleCases, type Person } from '../engine/rights.ts';
import type { Unseal } from '../engine/unseal.ts';
import { Problem } from '../problem.ts';
import { listRegisters, patternParts, readRegister, registerPrint, registerTable, type Numbered, setPattern, usualPattern, voidPaper } from '../reports/registers.ts'; // prettier-ignore
import type { Once } from './once.ts';
import { operation, type Operation, type Reply } from './operation.ts';
import { bilingual, id, localDate, placedId, said, text, wholeNumber } from './shapes.ts';

export type PaperRegisterDeps = {
  knex: Knex;
  clock: Clock;
  once: Once;
  unseal: Unseal;
  press: Pick<Press, 'build'>;
};

const series = z
  .string()
  .max(20)
  .regex(/^[A-Za-z]{1,20}$/);
const year = wholeNumber(2000, 2200);
const pattern = z
  .string()
  .max(60)
  .regex(/^[^{}]*(\{(no|year|symbol|type|org)\}[^{}]*)+$/u)
  .refine((given) => given.includes('{no}') && /\{(symbol|type)\}/.test(given))
  .meta({
    description: `Holds {no} and {symbol} or {type}; parts: ${patternParts.join(', ')}; usual: ${usualPattern}`,
  });

const register = z.strictObject({
  series: said(20),
  year: z.int(),
  last: z.int().meta({ description: 'The highest number taken' }),
  pattern: said(60),
});

const numbered = z.strictObject({
  number: z.int(),
  symbol: said(100).nullable(),
  kind: said(60).nullable(),
  title: bilingual.nullable(),
  caseNumber: said(60).nullable(),
  issuedOn: localDate.nullable(),
  signer: said(200).nullable(),
  state: z.enum(['owed', 'issued', 'superseded', 'voided', 'hidden', 'missing']),
  reason: said(2_000).nullable(),
});

export function paperRegisterOperations(deps: PaperRegisterDeps): Operation[] {
  return [
    listOperation(deps),
    readOperation(deps),
    patternOperation(deps),
    voidOperation(deps),
    draftOperation(deps),
  ];
}

const shared = { tag: 'papers', roles: permissions.oversee } as const;

function listOperation({ knex }: PaperRegisterDeps): Operation {
  return operation({
    ...shared,
    id: 'listNumberRegisters',
    method: 'GET',
    path: '/api/number-registers',
    title: { vi: 'Các sổ số văn bản', en: 'Registers of numbers' },
    answers: {
      200: {
        title: 'By series and year',
        schema: z.strictObject({ items: z.array(register).max(10_000) }),
      },
    },
    problems: [],
    handle: async ({ person }) => ({
      body: { items: await listRegisters(knex, person.allianceId) },
    }),
  });
}

function readOperation(deps: PaperRegisterDeps): Operation {
  const { knex } = deps;
  return operation({
    ...shared,
    id: 'readNumberRegister',
    method: 'GET',
    path: '/api/number-registers/{series}/{year}',
    title: { vi: 'Sổ số văn bản của một năm', en: 'One register of numbers' },
    params: { series, year },
    query: { format: z.enum(['json', 'csv', 'pdf']).optional() },
    answers: {
      200: {
        title: 'Every number from 1 on, with what stands under it',
        schema: z.strictObject({
          series: said(20),
          year: z.int(),
          items: z.array(numbered).max(1_000_000),
        }),
        types: ['text/csv', 'application/pdf'],
      },
    },
    problems: ['invalid', 'not-found'],
    async handle({ person, params, query: { format } }) {
      const asked = { allianceId: person.allianceId, ...params };
      const items = await readRegister(knex, asked, visibleCases(person));
      if (!items) throw new Problem('not-found');
      if (format !== 'csv' && format !== 'pdf') return { body: { ...params, items } };
      const name = `so-${params.series.toLowerCase()}-${params.year}.${format}`;
      if (format === 'pdf') return printedRegister(deps, person, { ...params, items, name });
      return {
        body: registerTable(items),
        type: 'text/csv; charset=utf-8',
        headers: { 'Content-Disposition': `attachment; filename="${name}"` },
      };
    },
  });
}

type Printing = { series: string; year: number; items: Numbered[]; name: string };

/** To be printed and kept: unsigned, of the day it is asked for. */
async function printedRegister(
  { knex, clock, press }: PaperRegisterDeps,
  person: Person,
  { items, name, ...which }: Printing,
): Promise<Reply> {
  const { parent, ...alliance } = await knex('alliances')
    .where({ id: person.allianceId })
    .first('name', 'parent', 'abbreviation', 'place');
  const on = clock.today();
  const body = await press.build({
    kind: 'NUMBER_REGISTER',
    organisation: { ...alliance, ...(parent ? { parent } : {}) },
    issuedOn: on,
    signer: { title: '', name: person.name },
    data: registerPrint(items, { ...which, on }),
  });
  return {
    body: Buffer.from(body),
    type: 'application/pdf',
    headers: { 'Content-Disposition': `attachment; filename="${name}"` },
  };
}

function patternOperation({ once }: PaperRegisterDeps): Operation {
  return operation({
    id: 'setNumberPattern',
    method: 'PUT',
    path: '/api/number-registers/{series}',
    tag: 'papers',
    title: { vi: 'Đặt cách ghi số văn bản', en: 'Set how numbers are written' },
    roles: permissions.keepPaperRegisters,
    params: { series },
    body: { pattern },
    answers: {
      200: {
        title: 'Holds for numbers taken from now on',
        schema: z.strictObject({ series: said(20), pattern: said(60) }),
        headers: ['Idempotency-Replayed'],
      },
    },
    problems: ['invalid', 'forbidden'],
    handle: (call) =>
      once(call, async (tx) => {
        const answer = { series: call.params.series, pattern: call.body.pattern };
        await setPattern(tx, call.person.allianceId, answer.series, answer.pattern);
        return answer;
      }),
  });
}

function voidOperation({ knex, clock, once }: PaperRegisterDeps): Operation {
  return operation({
    id: 'voidDocument',
    method: 'POST',
    path: '/api/cases/{id}/documents/{documentId}/voiding',
    tag: 'papers',
    title: { vi: 'Hủy giấy tờ, nêu lý do', en: 'Declare a paper void, with the reason' },
    roles: permissions.voidPapers,
    params: { id, documentId: placedId },
    body: { reason: text(2_000) },
    answers: {
      201: {
        title: 'The number stays taken and explained',
        schema: z.strictObject({ id: placedId, state: said(20), reason: said(2_000) }),
        headers: ['Idempotency-Replayed'],
      },
    },
    problems: ['invalid', 'forbidden', 'not-found', 'refused'],
    async handle(call) {
      const { person, params, body } = call;
      await findDocument(knex, person, params.id, params.documentId);
      const about = { by: person.id, at: clock.now(), reason: body.reason };
      const change = async (tx: Parameters<typeof voidPaper>[0]): Promise<object> => {
        await voidPaper(tx, storedId(params.documentId), about);
        return { id: params.documentId, state: 'voided', reason: body.reason };
      };
      return once(call, change, 201);
    },
  });
}

/** Papers that people go on writing. */
const drafted = new Set(['CHARTER', 'BUSINESS_PLAN']);

function draftOperation({ knex, unseal }: PaperRegisterDeps): Operation {
  return operation({
    id: 'readDraft',
    method: 'GET',
    path: '/api/cases/{id}/documents/{documentId}/draft',
    tag: 'papers',
    title: { vi: 'Tải bản soạn thảo (DOCX)', en: 'A paper as an editable text' },
    params: { id, documentId: placedId },
    answers: { 200: { title: 'Charter or business plan as DOCX', types: [draftType] } },
    problems: ['not-found'],
    async handle({ person, params }) {
      const paper = await findDocument(knex, person, params.id, params.documentId);
      if (!drafted.has(paper.kind)) throw new Problem('not-found');
      const row = await knex('documents as d')
        .join('alliances as a', 'a.id', 'd.alliance_id')
        .where('d.id', storedId(params.documentId))
        .first('d.data', 'a.name', 'a.abbreviation', 'a.place');
      const { data, ...organisation } = row;
      const plain = await unseal(params.id, data as object, { person, operation: 'readDraft' });
      const input = { kind: paper.kind, organisation, issuedOn: paper.issuedOn };
      const name = `${paper.kind.toLowerCase().replaceAll('_', '-')}-${paper.code}.docx`;
      return {
        body: Buffer.from(await buildDraft({ ...input, data: { ...plain } })),
        type: draftType,
        headers: { 'Content-Disposition': `attachment; filename="${name}"` },
      };
    },
  });
}
