// Figures of many cooperatives taken into a campaign from one table, and what became of each row.
import { buffer } from 'node:stream/consumers';
import { permissions } from '../../engine/permissions.ts';
import { formOf } from '../../../machines/criteria/form.ts';
import { readCampaign } from '../../criteria/campaigns.ts';
import { importFigures, noFile, setOfCampaign } from '../../http/campaign-tables.ts';
import type { Operation } from '../../http/operation.ts';
import { problemOf, statusOf } from '../../http/problems.ts';
import { id } from '../../http/shapes.ts';
import type { PageAnswer, PageCall } from '../page.ts';
import { campaignsPath } from './campaign-members.ts';
import type { CampaignPageDeps } from './campaigns.ts';

export function campaignFigurePages(deps: CampaignPageDeps): Operation[] {
  const about = {
    path: `${campaignsPath}/{id}/figures`,
    title: { vi: 'Nhập số liệu', en: 'Take in figures' },
    roles: permissions.importAssessments,
    params: { id },
  } as const;
  return [
    deps.page({ ...about, id: 'figuresPage', handle: (call) => asked(deps, call) }),
    deps.page({
      ...about,
      id: 'takeFiguresPage',
      method: 'POST',
      upload: { files: 1, fileBytes: 10 * 1024 * 1024 },
      handle: (call) => taken(deps, call),
    }),
  ];
}

type Call = PageCall<{ id: string }>;

async function asked(
  deps: CampaignPageDeps,
  { person, params }: Call,
  more: { faults?: readonly unknown[]; imported?: object; status?: number } = {},
): Promise<PageAnswer> {
  const campaign = await readCampaign(deps.knex, person.allianceId, params.id);
  const { figures } = formOf(await setOfCampaign(deps, person, campaign));
  const names = Object.fromEntries(figures.map(({ id: figure, name }) => [figure, name]));
  const { status = 200, faults = [], imported } = more;
  const model = {
    dense: true,
    campaign,
    address: `${campaignsPath}/${campaign.id}`,
    figures,
    names: { ...names, cooperative: { vi: 'Mã số hợp tác xã', en: 'Code of the cooperative' } },
    faults,
    imported,
  };
  return { view: 'campaigns/figures', model, status };
}

async function taken(deps: CampaignPageDeps, call: Call): Promise<PageAnswer> {
  const { person, params, receive } = call;
  const campaign = await readCampaign(deps.knex, person.allianceId, params.id);
  try {
    const { files, key } = await receive(({ content }) => buffer(content));
    const [file] = files;
    if (!file) throw noFile();
    const imported = await importFigures(deps, { by: person, key }, campaign, file);
    return await asked(deps, call, { imported });
  } catch (error) {
    const { code, extra } = problemOf(error);
    if (code !== 'invalid' && code !== 'too-large') throw error;
    const whole = extra.detail ? [{ detail: extra.detail }] : [];
    return asked(deps, call, { faults: extra.errors ?? whole, status: statusOf[code] });
  }
}
