// What a multipart form brings: its fields, checked one by one, and its files as measured streams, with one digest over
// all of it.
import { createHash } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';
import type { BusboyFileStream } from '@fastify/busboy';
import type { Text } from '../../machines/text.ts';
import { Problem, type ProblemCode } from '../problem.ts';

/** What an operation takes: files, each sent under the name `file`, of at most so many bytes each. */
export type UploadLimits = { files: number; fileBytes: number };

/** One file on its way in. `content` fails with a Problem when it is too large or the line is cut. */
export type Sent = {
  /** As the sender calls it, without folders, in composed Unicode. Nothing more may be believed of it. */
  name: string;
  /** The media type the sender declares. */
  type: string;
  content: Readable;
};

export const fieldLimits = { fields: 200, nameLength: 100, bytes: 256 * 1024 } as const;
const longestFileName = 200;

export type Form = {
  field(this: void, name: string, value: string, ...cut: unknown[]): void;
  /** Undefined for a file input that was left empty. */
  file(this: void, ...part: Part): Sent | undefined;
  fields(): Record<string, string>;
  digest(this: void, without?: readonly string[]): Buffer;
};
/** Field, content, file name, transfer encoding, media type. */
export type Part = [string, BusboyFileStream, string | undefined, string, string];

export function openForm(limits: UploadLimits): Form {
  const fields = new Map<string, string>();
  const parts: unknown[][] = [];
  let bytes = 0;
  let files = 0;
  return {
    field(name, value, ...cut) {
      bytes += Buffer.byteLength(value);
      if (bytes > fieldLimits.bytes || cut.includes(true)) throw problem('too-large', texts.fields);
      checkField(name, value);
      if (fields.has(name)) throw at(name, 'repeated', texts.repeated);
      fields.set(name, value);
      parts.push([name, value]);
    },
    file(...[field, stream, name, , type]) {
      // Its failure reaches whoever reads through the content.
      stream.on('error', () => undefined);
      if (name === undefined || name === '') return void stream.resume();
      if (field !== 'file') throw at(field, 'unknown', texts.unknown);
      files += 1;
      if (files > limits.files) throw tooMany(limits);
      const part: unknown[] = [field, fileName(name), type];
      parts.push(part);
      const content = measured(stream, limits, (sha256) => part.push(sha256));
      return { name: fileName(name), type, content };
    },
    fields: () => Object.fromEntries(fields),
    digest: (without = []) => {
      const counted = parts.filter(([name]) => !without.includes(name as string));
      return createHash('sha256').update(JSON.stringify(counted)).digest();
    },
  };
}

/** The stream with its digest told at its end; it fails when it is too large or ends early. */
function measured(
  stream: BusboyFileStream,
  most: UploadLimits,
  digest: (hex: string) => void,
): Readable {
  const hash = createHash('sha256');
  const content = new Transform({
    transform(chunk: Buffer, _, next) {
      hash.update(chunk);
      next(null, chunk);
    },
    flush(next) {
      digest(hash.digest('hex'));
      next();
    },
  });
  // Whoever takes it hears of its failure; nobody else needs to.
  content.on('error', () => undefined);
  stream.on('limit', () => content.destroy(tooLarge(most)));
  stream.on('error', () => content.destroy(malformed()));
  return stream.pipe(content);
}

/** The last part of a path in either manner, in composed Unicode, without what no name may hold. */
function fileName(given: string): string {
  const last = given.split(/[\\/]/).at(-1) ?? '';
  const clean = last
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim();
  return clean.length <= longestFileName ? clean : clean.slice(-longestFileName).toWellFormed();
}

function checkField(name: string | undefined, value: string): void {
  if (name === undefined || name === '' || name.length > fieldLimits.nameLength)
    throw at(String(name).slice(0, fieldLimits.nameLength), 'unknown', texts.unknown);
  // Bytes that are no UTF-8 came out as the mark of replacement.
  if (/[\0\uFFFD]/.test(name + value)) throw at(name.replaceAll('\0', ''), 'text', texts.text);
}

export const texts = {
  type: {
    vi: 'Nội dung phải có Content-Type: multipart/form-data',
    en: 'The content must have Content-Type: multipart/form-data',
  },
  cut: {
    vi: 'Biểu mẫu bị ngắt giữa chừng hoặc không đọc được, hãy gửi lại',
    en: 'The form was cut off or cannot be read; send it again',
  },
  parts: {
    vi: `Mỗi biểu mẫu tối đa ${fieldLimits.fields} trường`,
    en: `A form has at most ${fieldLimits.fields} fields`,
  },
  fields: {
    vi: `Các trường của biểu mẫu tối đa ${fieldLimits.bytes} byte`,
    en: `The fields of a form have at most ${fieldLimits.bytes} bytes`,
  },
  repeated: { vi: 'Trường này chỉ được gửi một lần', en: 'This field may be sent only once' },
  unknown: {
    vi: 'Trường này không có trong biểu mẫu, hãy bỏ đi',
    en: 'This field is not part of the form; leave it out',
  },
  text: {
    vi: 'Văn bản có ký tự không hợp lệ, hãy gửi bằng UTF-8',
    en: 'The text has an impossible character; send it as UTF-8',
  },
} as const satisfies Record<string, Text>;

export function malformed(): Problem {
  return problem('malformed', texts.cut);
}

export function tooLarge({ fileBytes }: UploadLimits): Problem {
  const most = Math.floor(fileBytes / 1024 / 1024);
  const [vi, en] = [`Mỗi tệp tối đa ${most} MB`, `A file has at most ${most} MB`];
  return problem('too-large', { vi, en });
}

function tooMany({ files }: UploadLimits): Problem {
  return problem('too-large', {
    vi: `Mỗi lần gửi tối đa ${files} tệp`,
    en: `At most ${files} files may be sent at once`,
  });
}

export function problem(code: ProblemCode, detail: Text): Problem {
  return new Problem(code, { detail });
}

function at(name: string, code: string, detail: Text): Problem {
  const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return new Problem('invalid', { errors: [{ pointer, code, detail }] });
}
