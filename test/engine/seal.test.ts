import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { field } from '../../machines/define.ts';
import {
  ageOn,
  personal,
  personalKinds,
  readSeal,
  sealedAge,
  writeSeal,
  type PersonalKind,
} from '../../machines/personal.ts';
import { sealPayload } from '../../src/engine/seal.ts';
import { loan } from '../machines/fixture.ts';

const on = '2026-03-02';
const label = { vi: 'Trường', en: 'Field' };
const digest = 'd'.repeat(64);

/** Seals a payload and tells what was put away. */
function sealing<T>(schema: z.ZodType, payload: T): { sealed: T; away: [PersonalKind, string][] } {
  const away: [PersonalKind, string][] = [];
  const put = (kind: PersonalKind, value: string) => {
    away.push([kind, value]);
    return { row: rowOf(away.length), digest };
  };
  return { sealed: sealPayload(schema, payload, on, put), away };
}

const rowOf = (at: number): string => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
const sealOf = (at: number, age?: number): string =>
  `sealed:${rowOf(at)}:${digest}${age === undefined ? '' : `:${age}`}`;

describe('personal identifiers of a payload', () => {
  it('are put away, in lists and inside objects, everything else stays', () => {
    const schema = loan.events['ASK']?.payload as z.ZodType;
    const payload = schema.parse(loan.events['ASK']?.examples[1]);
    const { sealed, away } = sealing(schema, payload);
    expect(sealed).toEqual({
      name: 'Lê Thị Bình',
      phone: sealOf(1),
      email: sealOf(2),
      birthDate: sealOf(3, 26),
      machine: 'MG-02',
      guarantors: [{ name: 'Phạm Văn Chín', phone: sealOf(4) }, { name: 'Vũ Dũng' }],
      parent: '0190a000-0000-7000-8000-00000000000f',
      silent: false,
    });
    expect(away).toEqual([
      ['phone', '0912345679'],
      ['email', 'binh@example.vn'],
      ['birthDate', '2000-02-29'],
      ['phone', '0912345670'],
    ]);
  });

  it.each(personalKinds)('of kind %s are never left in the clear', (kind) => {
    const values = {
      phone: '0912345678',
      email: 'an@example.vn',
      idNumber: '012345678901',
      birthDate: '1980-05-04',
      address: 'Ấp Một, xã Hòa Bình',
    };
    const wrapped = z.strictObject({
      plain: field(personal(kind), label),
      optional: field(personal(kind).optional(), label),
      nullable: personal(kind).nullable(),
      preset: personal(kind).default(values[kind]),
      many: field(z.array(personal(kind)).max(9), label),
      deep: z.array(z.strictObject({ one: personal(kind).optional() })).optional(),
    });
    const value = values[kind];
    const payload = wrapped.parse({
      plain: value,
      optional: value,
      nullable: value,
      many: [value, value],
      deep: [{ one: value }, {}],
    });
    const { sealed, away } = sealing(wrapped, payload);
    expect(JSON.stringify(sealed)).not.toContain(value);
    expect(away).toEqual(Array.from({ length: 7 }, () => [kind, value]));
  });

  it('that are absent stay absent', () => {
    const schema = z.strictObject({
      a: personal('phone').optional(),
      b: personal('phone').nullable(),
    });
    const { sealed, away } = sealing(schema, { a: undefined, b: null });
    expect(sealed).toEqual({ a: undefined, b: null });
    expect(away).toEqual([]);
  });

  it('a field the schema does not know is left alone', () => {
    const { sealed } = sealing(z.object({ a: personal('phone') }), { a: '0912345678', stray: 1 });
    expect(sealed).toEqual({ a: sealOf(1), stray: 1 });
  });

  it('a payload without any is returned as it is', () => {
    const payload = { note: 'x' };
    const { sealed, away } = sealing(loan.events['NOTE']?.payload as z.ZodType, payload);
    expect(sealed).toBe(payload);
    expect(away).toEqual([]);
  });
});

describe('a seal', () => {
  it('is read as it was written', () => {
    for (const seal of [
      { row: rowOf(1), digest },
      { row: rowOf(2), digest, age: 0 },
      { row: rowOf(3), digest, age: 1026 },
    ]) {
      expect(readSeal(writeSeal(seal))).toEqual(seal);
    }
  });

  it('is not any other text', () => {
    for (const text of [
      '',
      '0912345678',
      `sealed:${rowOf(1)}`,
      `${sealOf(1)}x`,
      ` ${sealOf(1)}`,
      sealOf(1).toUpperCase(),
    ]) {
      expect(readSeal(text), text).toBeUndefined();
    }
  });

  it('of a birth date tells the age on the day it was given', () => {
    const schema = z.strictObject({ born: personal('birthDate') });
    const age = (born: string) => sealedAge(sealing(schema, { born }).sealed.born);
    expect(age('2008-03-02')).toBe(18);
    expect(age('2008-03-03')).toBe(17);
    expect(age('2030-01-01')).toBe(0);
    expect(age('1000-01-01')).toBe(1026);
    expect(sealedAge(undefined)).toBeUndefined();
    expect(sealedAge(sealOf(1))).toBeUndefined();
    expect(sealedAge('1980-05-04')).toBeUndefined();
  });
});

describe('age in full years', () => {
  it.each([
    ['2000-02-29', '2018-02-28', 17],
    ['2000-02-29', '2018-03-01', 18],
    ['2000-02-29', '2020-02-29', 20],
    ['1980-12-31', '2026-12-30', 45],
    ['1980-12-31', '2026-12-31', 46],
    ['2026-03-02', '2026-03-02', 0],
    ['2026-03-03', '2026-03-02', 0],
  ])('born on %s, on %s: %i', (born, day, age) => {
    expect(ageOn(born, day)).toBe(age);
  });
});

describe('personal fields', () => {
  it.each([
    [
      'phone',
      ['0912345678', '+84912345678'],
      ['912345678', '09123', '091234567a', '0912345678901'],
    ],
    ['email', ['an@example.vn'], ['an', 'an@', `${'a'.repeat(250)}@example.vn`]],
    ['idNumber', ['012345678901'], ['01234567890', '0123456789012', '01234567890a']],
    ['birthDate', ['1980-05-04', '2000-02-29'], ['04/05/1980', '1999-02-29', '']],
    ['address', ['Ấp Một, xã Hòa Bình'], ['Ấp', '     a     ', 'x'.repeat(301)]],
  ] as const)('%s', (kind, good, bad) => {
    for (const value of good) expect(personal(kind).safeParse(value).success, value).toBe(true);
    for (const value of bad) expect(personal(kind).safeParse(value).success, value).toBe(false);
  });
});
