// What calls about cases answer, as schemas.
import { z } from 'zod';
import {
  bilingual,
  id,
  instant,
  law,
  localDate,
  openObject,
  placedId,
  reason,
  role,
  said,
  who,
} from './shapes.ts';

export const eventAnswer = z.strictObject({
  id,
  eventId: id,
  version: z.int().min(1),
  state: said(200),
  occurredOn: localDate,
  number: said(60),
});

const named = z.strictObject({ name: said(100), title: bilingual });

const term = z.strictObject({
  term: said(100),
  title: bilingual,
  law,
  confidence: z.enum(['verified', 'unconfirmed']),
  state: said(200),
  since: localDate,
  due: localDate,
  paused: z.boolean(),
});

const links = z.record(z.string().max(20), z.string().max(200));

const brief = z
  .array(
    z.strictObject({
      title: bilingual,
      lines: z
        .array(
          z.strictObject({
            label: bilingual,
            value: z.union([bilingual, z.number(), localDate]),
          }),
        )
        .max(1_000),
    }),
  )
  .max(50)
  .meta({ description: 'The case at a glance' });

const scoring = z
  .strictObject({
    event: said(64),
    groups: z
      .array(
        z.strictObject({
          title: bilingual,
          lines: z
            .array(
              z.strictObject({
                criterion: said(40),
                title: bilingual,
                most: z
                  .number()
                  .optional()
                  .meta({ description: 'Most points; without it, met or not' }),
                unconfirmed: z.boolean(),
                self: z.union([z.number(), z.boolean()]).optional(),
              }),
            )
            .max(200),
        }),
      )
      .max(50),
  })
  .nullable()
  .meta({ description: 'The sheet that people of this case score' });

export const caseView = z.strictObject({
  id,
  number: said(60),
  process: z.strictObject({ id: said(60), version: z.int().min(1), title: bilingual }),
  version: z.int().min(1),
  state: said(200),
  stateTitle: bilingual,
  states: z.array(z.strictObject({ state: said(200), title: bilingual })).max(20),
  turns: z.array(named).max(20),
  open: z.boolean(),
  title: said(300),
  commune: said(300),
  unit: said(200),
  parent: id.nullable(),
  assignee: who.nullable(),
  parties: z.array(who).max(1_000),
  openedOn: localDate,
  dueOn: localDate.nullable(),
  terms: z.array(term).max(50),
  data: openObject.meta({ description: 'What the case knows, in the shape of its process' }),
  workItems: z
    .array(
      z.strictObject({
        id: placedId,
        title: bilingual,
        roles: z.array(role).max(20),
        dueOn: localDate.nullable(),
      }),
    )
    .max(50),
  brief,
  scoring,
  updatedAt: instant,
  links,
});

export const caseItem = z.strictObject({
  id,
  number: said(60),
  process: said(60),
  processTitle: bilingual,
  version: z.int().min(1),
  state: said(200),
  stateTitle: bilingual,
  open: z.boolean(),
  title: said(300),
  commune: said(300),
  unit: said(200),
  parent: id.nullable(),
  assignee: who.nullable(),
  dueOn: localDate.nullable(),
  openedOn: localDate,
  updatedAt: instant,
  links,
});

const total = {
  total: z.int().min(0),
  capped: z
    .boolean()
    .meta({ description: 'There are more rows than were counted, here and in every part' }),
};

export const caseList = z.strictObject({
  items: z.array(caseItem).max(100),
  next: said(400).nullable(),
  counts: z.strictObject({
    ...total,
    states: z
      .array(
        z.strictObject({
          process: said(60),
          state: said(200),
          title: bilingual,
          count: z.int().min(1),
        }),
      )
      .max(1_000),
  }),
});

const option = z.strictObject({
  when: z.record(z.string().max(100), z.string().max(100)),
  enabled: z.boolean(),
  reasons: z.array(reason).max(100),
});

export const action = z.strictObject({
  type: said(64),
  title: bilingual,
  enabled: z.boolean(),
  reasons: z.array(reason).max(100),
  law: z.array(law).max(50),
  by: z.array(named).max(20),
  concurrent: z.boolean(),
  dueOn: localDate.optional(),
  options: z.array(option).max(50).optional(),
  payload: openObject.meta({ description: 'JSON Schema of the payload' }),
  examples: z.array(openObject).max(50),
});

export const entry = z.strictObject({
  version: z.int().min(1),
  eventId: id.nullable(),
  type: said(64),
  title: bilingual,
  by: z.strictObject({ id: said(64), name: said(200), roles: z.array(role).max(20) }),
  occurredOn: localDate,
  recordedAt: instant,
  law,
  from: said(200),
  to: said(200),
  payload: openObject,
  clientRef: said(64).nullable(),
  hash: said(64),
});

export const entryList = z.strictObject({
  items: z.array(entry).max(100),
  next: said(400).nullable(),
  counts: z.strictObject(total),
});

export const comparison = z.strictObject({
  type: said(64),
  title: bilingual,
  version: z.int().min(1),
  before: z.int().min(1).nullable(),
  changes: z
    .array(
      z.strictObject({
        pointer: said(500),
        kind: z.enum(['added', 'removed', 'changed']),
        before: z.unknown(),
        after: z.unknown(),
      }),
    )
    .max(20_000),
});

export const document = z.strictObject({
  id: placedId,
  kind: said(60),
  title: bilingual,
  number: said(100).nullable(),
  code: said(20),
  state: z.enum(['owed', 'issued', 'voided']),
  bytes: z.int().nullable(),
  sha256: said(64).nullable(),
  issuedOn: localDate,
  issuedAt: instant.nullable(),
  voidedAt: instant.nullable(),
  voidReason: said(2_000).nullable(),
  supersedes: placedId.nullable(),
  supersededBy: placedId.nullable(),
  supersededAt: instant.nullable(),
  signature: openObject.nullable(),
  links,
});

export const workItem = z.strictObject({
  id: placedId,
  case: z.strictObject({
    id,
    number: said(60),
    title: said(300),
    process: said(60),
    commune: said(300),
    unit: said(200),
    unitName: bilingual.nullable(),
    assignee: who.nullable(),
  }),
  state: said(200).nullable(),
  title: bilingual,
  roles: z.array(role).max(20),
  dueOn: localDate.nullable(),
  openedAt: instant,
  claimedBy: who.nullable(),
  claimedAt: instant.nullable(),
  links,
});

export const workList = z.strictObject({
  items: z.array(workItem).max(100),
  next: said(400).nullable(),
  counts: z.strictObject({ ...total, unclaimed: z.int().min(0), mine: z.int().min(0) }),
});
