// Notes and messages of a case over HTTP.
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import type { Clock } from '../clock.ts';
import { addMessage, addNote, listNotes, readThread, seeThread } from '../engine/talk.ts';
import type { Once } from './once.ts';
import { operation, type Operation } from './operation.ts';
import { id, instant, said, text } from './shapes.ts';

export type TalkDeps = { knex: Knex; clock: Clock; once: Once };

const longest = 4_000;
const side = z.enum(['alliance', 'applicant']);
const by = z.strictObject({ id, name: said(200) });
const note = z.strictObject({ id, by, at: instant, text: said(longest) });
const message = z.strictObject({
  number: z.int().min(1),
  side,
  by,
  at: instant,
  text: said(longest),
  seen: z.boolean(),
});

const params = { id };
const body = { text: text(longest) };
const headers = ['Idempotency-Replayed'];

export function talkOperations(deps: TalkDeps): Operation[] {
  return [listNotesOperation(deps), addNoteOperation(deps), ...messageOperations(deps)];
}

const notes = { path: '/api/cases/{id}/notes', tag: 'cases', params } as const;

function listNotesOperation({ knex }: TalkDeps): Operation {
  return operation({
    ...notes,
    id: 'listNotes',
    method: 'GET',
    title: { vi: 'Ghi chú nội bộ', en: 'Notes among staff' },
    roles: permissions.oversee,
    answers: {
      200: {
        title: 'Oldest first; never shown to those who asked for the case',
        schema: z.strictObject({ items: z.array(note).max(10_000) }),
      },
    },
    problems: ['not-found', 'forbidden'],
    handle: async ({ person, params: { id: caseId } }) => ({
      body: { items: await listNotes(knex, person, caseId) },
    }),
  });
}

function addNoteOperation({ clock, once }: TalkDeps): Operation {
  return operation({
    ...notes,
    id: 'addNote',
    method: 'POST',
    title: { vi: 'Viết ghi chú nội bộ', en: 'Write a note' },
    roles: permissions.addNotes,
    body,
    answers: { 201: { title: 'Written', schema: note, headers } },
    problems: ['invalid', 'not-found', 'forbidden'],
    handle: (call) => {
      const words = { caseId: call.params.id, text: call.body.text, at: clock.now() };
      return once(call, (tx) => addNote(tx, call.person, words), 201);
    },
  });
}

const messages = { path: '/api/cases/{id}/messages', tag: 'cases', params } as const;

function messageOperations(deps: TalkDeps): Operation[] {
  return [listMessagesOperation(deps), addMessageOperation(deps), seeMessagesOperation(deps)];
}

function listMessagesOperation({ knex }: TalkDeps): Operation {
  return operation({
    ...messages,
    id: 'listMessages',
    method: 'GET',
    title: { vi: 'Trao đổi với bên đề nghị', en: 'Messages with the applicants' },
    answers: {
      200: {
        title: 'Oldest first',
        schema: z.strictObject({
          messages: z.array(message).max(10_000),
          unseen: z.int().min(0),
          side: side.nullable().meta({ description: 'The side you write for' }),
        }),
      },
    },
    problems: ['not-found'],
    handle: async ({ person, params: { id: caseId } }) => ({
      body: await readThread(knex, person, caseId),
    }),
  });
}

function addMessageOperation({ clock, once }: TalkDeps): Operation {
  return operation({
    ...messages,
    id: 'addMessage',
    method: 'POST',
    title: { vi: 'Gửi tin nhắn', en: 'Send a message' },
    body,
    answers: { 201: { title: 'Sent; the other side is told by mail', schema: message, headers } },
    problems: ['invalid', 'not-found', 'forbidden'],
    handle: (call) => {
      const words = { caseId: call.params.id, text: call.body.text, at: clock.now() };
      return once(call, (tx) => addMessage(tx, call.person, words), 201);
    },
  });
}

function seeMessagesOperation({ once }: TalkDeps): Operation {
  return operation({
    ...messages,
    id: 'seeMessages',
    method: 'PUT',
    path: '/api/cases/{id}/messages/seen',
    title: { vi: 'Đánh dấu đã đọc', en: 'Mark the messages as seen' },
    answers: {
      200: { title: 'All seen', schema: z.strictObject({ unseen: z.literal(0) }), headers },
    },
    problems: ['not-found'],
    handle: (call) =>
      once(call, async (tx) => {
        await seeThread(tx, call.person, call.params.id);
        return { unseen: 0 };
      }),
  });
}
