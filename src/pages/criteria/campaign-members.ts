// The cooperatives of a campaign as a list: all of them, of one commune, at one stage, or those that have not handed in.
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../../engine/permissions.ts';
import type { Text } from '../../../machines/text.ts';
import {
  membersOf,
  readCampaign,
  stages,
  type MemberRow,
  type Stage,
} from '../../criteria/campaigns.ts';
import type { Operation } from '../../http/operation.ts';
import { id, wholeNumber } from '../../http/shapes.ts';
import { addressOf, choice } from '../desk/query.ts';
import type { PageAnswer, PageCall, PageMaker } from '../page.ts';

export type MemberPageDeps = { page: PageMaker; knex: Knex };

export const campaignsPath = '/desk/campaigns';

export const stageWords: Readonly<Record<Stage | 'unsent' | 'late', Text>> = {
  refused: { vi: 'Không mở được', en: 'Could not be opened' },
  waiting: { vi: 'Chưa mở', en: 'Not opened yet' },
  filling: { vi: 'Chưa nhập', en: 'Nothing filled in' },
  saved: { vi: 'Đang nhập', en: 'Being filled in' },
  handedIn: { vi: 'Đã nộp', en: 'Handed in' },
  graded: { vi: 'Đã xếp loại', en: 'Graded' },
  notGraded: { vi: 'Không xếp loại', en: 'Not graded' },
  unsent: { vi: 'Chưa nộp', en: 'Not handed in' },
  late: { vi: 'Quá hạn nộp', en: 'Late' },
};

export function memberPages(deps: MemberPageDeps): Operation[] {
  return [
    deps.page({
      roles: permissions.oversee,
      params: { id },
      id: 'campaignMembersPage',
      path: `${campaignsPath}/{id}/members`,
      title: { vi: 'Hợp tác xã trong đợt', en: 'Cooperatives of a campaign' },
      query: {
        commune: choice(z.string().max(300)),
        stage: choice(z.enum([...stages, 'unsent'])),
        page: wholeNumber(1, 10_000).optional(),
      },
      handle: (call) => members(deps, call),
    }),
  ];
}

type Filter = {
  commune?: string | undefined;
  stage?: Stage | 'unsent' | undefined;
  page?: number | undefined;
};

const perPage = 100;
const unsentStages: ReadonlySet<Stage> = new Set(['refused', 'waiting', 'filling', 'saved']);

async function members(
  { knex }: MemberPageDeps,
  { person, params, query }: PageCall<{ id: string }, Filter>,
): Promise<PageAnswer> {
  const { commune, stage, page = 1 } = query;
  const campaign = await readCampaign(knex, person.allianceId, params.id);
  const filter = { commune, stage: stage === 'unsent' ? undefined : stage };
  const found = await membersOf(knex, person.allianceId, campaign.id, filter);
  const all = stage === 'unsent' ? found.filter((each) => unsentStages.has(each.stage)) : found;
  const address = `${campaignsPath}/${campaign.id}/members`;
  const to = (no: number) => addressOf(address, { commune, stage, page: no });
  const model = {
    dense: true,
    campaign,
    rows: all.slice((page - 1) * perPage, page * perPage).map(rowView),
    total: all.length,
    communes: await communesOf(knex, campaign.id),
    words: stageWords,
    stages: [...stages, 'unsent'],
    given: { commune, stage },
    before: page > 1 ? to(page - 1) : undefined,
    after: all.length > page * perPage ? to(page + 1) : undefined,
  };
  return { view: 'campaigns/members', model };
}

type Reason = { title: Text; remedy: Text };

function rowView(row: MemberRow): object {
  const { reasons = [] } = (row.refused ?? {}) as { reasons?: Reason[] };
  return { ...row, title: stageWords[row.stage], reasons };
}

async function communesOf(knex: Knex, campaign: string): Promise<string[]> {
  const all = await knex('campaign_members')
    .where({ campaign_id: campaign })
    .distinct('commune')
    .pluck<string[]>('commune');
  return all.toSorted((first, second) => first.localeCompare(second, 'vi'));
}
