// Verification codes: short enough to type from paper, safe against one slip of the hand.

/** No look-alikes: without 0 O Q D, 1 I L, 2 Z, 5 S, 8 B, U V, G W. Nineteen signs: a prime. */
const SIGNS = '34679ACEFHJKMNPRTXY';
const DATA_SIGNS = 11;
const RANDOM_BYTES = 16;
const GROUP = 4;

/**
 * Returns a code such as "7KM4-XH9M-3RTC": 11 random signs (46 bits) and a check sign.
 * The same bytes give the same code.
 * @throws RangeError when fewer than 16 random bytes are given
 */
export function verificationCode(random: Uint8Array): string {
  if (random.length < RANDOM_BYTES) throw new RangeError('A code needs 16 random bytes');
  let rest = random.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const values = Array.from({ length: DATA_SIGNS }, () => {
    const value = Number(rest % BigInt(SIGNS.length));
    rest /= BigInt(SIGNS.length);
    return value;
  });
  const signs = [...values, checkOf(values)].map((value) => SIGNS.charAt(value));
  return grouped(signs.join(''));
}

/** Whether the text is a code, whatever its case, spaces and hyphens, with a right check sign. */
export function isVerificationCode(text: string): boolean {
  return normaliseVerificationCode(text) !== undefined;
}

/** Returns the code as it is stored and printed, or undefined when the text is not a code. */
export function normaliseVerificationCode(text: string): string | undefined {
  const signs = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '');
  if (signs.length !== DATA_SIGNS + 1) return undefined;
  const values = signs.split('').map((sign) => SIGNS.indexOf(sign));
  if (values.includes(-1)) return undefined;
  return checkOf(values.slice(0, DATA_SIGNS)) === values[DATA_SIGNS] ? grouped(signs) : undefined;
}

/**
 * Distinct weights 1..11 modulo a prime show every single wrong sign and every swap of two;
 * the check sign itself weighs -1, which is none of them.
 */
function checkOf(values: number[]): number {
  const sum = values.reduce((total, value, index) => total + (index + 1) * value, 0);
  return sum % SIGNS.length;
}

function grouped(signs: string): string {
  return (signs.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');
}
