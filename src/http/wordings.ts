// The wording of notices and papers over HTTP: what is shipped, what the alliance wrote in its place, a look at a
// proposal, and the next revision. Every revision stays.
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { permissions } from '../engine/permissions.ts';
import { Problem } from '../problem.ts';
import { longestWording, namesLost } from '../wording/dialect.ts';
import { addWording, inForce, wordingsOf, type Wording } from '../wording/wordings.ts';
import type { Once } from './once.ts';
import { operation, type Operation } from './operation.ts';
import { bilingual, instant, said } from './shapes.ts';
import {
  draw,
  editable,
  faultsOf,
  namesFor,
  shippedText,
  textNames,
  titleOf,
  type Named,
} from './wording-samples.ts';

export type WordingDeps = { knex: Knex; clock: Clock; once: Once };

const kind = z.enum(['notice', 'document']);
const name = z
  .string()
  .max(60)
  .regex(/^[A-Za-z_]{1,60}$/);
const wordingText = z.string().min(1).max(longestWording);
const revisions = z.int().min(0).max(100_000);
const after = revisions.meta({
  description: 'The newest revision that was looked at; 0 before the first',
});

const brief = {
  kind,
  name: said(60),
  title: bilingual,
  editable: z.boolean(),
  revision: revisions.nullable().meta({ description: 'In force now; null: the shipped text' }),
};
const whole = z.strictObject({
  ...brief,
  shipped: said(longestWording),
  text: said(longestWording).meta({ description: 'In force now' }),
  newest: revisions.meta({ description: 'What `after` is to be for the next revision' }),
  names: z
    .array(said(60))
    .max(100)
    .meta({ description: 'What stands between braces, besides lists' }),
  history: z
    .array(
      z.strictObject({
        revision: revisions,
        text: said(longestWording)
          .nullable()
          .meta({ description: 'Null: back to the shipped one' }),
        by: said(200),
        at: instant,
      }),
    )
    .max(100_000),
});
const look = z.strictObject({
  faults: z
    .array(z.strictObject({ line: z.int().min(1), detail: bilingual }))
    .max(1_000)
    .meta({ description: 'Empty: it may be used' }),
  lost: z
    .array(said(60))
    .max(100)
    .meta({ description: 'Names the shipped text has, this one not' }),
  sample: z
    .array(
      z.strictObject({
        language: z.enum(['vi', 'en']),
        subject: said(400).optional(),
        lines: z.array(said(longestWording)).max(2_000),
      }),
    )
    .max(2)
    .meta({ description: 'With made-up content; none while there are faults' }),
});
const added = z.strictObject({ revision: revisions });

const shared = { tag: 'papers', params: { kind, name } } as const;
const path = '/api/wordings/{kind}/{name}';
const headers = ['Idempotency-Replayed'];

export function wordingOperations(deps: WordingDeps): Operation[] {
  return [
    listOperation(deps),
    readOperation(deps),
    previewOperation(),
    saveOperation(deps),
    restoreOperation(deps),
  ];
}

function listOperation({ knex, clock }: WordingDeps): Operation {
  return operation({
    id: 'listWordings',
    method: 'GET',
    path: '/api/wordings',
    tag: 'papers',
    title: { vi: 'Lời văn thông báo và giấy tờ', en: 'Wording of notices and papers' },
    roles: permissions.readWording,
    query: { kind: kind.optional() },
    answers: {
      200: {
        title: 'Every notice and paper',
        schema: z.strictObject({ items: z.array(z.strictObject(brief)).max(1_000) }),
      },
    },
    problems: ['forbidden'],
    async handle({ person: { allianceId }, query }) {
      const kinds = query.kind ? [query.kind] : kind.options;
      const items = await Promise.all(
        kinds.map(async (each) => {
          const all = await wordingsOf(knex, { allianceId, kind: each });
          return textNames(each).map((which) => {
            const revision = inForce(all, which, clock.now())?.revision ?? null;
            return { ...briefOf({ kind: each, name: which }), revision };
          });
        }),
      );
      return { body: { items: items.flat() } };
    },
  });
}

function readOperation({ knex, clock }: WordingDeps): Operation {
  return operation({
    ...shared,
    id: 'readWording',
    method: 'GET',
    path,
    title: { vi: 'Một lời văn và các bản của nó', en: 'A wording and its revisions' },
    roles: permissions.readWording,
    answers: { 200: { title: 'The newest revision first', schema: whole } },
    problems: ['forbidden', 'not-found'],
    async handle({ person: { allianceId }, params }) {
      const about = known(params);
      const all = await wordingsOf(knex, { ...about, allianceId }, about.name);
      const shipped = shippedText(about);
      const current = inForce(all, about.name, clock.now());
      return {
        body: {
          ...briefOf(about),
          revision: current?.revision ?? null,
          shipped,
          text: current?.text ?? shipped,
          newest: all[0]?.revision ?? 0,
          names: namesFor(about.kind).paths,
          history: all.map(revisionOf),
        },
      };
    },
  });
}

function previewOperation(): Operation {
  return operation({
    ...shared,
    id: 'previewWording',
    method: 'POST',
    path: `${path}/preview`,
    keyless: true,
    title: { vi: 'Xem thử một lời văn', en: 'Look at a proposed wording' },
    roles: permissions.readWording,
    body: { text: wordingText },
    answers: { 200: { title: 'Nothing is kept', schema: look } },
    problems: ['invalid', 'forbidden', 'not-found'],
    handle({ params, body: { text } }) {
      const about = known(params);
      const faults = faultsOf(about, text);
      const lost = namesLost(shippedText(about), text, namesFor(about.kind));
      const told = faults.map(({ line, text: detail }) => ({ line, detail }));
      const sample = faults.length > 0 ? [] : sampleOf(about, text);
      return Promise.resolve({ body: { faults: told, lost, sample } });
    },
  });
}

function saveOperation({ clock, once }: WordingDeps): Operation {
  return operation({
    ...shared,
    id: 'saveWording',
    method: 'PUT',
    path,
    title: { vi: 'Dùng lời văn mới từ bây giờ', en: 'Use a wording from now on' },
    roles: permissions.changeWording,
    body: { text: wordingText, after },
    answers: { 200: { title: 'The revision in force', schema: added, headers } },
    problems: ['invalid', 'forbidden', 'not-found', 'stale'],
    handle(call) {
      const { person, params, body } = call;
      const about = changeable(params);
      const faults = faultsOf(about, body.text);
      if (faults.length > 0) throw unusable(faults);
      const given = { ...about, ...body, allianceId: person.allianceId };
      return once(call, (tx) => addWording(tx, { ...given, by: person.id, at: clock.now() }));
    },
  });
}

function restoreOperation({ clock, once }: WordingDeps): Operation {
  return operation({
    ...shared,
    id: 'restoreWording',
    method: 'POST',
    path: `${path}/restore`,
    title: { vi: 'Trở về lời văn gốc', en: 'Go back to the shipped wording' },
    roles: permissions.changeWording,
    body: { after },
    answers: { 200: { title: 'The revision that says so', schema: added, headers } },
    problems: ['invalid', 'forbidden', 'not-found', 'stale'],
    handle(call) {
      const { person, params, body } = call;
      const given = { ...changeable(params), ...body, allianceId: person.allianceId, text: null };
      return once(call, (tx) => addWording(tx, { ...given, by: person.id, at: clock.now() }));
    },
  });
}

function briefOf(about: Named): Named & { title: { vi: string; en: string }; editable: boolean } {
  const title = { vi: titleOf(about, 'vi'), en: titleOf(about, 'en') };
  return { ...about, title, editable: editable(about) };
}

function revisionOf({ revision, text, madeBy, madeAt }: Wording): object {
  return { revision, text, by: madeBy, at: madeAt };
}

function sampleOf(about: Named, text: string): object[] {
  const drawn = draw(about, text);
  if ('blocks' in drawn)
    return [{ language: 'vi', lines: drawn.blocks.map((block) => block.text) }];
  return drawn.letters.map(({ language, subject, text: body }) => {
    return { language, subject, lines: body.split('\n') };
  });
}

/** @throws Problem `not-found` for what there is no wording of */
function known(about: Named): Named {
  if (!textNames(about.kind).includes(about.name)) throw new Problem('not-found');
  return { kind: about.kind, name: about.name };
}

/** @throws Problem `not-found`, `forbidden` for what is put together by the service */
function changeable(given: Named): Named {
  const about = known(given);
  if (!editable(about)) throw new Problem('forbidden');
  return about;
}

function unusable(faults: ReturnType<typeof faultsOf>): Problem {
  const errors = faults.map(({ line, text }) => ({
    pointer: '/text',
    code: 'wording',
    detail: { vi: `Dòng ${line}: ${text.vi}`, en: `Line ${line}: ${text.en}` },
  }));
  return new Problem('invalid', { errors });
}
