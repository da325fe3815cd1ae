// Opens the self-assessments of a campaign: all of them within a call, or batch by batch by the workers.
import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { subjectOf } from '../../machines/classification/events.ts';
import { classification } from '../../machines/classification/index.ts';
import { system } from '../../machines/define.ts';
import type { Clock } from '../clock.ts';
import { openMembers, type OpenOne, type OwedOpening } from '../criteria/campaign-opening.ts';
import { readCampaign, type Campaign } from '../criteria/campaigns.ts';
import type { Cases } from '../engine/cases.ts';
import { hasOneOf, type Person } from '../engine/rights.ts';
import { Problem } from '../problem.ts';

type OpeningDeps = { knex: Knex; clock: Clock; cases: Pick<Cases, 'open'> };

/** Somebody waits for the answer. */
const atOnceInCall = 16;
/** Beside all else that goes on, and well within the lease of an effect. */
const atOnceInWorker = 4;
const batch = 50;

/** Opens all that waits. */
export async function openAll(
  deps: OpeningDeps,
  person: Person,
  campaign: Campaign,
): Promise<void> {
  const open = opener(deps, person, campaign);
  await openMembers(deps.knex, campaign.id, { open, now: deps.clock.now, atOnce: atOnceInCall });
}

/** Opens the next fifty of what is owed; answers whether nothing waits any more. */
export async function openSome(
  deps: OpeningDeps,
  { campaign: id, by }: OwedOpening,
): Promise<boolean> {
  const campaign = await readCampaign(deps.knex, by.allianceId, id);
  const open = opener(deps, by, campaign);
  const { now } = deps.clock;
  return openMembers(deps.knex, id, { open, now, atOnce: atOnceInWorker, most: batch });
}

/** Under a key of its own for each cooperative, so that nothing is opened twice whoever repeats it. */
function opener({ cases, knex }: OpeningDeps, person: Person, campaign: Campaign): OpenOne {
  const by = inWhoseName(person);
  const { id: campaignId, set, period, handInBy, registryBy, provinceBy } = campaign;
  return async (cooperative) => {
    const payload = {
      cooperative,
      criterionSet: set,
      period,
      handInBy,
      registryBy,
      provinceBy,
      campaign: campaignId,
    };
    const request = createHash('sha256').update(JSON.stringify(payload)).digest('hex');
    const key = { key: `campaign/${campaignId}/${cooperative}`, request };
    const asked = { by, type: classification.opensWith, payload, key };
    try {
      const { answer } = await cases.open(classification.id, asked);
      return { caseId: answer.id };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'refused') throw error;
      const opened = await openedBefore(knex, by, campaign, cooperative);
      if (opened !== undefined) return { caseId: opened };
      return { refused: { code: error.code, reasons: error.extra.reasons ?? [] } };
    }
  };
}

/** Who may open a campaign and not a single case of it, a leader, has them opened by the system. */
function inWhoseName(person: Person): Person {
  const roles = classification.actors['opener']?.roles ?? [];
  return hasOneOf(person, roles) ? person : { ...system, allianceId: person.allianceId };
}

/** The case that somebody else opened for this campaign before they were interrupted. */
async function openedBefore(
  knex: Knex,
  { allianceId }: Person,
  { id, set, period }: Campaign,
  cooperative: string,
): Promise<string | undefined> {
  const subject = subjectOf(set, period, cooperative);
  const row = await knex('cases')
    .where({ alliance_id: allianceId, subject, open: true })
    .whereRaw("snapshot #>> '{data,campaign}' = ?", [id])
    .first<{ id: string } | undefined>('id');
  return row?.id;
}
