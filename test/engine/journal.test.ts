import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { firstHash, hashOf, link, readEntry, type Entry } from '../../src/engine/journal.ts';

const entry: Entry = {
  actor: { id: 'staff-1', name: 'Nguyễn Thị Hoa', roles: ['staff'] },
  at: '2026-03-02T02:00:00.000Z',
  calendar: 'a',
  caseId: '0190a000-0000-7000-8000-000000000001',
  eventId: '0190a000-0000-7000-8000-000000000002',
  from: 'new',
  law: 'Luật 17/2023/QH15 Đ38.3',
  occurredOn: '2026-03-02',
  payload: {},
  process: 'founding@1',
  settings: 'b',
  to: 'consultation.requested',
  type: 'REQUEST_CONSULTATION',
  version: 1,
};

/** The canonical text of a payload alone. */
function canonical(payload: unknown): string {
  const text = link(firstHash, { ...entry, payload: { x: payload } }).canonical;
  return /"payload":\{"x":(.*)\},"process":/s.exec(text)?.[1] as string;
}

describe('canonical text (RFC 8785)', () => {
  it('puts the fields of an entry in order, without spaces', () => {
    expect(link(firstHash, entry).canonical).toBe(
      '{"actor":{"id":"staff-1","name":"Nguyễn Thị Hoa","roles":["staff"]},"at":"2026-03-02T02:00:00.000Z",' +
        '"calendar":"a","caseId":"0190a000-0000-7000-8000-000000000001",' +
        '"eventId":"0190a000-0000-7000-8000-000000000002","from":"new","law":"Luật 17/2023/QH15 Đ38.3",' +
        '"occurredOn":"2026-03-02","payload":{},"process":"founding@1","settings":"b",' +
        '"to":"consultation.requested","type":"REQUEST_CONSULTATION","version":1}',
    );
  });

  it('does not depend on the order in which fields were written', () => {
    const reversed = Object.fromEntries(Object.entries(entry).toReversed()) as unknown as Entry;
    expect(link(firstHash, reversed)).toEqual(link(firstHash, entry));
  });

  it('§3.2.2: literals, numbers and strings', () => {
    expect(
      canonical({
        numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
        string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
        literals: [null, true, false],
      }),
    ).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('§3.2.3: keys by their UTF-16 code units', () => {
    const keys = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(canonical(keys)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control",' +
        '"ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign",' +
        '"😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });

  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('appendix B: the number %s is %s', (bits, text) => {
    expect(canonical(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text);
  });

  it('refuses what JSON cannot say', () => {
    expect(() => canonical(Number.NaN)).toThrow();
    expect(() => canonical(Number.POSITIVE_INFINITY)).toThrow();
    expect(() => canonical('\ud800')).toThrow();
  });

  it('escapes control characters, and leaves Vietnamese as it is', () => {
    expect(canonical('\b\t\n\f\r\u0001\u001f')).toBe('"\\b\\t\\n\\f\\r\\u0001\\u001f"');
    expect(canonical('Hợp tác xã Rau sạch Hòa Bình')).toBe('"Hợp tác xã Rau sạch Hòa Bình"');
  });

  it('leaves out what is not given', () => {
    expect(canonical({ a: undefined, b: 1 })).toBe('{"b":1}');
    expect(link(firstHash, { ...entry, clientRef: 'r' }).canonical).toContain('"clientRef":"r"');
  });

  it('is read back as the entry it was', () => {
    const full = { ...entry, clientRef: 'r', found: { openCases: 0 }, payload: { a: [1, 'ư'] } };
    expect(readEntry(link(firstHash, full).canonical)).toEqual(full);
  });
});

describe('the hash chain', () => {
  const second: Entry = { ...entry, version: 2, type: 'ASSIGN', from: entry.to };

  it('is SHA-256 of the previous hash and the text in UTF-8', () => {
    const { canonical: text, hash } = link(firstHash, entry);
    const bytes = Buffer.concat([Buffer.alloc(32), Buffer.from(text, 'utf8')]);
    expect(hash).toEqual(createHash('sha256').update(bytes).digest());
    expect(hashOf(firstHash, text)).toEqual(hash);
  });

  it('shows any change of any field', () => {
    const { hash } = link(firstHash, entry);
    for (const key of Object.keys(entry)) {
      const changed = { ...entry, [key]: 'changed' };
      expect(link(firstHash, changed).hash, key).not.toEqual(hash);
    }
  });

  it('shows a change further back, an event left out, and two exchanged', () => {
    const one = link(firstHash, entry);
    const two = link(one.hash, second);
    const forged = link(link(firstHash, { ...entry, law: 'x' }).hash, second);
    expect(forged.canonical).toBe(two.canonical);
    expect(forged.hash).not.toEqual(two.hash);
    expect(link(firstHash, second).hash).not.toEqual(two.hash);
    expect(link(link(firstHash, second).hash, entry).hash).not.toEqual(two.hash);
  });
});
