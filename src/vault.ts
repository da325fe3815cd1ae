// What keeps personal identifiers unreadable in the database: AES-256-GCM under keys that the database never holds,
// and a keyed hash to look them up by. Pure; where the bytes are kept is the caller's affair.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { PersonalKind } from '../machines/personal.ts';

/** A secret under the number that rows name it by, 1 to 255. */
type PersonalKey = Readonly<{ id: number; secret: string }>;

/** An identifier with the salt of its digest: who has the salt could find a short identifier by trying them all. */
export type Kept = { value: string; salt: Buffer };

export type Vault = {
  /** Key that new rows are written under. */
  current: number;
  /** Encrypts for one row only: the bytes open in no other. */
  lock(row: string, kind: PersonalKind, kept: Kept): Buffer;
  /** @throws Error when the key is not there, or the bytes are another row's or were changed */
  unlock(row: string, kind: PersonalKind, locked: Buffer): Kept;
  /** Keyed hash under the current key; undefined for kinds that nobody is looked up by. */
  mark(kind: PersonalKind, value: string): Buffer | undefined;
  /** The same under every key, for looking up rows that were written earlier. */
  marks(kind: PersonalKind, value: string): Buffer[];
  /** 32 bytes that follow from a text and nobody else can compute. */
  derive(text: string): Buffer;
  /** The same under every key: what was derived before the keys were renewed is among them. */
  derivations(text: string): Buffer[];
  /** What tells one secret from another without giving it away, by key. */
  prints: ReadonlyMap<number, Buffer>;
};

type Keys = { cipher: Buffer; mark: Buffer; derive: Buffer; print: Buffer };

const nonceBytes = 12;
const tagBytes = 16;
const saltBytes = 16;

/** The first key writes; all of them read. */
export function createVault(keys: readonly [PersonalKey, ...PersonalKey[]]): Vault {
  const keysById = new Map(keys.map(({ id, secret }) => [id, keysOf(secret)]));
  const current = keys[0].id;
  const own = keysById.get(current) as Keys;
  return {
    current,
    lock: (row, kind, kept) => lock(own.cipher, current, boundTo(row, kind), kept),
    unlock(row, kind, locked) {
      const id = locked[0] ?? 0;
      const key = keysById.get(id);
      if (!key) throw new Error(`PERSONAL_KEY has no key ${id}, which person row ${row} needs`);
      return unlock(key.cipher, boundTo(row, kind), locked);
    },
    mark: (kind, value) => markOf(own, current, kind, value),
    marks: (kind, value) =>
      [...keysById].flatMap(([id, key]) => markOf(key, id, kind, value) ?? []),
    derive: (text) => derived(own, text),
    derivations: (text) => [...keysById.values()].map((key) => derived(key, text)),
    prints: new Map([...keysById].map(([id, { print }]) => [id, print])),
  };
}

function derived({ derive }: Keys, text: string): Buffer {
  return createHmac('sha256', derive).update(text).digest();
}

function keysOf(secret: string): Keys {
  const derive = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `sang-lap/personal/1/${use}`, 32));
  return {
    cipher: derive('value'),
    mark: derive('search'),
    derive: derive('code'),
    print: derive('print'),
  };
}

function boundTo(row: string, kind: PersonalKind): Buffer {
  return Buffer.from(`${row}/${kind}`);
}

/** Key number, nonce, encrypted salt and value, tag. */
function lock(key: Buffer, id: number, bound: Buffer, { value, salt }: Kept): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound);
  const body = Buffer.concat([cipher.update(salt), cipher.update(value, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([id]), nonce, body, cipher.getAuthTag()]);
}

function unlock(key: Buffer, bound: Buffer, locked: Buffer): Kept {
  const nonce = locked.subarray(1, 1 + nonceBytes);
  const body = locked.subarray(1 + nonceBytes, -tagBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(bound).setAuthTag(locked.subarray(-tagBytes));
  const plain = Buffer.concat([decipher.update(body), decipher.final()]);
  return { salt: plain.subarray(0, saltBytes), value: plain.toString('utf8', saltBytes) };
}

function markOf({ mark }: Keys, id: number, kind: PersonalKind, value: string): Buffer | undefined {
  const write = forms[kind];
  if (!write) return undefined;
  const hash = createHmac('sha256', mark)
    .update(`${kind}/${write(value)}`)
    .digest();
  return Buffer.concat([Buffer.from([id]), hash]);
}

/** One writing for what means the same; a birth date leads to nobody. */
const forms: Partial<Record<PersonalKind, (value: string) => string>> = {
  phone: (value) => value.replace(/^\+84/, '0'),
  email: (value) => value.toLowerCase(),
  idNumber: (value) => value,
  address: (value) =>
    value
      .normalize('NFC')
      .toLowerCase()
      .replace(/[\s,.;]+/g, ' ')
      .trim(),
};
