// Papers that leaders sign with a token of their own: each leader's way, and the prepared papers that go out and come
// back signed.
import type { Readable } from 'node:stream';
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import type { Clock } from '../clock.ts';
import { findPrepared, handOver, judgeSigned, listWaiting, takeSigned } from '../documents/own-signature.ts'; // prettier-ignore
import { chooseSigningWay, signingWayOf } from '../documents/signers.ts';
import { findDocument } from '../engine/history.ts';
import { shownId, storedId } from '../engine/queue.ts';
import type { Person } from '../engine/rights.ts';
import { Problem } from '../problem.ts';
import type { Once } from './once.ts';
import { operation, type Operation, type Receive, type Reply, type RequestKey } from './operation.ts'; // prettier-ignore
import { bilingual, id, instant, placedId, said } from './shapes.ts';

export type OwnSigning = {
  /** Certificates (DER) of the issuers whose signatures of persons are taken; none: nobody signs so. */
  roots: readonly Uint8Array[];
  put(bytes: Uint8Array): Promise<{ path: string; bytes: number; sha256: Buffer }>;
};

export type OwnSigningDeps = {
  knex: Knex;
  clock: Clock;
  once: Once;
  openFile: (path: string) => Promise<Readable | undefined>;
  ownSigning: OwnSigning;
};

export const mostSignedBytes = 10 * 1024 * 1024;
const answered = ['Idempotency-Replayed'] as const;

export function ownSigningOperations(deps: OwnSigningDeps): Operation[] {
  return [
    wayOperation(deps),
    chooseOperation(deps),
    waitingOperation(deps),
    preparedOperation(deps),
    signedOperation(deps),
    handOverOperation(deps),
  ];
}

const signing = { tag: 'papers', roles: permissions.signPapers } as const;

const way = z.strictObject({
  own: z.boolean().meta({ description: 'My papers wait for my own signature' }),
  possible: z.boolean().meta({ description: 'A valid certificate is noted for me' }),
});

function wayOperation({ knex, clock, ownSigning }: OwnSigningDeps): Operation {
  return operation({
    ...signing,
    id: 'readSigningWay',
    method: 'GET',
    path: '/api/account/signing-way',
    title: { vi: 'Cách ký văn bản của tôi', en: 'How my papers are signed' },
    answers: { 200: { title: 'By the service, or by myself', schema: way } },
    problems: [],
    handle: async ({ person }) => ({ body: await wayOf({ knex, clock, ownSigning }, person.id) }),
  });
}

/** Without known issuers nobody can sign so, whatever they have chosen. */
export async function wayOf(
  { knex, clock, ownSigning }: Pick<OwnSigningDeps, 'knex' | 'clock' | 'ownSigning'>,
  account: string,
): Promise<{ own: boolean; possible: boolean }> {
  if (ownSigning.roots.length === 0) return { own: false, possible: false };
  return signingWayOf(knex, account, clock.now());
}

function chooseOperation(deps: OwnSigningDeps): Operation {
  return operation({
    ...signing,
    id: 'chooseSigningWay',
    method: 'PUT',
    path: '/api/account/signing-way',
    title: { vi: 'Chọn cách ký văn bản của tôi', en: 'Choose how my papers are signed' },
    body: { own: z.boolean() },
    answers: {
      200: {
        title: 'Holds for papers made from now on',
        schema: z.strictObject({ own: z.boolean() }),
        headers: answered,
      },
    },
    problems: ['refused'],
    handle: (call) => chooseWay(deps, call, call.body.own),
  });
}

type Choosing = { person: Person; key: RequestKey };

/** @throws Problem `refused` when there is nothing to sign with */
export function chooseWay(
  { once, clock, ownSigning }: OwnSigningDeps,
  call: Choosing,
  own: boolean,
): Promise<Reply> {
  if (own && ownSigning.roots.length === 0) throw new Problem('refused', { detail: noIssuers });
  return once(call, async (tx) => {
    await chooseSigningWay(tx, { account: call.person.id, own, at: clock.now() });
    return { own };
  });
}

const noIssuers = {
  vi: 'Đơn vị chưa khai báo tổ chức cấp chứng thư được tin cậy (SIGNER_ROOTS). Hãy báo quản trị viên',
  en: 'No trusted issuers of certificates are set (SIGNER_ROOTS). Tell the administrator',
};

function waitingOperation({ knex }: OwnSigningDeps): Operation {
  const item = z.strictObject({
    id: placedId,
    case: z.strictObject({ id, number: said(60) }),
    title: bilingual,
    number: said(100).nullable(),
    preparedAt: instant,
  });
  return operation({
    ...signing,
    id: 'listPreparedPapers',
    method: 'GET',
    path: '/api/prepared-papers',
    title: { vi: 'Văn bản chờ tôi ký bằng USB token', en: 'Papers that wait for my own signature' },
    answers: {
      200: { title: 'The oldest first', schema: z.strictObject({ items: z.array(item).max(200) }) },
    },
    problems: [],
    async handle({ person }) {
      const waiting = await listWaiting(knex, person.id);
      const items = waiting.map(({ id: key, caseId, caseNumber, title, symbol, preparedAt }) => ({
        id: shownId(key),
        case: { id: caseId, number: caseNumber },
        title,
        number: symbol,
        preparedAt,
      }));
      return { body: { items } };
    },
  });
}

const place = { id, documentId: placedId };

function preparedOperation({ knex, openFile }: OwnSigningDeps): Operation {
  return operation({
    ...signing,
    id: 'readPreparedPaper',
    method: 'GET',
    path: '/api/cases/{id}/documents/{documentId}/prepared',
    title: { vi: 'Tải bản chờ ký', en: 'Fetch the prepared paper' },
    params: place,
    answers: { 200: { title: 'To be signed as it is', types: ['application/pdf'] } },
    problems: ['not-found', 'refused'],
    async handle({ person, params }) {
      const paper = await findDocument(knex, person, params.id, params.documentId);
      const { path } = await findPrepared(knex, storedId(params.documentId), person.id);
      const content = await openFile(path);
      if (!content) throw new Problem('unavailable');
      const name = `cho-ky-${paper.kind.toLowerCase().replaceAll('_', '-')}-${paper.code}.pdf`;
      return {
        body: content,
        type: 'application/pdf',
        headers: { 'Content-Disposition': `attachment; filename="${name}"` },
      };
    },
  });
}

function signedOperation(deps: OwnSigningDeps): Operation {
  return operation({
    ...signing,
    id: 'sendSignedPaper',
    method: 'POST',
    path: '/api/cases/{id}/documents/{documentId}/signed',
    title: { vi: 'Gửi lại văn bản đã ký', en: 'Send the paper back signed' },
    params: place,
    upload: { files: 1, fileBytes: mostSignedBytes },
    answers: {
      201: {
        title: 'This very file is issued',
        schema: z.strictObject({
          id: placedId,
          state: z.literal('issued'),
          sha256: said(64),
          signer: said(1_000),
          issuer: said(1_000),
        }),
        headers: answered,
      },
    },
    problems: ['invalid', 'not-found', 'refused', 'too-large', 'unsupported-media', 'malformed'],
    handle: ({ person, params, receive }) => takeBack(deps, { person, params, receive }),
  });
}

type Returning = {
  person: Person;
  params: { id: string; documentId: string };
  receive: Receive<unknown>;
};

/**
 * Takes the signed file, when it is the prepared one with the signature of this person.
 * @throws Problem `not-found`, `refused` when it waits no longer, `invalid` for another file or signature
 */
export async function takeBack(
  { knex, clock, once, openFile, ownSigning }: OwnSigningDeps,
  { person, params, receive }: Returning,
): Promise<Reply> {
  await findDocument(knex, person, params.id, params.documentId);
  const { files, key } = await receive(({ content }) => wholeOf(content));
  const [signed = Buffer.alloc(0)] = files;
  const documentId = storedId(params.documentId);
  const change = async (tx: Parameters<Parameters<Once>[1]>[0]): Promise<object> => {
    const { path, place: where } = await findPrepared(tx, documentId, person.id);
    const content = await openFile(path);
    if (!content) throw new Problem('unavailable');
    const at = clock.now();
    const given = { prepared: await wholeOf(content), signed, place: where, account: person.id };
    const signature = await judgeSigned(tx, {
      ...given,
      roots: ownSigning.roots,
      at: new Date(at),
    });
    const stored = await ownSigning.put(signed);
    await takeSigned(tx, documentId, { stored, signature, at });
    const [{ subject, issuer }] = signature.signers;
    const sha256 = stored.sha256.toString('hex');
    return { id: params.documentId, state: 'issued', sha256, signer: subject, issuer };
  };
  return once({ person, key }, change, 201);
}

async function wholeOf(content: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function handOverOperation(deps: OwnSigningDeps): Operation {
  return operation({
    ...signing,
    id: 'handOverPaper',
    method: 'POST',
    path: '/api/cases/{id}/documents/{documentId}/handing-over',
    title: { vi: 'Để hệ thống ký văn bản này', en: 'Let the service sign this paper' },
    params: place,
    answers: {
      200: {
        title: 'Signed by the service within moments',
        schema: z.strictObject({ id: placedId, state: z.literal('owed') }),
        headers: answered,
      },
    },
    problems: ['not-found', 'refused'],
    handle: (call) => letServiceSign(deps, call),
  });
}

/** @throws Problem `not-found`, `refused` when it waits no longer */
export async function letServiceSign(
  { knex, clock, once }: OwnSigningDeps,
  { person, params, key }: Choosing & { params: Returning['params'] },
): Promise<Reply> {
  await findDocument(knex, person, params.id, params.documentId);
  const documentId = storedId(params.documentId);
  return once({ person, key }, async (tx) => {
    await findPrepared(tx, documentId, person.id);
    await handOver(tx, documentId, clock.now());
    return { id: params.documentId, state: 'owed' };
  });
}
