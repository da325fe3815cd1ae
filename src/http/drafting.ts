// The drafting room over HTTP, and the list of members as a table that goes out and comes in.
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import type { Founding } from '../../machines/founding/data.ts';
import { partNames } from '../../machines/founding/parts.ts';
import { memberCells, memberColumns, membersIn } from '../drafting/members.ts';
import { readDraftingRoom, type DraftingDeps } from '../engine/drafting.ts';
import type { Reading } from '../engine/reading.ts';
import { Problem } from '../problem.ts';
import { readGrid, writeGrid, xlsxType } from '../sheets/grid.ts';
import { operation, type Operation } from './operation.ts';
import { bilingual, id, openObject, reason, said } from './shapes.ts';

const fault = z.strictObject({ pointer: said(500), code: said(100), detail: bilingual });

const part = z.strictObject({
  part: z.enum(partNames),
  title: bilingual,
  stage: z.enum(['empty', 'draft', 'underReview', 'returned', 'accepted']),
  comments: said(5_000).nullable(),
  unsent: z.boolean(),
  faults: z.array(fault).max(50).meta({ description: 'What the form still lacks' }),
  reasons: z.array(reason).max(20).meta({ description: 'Rules of the law not met' }),
});

const vnd = z.int().meta({ description: 'VND' });

const planYear = z.strictObject({
  year: z.int(),
  revenue: vnd,
  variableCosts: vnd,
  fixedCosts: vnd,
  costs: vnd,
  profit: vnd,
  breakEven: vnd.nullable().meta({ description: 'VND; null: sales do not cover variable costs' }),
  internal: z.strictObject({ part: vnd, whole: vnd }),
  cashIn: vnd,
  cashOut: vnd,
  cash: vnd,
  closing: vnd,
});

const plan = z.strictObject({
  years: z.array(planYear).max(3),
  funding: z.strictObject({ capital: vnd, loans: vnd, investment: vnd }),
  remarks: z
    .array(
      z.strictObject({
        code: said(40),
        title: bilingual,
        remedy: bilingual,
        source: said(200).optional(),
      }),
    )
    .max(20)
    .meta({ description: 'To be thought over; no rule of law' }),
});

export function draftingOperations(deps: DraftingDeps & { reading: Reading }): Operation[] {
  return [roomOperation(deps), exportOperation(deps.reading), importOperation(deps.reading)];
}

function roomOperation(deps: DraftingDeps): Operation {
  return operation({
    id: 'readDrafting',
    method: 'GET',
    path: '/api/cases/{id}/drafting',
    tag: 'cases',
    title: { vi: 'Phòng soạn thảo: còn thiếu gì và vì sao', en: 'What the drafts lack, and why' },
    params: { id },
    answers: {
      200: {
        title: 'The six parts, judged on what is written so far',
        schema: z.strictObject({
          id,
          version: z.int(),
          state: said(200),
          parts: z.array(part).max(6),
          plan: plan.nullable(),
        }),
      },
    },
    problems: ['not-found'],
    handle: async ({ person, params }) => ({
      body: await readDraftingRoom(deps, person, params.id),
    }),
  });
}

function exportOperation(reading: Reading): Operation {
  return operation({
    id: 'exportMembers',
    method: 'GET',
    path: '/api/cases/{id}/members.xlsx',
    tag: 'cases',
    title: { vi: 'Tải danh sách thành viên', en: 'The list of members as a table' },
    params: { id },
    answers: { 200: { title: 'The columns that an import takes', types: [xlsxType] } },
    problems: ['not-found'],
    async handle({ person, params }) {
      const { process, data } = await reading.read(person, params.id);
      if (process.id !== 'founding') throw new Problem('not-found');
      const rows = memberCells(data as unknown as Founding);
      return {
        body: Buffer.from(await writeGrid('Thành viên', memberColumns, rows)),
        type: xlsxType,
        headers: { 'Content-Disposition': 'attachment; filename="thanh-vien.xlsx"' },
      };
    },
  });
}

const mostBytes = 2 * 1024 * 1024;

function importOperation(reading: Reading): Operation {
  return operation({
    id: 'readMembers',
    method: 'POST',
    path: '/api/cases/{id}/members',
    tag: 'cases',
    keyless: true,
    title: { vi: 'Đọc danh sách thành viên từ tệp', en: 'Read a list of members from a table' },
    params: { id },
    upload: { files: 1, fileBytes: mostBytes },
    body: {},
    answers: {
      200: {
        title: 'A draft to save or hand in; nothing is kept',
        schema: z.strictObject({
          members: openObject,
          faults: z
            .array(z.strictObject({ line: z.int(), field: said(40), detail: bilingual }))
            .max(3_000),
        }),
      },
    },
    problems: ['not-found', 'invalid'],
    async handle({ person, params, receive }) {
      const { process } = await reading.read(person, params.id);
      if (process.id !== 'founding') throw new Problem('not-found');
      const { files } = await receive(({ content }) => buffer(content));
      if (!files[0]) throw noFile();
      return { body: membersIn(await readGrid(files[0], memberColumns)) };
    },
  });
}

function noFile(): Problem {
  const detail = { vi: 'Hãy chọn một tệp .xlsx hoặc .csv', en: 'Choose an .xlsx or .csv file' };
  return new Problem('invalid', { errors: [{ pointer: '/file', code: 'missing', detail }] });
}
