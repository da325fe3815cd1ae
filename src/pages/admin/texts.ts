// Wording of notices and papers: what is shipped, what the alliance wrote in its place, and changing it, with a look at
// the result first. Every revision stays.
import { z } from 'zod';
import type { Press } from '../../documents/press.ts';
import { may, permissions } from '../../engine/permissions.ts';
import type { Person } from '../../engine/rights.ts';
import { one } from '../../http/page-form.ts';
import type { Operation } from '../../http/operation.ts';
import { wholeNumber } from '../../http/shapes.ts';
import { Problem } from '../../problem.ts';
import { inForce, addWording, wordingsOf, type Wording } from '../../wording/wordings.ts';
import { namesLost, type WordingFault } from '../../wording/dialect.ts';
import type { PageAnswer, PageCall } from '../page.ts';
import type { AdminDeps } from './admin.ts';
import {
  draw,
  editable,
  faultsOf,
  namesFor,
  samplePaper,
  shippedText,
  textNames,
  titleOf,
  type Named,
} from '../../http/wording-samples.ts';

export type TextPageDeps = AdminDeps & { press: Pick<Press, 'build'> };

const path = '/admin/texts';
const title = { vi: 'Lời văn', en: 'Wording' };
const kind = z.enum(['notice', 'document']);
const name = z.string().regex(/^[A-Za-z_]{1,60}$/);
const named = { kind, name };

export function textPages(deps: TextPageDeps): Operation[] {
  const { page } = deps;
  return [
    page({
      id: 'textsPage',
      path,
      title,
      roles: permissions.readWording,
      query: { name: name.optional() },
      handle: (call) => listed(deps, call),
    }),
    page({
      id: 'textPage',
      path: `${path}/{kind}/{name}`,
      title,
      roles: permissions.readWording,
      params: named,
      query: { done: z.enum(['saved', 'restored']).optional() },
      handle: async (call) => shown(deps, call, { done: call.query.done }),
    }),
    page({
      id: 'changeTextPage',
      method: 'POST',
      path: `${path}/{kind}/{name}`,
      title,
      roles: permissions.changeWording,
      params: named,
      handle: (call) => changed(deps, call),
    }),
    samplePage(deps),
  ];
}

/** A paper with made-up content, as it will be printed. */
function samplePage({ page, press, knex, clock }: TextPageDeps): Operation {
  return page({
    id: 'samplePaperPage',
    path: `${path}/document/{name}/sample`,
    title: { vi: 'Xem thử giấy tờ', en: 'A paper as a sample' },
    roles: permissions.readWording,
    params: { name },
    query: { revision: wholeNumber(0, 100_000).optional() },
    async handle({ person, params, query }) {
      const about: Named = { kind: 'document', name: params.name };
      checkKnown(about);
      const all = await wordingsOf(knex, { ...about, allianceId: person.allianceId }, about.name);
      const asked = all.find(({ revision }) => revision === query.revision);
      const text =
        query.revision === undefined
          ? inForce(all, about.name, clock.now())?.text
          : (asked?.text ?? undefined);
      const alliance = await knex('alliances').where({ id: person.allianceId }).first();
      const body = await press.build(samplePaper(about.name, alliance, text));
      const headers = { 'Content-Disposition': 'inline; filename="sample.pdf"' };
      return { reply: { body: Buffer.from(body), type: 'application/pdf', headers } };
    },
  });
}

function checkKnown(about: Named): void {
  if (!textNames(about.kind).includes(about.name)) throw new Problem('not-found');
}

async function listed(
  { knex, clock }: TextPageDeps,
  { person, language, query }: PageCall<unknown, { name?: string | undefined }>,
): Promise<PageAnswer> {
  if (query.name !== undefined) return { to: `${path}/notice/${query.name}` };
  const [notices, documents] = await Promise.all(
    kind.options.map(async (each) => {
      const all = await wordingsOf(knex, { allianceId: person.allianceId, kind: each });
      return textNames(each).map((which) => ({
        name: which,
        title: titleOf({ kind: each, name: which }, language),
        revision: inForce(all, which, clock.now())?.revision,
      }));
    }),
  );
  return { view: 'admin/texts', model: { dense: true, notices, documents } };
}

type Shown = {
  done?: 'saved' | 'restored' | undefined;
  /** What was written and is not kept yet. */
  draft?: string | undefined;
  faults?: readonly WordingFault[];
  status?: number;
};

type Call = PageCall<Named>;

async function shown(
  { knex, clock }: TextPageDeps,
  { person, params: about, language }: Pick<Call, 'person' | 'params' | 'language'>,
  { done, draft, faults = [], status }: Shown,
): Promise<PageAnswer> {
  checkKnown(about);
  const all = await history(knex, person, about);
  const shipped = shippedText(about);
  const current = inForce(all, about.name, clock.now()) ?? { text: shipped };
  const text = draft ?? current.text;
  const sound = faults.length === 0;
  const model = {
    dense: true,
    about,
    title: titleOf(about, language),
    text,
    drafting: draft !== undefined && sound,
    revision: all[0]?.revision ?? 0,
    current,
    history: all,
    names: namesFor(about.kind),
    lost: namesLost(shipped, text, namesFor(about.kind)),
    sample: sound ? draw(about, text === shipped ? undefined : text) : undefined,
    may: mayChange(person, about),
    editable: editable(about),
    faults,
    done,
  };
  return { view: 'admin/text', model, ...(status === undefined ? {} : { status }) };
}

function mayChange(person: Person, about: Named): boolean {
  return may(person, 'changeWording') && editable(about);
}

async function history(
  knex: TextPageDeps['knex'],
  { allianceId }: Person,
  { kind: of, name: which }: Named,
): Promise<Wording[]> {
  return wordingsOf(knex, { allianceId, kind: of }, which);
}

async function changed(deps: TextPageDeps, call: Call): Promise<PageAnswer> {
  const { params: about, fields } = call;
  checkKnown(about);
  if (!editable(about)) throw new Problem('forbidden');
  const step = one(fields, '_step');
  if (step === 'restore') return kept(deps, call, null);
  const text = one(fields, 'text') ?? '';
  const faults = faultsOf(about, text);
  if (faults.length > 0) return shown(deps, call, { draft: text, faults, status: 422 });
  return step === 'save' ? kept(deps, call, text) : shown(deps, call, { draft: text });
}

async function kept(deps: TextPageDeps, call: Call, text: string | null): Promise<PageAnswer> {
  const { params: about, person, fields } = call;
  const after = Number(one(fields, '_revision') ?? Number.NaN);
  if (!Number.isSafeInteger(after)) throw new Problem('stale');
  const home = { ...about, allianceId: person.allianceId };
  const given = { ...home, text, after, by: person.id, at: deps.clock.now() };
  await deps.once(call, (tx) => addWording(tx, given));
  const done = text === null ? 'restored' : 'saved';
  return { to: `${path}/${about.kind}/${about.name}?done=${done}` };
}
