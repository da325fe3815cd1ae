// A table of cooperatives taken into the register from a page: tried first or written at once, with what became of
// each row.
import { z } from 'zod';
import { permissions } from '../../engine/permissions.ts';
import { mostBytes, receiveTable, takeTable } from '../../http/register-import.ts';
import type { Operation } from '../../http/operation.ts';
import { problemOf, statusOf } from '../../http/problems.ts';
import { columns, statuses } from '../../register/cooperative.ts';
import type { RowResult } from '../../register/import.ts';
import { problemTexts } from '../../problem.ts';
import type { PageAnswer } from '../page.ts';
import type { DeskPageDeps } from './desk.ts';

/** Rows that say what happened; the rest is counted. */
const mostRows = 500;

const about = {
  path: '/desk/register/import',
  title: { vi: 'Nhập danh sách hợp tác xã', en: 'Take in a table of cooperatives' },
  roles: permissions.importCooperatives,
} as const;

const form = { view: 'desk/register-import' } as const;

export function importPages(deps: DeskPageDeps): Operation[] {
  const { page } = deps;
  return [
    page({
      ...about,
      id: 'importPage',
      handle: () => Promise.resolve({ ...form, model: { dense: true, columns, statuses } }),
    }),
    page({
      ...about,
      id: 'sendImportPage',
      method: 'POST',
      query: { trial: z.literal('true').optional() },
      upload: { files: 1, fileBytes: mostBytes },
      async handle({ person, query, receive }) {
        const trial = query.trial === 'true';
        try {
          const { table, key } = await receiveTable(receive);
          const { body } = await takeTable(deps, { person, key, table, trial });
          return resultOf(body as Taken, { trial, source: table.source });
        } catch (error) {
          return refused(error);
        }
      },
    }),
  ];
}

type Taken = { counts: Record<string, number>; rows: RowResult[] };

/** Refused rows first: they are what is left to do. */
function resultOf({ counts, rows }: Taken, about_: { trial: boolean; source: string }): PageAnswer {
  const urgent = rows.filter(({ outcome }) => outcome === 'refused');
  const others = rows.filter(({ outcome }) => outcome !== 'refused');
  const shown = [...urgent, ...others].slice(0, mostRows);
  const titles = Object.fromEntries(columns.map(({ key, title }) => [key, title]));
  const result = { ...about_, counts, rows: shown, all: rows.length, titles };
  return { ...form, model: { dense: true, columns, statuses, result } };
}

/** What is wrong with the file is told on the form. */
function refused(error: unknown): PageAnswer {
  const { code, extra } = problemOf(error);
  const status = statusOf[code];
  if (![413, 415, 422].includes(status)) throw error;
  const fault = extra.errors?.[0]?.detail ?? extra.detail ?? problemTexts[code];
  return { ...form, model: { dense: true, columns, statuses, fault }, status };
}
