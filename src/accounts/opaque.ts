// Values that stand for a person: 256 random bits, handed out once, kept as a SHA-256.
import { createHash, randomBytes } from 'node:crypto';

/** A new value: the prefix and 43 characters of base64url. */
export function newOpaque(prefix: string): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** What is kept of it. */
export function digestOf(value: string): Buffer {
  return createHash('sha256').update(value, 'utf8').digest();
}

/** True for the form of a value with this prefix; nothing else is worth a query. */
export function isOpaque(value: string, prefix: string): boolean {
  return value.startsWith(prefix) && /^[A-Za-z0-9_-]{43}$/.test(value.slice(prefix.length));
}
