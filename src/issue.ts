// Makes the paper that an event asked for: laid out, signed, stored, noted as issued. What a person signs with a token
// of their own is prepared instead and waits for them.
import type { Knex } from 'knex';
import type { Text } from '../machines/text.ts';
import type { Clock } from './clock.ts';
import { keepPrepared, ownSignerOf } from './documents/own-signature.ts';
import type { Organisation, PaperInput } from './documents/paper.ts';
import { passCode, passLink } from './documents/pass.ts';
import type { Press } from './documents/press.ts';
import type { AskedEffect } from './engine/effects.ts';
import type { Owed } from './engine/outbox.ts';
import type { Unseal } from './engine/unseal.ts';
import type { FileStore } from './files/store.ts';
import type { Vault } from './vault.ts';
import { wordingAt } from './wording/wordings.ts';

export type IssueDeps = {
  knex: Knex;
  clock: Clock;
  unseal: Unseal;
  vault: Pick<Vault, 'derive' | 'derivations'>;
  press: Pick<Press, 'build' | 'prepare'>;
  files: Pick<FileStore, 'put'>;
  publicUrl: string;
  /**
   * How papers are signed, kept with each, and what is printed on them in large letters: nothing when the
   * organisation's own key signs.
   */
  ink: () => Promise<{ signature: object; mark?: Text }>;
  /** Issuers of people's own certificates are known: papers may wait for such a signature. */
  ownSigning: boolean;
};

/** The case that a paper comes from. */
export type Home = {
  id: string;
  number: string;
  title: string;
  state: string;
  alliance: Organisation & { id: string };
};

type Issue = Extract<AskedEffect, { kind: 'issue' }>;
type Slip = { pass: string };
type PaperData = Record<string, unknown> & {
  signer?: { title: string; name: string };
  slips?: Slip[];
};

/** Papers that are there already, in whatever state, are left alone. */
export function createIssue(deps: IssueDeps) {
  const { knex, press, files } = deps;

  return async (owed: Owed, effect: Issue, home: Home): Promise<void> => {
    const row = await knex('documents').where({ id: owed.id }).first();
    if (!row || row.state !== 'owed') return;
    const at = new Date(deps.clock.now());
    const named = {
      allianceId: home.alliance.id,
      kind: 'document',
      name: effect.document,
    } as const;
    const wording = await wordingAt(knex, named, owed.created_at);
    const text = { text: wording?.text, revision: wording?.revision ?? null };
    const input = await inputOf(deps, { owed, effect, home, row, wording: text.text });
    const account = await signerOf(deps, owed.id, { input, at });
    if (account !== undefined) {
      const { bytes, place } = await press.prepare(input);
      const stored = await files.put(bytes);
      return keepPrepared(knex, owed.id, { account, stored, place, wording: text.revision, at });
    }
    const { mark, signature } = await deps.ink();
    const reason = [(row.title as Text).vi, row.symbol].filter(Boolean).join(' ');
    const note = { reason, location: home.alliance.place, at };
    const bytes = await press.build({ ...input, ...(mark ? { mark: mark.vi } : {}) }, note);
    const stored = await files.put(bytes);
    await knex('documents')
      .where({ id: owed.id, state: 'owed' })
      .update({
        state: 'issued',
        path: stored.path,
        bytes: stored.bytes,
        sha256: stored.sha256,
        issued_at: at,
        wording: text.revision,
        signature: JSON.stringify(signature),
      });
  };
}

/** What of the paper's row goes onto the paper. */
type PaperRow = {
  code: string;
  symbol: string | null;
  issued_on: string;
  supersedes: string | null;
};

type Making = {
  owed: Owed;
  effect: Issue;
  home: Home;
  row: PaperRow;
  wording: string | undefined;
};

async function inputOf(
  deps: IssueDeps,
  { owed, effect: { document, data }, home: { alliance, ...home }, row, wording }: Making,
): Promise<PaperInput> {
  const { signer, slips, ...plain } = await deps.unseal(owed.case_id, data as PaperData);
  return {
    kind: document,
    organisation: alliance,
    ...(row.symbol ? { number: row.symbol } : {}),
    issuedOn: row.issued_on,
    ...(signer ? { signer } : {}),
    data: {
      ...plain,
      ...(slips ? { slips: slips.map((slip) => withCode(deps, owed.case_id, slip)) } : {}),
      ...(await replacedBy(deps.knex, row)),
      case: { number: home.number, title: home.title, process: '' },
    },
    verification: { url: `${deps.publicUrl}/verify/${row.code}`, code: row.code },
    ...(wording === undefined ? {} : { wording }),
  };
}

function withCode({ vault, publicUrl }: IssueDeps, caseId: string, slip: Slip): object {
  const code = passCode(vault, caseId, slip.pass);
  return { ...slip, code, link: passLink(publicUrl, caseId, code) };
}

/** Number of the paper that this one takes the place of. */
async function replacedBy(
  db: Knex,
  { supersedes }: { supersedes: string | null },
): Promise<object> {
  if (supersedes === null) return {};
  const old = await db('documents').where({ id: supersedes }).first('symbol');
  return { replaces: old?.symbol ?? '' };
}

/** The account that signs it itself. */
async function signerOf(
  { knex, ownSigning }: IssueDeps,
  id: string,
  { input: { signer }, at }: { input: PaperInput; at: Date },
): Promise<string | undefined> {
  if (!ownSigning || !signer || signer.name === '') return undefined;
  return ownSignerOf(knex, id, { name: signer.name, at: at.toISOString() });
}
