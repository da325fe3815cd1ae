// One act on many cases, each decided by itself: some may be refused while others go through, and the same call made
// again with the same key does what is left.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Cases } from '../engine/cases.ts';
import type { Request } from '../engine/decide.ts';
import type { Reading } from '../engine/reading.ts';
import type { Person } from '../engine/rights.ts';
import { problemTexts } from '../problem.ts';
import { operation, type Operation, type RequestKey } from './operation.ts';
import { problemOf } from './problems.ts';
import { bilingual, id, localDate, openObject, reason, said, text } from './shapes.ts';

export type BulkDeps = { cases: Pick<Cases, 'advance'>; reading: Reading };

const most = 100;
const codes = Object.keys(problemTexts) as [string, ...string[]];

const done = z.strictObject({
  id,
  done: z.literal(true),
  eventId: id,
  version: z.int().min(1),
  state: said(200),
});
const refused = z.strictObject({
  id,
  done: z.literal(false),
  code: z.enum(codes),
  title: bilingual,
  detail: bilingual.nullable(),
  reasons: z.array(reason).max(100),
});

export type BulkItem = z.infer<typeof done> | z.infer<typeof refused>;

export type BulkAct = {
  event: string;
  payload: Record<string, unknown>;
  ids: readonly string[];
  /** Versions that the person saw; without one a case is taken as it stands. */
  versions?: Readonly<Record<string, number>> | undefined;
  occurredOn?: string | undefined;
};

export function bulkOperations(deps: BulkDeps): Operation[] {
  return [
    operation({
      id: 'addEvents',
      method: 'POST',
      path: '/api/cases/bulk',
      tag: 'cases',
      title: { vi: 'Thực hiện một việc trong nhiều hồ sơ', en: 'The same event in many cases' },
      body: {
        event: text(64),
        payload: openObject.default({}),
        ids: z.array(id).min(1).max(most),
        versions: z
          .record(id, z.int().min(1))
          .optional()
          .meta({ description: 'Versions you saw; a case that has moved on is refused as stale' }),
        occurredOn: localDate.optional(),
      },
      answers: {
        200: {
          title: 'What became of each case, in the order asked for',
          schema: z.strictObject({
            items: z.array(z.union([done, refused])).max(most),
            counts: z.strictObject({ done: z.int().min(0), refused: z.int().min(0) }),
          }),
        },
      },
      problems: ['invalid', 'key-reused'],
      handle: async ({ person, body, key }) => ({ body: await actOnMany(deps, person, body, key) }),
    }),
  ];
}

/** Acts on each case under a key of its own. @throws Problem `key-reused` when the key was used for another call */
export async function actOnMany(
  deps: BulkDeps,
  person: Person,
  act: BulkAct,
  key: RequestKey,
): Promise<{ items: BulkItem[]; counts: { done: number; refused: number } }> {
  const ids = [...new Set(act.ids)];
  const items = await Promise.all(
    ids.map((each) => actOn(deps, person, act, { caseId: each, ...rowKey(key, each) })),
  );
  const count = items.filter((item) => item.done).length;
  return { items, counts: { done: count, refused: items.length - count } };
}

/** The key of one row of a call on many. */
export function rowKey({ key, request }: RequestKey, row: string): RequestKey {
  const own = createHash('sha256').update(`${request} ${row}`).digest('hex');
  return { key: `${key}:${row}`, request: own };
}

type OwnKey = RequestKey & { caseId: string };

async function actOn(
  { cases, reading }: BulkDeps,
  by: Person,
  { event: type, payload, versions, occurredOn }: BulkAct,
  { caseId, ...key }: OwnKey,
): Promise<BulkItem> {
  try {
    const expect = versions?.[caseId] ?? (await reading.version(by, caseId));
    const dated = occurredOn === undefined ? {} : { occurredOn };
    const request: Request = { by, type, payload, key, expect, ...dated };
    const { answer } = await cases.advance(caseId, request);
    const { eventId, version, state } = answer;
    return { id: caseId, done: true, eventId, version, state };
  } catch (error) {
    return refusedItem(caseId, error);
  }
}

function refusedItem(caseId: string, error: unknown): BulkItem {
  const { code, extra } = problemOf(error);
  if (code === 'key-reused') throw error;
  const reasons = (extra.reasons ?? []) as z.infer<typeof reason>[];
  const fault = extra.errors?.[0];
  const detail = extra.detail ?? fault?.detail ?? null;
  return { id: caseId, done: false, code, title: problemTexts[code], detail, reasons };
}
