// Reading what a form in a page sent (application/x-www-form-urlencoded): every name and value well formed, no more
// fields than a form can have.
import { randomBytes } from 'node:crypto';
import type { Context } from 'koa';
import type { Text } from '../../machines/text.ts';
import { Problem } from '../problem.ts';
import { decoded, readWhole } from './body.ts';
import type { Fields } from './operation.ts';

export const formLimits = { fields: 6_000, name: 200 } as const;

/** Fields that every form carries besides its own. */
export const keyField = '_key';
export const csrfField = 'csrf';

/**
 * The fields of a form. Line ends are written as one character, texts in NFC.
 * @throws Problem `unsupported-media`, `too-large`, `malformed`
 */
export async function readForm(ctx: Context): Promise<Fields> {
  return fieldsOf(decoded(await readWhole(ctx, 'application/x-www-form-urlencoded')));
}

function fieldsOf(text: string): Fields {
  const fields: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  const parts = text === '' ? [] : text.split('&');
  if (parts.length > formLimits.fields) throw malformed(tooMany);
  for (const part of parts) {
    const at = part.includes('=') ? part.indexOf('=') : part.length;
    const [name, value] = [unescaped(part.slice(0, at)), unescaped(part.slice(at + 1))];
    if (name === '' || name.length > formLimits.name || name === '__proto__')
      throw malformed(unreadable);
    (fields[name] ??= []).push(value.replaceAll(/\r\n?/g, '\n').normalize('NFC'));
  }
  return fields;
}

function unescaped(text: string): string {
  let plain: string;
  try {
    plain = decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw malformed(unreadable);
  }
  if (plain.includes('\0') || !plain.isWellFormed()) throw malformed(unreadable);
  return plain;
}

const unreadable: Text = {
  vi: 'Biểu mẫu gửi lên không đọc được; hãy tải lại trang và điền lại',
  en: 'The form cannot be read; load the page again and fill it in once more',
};
const tooMany: Text = {
  vi: `Biểu mẫu có tối đa ${formLimits.fields} trường`,
  en: `A form has at most ${formLimits.fields} fields`,
};

function malformed(detail: Text): Problem {
  return new Problem('malformed', { detail });
}

/** The one value of a field; undefined when it is absent, empty or there are several. */
export function one(fields: Fields, name: string): string | undefined {
  const values = fields[name];
  return values?.length === 1 && values[0] !== '' ? values[0] : undefined;
}

/** A new text for the same token on every page: compressed pages would otherwise give it away bit by bit. */
export function masked(token: string): string {
  const bytes = Buffer.from(token, 'utf8');
  const mask = randomBytes(bytes.length);
  return `${mask.toString('base64url')}.${mixed(bytes, mask).toString('base64url')}`;
}

/** The token behind a masked text; a text that is not masked stays what it is. */
export function unmasked(texts: readonly string[] | undefined): string | undefined {
  const text = texts?.[0];
  const [mask, rest, ...more] =
    text?.split('.').map((part) => Buffer.from(part, 'base64url')) ?? [];
  if (!mask || !rest || more.length > 0 || mask.length !== rest.length) return text;
  return mixed(rest, mask).toString('utf8');
}

function mixed(bytes: Buffer, mask: Buffer): Buffer {
  return Buffer.from(bytes.map((byte, index) => byte ^ (mask[index] as number)));
}
