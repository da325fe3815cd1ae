// The inbox over HTTP: what I was told, what of it I have read, and how I want to be told.
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import { preferencesOf, changePreferences } from '../accounts/preferences.ts';
import type { Clock } from '../clock.ts';
import { reportBounce } from '../engine/bounces.ts';
import { listInbox, markAllRead, markRead, unreadUpTo, type InboxItem } from '../engine/inbox.ts';
import type { Unseal } from '../engine/unseal.ts';
import { inForce, wordingsOf } from '../wording/wordings.ts';
import { letterOf, type LetterFor } from '../notices/letter.ts';
import type { Once } from './once.ts';
import { operation, type Operation } from './operation.ts';
import { flag, id, instant, paging, placedId, said, text as words, usualLimit } from './shapes.ts';

export type InboxDeps = {
  knex: Knex;
  clock: Clock;
  unseal: Unseal;
  once: Once;
  publicUrl: string;
};

const unread = z.int().min(0).max(unreadUpTo);

const item = z.strictObject({
  id: placedId,
  case: z.strictObject({ id, number: said(60), title: said(300) }).nullable(),
  kind: said(60).meta({ description: 'Name of the notice, `assemblyInvitation`' }),
  subject: said(200),
  text: said(50_000),
  at: instant,
  readAt: instant.nullable(),
  links: z.record(z.string().max(20), z.string().max(200)),
});

const preferences = {
  language: z.enum(['vi', 'en']).meta({ description: 'Language of notices' }),
  digest: z.boolean().meta({ description: 'Reminders come together, in one mail a working day' }),
};

export function inboxOperations(deps: InboxDeps): Operation[] {
  return [
    listOperation(deps),
    ...readOperations(deps),
    ...preferenceOperations(deps),
    bounceOperation(deps),
  ];
}

function listOperation({ knex, unseal, publicUrl }: InboxDeps): Operation {
  return operation({
    id: 'listInbox',
    method: 'GET',
    path: '/api/inbox',
    tag: 'account',
    title: { vi: 'Hộp thông báo của tôi', en: 'My inbox' },
    query: { unread: flag.optional().meta({ description: 'Only what is not read' }), ...paging },
    answers: {
      200: {
        title: 'One page, newest first, and how many are unread (counted up to 1,000)',
        schema: z.strictObject({
          items: z.array(item).max(100),
          next: said(400).nullable(),
          unread,
        }),
      },
    },
    problems: ['invalid'],
    async handle({ person, query }) {
      const { limit = usualLimit, cursor, ...filter } = query;
      const [inbox, { language }] = await Promise.all([
        listInbox({ db: knex, unseal }, person, { filter, limit, cursor }),
        preferencesOf(knex, person.id),
      ]);
      const wordings = await wordingsOf(knex, { allianceId: person.allianceId, kind: 'notice' });
      const items = inbox.items.map((each) => {
        const wording = inForce(wordings, each.notice.template, each.at)?.text;
        return shown(each, { language, publicUrl, wording });
      });
      return { body: { ...inbox, items } };
    },
  });
}

function readOperations({ clock, once }: InboxDeps): Operation[] {
  const answers = {
    200: {
      title: 'How many are unread now',
      schema: z.strictObject({ unread }),
      headers: ['Idempotency-Replayed'],
    },
  };
  return [
    operation({
      id: 'readNotice',
      method: 'POST',
      path: '/api/inbox/{id}/read',
      tag: 'account',
      title: { vi: 'Đánh dấu đã đọc', en: 'Mark a notice as read' },
      params: { id: placedId },
      answers,
      problems: ['not-found'],
      handle: (call) =>
        once(call, async (tx) => ({
          unread: await markRead(tx, call.person, call.params.id, clock.now()),
        })),
    }),
    operation({
      id: 'readAllNotices',
      method: 'POST',
      path: '/api/inbox/read',
      tag: 'account',
      title: { vi: 'Đánh dấu đã đọc tất cả', en: 'Mark all as read' },
      answers,
      problems: [],
      handle: (call) =>
        once(call, async (tx) => ({ unread: await markAllRead(tx, call.person, clock.now()) })),
    }),
  ];
}

function preferenceOperations({ knex, once }: InboxDeps): Operation[] {
  const shared = {
    path: '/api/me/preferences',
    tag: 'account',
    problems: [],
  } as const;
  const schema = z.strictObject(preferences);
  return [
    operation({
      ...shared,
      id: 'readPreferences',
      method: 'GET',
      title: { vi: 'Cách tôi nhận thông báo', en: 'How I am told' },
      answers: { 200: { title: 'Language, and whether reminders come together', schema } },
      handle: async ({ person }) => ({ body: await preferencesOf(knex, person.id) }),
    }),
    operation({
      ...shared,
      id: 'changePreferences',
      method: 'PUT',
      title: { vi: 'Đổi cách nhận thông báo', en: 'Change how I am told' },
      body: {
        language: preferences.language.optional(),
        digest: preferences.digest.optional(),
      },
      answers: { 200: { title: 'As they are now', schema, headers: ['Idempotency-Replayed'] } },
      problems: ['invalid'],
      handle: (call) => once(call, (tx) => changePreferences(tx, call.person.id, call.body)),
    }),
  ];
}

function bounceOperation({ clock, once }: InboxDeps): Operation {
  return operation({
    id: 'reportBounce',
    method: 'POST',
    path: '/api/notices/{id}/bounce',
    tag: 'work',
    title: { vi: 'Báo thư bị trả lại', en: 'Report mail that came back' },
    roles: permissions.reportBounces,
    params: { id: placedId.meta({ description: 'X-Notice-Id of the returned mail' }) },
    body: { reason: words(500) },
    answers: {
      200: {
        title: 'The notice stands as failed, and in the queue of the staff',
        schema: z.strictObject({ id: placedId, state: z.literal('failed') }),
        headers: ['Idempotency-Replayed'],
      },
    },
    problems: ['invalid', 'forbidden', 'not-found', 'refused'],
    handle: (call) => {
      const given = { id: call.params.id, reason: call.body.reason, at: clock.now() };
      return once(call, (tx) => reportBounce(tx, call.person, given));
    },
  });
}

function shown(
  { id: shownId, case: about, notice, at, readAt }: InboxItem,
  reader: LetterFor,
): object {
  const { subject, text } = letterOf(notice, about ?? undefined, reader);
  const links = {
    read: `/api/inbox/${shownId}/read`,
    ...(about ? { case: `/api/cases/${about.id}` } : {}),
  };
  return { id: shownId, case: about, kind: notice.template, subject, text, at, readAt, links };
}
