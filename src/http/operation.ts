// What one call of the API is: its address, who may make it, what it takes and answers, and the function behind it.
// The same value routes, validates and documents.
import type { Context } from 'koa';
import { z } from 'zod';
import type { Role } from '../../machines/roles.ts';
import type { Text } from '../../machines/text.ts';
import type { Person } from '../engine/rights.ts';
import type { ProblemCode } from '../problem.ts';
import type { Sent, UploadLimits } from './form.ts';
import type { Received } from './upload.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Idempotency key with the hex digest of method, path and body bytes. */
export type RequestKey = { key: string; request: string };

/** Fields of a form by name, each with its values in their order. */
export type Fields = Readonly<Record<string, readonly string[]>>;

export type Call<P = unknown, Q = unknown, B = unknown> = {
  ctx: Context;
  /** Who calls. Nobody in operations open to the public; pages open to the public may know somebody. */
  person: Person;
  params: P;
  query: Q;
  body: B;
  /** What the form of a page brought; empty elsewhere. */
  fields: Fields;
  /** Always there in operations that need a key; in operations that take uploads, what `receive` answers counts. */
  key: RequestKey;
  /** Reads fields and files of an operation that takes uploads. */
  receive: Receive<B>;
};

/**
 * Hands each file to `take` while it comes in, and answers with the fields, what was made of the files, and the key.
 * What the caller may do is checked before it is called: until then nothing is read.
 * @throws Problem `unsupported-media`, `too-large`, `malformed`, `invalid`, and what `take` throws
 */
export type Receive<B> = <T>(
  take: (file: Sent) => Promise<T>,
) => Promise<Pick<Received<T>, 'files'> & { fields: B; key: RequestKey }>;

/** `body` is sent as JSON unless a type is named. Status 200 when left out. */
export type Reply = {
  status?: number;
  body?: unknown;
  type?: string;
  headers?: Readonly<Record<string, string>>;
};

export type AnswerDoc = {
  title: string;
  schema?: z.ZodType;
  types?: readonly string[];
  headers?: readonly string[];
};

export type Tag =
  | 'cases'
  | 'work'
  | 'processes'
  | 'papers'
  | 'register'
  | 'criteria'
  | 'reports'
  | 'account'
  | 'service';

type About = {
  /** Name in the documentation and the figures. */
  id: string;
  method: Method;
  /** `/api/cases/{id}` */
  path: string;
  tag: Tag;
  title: Text;
  /** Roles that may call; left out, everybody who is signed in. */
  roles?: readonly Role[];
  /** Open to everybody, without a token. */
  public?: boolean;
  /** Takes If-Match. */
  ifMatch?: boolean;
  /** Needs no Idempotency-Key although it changes something. */
  keyless?: boolean;
  /** Takes multipart/form-data: `body` names the fields, all of them texts, besides files named `file`. */
  upload?: UploadLimits;
  /** Sent by a page, which cannot set headers: `handle` checks the field `csrf` by `checkForm`. */
  form?: boolean;
  /** The rate limit for callers without a token; left out, the usual one. */
  limit?: 'comparisons';
  /** Not counted by the rate limits. */
  unlimited?: boolean;
  /** Not part of the documented API. */
  hidden?: boolean;
  /** Answers people in HTML: knows them by their session, takes forms, is not part of the API. */
  page?: boolean;
  answers: Readonly<Record<number, AnswerDoc>>;
  problems: readonly ProblemCode[];
};

export type Operation = About & {
  params: z.ZodObject;
  query: z.ZodObject;
  /** Absent: takes no body. */
  body?: z.ZodObject;
  handle(call: Call): Promise<Reply>;
};

type Out<S extends z.ZodRawShape> = z.output<z.ZodObject<S, z.core.$strict>>;

/** Puts an operation together; what it takes is closed: nothing unknown passes. */
export function operation<
  P extends z.ZodRawShape = z.ZodRawShape,
  Q extends z.ZodRawShape = z.ZodRawShape,
  B extends z.ZodRawShape = z.ZodRawShape,
>(
  given: About & {
    params?: P;
    query?: Q;
    body?: B;
    handle: (call: Call<Out<P>, Out<Q>, Out<B>>) => Promise<Reply>;
  },
): Operation {
  const { params, query, body, handle, ...about } = given;
  return {
    ...about,
    params: z.strictObject(params ?? {}),
    query: z.strictObject(query ?? {}),
    ...(body ? { body: z.strictObject(body) } : {}),
    handle,
  };
}

export function isUnsafe({ method }: Pick<Operation, 'method'>): boolean {
  return method !== 'GET';
}

/** True when the call must carry an Idempotency-Key. */
export function needsKey(given: Pick<Operation, 'method' | 'keyless'>): boolean {
  return isUnsafe(given) && given.keyless !== true;
}
