// Names that are the same or may be confused, rule by rule with the pair just beside it.
import { describe, expect, it } from 'vitest';
import { likeness, nameKey } from '../../../machines/founding/likeness.ts';

const htx = (own: string): string => `Hợp tác xã ${own}`;
const codes = (one: string, other: string) => likeness(one, other).map(({ code }) => code);

describe('likeness of names (NĐ 92/2024 Đ17)', () => {
  it.each([
    ['Nông nghiệp Hòa Bình', 'nông nghiệp HÒA BÌNH', ['identical']],
    ['Mỹ Lợi', 'Mĩ Lợi', ['sound']],
    ['Kỳ Anh', 'Kì Anh', ['sound']],
    ['Quý Sơn', 'Quí Sơn', ['sound']],
    ['Quý Sơn', 'Qúy Sơn', ['sound']],
    ['Y Yên', 'I Iên', ['sound']],
    ['Li Khuỷu', 'Ly Khủyu 2', ['together']],
    ['Lý', 'lí', ['sound']],
    ['Hòa Bình', 'Hoà Bình', ['sound']],
    ['Thủy sản', 'Thuỷ sản', ['sound']],
    ['Xòe Thái', 'Xoè Thái 2', ['together']],
    ['Hòa Bình', 'Hòa-Bình', ['signs']],
    ['Hòa Bình 1', 'Hòa Bình 2', ['number']],
    ['Hòa Bình2', 'Hòa Bình', ['number']],
    ['Hòa Bình số 12', 'Hòa Bình', ['number']],
    ['Hòa Bình thứ nhất', 'Hòa Bình', ['number']],
    ['Hòa Bình III', 'Hòa Bình', ['number']],
    ['Hòa Bình W', 'Hòa Bình', ['number']],
    ['Rau và Hoa', 'Rau & Hoa', ['signs']],
    ['Rau, Hoa', 'Rau + Hoa', ['signs']],
    ['Tân Hòa Bình', 'Hòa Bình', ['renewed']],
    ['Hòa Bình mới', 'Hòa Bình', ['renewed']],
    ['Hòa Bình miền Tây', 'Hòa Bình miền Đông', ['region']],
    ['Hòa Bình miền Tây 2', 'Tân Hòa Bình', ['together']],
  ])('%s against %s: %j', (one, other, expected) => {
    expect(codes(htx(one), htx(other))).toEqual(expected);
    expect(codes(htx(other), htx(one))).toEqual(expected);
    expect(nameKey(htx(one))).toBe(nameKey(htx(other)));
  });

  it.each([
    ['Hòa Bình', 'Hòa Binh'],
    ['Hòa Bình', 'Hòa Bình Phước Long'],
    ['Rau sạch', 'Rau'],
    ['Thanh niên', 'Tân Hòa'],
    ['Hòa Bình miền núi', 'Hòa Bình'],
    ['Phú Quý', 'Phú Quới'],
  ])('%s and %s may stand side by side', (one, other) => {
    expect(codes(htx(one), htx(other))).toEqual([]);
    expect(nameKey(htx(one))).not.toBe(nameKey(htx(other)));
  });

  it.each([
    ['Tây Tay', 'Tây Tai'],
    ['Thúy', 'Thúi'],
    ['Mây', 'Mâi'],
    ['Thuyền', 'Thuiền'],
  ])('%s and %s sound different: y after a vowel is no i; both are looked at', (one, other) => {
    expect(codes(htx(one), htx(other))).toEqual([]);
    expect(nameKey(htx(one))).toBe(nameKey(htx(other)));
  });

  it('does not set a union against a cooperative', () => {
    expect(codes('Liên hiệp hợp tác xã Hòa Bình', htx('Hòa Bình'))).toEqual([]);
  });

  it('reads decomposed letters as composed ones', () => {
    expect(codes(htx('Hòa Bình').normalize('NFD'), htx('Hòa Bình'))).toEqual(['identical']);
    expect(nameKey(htx('Hòa Bình'))).toBe('hợptácxãhoàbình');
  });

  it('names the rule and its law', () => {
    expect(likeness(htx('Hòa Bình 1'), htx('Hòa Bình'))).toEqual([
      {
        code: 'number',
        title: {
          vi: 'Chỉ khác một số, số thứ tự hoặc một chữ cái',
          en: 'Differs only by a number, an ordinal or one letter',
        },
        law: 'NĐ 92/2024/NĐ-CP Đ17',
      },
    ]);
  });
});
