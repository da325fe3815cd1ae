// Tables of a campaign over HTTP: its cooperatives, their figures taken in, the export for the registry.
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import { usableSet } from '../../machines/appraisal/criteria.ts';
import { classification } from '../../machines/classification/index.ts';
import type { CriteriaSet } from '../../machines/criteria/set.ts';
import { membersOf, readCampaign, type Campaign, type MemberRow } from '../criteria/campaigns.ts';
import {
  gradesAsText,
  readFigures,
  writeFigures,
  writeGrades,
  type FigureRow,
} from '../criteria/figures.ts';
import type { Person } from '../engine/rights.ts';
import { Problem } from '../problem.ts';
import { xlsxType } from '../sheets/grid.ts';
import { importAnswer, memberList, stage } from './campaign-shapes.ts';
import type { CampaignDeps } from './campaigns.ts';
import { operation, type Operation, type Reply, type RequestKey } from './operation.ts';
import { id, text } from './shapes.ts';

const csvType = 'text/csv; charset=utf-8';
const tables = { tag: 'criteria', roles: permissions.oversee, params: { id } } as const;

export function campaignTableOperations(deps: CampaignDeps): Operation[] {
  return [
    membersOperation(deps),
    templateOperation(deps),
    exportOperation(deps),
    figuresOperation(deps),
  ];
}

export function spreadsheet(bytes: Uint8Array, name: string): Reply {
  return {
    type: xlsxType,
    headers: { 'Content-Disposition': `attachment; filename="${name}.xlsx"` },
    body: Buffer.from(bytes),
  };
}

export const spreadsheetAnswer = { types: [xlsxType] };

function membersOperation({ knex }: CampaignDeps): Operation {
  return operation({
    ...tables,
    id: 'listCampaignMembers',
    method: 'GET',
    path: '/api/campaigns/{id}/members',
    title: { vi: 'Hợp tác xã trong đợt', en: 'Cooperatives of a campaign' },
    query: { commune: text(300).optional(), stage: stage.optional() },
    answers: { 200: { title: 'By code, each with where it stands', schema: memberList } },
    problems: ['invalid', 'not-found'],
    async handle({ person, params, query }) {
      const campaign = await readCampaign(knex, person.allianceId, params.id);
      return { body: { items: await membersOf(knex, person.allianceId, campaign.id, query) } };
    },
  });
}

function templateOperation(deps: CampaignDeps): Operation {
  const { knex } = deps;
  return operation({
    ...tables,
    id: 'readFigureTemplate',
    method: 'GET',
    path: '/api/campaigns/{id}/figures',
    title: { vi: 'Mẫu nhập số liệu của đợt', en: 'Table to take figures in' },
    answers: { 200: { title: 'XLSX with the cooperatives of the campaign', ...spreadsheetAnswer } },
    problems: ['not-found'],
    async handle({ person, params }) {
      const campaign = await readCampaign(knex, person.allianceId, params.id);
      const members = await membersOf(knex, person.allianceId, campaign.id);
      const set = await setOfCampaign(deps, person, campaign);
      return spreadsheet(await writeFigures(set, members), `so-lieu-${campaign.period}`);
    },
  });
}

function exportOperation({ knex }: CampaignDeps): Operation {
  return operation({
    ...tables,
    id: 'exportCampaign',
    method: 'GET',
    path: '/api/campaigns/{id}/export',
    title: { vi: 'Kết xuất cho cơ quan đăng ký', en: 'Export for the registry' },
    query: { format: z.enum(['xlsx', 'csv']).default('xlsx') },
    answers: {
      200: { title: 'Points and grades, as XLSX or CSV', types: [xlsxType, csvType] },
    },
    problems: ['invalid', 'not-found'],
    async handle({ person, params, query: { format } }) {
      const campaign = await readCampaign(knex, person.allianceId, params.id);
      const members = await membersOf(knex, person.allianceId, campaign.id);
      const name = `xep-loai-${campaign.period}`;
      if (format === 'xlsx') return spreadsheet(await writeGrades(members), name);
      const headers = { 'Content-Disposition': `attachment; filename="${name}.csv"` };
      return { type: csvType, headers, body: gradesAsText(members) };
    },
  });
}

function figuresOperation(deps: CampaignDeps): Operation {
  const { knex } = deps;
  return operation({
    ...tables,
    id: 'importFigures',
    method: 'POST',
    path: '/api/campaigns/{id}/figures',
    title: { vi: 'Nhập số liệu cho nhiều hợp tác xã', en: 'Take in figures of many cooperatives' },
    roles: permissions.importAssessments,
    upload: { files: 1, fileBytes: 10 * 1024 * 1024 },
    body: {},
    answers: { 200: { title: 'What became of each row', schema: importAnswer } },
    problems: ['invalid', 'forbidden', 'not-found'],
    async handle({ person, params, receive }) {
      const campaign = await readCampaign(knex, person.allianceId, params.id);
      const { files, key } = await receive(({ content }) => buffer(content));
      const [file] = files;
      if (!file) throw noFile();
      return { body: await importFigures(deps, { by: person, key }, campaign, file) };
    },
  });
}

export type Imported = { saved: number; refused: number; rows: Taken[] };

/** Takes the figures of a table into the cases of a campaign, row by row. @throws Problem `invalid` when it is none */
export async function importFigures(
  deps: CampaignDeps,
  { by, key }: { by: Person; key: RequestKey },
  campaign: Campaign,
  file: Uint8Array,
): Promise<Imported> {
  const rows = await readFigures(await setOfCampaign(deps, by, campaign), file);
  const members = await membersOf(deps.knex, by.allianceId, campaign.id);
  const taken = await takeAll(deps, { by, key, members }, rows);
  const refused = taken.filter(({ outcome }) => outcome === 'refused').length;
  return { saved: taken.length - refused, refused, rows: taken };
}

export function noFile(): Problem {
  const detail = { vi: 'Hãy chọn một tệp .xlsx hoặc .csv', en: 'Choose an .xlsx or .csv file' };
  return new Problem('invalid', { errors: [{ pointer: '/file', code: 'missing', detail }] });
}

/** The set that the cases of a campaign are on. @throws Problem `not-found` */
export async function setOfCampaign(
  { almanac, clock }: CampaignDeps,
  person: Person,
  campaign: Campaign,
): Promise<CriteriaSet> {
  const { criteria } = await almanac.basis(person.allianceId, classification);
  const on = clock.today();
  const set = usableSet(campaign.set, { on, ...(criteria ? { criteria } : {}) });
  if (!set) throw new Problem('not-found');
  return set;
}

type Taken = {
  line: number;
  cooperative: string;
  outcome: 'saved' | 'refused';
  faults: FigureRow['faults'];
};

type Taking = { by: Person; key: RequestKey; members: readonly MemberRow[] };

const atOnce = 16;

async function takeAll(
  deps: CampaignDeps,
  taking: Taking,
  rows: readonly FigureRow[],
): Promise<Taken[]> {
  const cases = new Map(taking.members.map(({ cooperative, caseId }) => [cooperative, caseId]));
  const waiting = [...rows];
  const taken: Taken[] = [];
  const taker = async (): Promise<void> => {
    for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
      const faults = await takeOne(deps, taking, { row, caseId: cases.get(row.cooperative) });
      const { line, cooperative } = row;
      taken.push({ line, cooperative, outcome: faults.length > 0 ? 'refused' : 'saved', faults });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, taker));
  return taken.toSorted((one, other) => one.line - other.line);
}

/** What the cooperative has scored itself stays; only its figures are replaced. */
async function takeOne(
  { cases, knex }: CampaignDeps,
  { by, key }: Taking,
  { row, caseId }: { row: FigureRow; caseId: string | null | undefined },
): Promise<FigureRow['faults']> {
  if (row.faults.length > 0) return row.faults;
  if (!caseId) return [{ field: 'cooperative', detail: notThere }];
  const kept = await knex('cases').where({ id: caseId }).first('snapshot');
  const { self, evidence } = kept.snapshot.data as {
    self: { points?: number }[];
    evidence: unknown;
  };
  const lines = self.map((line) =>
    line.points === undefined ? line : { ...line, points: line.points / 100 },
  );
  const payload = { figures: row.figures, self: lines, evidence };
  const own = { key: `${key.key}/${row.cooperative}`.slice(-200), request: key.request };
  try {
    await cases.advance(caseId, { by, type: 'SAVE_ASSESSMENT', payload, key: own });
    return [];
  } catch (error) {
    if (!(error instanceof Problem) || !['refused', 'invalid'].includes(error.code)) throw error;
    return [{ field: 'cooperative', detail: notNow }];
  }
}

const notThere = { vi: 'Không có trong đợt này', en: 'Not part of this campaign' };
const notNow = {
  vi: 'Phiếu đã nộp hoặc đã xếp loại, hoặc số liệu không thuộc bộ tiêu chí',
  en: 'Already handed in or graded, or the figures are not those of the set',
};
