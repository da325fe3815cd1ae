// Communes since July 2025 and districts before it, and how an address names them.
import { describe, expect, it } from 'vitest';
import { nameFits, searchTerritories, territoryOf } from '../../machines/territory/territory.ts';

describe('territories', () => {
  it('are all communes of 2025 and all districts before', () => {
    expect(searchTerritories({ kind: 'commune' })).toHaveLength(3_321);
    expect(searchTerritories({ kind: 'district' })).toHaveLength(696);
  });

  it('belong to the province of their time: code 80 was Long An and is Tây Ninh', () => {
    const province = (kind: 'commune' | 'district') =>
      new Set(searchTerritories({ kind, province: '80' }).map((each) => each.province.name));
    expect([...province('commune')]).toEqual(['Tỉnh Tây Ninh']);
    expect([...province('district')]).toEqual(['Tỉnh Long An']);
  });

  it('all lie in a province that has a name', () => {
    for (const kind of ['commune', 'district'] as const)
      for (const { province } of searchTerritories({ kind })) expect(province.name).toBeTruthy();
  });

  it('are found by code within their kind, and by part of the name', () => {
    expect(territoryOf('commune', '00004')?.name).toBe('Phường Ba Đình');
    expect(territoryOf('district', '00004')).toBeUndefined();
    expect(searchTerritories({ kind: 'commune', province: '01', text: 'ba dinh' })).toEqual([
      territoryOf('commune', '00004'),
    ]);
  });

  it.each([
    ['Xã Hòa Bình', 'Xã Hòa Bình', 2],
    ['xã hoà bình', 'Xã Hòa Bình', 1],
    ['Xã Tân Lập, Huyện Đan Phượng', 'Huyện Đan Phượng', 2],
    ['thôn 3; xa hoa  binh', 'Xã Hòa Bình', 1],
    ['Phường Hòa Bình', 'Xã Hòa Bình', 0],
    ['', 'Xã Hòa Bình', 0],
  ])('“%s” names %s: %i', (address, name, fit) => {
    expect(nameFits(address, name)).toBe(fit);
  });
});
