import { describe, expect, it } from 'vitest';
import { personalKinds } from '../machines/personal.ts';
import { createVault } from '../src/vault.ts';

const row = '0190a000-0000-7000-8000-000000000001';
const kept = { value: '079123456789', salt: Buffer.alloc(16, 7) };
const first = createVault([{ id: 1, secret: 'first' }]);
const second = createVault([
  { id: 2, secret: 'second' },
  { id: 1, secret: 'first' },
]);

describe('a vault', () => {
  it.each(personalKinds)('opens what it locked of kind %s', (kind) => {
    const value = 'Ấp Một, xã Hòa Bình';
    const locked = first.lock(row, kind, { ...kept, value });
    expect(first.unlock(row, kind, locked)).toEqual({ ...kept, value });
  });

  it('never writes the same twice, and shows neither value nor salt', () => {
    const [one, other] = [first.lock(row, 'idNumber', kept), first.lock(row, 'idNumber', kept)];
    expect(one.equals(other)).toBe(false);
    expect(one.includes(kept.value)).toBe(false);
    expect(one.includes(kept.salt)).toBe(false);
  });

  it('opens bytes only in their own row and kind, unchanged, under their own key', () => {
    const locked = first.lock(row, 'idNumber', kept);
    const changed = Buffer.from(locked);
    changed[20] = (changed[20] as number) ^ 1;
    const cut = createVault([{ id: 1, secret: 'another' }]);
    expect(() => first.unlock(row.replace('1', '2'), 'idNumber', locked)).toThrow();
    expect(() => first.unlock(row, 'phone', locked)).toThrow();
    expect(() => first.unlock(row, 'idNumber', changed)).toThrow();
    expect(() => first.unlock(row, 'idNumber', locked.subarray(0, -1))).toThrow();
    expect(() => cut.unlock(row, 'idNumber', locked)).toThrow();
  });

  it('reads with older keys, writes with the first, and says which key is missing', () => {
    const old = first.lock(row, 'idNumber', kept);
    expect(second.unlock(row, 'idNumber', old)).toEqual(kept);
    const fresh = second.lock(row, 'idNumber', kept);
    expect([old[0], fresh[0]]).toEqual([1, 2]);
    expect(() => first.unlock(row, 'idNumber', fresh)).toThrow('PERSONAL_KEY has no key 2');
  });

  it('finds the same value by one mark per key, however it is written', () => {
    const mark = first.mark('phone', '+84912345678') as Buffer;
    expect(mark.equals(first.mark('phone', '0912345678') as Buffer)).toBe(true);
    expect(second.marks('phone', '0912345678').map((each) => each.toString('hex'))).toContain(
      mark.toString('hex'),
    );
    expect(first.mark('email', 'An@Example.vn')).toEqual(first.mark('email', 'an@example.vn'));
    expect(first.mark('address', 'Ấp Một, xã  Hòa Bình.')).toEqual(
      first.mark('address', 'ấp một xã hòa bình'),
    );
    expect(first.mark('idNumber', '0912345678')).not.toEqual(mark);
    expect(createVault([{ id: 1, secret: 'x' }]).mark('phone', '0912345678')).not.toEqual(mark);
    expect(first.mark('birthDate', '1970-05-20')).toBeUndefined();
  });
});
