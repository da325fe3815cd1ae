// What signing in encrypts and authenticates with: keys derived from SESSION_SECRET. The first secret writes, all of
// them read; sealed bytes begin with the number of their secret.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** A secret under the number that sealed bytes name it by, 1 to 255. */
export type SessionKey = Readonly<{ id: number; secret: string }>;

export type Keys = {
  /** Encrypts a text for one place only: the bytes open under no other name. */
  seal(place: string, text: string): Buffer;
  /** @throws Error when the secret is not there, or the bytes are of another place or were changed */
  open(place: string, sealed: Buffer): string;
  /** True when sealed under the secret that writes now. */
  isCurrent(sealed: Buffer): boolean;
  /** Keyed hash for one use. */
  mac(use: string, text: string): Buffer;
};

const nonceBytes = 12;
const tagBytes = 16;

export function createKeys(secrets: readonly [SessionKey, ...SessionKey[]]): Keys {
  const ciphers = new Map(secrets.map(({ id, secret }) => [id, derive(secret, 'seal')]));
  const [{ id: current, secret }] = secrets;
  const own = ciphers.get(current) as Buffer;
  const macKey = derive(secret, 'mac');
  return {
    seal(place, text) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', own, nonce).setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.from([current]), nonce, body, cipher.getAuthTag()]);
    },
    open(place, sealed) {
      const key = ciphers.get(sealed[0] ?? 0);
      if (!key) throw new Error(`SESSION_SECRET has no secret ${sealed[0]}, which ${place} needs`);
      const nonce = sealed.subarray(1, 1 + nonceBytes);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(-tagBytes));
      const body = sealed.subarray(1 + nonceBytes, -tagBytes);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    },
    isCurrent: (sealed) => sealed[0] === current,
    mac: (use, text) => createHmac('sha256', macKey).update(`${use}\n${text}`).digest(),
  };
}

function derive(secret: string, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `sang-lap/sign-in/1/${use}`, 32));
}
