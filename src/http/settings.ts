// What an alliance sets for itself, over HTTP.
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import { currentProcess } from '../../machines/index.ts';
import type { Process } from '../../machines/define.ts';
import type { Clock } from '../clock.ts';
import { changeSettings, readSettings, settingHistory } from '../criteria/settings.ts';
import type { Almanac } from '../engine/almanac.ts';
import { Problem } from '../problem.ts';
import type { Once } from './once.ts';
import { operation, type Operation } from './operation.ts';
import { bilingual, instant, said, text } from './shapes.ts';

export type SettingDeps = { knex: Knex; clock: Clock; almanac: Almanac; once: Once };

const value = z.union([z.number(), said(1_000), z.boolean()]);
const process = z
  .string()
  .max(60)
  .regex(/^[a-z][a-zA-Z0-9-]*$/);
const list = z.strictObject({
  process: said(60),
  settings: z
    .array(
      z.strictObject({
        name: said(100),
        title: bilingual,
        source: said(1_000).meta({ description: 'Where the usual value comes from' }),
        value,
        usual: value,
        own: z.boolean(),
      }),
    )
    .max(200),
});

export function settingOperations(deps: SettingDeps): Operation[] {
  const { knex } = deps;
  const shared = { tag: 'service', params: { process }, problems: ['not-found'] } as const;
  return [
    operation({
      ...shared,
      id: 'readSettings',
      method: 'GET',
      path: '/api/settings/{process}',
      title: { vi: 'Thiết lập của Liên minh', en: 'Settings of the alliance' },
      answers: { 200: { title: 'Every setting of the process', schema: list } },
      async handle({ person, params }) {
        const known = processNamed(params.process);
        const settings = await readSettings(knex, person.allianceId, known);
        return { body: { process: known.id, settings } };
      },
    }),
    changeOperation(deps),
    operation({
      ...shared,
      id: 'readSettingHistory',
      method: 'GET',
      path: '/api/settings/{process}/history',
      title: { vi: 'Lịch sử thay đổi thiết lập', en: 'Changes of settings' },
      roles: permissions.readSettingHistory,
      answers: { 200: { title: 'The latest first', schema: history } },
      async handle({ person, params }) {
        const known = processNamed(params.process);
        return { body: { items: await settingHistory(knex, person.allianceId, known) } };
      },
    }),
  ];
}

const history = z.strictObject({
  items: z
    .array(
      z.strictObject({
        name: said(100),
        before: value.nullable(),
        after: value.nullable(),
        reason: said(2_000),
        by: said(64),
        at: instant,
      }),
    )
    .max(200),
});

function changeOperation({ clock, almanac, once }: SettingDeps): Operation {
  return operation({
    id: 'changeSettings',
    method: 'PUT',
    path: '/api/settings/{process}',
    tag: 'service',
    title: { vi: 'Đổi thiết lập của Liên minh', en: 'Change settings of the alliance' },
    roles: permissions.changeSettings,
    params: { process },
    body: {
      values: z
        .record(z.string().min(1).max(100), value.nullable())
        .meta({ description: 'By name; null goes back to what is usual' }),
      reason: text(2_000),
    },
    answers: {
      200: {
        title: 'All settings; open cases follow from their next event on',
        schema: list,
        headers: ['Idempotency-Replayed'],
      },
    },
    problems: ['invalid', 'forbidden', 'not-found'],
    async handle(call) {
      const { person, params, body } = call;
      const known = processNamed(params.process);
      const change = { allianceId: person.allianceId, process: known, by: person.id };
      const reply = await once(call, async (tx) => ({
        process: known.id,
        settings: await changeSettings(tx, { ...change, ...body, at: clock.now() }),
      }));
      almanac.forget();
      return reply;
    },
  });
}

function processNamed(id: string): Process {
  const known = currentProcess(id);
  if (!known) throw new Problem('not-found');
  return known;
}
