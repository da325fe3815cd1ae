// The yearly campaign over HTTP: one action opens a self-assessment for every cooperative; progress by commune.
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import { usableSet } from '../../machines/appraisal/criteria.ts';
import { lastDays } from '../../machines/classification/events.ts';
import { classification } from '../../machines/classification/index.ts';
import type { CriteriaSet } from '../../machines/criteria/set.ts';
import type { Clock } from '../clock.ts';
import { oweOpening, takeUpRefused } from '../criteria/campaign-opening.ts';
import {
  createCampaign,
  listCampaigns,
  progressOf,
  readCampaign,
  type Campaign,
  type Days,
} from '../criteria/campaigns.ts';
import type { Almanac } from '../engine/almanac.ts';
import type { Cases } from '../engine/cases.ts';
import type { Person } from '../engine/rights.ts';
import { Problem } from '../problem.ts';
import { openAll } from './campaign-opening.ts';
import { campaignItem, campaignView } from './campaign-shapes.ts';
import { setId } from './criteria-shapes.ts';
import type { Once } from './once.ts';
import { operation, type Call, type Operation, type Reply } from './operation.ts';
import { id, localDate, text } from './shapes.ts';

export type CampaignDeps = {
  knex: Knex;
  clock: Clock;
  almanac: Almanac;
  once: Once;
  cases: Pick<Cases, 'open' | 'advance'>;
};

export function campaignOperations(deps: CampaignDeps): Operation[] {
  return [createOperation(deps), continueOperation(deps), listOperation(deps), readOperation(deps)];
}

export const campaignAsked = {
  title: text(200),
  set: setId,
  period: z.int().min(2004).max(2100),
  handInBy: localDate.optional().meta({ description: 'Left out, the last day the set gives' }),
  registryBy: localDate.optional(),
  provinceBy: localDate.optional(),
  communes: z.array(text(200)).max(500).default([]).meta({ description: 'Empty: all' }),
};

const wait = z.boolean().default(true).meta({
  description:
    'False: answered at once, the workers open the cases; `openedAt` and `stages.waiting` of the campaign tell how far they are',
});

function createOperation(deps: CampaignDeps): Operation {
  return operation({
    id: 'openCampaign',
    method: 'POST',
    path: '/api/campaigns',
    tag: 'criteria',
    title: { vi: 'Mở đợt tự đánh giá hằng năm', en: 'Open the yearly self-assessment for all' },
    roles: permissions.leadCampaigns,
    body: { ...campaignAsked, wait },
    answers: {
      201: {
        title:
          'The campaign; every cooperative in operation has a case, or the reason why not, unless nobody waits for it',
        schema: campaignItem,
        headers: ['Idempotency-Replayed'],
      },
    },
    problems: ['invalid', 'forbidden', 'refused'],
    handle: ({ body: { wait: waits, ...asked }, ...call }) =>
      openCampaign(deps, call, asked, waits),
  });
}

type CampaignAsked = z.output<z.ZodObject<typeof campaignAsked>>;

/**
 * Makes a campaign once for the key of the call, and opens its cases before it answers, or leaves them to the workers.
 * @throws Problem `invalid`, `refused`
 */
export async function openCampaign(
  deps: CampaignDeps,
  call: Pick<Call, 'person' | 'key'>,
  asked: CampaignAsked,
  waits: boolean,
): Promise<Reply> {
  const { knex, clock, once } = deps;
  const { person } = call;
  const days = await daysOf(deps, person, asked);
  const { title, set, period, communes } = asked;
  const given = { allianceId: person.allianceId, by: person.id, at: clock.now() };
  const reply = await once(
    call,
    async (tx) => {
      const made = await createCampaign(tx, { ...given, ...days, title, set, period, communes });
      if (!waits) await oweOpening(tx, made.id, person, given.at);
      return made;
    },
    201,
  );
  if (!waits) return reply;
  // On a repeated call too: the first one may have ended before all were opened.
  const campaign = await readCampaign(knex, person.allianceId, (reply.body as Campaign).id);
  await openAll(deps, person, campaign);
  return reply;
}

type Asked = { set: string; period: number } & { [Day in keyof Days]?: string | undefined };

/** @throws Problem `invalid` when the set is not in force, or the days do not follow each other */
export async function daysOf(
  { almanac, clock }: CampaignDeps,
  person: Person,
  asked: Asked,
): Promise<Days> {
  const { criteria } = await almanac.basis(person.allianceId, classification);
  const facts = { on: clock.today(), ...(criteria ? { criteria } : {}) };
  const set: CriteriaSet | undefined = usableSet(asked.set, facts);
  if (!set)
    throw wrong('/set', 'unknown', 'Bộ tiêu chí không có hiệu lực', 'The set is not in force');
  const [handIn, registry, province] = lastDays(set, asked.period);
  const { handInBy = handIn, registryBy = registry, provinceBy = province } = asked;
  if (handInBy > registryBy || registryBy > provinceBy)
    throw wrong('/registryBy', 'order', 'Các mốc phải theo thứ tự: hợp tác xã, cơ quan đăng ký, tỉnh', 'The days follow each other: cooperative, registry, province'); // prettier-ignore
  return { handInBy, registryBy, provinceBy };
}

function wrong(pointer: string, code: string, vi: string, en: string): Problem {
  return new Problem('invalid', { errors: [{ pointer, code, detail: { vi, en } }] });
}

function continueOperation(deps: CampaignDeps): Operation {
  return operation({
    id: 'continueCampaign',
    method: 'POST',
    path: '/api/campaigns/{id}/open',
    tag: 'criteria',
    title: { vi: 'Mở tiếp các hợp tác xã chưa mở được', en: 'Open those that are not open yet' },
    roles: permissions.leadCampaigns,
    params: { id },
    answers: { 200: { title: 'The campaign', schema: campaignItem } },
    problems: ['forbidden', 'not-found'],
    async handle({ person, params }) {
      const campaign = await readCampaign(deps.knex, person.allianceId, params.id);
      await takeUpRefused(deps.knex, campaign.id);
      await openAll(deps, person, campaign);
      return { body: await readCampaign(deps.knex, person.allianceId, params.id) };
    },
  });
}

function listOperation({ knex }: CampaignDeps): Operation {
  return operation({
    id: 'listCampaigns',
    method: 'GET',
    path: '/api/campaigns',
    tag: 'criteria',
    title: { vi: 'Các đợt tự đánh giá', en: 'Campaigns' },
    roles: permissions.oversee,
    answers: {
      200: {
        title: 'The latest year first',
        schema: z.strictObject({ items: z.array(campaignItem).max(1_000) }),
      },
    },
    problems: [],
    handle: async ({ person }) => ({
      body: { items: await listCampaigns(knex, person.allianceId) },
    }),
  });
}

function readOperation({ knex, clock }: CampaignDeps): Operation {
  return operation({
    id: 'readCampaign',
    method: 'GET',
    path: '/api/campaigns/{id}',
    tag: 'criteria',
    title: { vi: 'Tiến độ của đợt tự đánh giá', en: 'Progress of a campaign' },
    roles: permissions.oversee,
    params: { id },
    answers: { 200: { title: 'As a whole and by commune', schema: campaignView } },
    problems: ['not-found'],
    async handle({ person, params }) {
      const campaign = await readCampaign(knex, person.allianceId, params.id);
      const progress = await progressOf(knex, campaign, clock.today());
      return { body: { ...campaign, progress } };
    },
  });
}
