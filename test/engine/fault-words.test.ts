// Every fault is a sentence a person can act on, in both languages, without the words of the parser.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { personal } from '../../machines/personal.ts';
import { parse } from '../../src/engine/validate.ts';

const shape = z.strictObject({
  name: z.string().min(1).max(200),
  count: z.number().int().min(1).max(1_000_000),
  share: z.number().gt(0).lt(1),
  step: z.number().multipleOf(5),
  kind: z.enum(['union', 'cooperative']),
  list: z.array(z.string()).min(2).max(3),
  phone: personal('phone'),
  born: personal('birthDate'),
  mail: personal('email'),
  odd: z.string().regex(/^x$/),
  yes: z.boolean(),
  either: z.union([z.string(), z.number()]),
});
const good = {
  name: 'A',
  count: 1,
  share: 0.5,
  step: 5,
  kind: 'union',
  list: ['a', 'b'],
  phone: '0912345678',
  born: '1990-01-01',
  mail: 'a@b.vn',
  odd: 'x',
  yes: true,
  either: 1,
};

function wrong(field: keyof typeof good, value: unknown) {
  const parsed = parse(shape, { ...good, [field]: value });
  if (parsed.ok) throw new Error(`${field} was accepted`);
  const [fault] = parsed.faults;
  return [fault?.pointer, fault?.detail.vi, fault?.detail.en];
}

describe('what is wrong', () => {
  it.each([
    ['name', undefined, 'hãy điền mục này', 'fill this in'],
    ['name', '', 'hãy điền mục này', 'fill this in'],
    ['name', 7, 'cần là văn bản', 'must be text'],
    ['name', 'x'.repeat(201), 'nhiều nhất 200 ký tự', 'at most 200 characters'],
    ['count', '7', 'cần là số', 'must be a number'],
    ['count', 1.5, 'cần là số nguyên', 'must be a whole number'],
    ['count', 0, 'không được dưới 1', 'must not be below 1'],
    ['count', 2_000_000, 'không được quá 1.000.000', 'must not exceed 1,000,000'],
    ['share', 0, 'phải lớn hơn 0', 'must be more than 0'],
    ['share', 1, 'phải nhỏ hơn 1', 'must be less than 1'],
    ['step', 7, 'phải chia hết cho 5', 'must divide by 5'],
    ['kind', 'x', 'chọn một trong: union, cooperative', 'choose one of: union, cooperative'],
    ['kind', undefined, 'hãy điền mục này', 'fill this in'],
    ['list', ['a'], 'ít nhất 2 mục', 'at least 2 entries'],
    ['list', ['a', 'b', 'c', 'd'], 'nhiều nhất 3 mục', 'at most 3 entries'],
    ['list', {}, 'cần là danh sách', 'must be a list'],
    ['odd', 'y', 'viết chưa đúng dạng', 'is not of the right form'],
    ['yes', 'có', 'cần là true hoặc false', 'must be true or false'],
    ['either', true, 'chưa hợp lệ', 'is not valid'],
  ] as const)('%s %s', (field, value, vi, en) => {
    expect(wrong(field, value)).toEqual([`/${field}`, vi, en]);
  });

  it('shows the form of phones, dates and addresses by an example', () => {
    expect(wrong('phone', 'x')[1]).toContain('0912345678');
    expect(wrong('born', '31/12/1990')[1]).toContain('2026-11-24');
    expect(wrong('mail', 'x')[1]).toContain('ten@vidu.vn');
  });
});
