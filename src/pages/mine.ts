// What belongs to a person rather than to a case: the inbox of notices, and the rights to one's own data.
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { listInbox, markAllRead } from '../engine/inbox.ts';
import type { Unseal } from '../engine/unseal.ts';
import type { Operation } from '../http/operation.ts';
import { letterOf } from '../notices/letter.ts';
import { inForce, wordingsOf } from '../wording/wordings.ts';
import type { PageAnswer, PageCall, PageMaker } from './page.ts';

export type MineDeps = {
  page: PageMaker;
  knex: Knex;
  clock: Clock;
  unseal: Unseal;
  publicUrl: string;
};

const perPage = 25;

export function minePages(deps: MineDeps): Operation[] {
  const { page, knex, clock } = deps;
  return [
    page({
      id: 'inboxPage',
      path: '/inbox',
      title: { vi: 'Thông báo', en: 'Inbox' },
      query: { after: z.string().max(400).optional() },
      handle: (call) => inbox(deps, call),
    }),
    page({
      id: 'readInboxPage',
      method: 'POST',
      path: '/inbox',
      keyless: true,
      title: { vi: 'Đánh dấu đã đọc', en: 'Mark as read' },
      async handle({ person }) {
        await knex.transaction((tx) => markAllRead(tx, person, clock.now()));
        return { to: '/inbox' };
      },
    }),
    page({
      id: 'dataRightsPage',
      path: '/your-data',
      title: { vi: 'Dữ liệu của bạn', en: 'Your data' },
      public: true,
      handle: () => Promise.resolve({ view: 'your-data' }),
    }),
  ];
}

async function inbox(
  { knex, unseal, publicUrl }: MineDeps,
  { person, query, language }: PageCall<unknown, { after?: string | undefined }>,
): Promise<PageAnswer> {
  const asking = { filter: {}, limit: perPage, cursor: query.after };
  const [{ items, next, unread }, wordings] = await Promise.all([
    listInbox({ db: knex, unseal }, person, asking),
    wordingsOf(knex, { allianceId: person.allianceId, kind: 'notice' }),
  ]);
  const letters = items.map(({ case: about, notice, at, readAt }) => {
    const wording = inForce(wordings, notice.template, at)?.text;
    const reader = { language, publicUrl, wording };
    const { subject, text } = letterOf(notice, about ?? undefined, reader);
    return { case: about, subject, text, at, readAt };
  });
  return { view: 'inbox', model: { letters, next, unread } };
}
