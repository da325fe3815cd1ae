// The yearly campaign in pages: opened after looking at whom it is of and by when, watched by commune, with the list of
// who has not handed in.
import { may, permissions } from '../../engine/permissions.ts';
import { z } from 'zod';
import { classification } from '../../../machines/classification/index.ts';
import {
  countMembers,
  listCampaigns,
  progressOf,
  readCampaign,
  stages,
  type Campaign,
  type Stage,
} from '../../criteria/campaigns.ts';
import { isOpening, oweOpening, takeUpRefused } from '../../criteria/campaign-opening.ts';
import { listSets } from '../../criteria/sets.ts';
import { parse } from '../../engine/validate.ts';
import { campaignAsked, daysOf, openCampaign, type CampaignDeps } from '../../http/campaigns.ts';
import type { Fields, Operation } from '../../http/operation.ts';
import { one } from '../../http/page-form.ts';
import { problemOf, statusOf } from '../../http/problems.ts';
import { id } from '../../http/shapes.ts';
import { Problem, type Fault } from '../../problem.ts';
import { addressOf } from '../desk/query.ts';
import { dateOf } from '../form/value.ts';
import type { PageAnswer, PageCall, PageMaker } from '../page.ts';
import { campaignsPath, stageWords } from './campaign-members.ts';

export type CampaignPageDeps = CampaignDeps & { page: PageMaker };

const listed = { path: campaignsPath, title: { vi: 'Đợt tự đánh giá', en: 'Campaigns' } } as const;
const watched = { roles: permissions.oversee, params: { id } } as const;

export function campaignPages(deps: CampaignPageDeps): Operation[] {
  const { page } = deps;
  return [
    page({
      ...listed,
      id: 'campaignsPage',
      roles: permissions.oversee,
      handle: (call) => list(deps, call),
    }),
    page({
      ...listed,
      id: 'openCampaignPage',
      method: 'POST',
      roles: permissions.leadCampaigns,
      handle: (call) => opened(deps, call),
    }),
    page({
      ...watched,
      id: 'campaignPage',
      path: `${campaignsPath}/{id}`,
      title: { vi: 'Tiến độ của đợt', en: 'Progress of a campaign' },
      query: { done: z.enum(['opened']).optional() },
      handle: (call) => progress(deps, call),
    }),
    page({
      ...watched,
      id: 'continueCampaignPage',
      method: 'POST',
      path: `${campaignsPath}/{id}`,
      title: { vi: 'Mở tiếp', en: 'Go on opening' },
      roles: permissions.leadCampaigns,
      handle: (call) => goneOn(deps, call),
    }),
  ];
}

type Standing = { faults?: readonly Fault[]; status?: number };

async function list(
  { knex, clock }: CampaignPageDeps,
  { person, fields }: PageCall,
  { faults = [], status = 200 }: Standing = {},
): Promise<PageAnswer> {
  const [campaigns, sets] = await Promise.all([
    listCampaigns(knex, person.allianceId),
    listSets(knex, person.allianceId),
  ]);
  const usable = sets.filter(({ status: each }) => each === 'shipped' || each === 'published');
  const choices = [...Map.groupBy(usable, ({ set }) => set)].map(([set, [first]]) => ({
    set,
    code: first?.code,
    name: first?.name,
  }));
  const model = {
    dense: true,
    campaigns,
    choices,
    year: Number(clock.today().slice(0, 4)),
    may: may(person, 'leadCampaigns'),
    given: Object.fromEntries(Object.keys(fields).map((name) => [name, one(fields, name)])),
    faults,
  };
  return { view: 'campaigns/list', model, status };
}

type Asked = z.output<typeof asking>;
const asking = z.strictObject(campaignAsked);

/** @throws Problem `invalid` */
function askedIn(fields: Fields): Asked {
  const day = (name: string) => dateOf(one(fields, name) ?? '');
  const lines = (one(fields, 'communes') ?? '').split('\n').map((line) => line.trim());
  const period = one(fields, 'period')?.trim() ?? '';
  const parsed = parse(asking, {
    title: one(fields, 'title'),
    set: one(fields, 'set'),
    period: /^\d{4}$/.test(period) ? Number(period) : period,
    handInBy: day('handInBy'),
    registryBy: day('registryBy'),
    provinceBy: day('provinceBy'),
    communes: lines.filter((line) => line !== ''),
  });
  if (!parsed.ok) throw new Problem('invalid', { errors: parsed.faults });
  return parsed.value;
}

/** First whom it is of and by when; the same form sent on from there opens it. */
async function opened(deps: CampaignPageDeps, call: PageCall): Promise<PageAnswer> {
  const { person, fields } = call;
  try {
    const asked = askedIn(fields);
    if (one(fields, '_step') !== 'send') return await looked(deps, call, asked);
    const { body } = await openCampaign(deps, call, asked, false);
    return { to: `${campaignsPath}/${(body as Campaign).id}?done=opened` };
  } catch (error) {
    const { code, extra } = problemOf(error);
    if (code !== 'invalid' && code !== 'refused') throw error;
    const whole = extra.detail ? [{ pointer: '', code, detail: extra.detail }] : [];
    return list(
      deps,
      { ...call, person },
      { faults: extra.errors ?? whole, status: statusOf[code] },
    );
  }
}

async function looked(
  deps: CampaignPageDeps,
  { person, fields }: PageCall,
  asked: Asked,
): Promise<PageAnswer> {
  const days = await daysOf(deps, person, asked);
  const communes = await countMembers(deps.knex, person.allianceId, asked.communes);
  const total = communes.reduce((sum, { count }) => sum + count, 0);
  const found = new Set(communes.map(({ commune }) => commune));
  const model = {
    dense: true,
    asked,
    days,
    communes,
    total,
    reminders: classification.terms['handIn']?.reminders?.days ?? [],
    unknown: asked.communes.filter((commune) => !found.has(commune)),
    given: Object.entries(fields).flatMap(([name, values]) =>
      name.startsWith('_') ? [] : [[name, values[0] ?? '']],
    ),
  };
  return { view: 'campaigns/check', model };
}

type Call = PageCall<{ id: string }, { done?: string | undefined }>;

async function progress({ knex, clock }: CampaignPageDeps, call: Call): Promise<PageAnswer> {
  const { person, params, query } = call;
  const campaign = await readCampaign(knex, person.allianceId, params.id);
  const [found, opening] = await Promise.all([
    progressOf(knex, campaign, clock.today()),
    isOpening(knex, campaign.id),
  ]);
  const unsent = (of: Record<Stage, number>): number =>
    of.refused + of.waiting + of.filling + of.saved;
  const address = `${campaignsPath}/${campaign.id}`;
  const model = {
    dense: true,
    campaign,
    address,
    progress: { ...found, unsent: unsent(found.stages) },
    communes: found.communes.map((each) => ({
      ...each,
      unsent: unsent(each.stages),
      href: addressOf(`${address}/members`, { commune: each.commune }),
      unsentHref: addressOf(`${address}/members`, { commune: each.commune, stage: 'unsent' }),
    })),
    stages: stages.map((stage) => ({ stage, title: stageWords[stage] })),
    words: stageWords,
    may: {
      lead: may(person, 'leadCampaigns'),
      import: may(person, 'importAssessments'),
    },
    // Of those to be opened, so many are, or cannot be.
    opening: opening && found.total - found.stages.waiting,
    done: query.done,
  };
  return { view: 'campaigns/progress', model };
}

async function goneOn(deps: CampaignPageDeps, call: Call): Promise<PageAnswer> {
  const { person, params } = call;
  const { id: campaign } = await readCampaign(deps.knex, person.allianceId, params.id);
  await deps.once(call, async (tx) => {
    await takeUpRefused(tx, campaign);
    await oweOpening(tx, campaign, person, deps.clock.now());
    return { campaign };
  });
  return { to: `${campaignsPath}/${params.id}` };
}
