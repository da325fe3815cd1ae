// What everybody may know: the register of certificates, figures of the alliance's work, and where a case stands for
// whoever holds a paper of it.
import type { Knex } from 'knex';
import { z } from 'zod';
import { addDays, type LocalDate } from '../../machines/calendar.ts';
import { allProcesses, processOf } from '../../machines/index.ts';
import type { Clock } from '../clock.ts';
import { normaliseVerificationCode } from '../documents/code.ts';
import { titleOf } from '../engine/titles.ts';
import type { Operation, Reply } from '../http/operation.ts';
import { localDate, text } from '../http/shapes.ts';
import { certificatesOf, type PublicCertificate } from '../reports/certificates.ts';
import { countEvents } from '../reports/counts.ts';
import { csvOf } from '../sheets/csv.ts';
import type { PageAnswer, PageCall, PageMaker } from './page.ts';

export type OpenDataDeps = { page: PageMaker; knex: Knex; clock: Clock };

const filters = {
  text: text(200).optional(),
  status: z.enum(['valid', 'suspended', 'superseded', 'revoked', 'expired']).optional(),
};
type Filters = { text?: string | undefined; status?: PublicCertificate['status'] | undefined };

export function openDataPages(deps: OpenDataDeps): Operation[] {
  const { page } = deps;
  const register = { public: true, query: filters } as const;
  return [
    page({
      ...register,
      id: 'registerPage',
      path: '/register',
      title: { vi: 'Sổ hợp tác xã được công nhận', en: 'Register of certified cooperatives' },
      handle: async (call) => ({ view: 'register', model: await registerModel(deps, call) }),
    }),
    page({
      ...register,
      id: 'registerCsvPage',
      path: '/register.csv',
      title: { vi: 'Sổ dạng CSV', en: 'The register as CSV' },
      handle: async (call) => ({ reply: tableOf((await registerModel(deps, call)).items) }),
    }),
    page({
      ...register,
      id: 'registerJsonPage',
      path: '/register.json',
      title: { vi: 'Sổ dạng JSON', en: 'The register as JSON' },
      handle: async (call) => ({ reply: jsonOf((await registerModel(deps, call)).items) }),
    }),
    ...figurePages(deps),
  ];
}

function figurePages(deps: OpenDataDeps): Operation[] {
  const { page } = deps;
  return [
    page({
      id: 'statisticsPage',
      path: '/statistics',
      title: { vi: 'Số liệu', en: 'Figures' },
      public: true,
      query: { from: localDate.optional(), to: localDate.optional() },
      handle: (call) => statistics(deps, call),
    }),
    page({
      id: 'enterCodePage',
      path: '/verify',
      title: { vi: 'Tra cứu giấy tờ', en: 'Check a paper' },
      public: true,
      query: { code: text(40).optional() },
      handle: ({ query: { code } }) =>
        Promise.resolve(
          code === undefined ? { view: 'verify' } : { to: `/verify/${encodeURIComponent(code)}` },
        ),
    }),
    page({
      id: 'trackPage',
      path: '/track',
      title: { vi: 'Hồ sơ đang ở đâu?', en: 'Where is my case?' },
      public: true,
      query: { code: text(40).optional() },
      handle: (call) => tracked(deps, call),
    }),
  ];
}

async function registerModel(
  { knex, clock }: OpenDataDeps,
  { query }: PageCall<unknown, Filters>,
): Promise<{ items: PublicCertificate[]; filter: Filters; export: string }> {
  const { text: words, status } = query;
  const items = await certificatesOf(knex, clock.today(), { text: words, status });
  const kept = Object.entries({ text: words, status }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  );
  return { items, filter: { text: words, status }, export: new URLSearchParams(kept).toString() };
}

const shared = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};
const columns = [
  'number',
  'holder',
  'criterion',
  'issuer',
  'issuedOn',
  'validUntil',
  'status',
  'since',
  'code',
] as const;

function tableOf(items: readonly PublicCertificate[]): Reply {
  const rows = items.map((item) => columns.map((name) => item[name]));
  const disposition = 'attachment; filename="register.csv"';
  return {
    body: csvOf([columns, ...rows]),
    type: 'text/csv; charset=utf-8',
    headers: { ...shared, 'Content-Disposition': disposition },
  };
}

function jsonOf(items: readonly PublicCertificate[]): Reply {
  return { body: { items }, headers: shared };
}

type Period = { from?: LocalDate | undefined; to?: LocalDate | undefined };

async function statistics(
  { knex, clock }: OpenDataDeps,
  { query }: PageCall<unknown, Period>,
): Promise<PageAnswer> {
  const { to = clock.today() } = query;
  const { from = addDays(to, -365) } = query;
  const ordered = from <= to ? { from, to } : { from: to, to: from };
  const counts = await countEvents(knex, { sql: 'true', bindings: [] }, ordered.from, ordered.to);
  const groups = allProcesses().flatMap(({ id, title }) => {
    const figures = counts.figures.filter((figure) => figure.process === id && figure.count > 0);
    return figures.length > 0 ? [{ title, figures }] : [];
  });
  return { view: 'statistics', model: { ...ordered, groups } };
}

type Tracked = {
  number: string;
  process: string;
  state: string;
  open: boolean;
  opened_on: LocalDate;
};

/** By the code of any paper of the case: no names, nothing of its content. */
async function tracked(
  { knex }: OpenDataDeps,
  { query }: PageCall<unknown, { code?: string | undefined }>,
): Promise<PageAnswer> {
  if (query.code === undefined) return { view: 'track' };
  const code = normaliseVerificationCode(query.code);
  const row: unknown =
    code === undefined
      ? undefined
      : await knex('documents as d')
          .join('cases as c', 'c.id', 'd.case_id')
          .where('d.code', code)
          .first('c.number', 'c.process', 'c.state', 'c.open', 'c.opened_on');
  if (!row) return { view: 'track', model: { code: query.code, unknown: true }, status: 404 };
  const found = row as Tracked;
  const process = processOf(found.process);
  const model = { ...found, title: process.title, stateTitle: titleOf(process, found.state) };
  return { view: 'track', model: { code: query.code, found: model } };
}
