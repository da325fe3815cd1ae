// One part of the drafts on a page of its own: field by field what stands there, what changed since it was returned or
// between any two versions, what the adviser asks for, and what both sides say about it. Who reviews it writes remarks
// beside the fields and returns it from here.
import { z } from 'zod';
import type { Founding } from '../../machines/founding/data.ts';
import { partTitles, type Part } from '../../machines/founding/parts.ts';
import { capitalTable } from '../drafting/capital.ts';
import { addDraftComment, listDraftComments } from '../engine/draft-comments.ts';
import { markHeard } from '../engine/draft-notices.ts';
import { readPart, type PartView } from '../engine/draft-versions.ts';
import { memberDuplicates } from '../engine/member-duplicates.ts';
import { readDraftingRoom } from '../engine/drafting.ts';
import { checkedPlace, longestComment, partName, versionNumber } from '../http/draft-parts.ts';
import type { Once } from '../http/once.ts';
import { one } from '../http/page-form.ts';
import type { Fields, Operation } from '../http/operation.ts';
import { id } from '../http/shapes.ts';
import { Problem } from '../problem.ts';
import { placesOf } from './draft-places.ts';
import type { DraftingPageDeps } from './drafting.ts';
import type { PageAnswer, PageCall } from './page.ts';

export type DraftPartDeps = DraftingPageDeps & { once: Once };

type Asked = {
  from?: number | undefined;
  to?: number | undefined;
  at?: string | undefined;
  review?: 'yes' | undefined;
};
type Call = PageCall<{ id: string; part: Part }, Asked>;

const about = {
  path: '/cases/{id}/drafting/{part}',
  params: { id, part: partName },
} as const;

export function draftPartPages(deps: DraftPartDeps): Operation[] {
  const key = z
    .string()
    .max(40)
    .regex(/^[A-Za-z]+(\/\d{1,4})?$/);
  const query = {
    from: versionNumber.optional(),
    to: versionNumber.optional(),
    at: key.optional(),
    review: z.enum(['yes']).optional(),
  };
  return [
    deps.page({
      ...about,
      id: 'draftPartPage',
      title: { vi: 'Một phần dự thảo', en: 'One part of the drafts' },
      query,
      handle: (call) => shown(deps, call),
    }),
    deps.page({
      ...about,
      id: 'draftPartActPage',
      method: 'POST',
      title: { vi: 'Góp ý vào một phần dự thảo', en: 'Speak about one part of the drafts' },
      handle: (call) => acted(deps, { ...call, query: {} }),
    }),
  ];
}

async function shown(deps: DraftPartDeps, call: Call, faulty?: Fields): Promise<PageAnswer> {
  const { person, params, query } = call;
  const [view, actions, part, talk, room, duplicates] = await Promise.all([
    deps.reading.read(person, params.id),
    deps.reading.actions(person, params.id),
    readPart(deps.knex, person, { ...params, from: query.from, to: query.to }),
    heard(deps, call),
    readDraftingRoom(deps, person, params.id),
    params.part === 'members' ? memberDuplicates(deps.knex, person, params.id) : [],
  ]);
  const may = (type: string): boolean =>
    actions.actions.some((action) => action.type === type && action.enabled);
  const reviews = part.stage === 'underReview' && may('RETURN_PART');
  const data = view.data as unknown as Founding;
  const remarks = part.returned && part.stage !== 'accepted' ? part.returned.remarks : [];
  const places = placesOf(data, params.part, { ...part, remarks, comments: talk.comments });
  const model = {
    case: view,
    part,
    title: partTitles[params.part],
    judged: room.parts.find((each) => each.part === params.part),
    plan: params.part === 'plan' ? room.plan : null,
    capital: params.part === 'members' ? capitalTable(data) : null,
    places,
    duplicates,
    changed: places.filter(({ change }) => change !== undefined).length,
    general: talk.comments.filter((each) => each.part === params.part && !each.field),
    side: talk.side,
    at: query.at,
    reviews,
    review: reviews && query.review === 'yes',
    mayWrite: may('SAVE_DRAFT') && part.stage !== 'underReview',
    written: versionsIn(part),
    longest: longestComment,
    fields: faulty,
  };
  return { view: 'drafting/part', model, status: faulty ? 422 : 200 };
}

/** People of neither side read no comments; the part itself they may read. */
async function heard({ knex, clock }: DraftPartDeps, { person, params }: Call) {
  try {
    const talk = await listDraftComments(knex, person, params.id);
    await markHeard(knex, person, { caseId: params.id, parts: [params.part], at: clock.now() });
    return talk;
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-found') return { comments: [], side: null };
    throw error;
  }
}

/** Versions that hold a text, to choose among for a comparison. */
function versionsIn({ versions }: PartView): PartView['versions'] {
  return versions.filter(({ type }) => type === 'SAVE_DRAFT' || type === 'SUBMIT_DRAFT');
}

async function acted(deps: DraftPartDeps, call: Call): Promise<PageAnswer> {
  return one(call.fields, 'do') === 'return' ? returned(deps, call) : commented(deps, call);
}

async function commented({ clock, once }: DraftPartDeps, call: Call): Promise<PageAnswer> {
  const { id: caseId, part } = call.params;
  const [field, no] = (one(call.fields, 'at') ?? '').split('/');
  const place = checkedPlace({ part, ...(field ? { field } : {}), ...(no ? { no } : {}) });
  const text = one(call.fields, 'text')?.trim() ?? '';
  if (text === '' || text.length > longestComment) throw nothingSaid();
  const said = { ...place, caseId, text, at: clock.now() };
  await once(call, (tx) => addDraftComment(tx, call.person, said), 201);
  const anchor = field ? `place-${[field, no].filter(Boolean).join('-')}` : 'general';
  return { to: `/cases/${caseId}/drafting/${part}#${anchor}` };
}

function nothingSaid(): Problem {
  const detail = {
    vi: `Hãy viết ý kiến, nhiều nhất ${longestComment} ký tự`,
    en: `Write something, at most ${longestComment} characters`,
  };
  return new Problem('invalid', { errors: [{ pointer: '/text', code: 'text', detail }] });
}

/** What stands in `remark-items/10`, tied to its field. */
function remarksIn(fields: Fields, part: Part): { field: string; no?: string; text: string }[] {
  return Object.keys(fields).flatMap((name) => {
    const [, field, no] = /^remark-([A-Za-z]+)(?:\/(\d{1,4}))?$/.exec(name) ?? [];
    const text = one(fields, name)?.trim();
    return field && text ? [{ field: `${part}.${field}`, ...(no ? { no } : {}), text }] : [];
  });
}

const seeFields = 'Xem góp ý ở từng mục.';

async function returned(deps: DraftPartDeps, call: Call): Promise<PageAnswer> {
  const { fields, person, params, key } = call;
  const remarks = remarksIn(fields, params.part);
  const comments = one(fields, 'comments')?.trim() || (remarks.length > 0 ? seeFields : '');
  if (comments === '') return shown(deps, { ...call, query: { review: 'yes' } }, fields);
  const payload = { part: params.part, comments, ...(remarks.length > 0 ? { remarks } : {}) };
  const expect = Number(one(fields, '_version'));
  await deps.cases.advance(params.id, { by: person, type: 'RETURN_PART', payload, expect, key });
  return { to: `/cases/${params.id}?done=RETURN_PART` };
}
