// Carries out the effects that leave the database, one handler for each kind. Every handler may run twice for the
// same id: mail repeats its Message-ID, a paper is issued by the first that finishes, cases repeat their key.
import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { currentProcess } from '../machines/index.ts';
import { system } from '../machines/define.ts';
import type { Clock } from './clock.ts';
import type { Letters } from './accounts/sign-in/letters.ts';
import { createDeliver } from './deliver.ts';
import { createDeliverLetter } from './deliver-letter.ts';
import type { Almanac } from './engine/almanac.ts';
import type { Cases } from './engine/cases.ts';
import { Later, Permanent, type Opening, type Owed, type Perform } from './engine/outbox.ts';
import type { AskedEffect } from './engine/effects.ts';
import type { Unseal } from './engine/unseal.ts';
import { createIssue, type Home, type IssueDeps } from './issue.ts';
import type { Channel } from './notices/channel.ts';
import { openSome } from './http/campaign-opening.ts';
import { Problem } from './problem.ts';
import type { Vault } from './vault.ts';

export type PerformDeps = IssueDeps & {
  knex: Knex;
  clock: Clock;
  cases: Pick<Cases, 'open' | 'advance'>;
  unseal: Unseal;
  vault: Pick<Vault, 'derive' | 'derivations'>;
  mailer: Channel;
  publicUrl: string;
  mailFrom: string;
  almanac: Almanac;
  letters: Pick<Letters, 'ready'>;
};

type Effect<K extends AskedEffect['kind']> = Extract<AskedEffect, { kind: K }>;
export function createPerform(deps: PerformDeps): Perform {
  const { knex, cases, unseal } = deps;
  const deliver = createDeliver(deps);
  const deliverLetter = createDeliverLetter(deps);
  const issue = createIssue(deps);

  async function homeOf(caseId: string): Promise<Home> {
    const row = await knex('cases as c')
      .join('alliances as a', 'a.id', 'c.alliance_id')
      .where('c.id', caseId)
      .first(
        'c.id',
        'c.number',
        'c.title',
        'c.state',
        'a.id as alliance',
        'a.name',
        'a.parent',
        'a.abbreviation',
        'a.place',
      );
    if (!row) throw new Permanent(`no case ${caseId}`);
    const { id, number, title, state, alliance, name, parent, abbreviation, place } = row;
    return {
      id,
      number,
      title,
      state,
      alliance: { id: alliance, name, abbreviation, place, ...(parent ? { parent } : {}) },
    };
  }

  async function open(owed: Owed, { process, event, payload }: Effect<'open'>): Promise<void> {
    if (!currentProcess(process)) throw new Permanent(`no process ${process}`);
    const { alliance } = await homeOf(owed.case_id);
    const plain = await unseal(owed.case_id, payload as Record<string, unknown>);
    const by = { ...system, allianceId: alliance.id };
    await refusedForGood(() =>
      cases.open(process, { by, type: event, payload: plain, key: keyOf(owed) }, owed.case_id),
    );
  }

  async function send(owed: Owed, { caseId, event, payload }: Effect<'send'>): Promise<void> {
    const { alliance } = await homeOf(owed.case_id);
    const by = { ...system, allianceId: alliance.id };
    const version = await knex('cases').where({ id: caseId }).first('version');
    const expect = version ? { expect: version.version as number } : {};
    await refusedForGood(() =>
      cases.advance(caseId, { by, type: event, payload, key: keyOf(owed), ...expect }),
    );
  }

  /** Batch by batch, with room for other effects between them. */
  async function openCampaign(opening: Opening): Promise<void> {
    if (!(await openSome(deps, opening))) throw new Later(deps.clock.now());
  }

  return async (owed) => {
    const effect = owed.payload;
    switch (effect.kind) {
      case 'notify':
        return deliver.notice(owed, effect);
      case 'digest':
        return deliver.digest(owed, effect);
      case 'issue':
        return issue(owed, effect, await homeOf(owed.case_id));
      case 'open':
        return open(owed, effect);
      case 'send':
        return send(owed, effect);
      case 'letter':
        return deliverLetter(owed, effect);
      case 'campaign':
        return openCampaign(effect);
      case 'keep':
        throw new Permanent('registers are kept with the event');
    }
  };
}

/** The effect's id is the key, so that a second attempt finds the answer of the first. */
function keyOf({ id }: Owed): { key: string; request: string } {
  return { key: id, request: createHash('sha256').update(id).digest('hex') };
}

/** What the other case refuses, it will refuse again; a lost race or a busy database will not. */
async function refusedForGood(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const lasting =
      error instanceof Problem &&
      ['refused', 'invalid', 'forbidden', 'not-found'].includes(error.code);
    throw lasting
      ? new Permanent(`${error.message} ${JSON.stringify(error.extra)}`, { cause: error })
      : error;
  }
}
