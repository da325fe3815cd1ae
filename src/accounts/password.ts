// Passwords at rest: scrypt at OWASP's cost, its parameters kept with the hash.
import { randomBytes, scrypt } from 'node:crypto';

const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

/**
 * The text kept for a password: `scrypt$N$r$p$salt$key`, both in base64url.
 * @throws RangeError when it is not 8 to 128 characters long
 */
export async function hashPassword(password: string): Promise<string> {
  const text = password.normalize('NFC');
  const length = Array.from(text).length;
  if (length < 8 || length > 128) throw new RangeError('a password has 8 to 128 characters');
  const salt = randomBytes(16);
  const key = await new Promise<Buffer>((done, failed) => {
    scrypt(text, salt, 32, cost, (error, made) => (error ? failed(error) : done(made)));
  });
  return [
    'scrypt',
    cost.N,
    cost.r,
    cost.p,
    salt.toString('base64url'),
    key.toString('base64url'),
  ].join('$');
}
