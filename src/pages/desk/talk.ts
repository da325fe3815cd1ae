// Notes among staff and messages with those who asked for a case, each on a page of its own: nobody writes to the
// wrong people by mistake.
import { permissions } from '../../engine/permissions.ts';
import { hasOneOf } from '../../engine/rights.ts';
import { addMessage, addNote, listNotes, readThread, seeThread } from '../../engine/talk.ts';
import { allianceRoles } from '../../../machines/roles.ts';
import type { Tx } from '../../db.ts';
import type { PageCall } from '../page.ts';
import { one } from '../../http/page-form.ts';
import type { Operation } from '../../http/operation.ts';
import { id } from '../../http/shapes.ts';
import { Problem } from '../../problem.ts';
import { headingFor } from './case-heading.ts';
import type { DeskPageDeps } from './desk.ts';

const longest = 4_000;
const params = { id };

export function talkPages(deps: DeskPageDeps): Operation[] {
  return [notesPage(deps), addNotePage(deps), messagesPage(deps), addMessagePage(deps)];
}

function notesPage({ page, knex }: DeskPageDeps): Operation {
  return page({
    id: 'notesPage',
    path: '/cases/{id}/notes',
    title: { vi: 'Ghi chú nội bộ', en: 'Notes among staff' },
    roles: permissions.oversee,
    params,
    async handle({ person, params: { id: caseId } }) {
      const [heading, notes] = await Promise.all([
        headingFor(knex, person, caseId, '/notes'),
        listNotes(knex, person, caseId),
      ]);
      const writes = hasOneOf(person, allianceRoles);
      return { view: 'case/notes', model: { dense: true, heading, notes, writes, longest } };
    },
  });
}

function addNotePage({ page, once, clock }: DeskPageDeps): Operation {
  return page({
    id: 'addNotePage',
    method: 'POST',
    path: '/cases/{id}/notes',
    title: { vi: 'Viết ghi chú nội bộ', en: 'Write a note' },
    roles: permissions.addNotes,
    params,
    async handle(call) {
      const said = { caseId: call.params.id, text: textIn(call), at: clock.now() };
      await once(call, (tx) => addNote(tx, call.person, said), 201);
      return { to: `/cases/${call.params.id}/notes` };
    },
  });
}

function messagesPage({ page, knex }: DeskPageDeps): Operation {
  return page({
    id: 'messagesPage',
    path: '/cases/{id}/messages',
    title: { vi: 'Trao đổi', en: 'Messages' },
    params,
    async handle({ person, params: { id: caseId } }) {
      const [heading, thread] = await Promise.all([
        headingFor(knex, person, caseId, '/messages'),
        readThread(knex, person, caseId),
      ]);
      if (thread.unseen > 0) await knex.transaction((tx: Tx) => seeThread(tx, person, caseId));
      return { view: 'case/messages', model: { dense: true, heading, thread, longest } };
    },
  });
}

function addMessagePage({ page, once, clock }: DeskPageDeps): Operation {
  return page({
    id: 'addMessagePage',
    method: 'POST',
    path: '/cases/{id}/messages',
    title: { vi: 'Gửi tin nhắn', en: 'Send a message' },
    params,
    async handle(call) {
      const said = { caseId: call.params.id, text: textIn(call), at: clock.now() };
      await once(call, (tx) => addMessage(tx, call.person, said), 201);
      return { to: `/cases/${call.params.id}/messages` };
    },
  });
}

function textIn({ fields }: Pick<PageCall, 'fields'>): string {
  const text = one(fields, 'text')?.trim() ?? '';
  if (text !== '' && text.length <= longest) return text;
  const detail = {
    vi: `Hãy viết nội dung, nhiều nhất ${longest} ký tự`,
    en: `Write something, at most ${longest} characters`,
  };
  throw new Problem('invalid', { errors: [{ pointer: '/text', code: 'text', detail }] });
}
