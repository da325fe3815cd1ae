// Passwords: what may be one, and how they are kept. Length and a list of bad ones, no rules of composition
// (ASVS 5.0 V6.2); argon2id at OWASP's cost, which stands in every hash.
import { readFileSync } from 'node:fs';
import { hash, verify } from '@node-rs/argon2';
import type { Text } from '../../../machines/text.ts';
import { Problem } from '../../problem.ts';
import { fold } from '../../words.ts';

/** 19 MiB, two passes, one lane: about 10 ms on a core. */
export const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const passwordLength = { least: 8, most: 128 } as const;

/** Words that anybody would try here first. */
const ours = [
  'sanglap',
  'lienminhhoptacxa',
  'lienminhhtx',
  'lienminh',
  'hoptacxa',
  'hoptac',
  'matkhau',
  'password',
  'taikhoan',
  'dangnhap',
  'quantri',
  'chuyenvien',
  'lanhdao',
  'vietnam',
  'baclieu',
  'camau',
];
/** What is left beside known words counts for nothing when it is shorter, or all digits. */
const leastBeside = 6;
const leastWord = 4;

let worst: ReadonlySet<string> | undefined;

/** What is kept of a password: a PHC string. The same text however its accents are composed. */
export async function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), cost);
}

let dummy: Promise<string> | undefined;

/** True when the password is the one that was kept. Takes as long when none was. */
export async function isPassword(
  kept: string | null | undefined,
  password: string,
): Promise<boolean> {
  dummy ??= hashPassword('no account has this password');
  const right = await verify(kept ?? (await dummy), password.normalize('NFC'));
  return right && typeof kept === 'string';
}

/**
 * @param context names and addresses of the person and the alliance, which a password must not be made of
 * @throws Problem `invalid` at `/password` naming what is wrong with it
 */
export function checkPassword(password: string, context: readonly string[]): void {
  const { least, most } = passwordLength;
  const length = Array.from(password.normalize('NFC')).length;
  if (length < least || length > most)
    throw fault('length', {
      vi: `Mật khẩu dài từ ${least} đến ${most} ký tự`,
      en: `A password has ${least} to ${most} characters`,
    });
  if (worstPasswords().has(password.toLowerCase()))
    throw fault('common', {
      vi: 'Mật khẩu này nằm trong số hay bị đoán nhất; hãy chọn mật khẩu khác',
      en: 'This is one of the passwords guessed first; choose another one',
    });
  if (isMadeOf(password, context))
    throw fault('context', {
      vi: 'Mật khẩu chỉ gồm tên, địa chỉ hoặc từ quen thuộc ở đây; hãy thêm những từ khác',
      en: 'The password is made of names, addresses or words of this place; add other words',
    });
}

function worstPasswords(): ReadonlySet<string> {
  worst ??= new Set(
    readFileSync(new URL('worst-passwords.txt', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !/^#(?: |$)/.test(line)),
  );
  return worst;
}

/** True when little or nothing is left without the words anybody would try. */
function isMadeOf(password: string, context: readonly string[]): boolean {
  const squeezed = squeeze(password);
  const known = [...ours, ...context.flatMap(wordsOf)]
    .filter((word) => word.length >= leastWord)
    .toSorted((one, other) => other.length - one.length);
  const rest = known.reduce((left, word) => left.replaceAll(word, ''), squeezed);
  if (rest === squeezed) return false;
  return rest.length < leastBeside || /^\d+$/.test(rest);
}

/** Each word, and all of them in one. */
function wordsOf(text: string): string[] {
  return [squeeze(text), ...text.split(/[^\p{L}\p{Nd}]+/u).map(squeeze)];
}

function squeeze(text: string): string {
  return fold(text).replaceAll(/[^\p{L}\p{Nd}]+/gu, '');
}

function fault(code: string, detail: Text): Problem {
  return new Problem('invalid', { errors: [{ pointer: '/password', code, detail }] });
}
