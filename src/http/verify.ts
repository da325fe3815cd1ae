// The public check of papers: by the code, by the file itself, and by a list that others keep a copy of.
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Context } from 'koa';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { LocalDate } from '../../machines/calendar.ts';
import type { Clock } from '../clock.ts';
import { normaliseVerificationCode } from '../documents/code.ts';
import { allHold, checkSignatures, type SignatureVerdict } from '../documents/signature-check.ts';
import { Problem } from '../problem.ts';
import { placeIn, readStatusList } from '../reports/status-list.ts';
import { countCheck, verifyCode, type Looked, type Verified } from '../reports/verify.ts';
import { operation, type Operation, type Reply } from './operation.ts';
import { bilingual, instant, localDate, openObject, said, wholeNumber } from './shapes.ts';

/** Draws the answer for people; the templates are not known here. */
export type Draw = (
  ctx: Context,
  answer: { view: string; model?: object; status?: number },
) => Promise<Reply>;

export type VerifyDeps = {
  draw: Draw;
  knex: Knex;
  clock: Clock;
  publicUrl: string;
  /** What this service signs with: certificates to trust, and a signature for statements. Absent: nothing is signed. */
  seal?: Seal | undefined;
};

export type Seal = {
  /** Certificates (DER) under which papers are signed now. */
  roots(): Promise<Uint8Array[]>;
  /** A statement of this media type as a compact JSON web signature. */
  sign(type: string, payload: object): Promise<string>;
};

/** What a comparison of a file with the register says. */
export type Compared = {
  paper: Verified;
  file: { sha256: string; bytes: number };
  /** The file is, byte for byte, the one that was issued. */
  same: boolean;
  /** Every signature in the file holds and is of a key that this paper was, or papers now are, signed with. */
  signed: boolean;
  signatures: SignatureVerdict[];
};

const mostBytes = 10 * 1024 * 1024;
const listPath = '/verify/status-list/{list}';
const cachedSeconds = 300;

const status = said(40).meta({
  description: 'valid, superseded, suspended, revoked, expired or voided',
});
const signer = z.strictObject({
  subject: said(500),
  issuer: said(500),
  validTo: instant,
  sha256: said(64),
});

const verified = z.strictObject({
  code: said(20),
  kind: said(60),
  title: bilingual,
  number: said(100).nullable(),
  issuer: said(300),
  issuedOn: localDate,
  holder: said(300).nullable().meta({ description: 'Only of papers that are published' }),
  criterion: said(300).nullable(),
  status,
  since: localDate,
  validUntil: localDate.nullable(),
  reason: said(5_000).nullable(),
  sha256: said(64).nullable(),
  signature: z
    .strictObject({ level: said(10), development: z.boolean(), signers: z.array(signer).max(10) })
    .nullable(),
  supersededBy: z.strictObject({ number: said(100).nullable(), code: said(20) }).nullable(),
  checks: z.strictObject({ code: z.int(), file: z.int() }),
  credentialStatus: openObject.meta({ description: 'BitstringStatusListEntry of the W3C' }),
});

const compared = z.strictObject({
  paper: verified,
  file: z.strictObject({ sha256: said(64), bytes: z.int() }),
  same: z.boolean(),
  signed: z.boolean(),
  signatures: z.array(openObject).max(100),
});

export function verifyOperations(deps: VerifyDeps): Operation[] {
  return [listOperation(deps), codeOperation(deps), fileOperation(deps)];
}

const code = { code: z.string().min(1).max(40) };

function codeOperation({ knex, clock, publicUrl, draw }: VerifyDeps): Operation {
  return operation({
    id: 'verifyPaper',
    method: 'GET',
    path: '/verify/{code}',
    tag: 'papers',
    public: true,
    title: { vi: 'Tra cứu giấy tờ theo mã', en: 'Check a paper by its code' },
    params: code,
    answers: {
      200: { title: 'What the register says', schema: verified, types: ['text/html'] },
    },
    problems: ['not-found'],
    async handle({ ctx, params }) {
      const looked = await look(knex, params.code, clock.today());
      if (!looked) return unknown(ctx, draw);
      await countCheck(knex, looked.documentId, clock.today(), 'code');
      if (asksForPage(ctx)) return draw(ctx, { view: 'verified', model: { paper: looked.paper } });
      return { body: shown(looked.paper, publicUrl) };
    },
  });
}

async function look(knex: Knex, given: string, today: LocalDate): Promise<Looked | undefined> {
  const normal = normaliseVerificationCode(given);
  return normal === undefined ? undefined : verifyCode(knex, normal, today);
}

/** A phone that scans the QR asks for a page; everybody else gets JSON. */
function asksForPage(ctx: Context): boolean {
  ctx.vary('Accept');
  return ctx.accepts('json', 'html') === 'html';
}

async function unknown(ctx: Context, draw: Draw): Promise<Reply> {
  if (asksForPage(ctx)) return draw(ctx, { view: 'verify-unknown', status: 404 });
  throw new Problem('not-found');
}

function shown({ statusIndex, ...paper }: Verified, publicUrl: string): object {
  const { list, at } = placeIn(statusIndex);
  const statusListCredential = publicUrl + listPath.replace('{list}', String(list));
  return {
    ...paper,
    credentialStatus: {
      id: `${statusListCredential}#${at}`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'message',
      statusSize: 3,
      statusListIndex: String(at),
      statusListCredential,
    },
  };
}

function fileOperation({ knex, clock, publicUrl, seal, draw }: VerifyDeps): Operation {
  return operation({
    id: 'comparePaper',
    method: 'POST',
    path: '/verify/{code}/file',
    tag: 'papers',
    public: true,
    keyless: true,
    form: true,
    limit: 'comparisons',
    upload: { files: 1, fileBytes: mostBytes },
    title: { vi: 'So tệp PDF với sổ của nơi cấp', en: 'Compare a PDF file with the register' },
    params: code,
    answers: {
      200: { title: 'Hash and signatures of the file', schema: compared, types: ['text/html'] },
    },
    problems: ['not-found', 'unsupported-media', 'too-large', 'malformed', 'invalid'],
    async handle({ ctx, params, receive }) {
      const looked = await look(knex, params.code, clock.today());
      if (!looked) return unknown(ctx, draw);
      const { files } = await receive(({ content }) => readFile(content));
      const [bytes] = files;
      if (!bytes || bytes.length === 0) throw fileMissing();
      const result = await compare(looked.paper, bytes, { seal, at: new Date(clock.now()) });
      const kind = result.same ? 'file-same' : 'file-other';
      await countCheck(knex, looked.documentId, clock.today(), kind);
      if (asksForPage(ctx)) return draw(ctx, { view: 'verify-compared', model: result });
      return { body: { ...result, paper: shown(result.paper, publicUrl) } };
    },
  });
}

/** At most `mostBytes`: the upload ends a larger file. */
async function readFile(content: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

type Around = { seal: Seal | undefined; at: Date };

async function compare(paper: Verified, bytes: Buffer, { seal, at }: Around): Promise<Compared> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const signatures = await checkSignatures(bytes, (await seal?.roots()) ?? [], at);
  const known = new Set(paper.signature?.signers.map((each) => each.sha256));
  const judged = signatures.map((each) => ({
    ...each,
    trusted: each.inDate && (each.trusted || known.has(each.certificate)),
  }));
  return {
    paper,
    file: { sha256, bytes: bytes.length },
    same: sha256 === paper.sha256,
    signed: allHold(judged),
    signatures: judged,
  };
}

function fileMissing(): Problem {
  const detail = { vi: 'Hãy chọn tệp PDF để so', en: 'Choose the PDF file to compare' };
  return new Problem('invalid', { errors: [{ pointer: '/file', code: 'required', detail }] });
}

const jwt = 'application/vc+jwt';
const shared = {
  'Cache-Control': `public, max-age=${cachedSeconds}`,
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  Vary: 'Accept',
};

function listOperation({ knex, clock, publicUrl, seal }: VerifyDeps): Operation {
  return operation({
    id: 'readStatusList',
    method: 'GET',
    path: listPath,
    tag: 'papers',
    public: true,
    title: {
      vi: 'Danh sách tình trạng giấy chứng nhận để lưu bản sao',
      en: 'Statuses of certificates, to keep a copy of',
    },
    params: { list: wholeNumber(0, 10_000) },
    answers: {
      200: {
        title: 'A W3C Bitstring Status List: plain, or signed when asked for as a JWT',
        schema: openObject,
        types: [jwt],
        headers: ['ETag'],
      },
      304: { title: 'The copy is still right' },
    },
    problems: ['not-found'],
    async handle({ ctx, params: { list } }) {
      const url = publicUrl + listPath.replace('{list}', String(list));
      const about = { url, issuer: publicUrl, today: clock.today() };
      const found = await readStatusList(knex, list, about);
      if (!found) throw new Problem('not-found');
      const headers = { ...shared, ETag: `W/"${found.sha256}.${about.today}"` };
      if (ctx.get('If-None-Match').includes(headers.ETag)) return { status: 304, headers };
      const signed = seal && ctx.accepts('application/json', jwt) === jwt;
      if (!signed) return { headers, body: found.credential };
      return { headers, type: jwt, body: await seal.sign('vc+jwt', found.credential) };
    },
  });
}
