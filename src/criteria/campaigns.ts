// The yearly campaign: which cooperatives take part, which case each has, how far they are.
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Instant, LocalDate } from '../../machines/calendar.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';

export type Days = { handInBy: LocalDate; registryBy: LocalDate; provinceBy: LocalDate };

export type Campaign = Days & {
  id: string;
  title: string;
  set: string;
  period: number;
  createdAt: Instant;
  /** When the last cooperative was opened; null while some are still to be. */
  openedAt: Instant | null;
};

export type NewCampaign = Days & {
  allianceId: string;
  title: string;
  set: string;
  period: number;
  /** Only these communes; empty: all. */
  communes: readonly string[];
  by: string;
  at: Instant;
};

const inOperation = 'Đang hoạt động';

/** Which cooperatives a campaign is of, with the bindings of `inPart`. */
const takesPart =
  'alliance_id = ? and status = ? and merged_into is null and (cardinality(?::text[]) = 0 or commune = any(?::text[]))';
const inPart = (allianceId: string, communes: readonly string[]): unknown[] => [
  allianceId,
  inOperation,
  [...communes],
  [...communes],
];

/** How many cooperatives a campaign would be of, by commune. */
export async function countMembers(
  db: Knex,
  allianceId: string,
  communes: readonly string[],
): Promise<{ commune: string; count: number }[]> {
  const { rows } = await db.raw<{ rows: { commune: string; count: number }[] }>(
    `select commune, count(*)::int as count from cooperatives where ${takesPart} group by commune`,
    inPart(allianceId, communes) as never,
  );
  return rows.toSorted((one, other) => one.commune.localeCompare(other.commune, 'vi'));
}

/**
 * Makes a campaign of all cooperatives in operation; their cases are opened afterwards.
 * @throws Problem `refused` when there is one for the set and the year, or no cooperative at all
 */
export async function createCampaign(tx: Tx, given: NewCampaign): Promise<Campaign> {
  const { allianceId, title, set, period, communes, by, at } = given;
  const id = randomUUID();
  const inserted = await tx('campaigns')
    .insert({
      id,
      alliance_id: allianceId,
      title,
      set_id: set,
      period,
      hand_in_by: given.handInBy,
      registry_by: given.registryBy,
      province_by: given.provinceBy,
      created_by: by,
      created_at: at,
    })
    .onConflict(['alliance_id', 'set_id', 'period'])
    .ignore()
    .returning('id');
  if (inserted.length === 0) throw refused('Năm này đã có đợt đánh giá theo bộ tiêu chí này', 'There is a campaign for this set and year already'); // prettier-ignore
  const { rowCount } = await tx.raw<{ rowCount: number }>(
    `insert into campaign_members (campaign_id, cooperative, commune)
     select ?, code, commune from cooperatives where ${takesPart}`,
    [id, ...inPart(allianceId, communes)] as never,
  );
  if (rowCount === 0)
    throw refused('Không có hợp tác xã nào đang hoạt động', 'No cooperative is in operation');
  return readCampaign(tx, allianceId, id);
}

function refused(vi: string, en: string): Problem {
  return new Problem('refused', { detail: { vi, en } });
}

type Row = Record<string, unknown> & { created_at: Date; opened_at: Date | null };

function campaignOf(row: Row): Campaign {
  return {
    id: row['id'] as string,
    title: row['title'] as string,
    set: row['set_id'] as string,
    period: row['period'] as number,
    handInBy: row['hand_in_by'] as LocalDate,
    registryBy: row['registry_by'] as LocalDate,
    provinceBy: row['province_by'] as LocalDate,
    createdAt: row.created_at.toISOString(),
    openedAt: row.opened_at?.toISOString() ?? null,
  };
}

export async function listCampaigns(db: Knex, allianceId: string): Promise<Campaign[]> {
  const rows = (await db('campaigns')
    .where({ alliance_id: allianceId })
    .orderBy([{ column: 'period', order: 'desc' }, { column: 'created_at' }])) as Row[];
  return rows.map(campaignOf);
}

/** @throws Problem `not-found` */
export async function readCampaign(
  db: Knex | Tx,
  allianceId: string,
  id: string,
): Promise<Campaign> {
  const row = (await db('campaigns').where({ alliance_id: allianceId, id }).first()) as
    Row | undefined;
  if (!row) throw new Problem('not-found');
  return campaignOf(row);
}

export const stages = [
  'refused',
  'waiting',
  'filling',
  'saved',
  'handedIn',
  'graded',
  'notGraded',
] as const;
export type Stage = (typeof stages)[number];

export type Progress = {
  total: number;
  late: number;
  stages: Record<Stage, number>;
  communes: { commune: string; total: number; late: number; stages: Record<Stage, number> }[];
  /** Graded cooperatives by the id of their grade. */
  grades: Record<string, number>;
};

/** Where a member stands, in SQL on members `m` and their cases `c`. */
const stageSql = `case
  when m.case_id is null then case when m.refused is null then 'waiting' else 'refused' end
  when c.state = 'closed.graded' then 'graded'
  when c.state = 'closed.notGraded' then 'notGraded'
  when c.state = 'review' then 'handedIn'
  when c.snapshot #>> '{data,savedOn}' is null then 'filling' else 'saved' end`;

/** How far the campaign is, as a whole and by commune. Late: not handed in after the last day. */
export async function progressOf(
  db: Knex,
  { id, handInBy }: Campaign,
  today: LocalDate,
): Promise<Progress> {
  const { rows } = await db.raw<{
    rows: { commune: string; stage: Stage; grade: string | null; n: number }[];
  }>(
    `select m.commune, ${stageSql} as stage, c.snapshot #>> '{data,result,grade,id}' as grade, count(*)::int as n
     from campaign_members m left join cases c on c.id = m.case_id where m.campaign_id = ? group by 1, 2, 3`,
    [id],
  );
  const late = today > handInBy;
  const sum = (of: typeof rows): Omit<Progress, 'communes' | 'grades'> => {
    const count = Object.fromEntries(
      stages.map((stage) => [
        stage,
        of.reduce((all, row) => all + (row.stage === stage ? row.n : 0), 0),
      ]),
    ) as Record<Stage, number>;
    const total = of.reduce((all, { n }) => all + n, 0);
    return { total, late: late ? count.filling + count.saved : 0, stages: count };
  };
  const communes = [...Map.groupBy(rows, ({ commune }) => commune)]
    .map(([commune, of]) => ({ commune, ...sum(of) }))
    .toSorted((one, other) => one.commune.localeCompare(other.commune, 'vi'));
  const grades: Record<string, number> = {};
  for (const { grade, n } of rows) if (grade !== null) grades[grade] = (grades[grade] ?? 0) + n;
  return { ...sum(rows), communes, grades };
}

export type MemberRow = {
  cooperative: string;
  name: string;
  commune: string;
  caseId: string | null;
  number: string | null;
  stage: Stage;
  handedInOn: LocalDate | null;
  total: number | null;
  grade: { id: string; name: { vi: string; en: string } } | null;
  refused: unknown;
};

export type MemberFilter = { commune?: string | undefined; stage?: Stage | undefined };

/** The cooperatives of a campaign by code, each with where it stands. */
export async function membersOf(
  db: Knex,
  allianceId: string,
  id: string,
  { commune, stage }: MemberFilter = {},
): Promise<MemberRow[]> {
  const { rows } = await db.raw<{ rows: (Omit<MemberRow, 'total'> & { total: number | null })[] }>(
    `select * from (
       select m.cooperative, k.name, m.commune, m.case_id as "caseId", c.number, ${stageSql} as stage,
         c.snapshot #>> '{data,handedIn,on}' as "handedInOn", (c.snapshot #>> '{data,result,total}')::int as total,
         c.snapshot #> '{data,result,grade}' as grade, m.refused
       from campaign_members m left join cases c on c.id = m.case_id
       left join cooperatives k on k.alliance_id = ? and k.code = m.cooperative
       where m.campaign_id = ?) as members
     where (?::text is null or commune = ?) and (?::text is null or stage = ?) order by cooperative`,
    [allianceId, id, commune ?? null, commune ?? null, stage ?? null, stage ?? null] as never,
  );
  return rows.map((row) => ({ ...row, total: row.total === null ? null : row.total / 100 }));
}
