// One's own data, the erasure of identifiers, and invitations to a founding group, over HTTP.
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import { personalKinds } from '../../machines/personal.ts';
import type { Clock } from '../clock.ts';
import { invite, join, type InvitationDeps } from '../engine/invitations.ts';
import { eraseIdentifiers, ownData } from '../engine/own-data.ts';
import type { Unseal } from '../engine/unseal.ts';
import type { Once } from './once.ts';
import { operation, type Operation } from './operation.ts';
import { id, localDate, openObject, said, text } from './shapes.ts';

export type PersonalDataDeps = InvitationDeps & { clock: Clock; once: Once; unseal: Unseal };

export function personalDataOperations(deps: PersonalDataDeps): Operation[] {
  return [ownDataOperation(deps), eraseOperation(deps), ...invitationOperations(deps)];
}

function ownDataOperation(deps: PersonalDataDeps): Operation {
  return operation({
    id: 'readMyData',
    method: 'GET',
    path: '/api/me/data',
    tag: 'account',
    title: { vi: 'Dữ liệu về tôi', en: 'All that is held about me' },
    answers: { 200: { title: 'Account, declarations, acts, reads', schema: openObject } },
    problems: [],
    handle: async ({ person }) => ({
      body: await ownData(deps, person),
      headers: { 'Content-Disposition': 'attachment; filename="my-data.json"' },
    }),
  });
}

function eraseOperation({ clock, once, vault }: PersonalDataDeps): Operation {
  return operation({
    id: 'eraseIdentifiers',
    method: 'POST',
    path: '/api/cases/{id}/erasure',
    tag: 'cases',
    title: { vi: 'Xóa dữ liệu định danh theo yêu cầu', en: 'Erase identifiers as asked for' },
    roles: permissions.eraseIdentifiers,
    params: { id },
    body: {
      request: id.meta({ description: 'The request on personal data that is carried out' }),
      identifiers: z
        .array(z.strictObject({ kind: z.enum(personalKinds), value: text(300) }))
        .min(1)
        .max(100)
        .optional()
        .meta({ description: 'Only these; left out, all of the case' }),
    },
    answers: {
      201: {
        title: 'How many were erased',
        schema: z.strictObject({ erased: z.int() }),
        headers: ['Idempotency-Replayed'],
      },
    },
    problems: ['invalid', 'forbidden', 'not-found', 'refused'],
    handle: (call) => {
      const about = { vault, person: call.person, at: clock.now() };
      return once(call, (tx) => eraseIdentifiers(tx, about, call.params.id, call.body), 201);
    },
  });
}

function invitationOperations(deps: PersonalDataDeps): Operation[] {
  return [
    operation({
      id: 'inviteFounder',
      method: 'POST',
      path: '/api/cases/{id}/invitations',
      tag: 'cases',
      title: { vi: 'Mời sáng lập viên bằng mã', en: 'Invite a founder by code' },
      params: { id },
      body: { name: text(200) },
      answers: {
        201: {
          title: 'The code, shown to nobody else; pass it on by phone or mail',
          schema: z.strictObject({ invitation: id, code: said(40), expiresOn: localDate }),
        },
      },
      problems: ['invalid', 'forbidden', 'not-found', 'refused'],
      async handle({ person, params, body, key }) {
        const about = { person, key, at: deps.clock.now() };
        return { status: 201, body: await invite(deps, about, params.id, body.name) };
      },
    }),
    operation({
      id: 'acceptInvitation',
      method: 'POST',
      path: '/api/invitations/accept',
      tag: 'cases',
      title: { vi: 'Tham gia nhóm sáng lập bằng mã', en: 'Join a founding group by code' },
      roles: permissions.joinFoundings,
      body: { code: text(40) },
      answers: { 201: { title: 'The case', schema: z.strictObject({ case: id }) } },
      problems: ['invalid', 'forbidden', 'not-found'],
      handle: async ({ person, body }) => ({
        status: 201,
        body: await join(deps, person, body.code, deps.clock.now()),
      }),
    }),
  ];
}
