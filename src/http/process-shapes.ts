// What calls about processes answer, as schemas.
import { z } from 'zod';
import { bilingual, law, openObject, role, said } from './shapes.ts';

const links = z.record(z.string().max(20), z.string().max(200));
const about = {
  id: said(60),
  version: z.int().min(1),
  title: bilingual,
  opensWith: said(64),
  links,
};

export const processItem = z.strictObject({
  ...about,
  events: z.int().min(1),
  states: z.int().min(1),
});

const names = z.array(said(100)).max(100);

const event = z.strictObject({
  type: said(64),
  title: bilingual,
  opens: z.boolean(),
  concurrent: z.boolean(),
  law: z.array(law).max(50),
  by: z.array(z.strictObject({ name: said(100), title: bilingual })).max(20),
  rules: names,
  payload: openObject.meta({ description: 'JSON Schema of the payload' }),
  examples: z.array(openObject).max(50),
});

const state = z.strictObject({
  state: said(200),
  title: bilingual,
  group: z.boolean(),
  parallel: z.boolean(),
  closed: z.boolean(),
  turn: said(100).nullable(),
  terms: names,
  work: bilingual.nullable(),
});

const term = z.strictObject({
  name: said(100),
  title: bilingual,
  law,
  confidence: z.enum(['verified', 'unconfirmed']),
  span: z
    .strictObject({
      amount: z.int().min(0),
      unit: z.enum(['workingDays', 'calendarDays', 'months']),
    })
    .nullable()
    .meta({ description: 'Null when it depends on the case or the settings' }),
  lapse: said(64),
  reminders: z.array(z.int()).max(20),
  pausedIn: names,
  rolling: z.boolean(),
});

const settingValue = z.union([z.number(), said(2_000), z.boolean()]);

export const processView = z.strictObject({
  ...about,
  key: said(64),
  versions: z.array(z.int().min(1)).max(100),
  actors: z
    .array(z.strictObject({ name: said(100), title: bilingual, roles: z.array(role).max(20) }))
    .max(50),
  events: z.array(event).max(200),
  states: z.array(state).max(200),
  terms: z.array(term).max(100),
  rules: z
    .array(
      z.strictObject({
        name: said(100),
        title: bilingual,
        law,
        remedy: bilingual,
        reads: z.enum(['case', 'payload']),
      }),
    )
    .max(300),
  settings: z
    .array(
      z.strictObject({
        name: said(100),
        title: bilingual,
        source: said(1_000),
        value: settingValue,
        usual: settingValue,
      }),
    )
    .max(200),
});
