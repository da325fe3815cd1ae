import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isVerificationCode,
  normaliseVerificationCode,
  verificationCode,
} from '../../src/documents/code.ts';

const bytes = fc.uint8Array({ minLength: 16, maxLength: 32 });
const SHAPE = /^[34679ACEFHJKMNPRTXY]{4}-[34679ACEFHJKMNPRTXY]{4}-[34679ACEFHJKMNPRTXY]{4}$/;

describe('a verification code', () => {
  test('has three groups of four signs that cannot be mistaken for each other', () => {
    fc.assert(fc.property(bytes, (random) => SHAPE.test(verificationCode(random))));
  });

  test('is known however it is typed, and comes back as printed', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const code = verificationCode(random);
        const typed = ` ${code.toLowerCase().replaceAll('-', ' – ')} `;
        return isVerificationCode(typed) && normaliseVerificationCode(typed) === code;
      }),
    );
  });

  test('with one wrong sign or two swapped signs is not a code', () => {
    const signs = '34679ACEFHJKMNPRTXY'.split('');
    const slip = fc.tuple(bytes, fc.nat(11), fc.constantFrom(...signs), fc.nat(11));
    fc.assert(
      fc.property(slip, ([random, at, sign, other]) => {
        const code = verificationCode(random).replaceAll('-', '').split('');
        const wrong = code.with(at, sign).join('');
        const swapped = code
          .with(at, code[other] ?? '')
          .with(other, code[at] ?? '')
          .join('');
        const right = code.join('');
        return [wrong, swapped].every((text) => isVerificationCode(text) === (text === right));
      }),
    );
  });

  test('spreads over the whole alphabet and depends on every byte it uses', () => {
    const codes = Array.from({ length: 400 }, (_, index) =>
      verificationCode(new Uint8Array(16).fill(index % 256).with(15, (index * 7) % 256)),
    );
    expect(new Set(codes.join('').replaceAll('-', '')).size).toBe(19);
  });

  test.each(['', 'abc', '7KM4-XH9M-3RT', '0000-0000-0000', '7KM4-XH9M-3RTC-A'])(
    '%j is not a code',
    (text) => expect(isVerificationCode(text)).toBe(false),
  );

  test('needs 16 random bytes', () => {
    expect(() => verificationCode(new Uint8Array(15))).toThrow(RangeError);
  });
});
