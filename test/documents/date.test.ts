import { expect, test } from 'vitest';
import { formatVietnameseDate, shortDate, startOfDay } from '../../src/documents/date.ts';

// NĐ 30/2020/NĐ-CP: a zero before days under 10 and before months 1 and 2
test.each([
  ['2026-01-05', 'ngày 05 tháng 01 năm 2026'],
  ['2026-02-28', 'ngày 28 tháng 02 năm 2026'],
  ['2026-03-09', 'ngày 09 tháng 3 năm 2026'],
  ['2026-11-24', 'ngày 24 tháng 11 năm 2026'],
  ['2028-02-29', 'ngày 29 tháng 02 năm 2028'],
])('%s is written %s', (date, written) => {
  expect(formatVietnameseDate(date)).toBe(written.normalize('NFC'));
});

test.each(['', '2026-2-5', '2026-02-29', '2026-13-01', '24/11/2026', '2026-11-24T00:00:00Z'])(
  '%j is not a local date',
  (text) => {
    expect(() => formatVietnameseDate(text)).toThrow(RangeError);
    expect(() => startOfDay(text)).toThrow(RangeError);
  },
);

test('the day starts at midnight in Vietnam', () => {
  expect(startOfDay('2026-11-24').toISOString()).toBe('2026-11-23T17:00:00.000Z');
  expect(shortDate('2026-11-24')).toBe('24/11/2026');
});
