// Carries out the effects that leave the database, one handler for each kind. Every handler may run twice for the
// same id: mail repeats its Message-ID, a paper is issued by the first that finishes, cases repeat their key.
import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { currentProcess } from '../machines/index.ts';
import { system } from '../machines/define.ts';
import type { Text } from '../machines/text.ts';
import type { Clock } from './clock.ts';
import type { Letters } from './accounts/sign-in/letters.ts';
import { createDeliver } from './deliver.ts';
import { createDeliverLetter } from './deliver-letter.ts';
import type { Organisation } from './documents/paper.ts';
import { passCode, passLink } from './documents/pass.ts';
import type { Press } from './documents/press.ts';
import type { Almanac } from './engine/almanac.ts';
import type { Cases } from './engine/cases.ts';
import { Later, Permanent, type Opening, type Owed, type Perform } from './engine/outbox.ts';
import type { AskedEffect } from './engine/effects.ts';
import type { Unseal } from './engine/unseal.ts';
import type { FileStore } from './files/store.ts';
import type { Channel } from './notices/channel.ts';
import { openSome } from './http/campaign-opening.ts';
import { Problem } from './problem.ts';
import type { Vault } from './vault.ts';
import { wordingAt } from './wording/wordings.ts';

export type PerformDeps = {
  knex: Knex;
  clock: Clock;
  cases: Pick<Cases, 'open' | 'advance'>;
  unseal: Unseal;
  vault: Pick<Vault, 'derive' | 'derivations'>;
  mailer: Channel;
  press: Pick<Press, 'build'>;
  files: FileStore;
  publicUrl: string;
  mailFrom: string;
  almanac: Almanac;
  /**
   * How papers are signed, kept with each, and what is printed on them in large letters: nothing when the
   * organisation's own key signs.
   */
  ink: () => Promise<{ signature: object; mark?: Text }>;
  letters: Pick<Letters, 'ready'>;
};

type Effect<K extends AskedEffect['kind']> = Extract<AskedEffect, { kind: K }>;
type Slip = { pass: string };
type PaperData = Record<string, unknown> & {
  signer?: { title: string; name: string };
  slips?: Slip[];
};
type Home = {
  id: string;
  number: string;
  title: string;
  state: string;
  alliance: Organisation & { id: string };
};

export function createPerform(deps: PerformDeps): Perform {
  const { knex, cases, unseal } = deps;
  const deliver = createDeliver(deps);
  const deliverLetter = createDeliverLetter(deps);

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

  async function issue(owed: Owed, { document, data }: Effect<'issue'>): Promise<void> {
    const row = await knex('documents').where({ id: owed.id }).first();
    if (!row || row.state !== 'owed') return;
    const { alliance, ...home } = await homeOf(owed.case_id);
    const { signer, slips, ...plain } = await unseal(owed.case_id, data as PaperData);
    const at = new Date(deps.clock.now());
    const { mark, signature } = await deps.ink();
    const named = { allianceId: alliance.id, kind: 'document', name: document } as const;
    const wording = await wordingAt(knex, named, owed.created_at);
    const input = {
      kind: document,
      organisation: alliance,
      ...(row.symbol ? { number: row.symbol as string } : {}),
      issuedOn: row.issued_on as string,
      ...(signer ? { signer } : {}),
      data: {
        ...plain,
        ...(slips ? { slips: slips.map((slip) => withCode(owed.case_id, slip)) } : {}),
        ...(await replacedBy(row)),
        case: { number: home.number, title: home.title, process: '' },
      },
      verification: { url: `${deps.publicUrl}/verify/${row.code}`, code: row.code as string },
      ...(mark ? { mark: mark.vi } : {}),
      ...(wording ? { wording: wording.text } : {}),
    };
    const reason = [(row.title as Text).vi, row.symbol].filter(Boolean).join(' ');
    const bytes = await deps.press.build(input, { reason, location: alliance.place, at });
    const stored = await deps.files.put(bytes);
    await knex('documents')
      .where({ id: owed.id, state: 'owed' })
      .update({
        state: 'issued',
        path: stored.path,
        bytes: stored.bytes,
        sha256: stored.sha256,
        issued_at: at,
        wording: wording?.revision ?? null,
        signature: JSON.stringify(signature),
      });
  }

  function withCode(caseId: string, slip: Slip): object {
    const code = passCode(deps.vault, caseId, slip.pass);
    return { ...slip, code, link: passLink(deps.publicUrl, caseId, code) };
  }

  /** Number of the paper that this one takes the place of. */
  async function replacedBy({ supersedes }: { supersedes: string | null }): Promise<object> {
    if (supersedes === null) return {};
    const old = await knex('documents').where({ id: supersedes }).first('symbol');
    return { replaces: old?.symbol ?? '' };
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

  return (owed) => {
    const effect = owed.payload;
    switch (effect.kind) {
      case 'notify':
        return deliver.notice(owed, effect);
      case 'digest':
        return deliver.digest(owed, effect);
      case 'issue':
        return issue(owed, effect);
      case 'open':
        return open(owed, effect);
      case 'send':
        return send(owed, effect);
      case 'letter':
        return deliverLetter(owed.id, effect);
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
