// What is done with a file that was sent in: remarks on it, and taking one's own back before it is handed in.
import type { Knex } from 'knex';
import { z } from 'zod';
import { may, permissions } from '../engine/permissions.ts';
import type { Text } from '../../machines/text.ts';
import type { Clock } from '../clock.ts';
import { handedIn } from '../engine/handed-in.ts';
import { newId } from '../engine/id.ts';
import type { Dossier, Places } from '../engine/places.ts';
import type { Person } from '../engine/rights.ts';
import { addRemark, fileById, lockCase, withdraw, type FileRow } from '../files/shelf.ts';
import { Problem } from '../problem.ts';
import { remark, shownRemark } from './file-shapes.ts';
import type { Once } from './once.ts';
import { operation, type Operation, type Reply, type RequestKey } from './operation.ts';
import { id, instant, text } from './shapes.ts';

export type ActDeps = { knex: Knex; clock: Clock; once: Once; places: Places };

export function remarkOperation(deps: ActDeps): Operation {
  return operation({
    id: 'remarkOnFile',
    method: 'POST',
    path: '/api/files/{fileId}/remarks',
    tag: 'papers',
    title: { vi: 'Nhận xét về tệp', en: 'Remark on a file' },
    roles: permissions.speakOnFiles,
    params: { fileId: id },
    body: { text: text(4_000) },
    answers: { 201: { title: 'The remark', schema: remark, headers: ['Idempotency-Replayed'] } },
    problems: ['not-found', 'refused', 'forbidden'],
    handle: ({ params, body, ...call }) =>
      remarkOn(deps, call, { fileId: params.fileId, text: body.text }),
  });
}

type Acting = { person: Person; key: RequestKey };

/** Puts a remark on a file that is kept. @throws Problem `not-found`, `forbidden` */
export async function remarkOn(
  deps: ActDeps,
  { person, key }: Acting,
  said: { fileId: string; text: string },
): Promise<Reply> {
  const { row } = await fileOf(deps, person, said.fileId);
  if (!may(person, 'speakOnFiles')) throw new Problem('forbidden');
  const at = deps.clock.now();
  const about = { id: newId(at), file_id: row.id, made_by: person.id, made_at: at };
  const made = { ...about, text: said.text };
  return deps.once({ person, key }, async (tx) => shownRemark(await addRemark(tx, made)), 201);
}

/** Takes back a file that one sent oneself and that was not handed in. @throws Problem `forbidden`, `refused` */
export async function takeBack(
  deps: ActDeps,
  { person, key }: Acting,
  fileId: string,
): Promise<Reply> {
  const { row, dossier } = await fileOf(deps, person, fileId);
  if (row.sent_by !== person.id) throw new Problem('forbidden', { detail: notYours });
  if (!dossier.open) throw new Problem('refused', { detail: closed });
  const at = deps.clock.now();
  return deps.once({ person, key }, async (tx) => {
    await lockCase(tx, row.case_id);
    if ((await handedIn(tx, row.case_id)).has(row.id))
      throw new Problem('refused', { detail: submitted });
    if (!(await withdraw(tx, row.id, at))) throw new Problem('refused', { detail: twice });
    return { id: row.id, withdrawnAt: at };
  });
}

export function withdrawOperation(deps: ActDeps): Operation {
  return operation({
    id: 'withdrawFile',
    method: 'POST',
    path: '/api/files/{fileId}/withdrawal',
    tag: 'papers',
    title: { vi: 'Rút tệp đã gửi', en: 'Take back a file' },
    params: { fileId: id },
    answers: {
      200: {
        title: 'When it was taken back',
        schema: z.strictObject({ id, withdrawnAt: instant }),
        headers: ['Idempotency-Replayed'],
      },
    },
    problems: ['not-found', 'refused', 'forbidden'],
    handle: ({ params, ...call }) => takeBack(deps, call, params.fileId),
  });
}

/** A file that is kept, with its dossier. @throws Problem `not-found`, also for what is hidden or was refused */
async function fileOf(
  { knex, places }: ActDeps,
  person: Person,
  fileId: string,
): Promise<{ row: FileRow; dossier: Dossier }> {
  const row = await fileById(knex, fileId);
  if (!row) throw new Problem('not-found');
  const dossier = await places(person, row.case_id);
  if (row.version === null) throw new Problem('not-found');
  return { row, dossier };
}

const notYours: Text = {
  vi: 'Chỉ người đã gửi mới rút được tệp; hãy gửi bản mới vào cùng mục',
  en: 'Only who sent a file takes it back; send a new version to the same place',
};
const closed: Text = { vi: 'Hồ sơ đã kết thúc', en: 'The case is closed' };
const submitted: Text = {
  vi: 'Tệp đã nộp cùng hồ sơ nên không rút được; hãy gửi bản mới vào cùng mục',
  en: 'The file was handed in with the dossier and stays; send a new version to the same place',
};
const twice: Text = { vi: 'Tệp này đã rút', en: 'This file was taken back before' };
