// The rules on the form of a name, each kept and each broken (Luật 17/2023 Đ50, NĐ 92/2024 Đ15).
import { describe, expect, it } from 'vitest';
import { nameFindings } from '../../../machines/founding/naming.ts';

const broken = (name: string, kind: 'cooperative' | 'union' = 'cooperative'): string[] =>
  nameFindings(kind, name).flatMap(({ code, met }) => (met ? [] : [code]));

describe('the form of a name', () => {
  it.each([
    ['Hợp tác xã Rau sạch Hòa Bình', []],
    ['HỢP TÁC XÃ Jin & Zen 4.0', []],
    ['Rau sạch Hòa Bình', ['prefix']],
    ['Hợp tác xã', ['prefix']],
    ['Hợp tác xã &', ['own']],
    ['Hợp tác xã Рис', ['letters']],
    ['Рис', ['prefix', 'letters']],
  ])('%s breaks %j', (name, expected) => {
    expect(broken(name)).toEqual(expected);
  });

  it('goes by the kind', () => {
    expect(broken('Liên hiệp hợp tác xã Lúa tôm', 'union')).toEqual([]);
    expect(broken('Liên hiệp hợp tác xã Lúa tôm')).toEqual(['prefix']);
    expect(broken('Hợp tác xã Lúa tôm', 'union')).toEqual(['prefix']);
  });

  it('cites the article and says how to mend it', () => {
    for (const { law, remedy } of nameFindings('cooperative', 'x'))
      expect([law, remedy.vi.length > 20]).toEqual([
        'Luật 17/2023/QH15 Đ50; NĐ 92/2024/NĐ-CP Đ15',
        true,
      ]);
  });
});
