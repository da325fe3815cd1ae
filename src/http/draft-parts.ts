// One part of the drafts over HTTP: its versions and what lies between two of them, and comments beside its fields.
import type { Knex } from 'knex';
import { z } from 'zod';
import { partNames } from '../../machines/founding/parts.ts';
import { fieldTitles } from '../../machines/founding/remarks.ts';
import type { Clock } from '../clock.ts';
import { addDraftComment, listDraftComments, type DraftPlace } from '../engine/draft-comments.ts';
import { markHeard } from '../engine/draft-notices.ts';
import { readPart } from '../engine/draft-versions.ts';
import { memberDuplicates } from '../engine/member-duplicates.ts';
import { Problem } from '../problem.ts';
import type { Once } from './once.ts';
import { operation, type Operation } from './operation.ts';
import {
  bilingual,
  id,
  instant,
  localDate,
  openObject,
  said,
  text,
  wholeNumber,
} from './shapes.ts';

export type DraftPartDeps = { knex: Knex; clock: Clock; once: Once };

export const partName = z.enum(partNames);
export const versionNumber = wholeNumber(1, 999_999_999);
export const longestComment = 2_000;

const version = z.int().min(1);
const stage = z.enum(['empty', 'draft', 'underReview', 'returned', 'accepted']);
const entryNo = z
  .string()
  .regex(/^[1-9]\d{0,3}$/)
  .max(4);

const act = z.strictObject({
  version,
  type: z.enum(['SAVE_DRAFT', 'SUBMIT_DRAFT', 'RETURN_PART', 'ACCEPT_PART']),
  title: bilingual,
  by: said(200),
  on: localDate,
});

const remark = z.strictObject({ field: said(100), no: said(4).optional(), text: said(1_000) });

const change = z.strictObject({
  pointer: said(500),
  kind: z.enum(['added', 'removed', 'changed']),
  before: z.unknown(),
  after: z.unknown(),
});

const view = z.strictObject({
  id,
  version,
  part: partName,
  stage,
  versions: z.array(act).max(10_000),
  returned: z
    .strictObject({
      version,
      by: said(200),
      on: localDate,
      comments: said(5_000),
      remarks: z.array(remark).max(100),
    })
    .nullable(),
  from: version.nullable(),
  to: version.nullable(),
  before: openObject.nullable(),
  now: openObject,
  changes: z.array(change).max(20_000),
});

const side = z.enum(['alliance', 'applicant']);
const comment = z.strictObject({
  id,
  part: partName,
  field: said(100).optional(),
  no: said(4).optional(),
  side,
  by: z.strictObject({ id, name: said(200) }),
  at: instant,
  text: said(longestComment),
});

export function draftPartOperations(deps: DraftPartDeps): Operation[] {
  return [partOperation(deps), listOperation(deps), addOperation(deps), duplicatesOperation(deps)];
}

function partOperation({ knex }: DraftPartDeps): Operation {
  return operation({
    id: 'readDraftPart',
    method: 'GET',
    path: '/api/cases/{id}/drafting/{part}',
    tag: 'cases',
    title: { vi: 'Một phần dự thảo, các bản và chỗ thay đổi', en: 'A part, its versions, changes' },
    params: { id, part: partName },
    query: { from: versionNumber.optional(), to: versionNumber.optional() },
    answers: {
      200: {
        title: 'What was returned last beside what stands now, or the two versions asked for',
        schema: view,
      },
    },
    problems: ['not-found', 'invalid'],
    handle: async ({ person, params, query }) => ({
      body: await readPart(knex, person, { ...params, ...query }),
    }),
  });
}

function duplicatesOperation({ knex }: DraftPartDeps): Operation {
  const other = z.strictObject({ id, number: said(40), title: said(500) });
  return operation({
    id: 'listMemberDuplicates',
    method: 'GET',
    path: '/api/cases/{id}/member-duplicates',
    tag: 'cases',
    title: { vi: 'Thành viên có tên ở nhóm khác', en: 'Members on the list of another group' },
    params: { id },
    answers: {
      200: {
        title: 'By personal number; only for staff, and only of cases you may see',
        schema: z.strictObject({
          items: z.array(z.strictObject({ no: z.int(), name: said(200), case: other })).max(10_000),
        }),
      },
    },
    problems: ['not-found'],
    handle: async ({ person, params }) => ({
      body: { items: await memberDuplicates(knex, person, params.id) },
    }),
  });
}

const comments = { path: '/api/cases/{id}/draft-comments', tag: 'cases', params: { id } } as const;

function listOperation({ knex, clock }: DraftPartDeps): Operation {
  return operation({
    ...comments,
    id: 'listDraftComments',
    method: 'GET',
    title: { vi: 'Ý kiến trao đổi tại chỗ', en: 'Comments in place' },
    answers: {
      200: {
        title: 'Oldest first; read by both sides of the case',
        schema: z.strictObject({
          comments: z.array(comment).max(10_000),
          side: side.nullable().meta({ description: 'The side you write for' }),
        }),
      },
    },
    problems: ['not-found'],
    async handle({ person, params: { id: caseId } }) {
      const body = await listDraftComments(knex, person, caseId);
      await markHeard(knex, person, { caseId, parts: partNames, at: clock.now() });
      return { body };
    },
  });
}

function addOperation({ clock, once }: DraftPartDeps): Operation {
  return operation({
    ...comments,
    id: 'addDraftComment',
    method: 'POST',
    title: { vi: 'Viết ý kiến tại chỗ', en: 'Comment in place' },
    body: {
      part: partName,
      field: text(100).optional().meta({ description: 'A field of the part' }),
      no: entryNo.optional().meta({ description: 'An entry of the list of that field' }),
      text: text(longestComment),
    },
    answers: {
      201: { title: 'Written', schema: comment, headers: ['Idempotency-Replayed'] },
    },
    problems: ['invalid', 'not-found', 'forbidden'],
    handle: (call) => {
      const { text: words, ...place } = call.body;
      const spoken = {
        ...checkedPlace(place),
        text: words,
        caseId: call.params.id,
        at: clock.now(),
      };
      return once(call, (tx) => addDraftComment(tx, call.person, spoken), 201);
    },
  });
}

/** @throws Problem `invalid` for a field that is none of the part, and for an entry without its field */
export function checkedPlace(place: DraftPlace): DraftPlace {
  const { part, field, no } = place;
  const known = field === undefined ? no === undefined : field in fieldTitles(part);
  if (known) return place;
  const fields = Object.keys(fieldTitles(part)).join(', ');
  const detail = {
    vi: `Chỗ này không có trong phần đã chọn; chọn một trong: ${fields}`,
    en: `The part has no such field; choose one of: ${fields}`,
  };
  throw new Problem('invalid', { errors: [{ pointer: '/field', code: 'place', detail }] });
}
