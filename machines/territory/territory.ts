// The administrative units a case can lie in: communes since 1 July 2025, districts before it. Codes are used again
// with another meaning (provinces 15, 24, 80 and others), so a code counts only together with its kind.
import communes from './communes-2025.json' with { type: 'json' };
import districts from './districts-old.json' with { type: 'json' };
import provinces from './provinces.json' with { type: 'json' };

/** `commune`: since 2025-07-01. `district`: abolished that day, for older cases. */
export type TerritoryKind = 'commune' | 'district';

export type Territory = {
  kind: TerritoryKind;
  code: string;
  /** With its type: `Xã Hòa Bình`. */
  name: string;
  /** Province by the codes of its kind's time. */
  province: { code: string; name: string };
};

const provinceNames: Readonly<Record<TerritoryKind, ReadonlyMap<string, string>>> = {
  commune: new Map(provinces.new.map(({ code, name }) => [code, name])),
  district: new Map(provinces.old.map(({ code, name }) => [code, name])),
};

const all: Readonly<Record<TerritoryKind, ReadonlyMap<string, Territory>>> = {
  commune: tableOf('commune', communes.units),
  district: tableOf('district', districts.units),
};

function tableOf(kind: TerritoryKind, rows: readonly string[][]): Map<string, Territory> {
  return new Map(
    (rows as [string, string, string][]).map(([code, name, province]) => [
      code,
      {
        kind,
        code,
        name,
        province: { code: province, name: provinceNames[kind].get(province) as string },
      },
    ]),
  );
}

/** Returns the unit with this code; undefined when there is none of this kind. */
export function territoryOf(kind: TerritoryKind, code: string): Territory | undefined {
  return all[kind].get(code);
}

/** Returns the provinces since 2025-07-01 that took in a province of before, by its old code. */
export function provincesAfter(oldCode: string): Territory['province'][] {
  return provinces.new
    .filter(({ fromOld }) => fromOld.includes(oldCode))
    .map(({ code, name }) => ({ code, name }));
}

/** Returns the units of exactly this name, in any spelling of its letters: several provinces may have one. */
export function territoriesNamed(kind: TerritoryKind, name: string): Territory[] {
  const wanted = plain(name);
  return [...all[kind].values()].filter((each) => plain(each.name) === wanted);
}

export type TerritorySearch = {
  kind: TerritoryKind;
  province?: string | undefined;
  text?: string | undefined;
};

/** Returns the units of a province whose names hold the text, with or without diacritics, by code. */
export function searchTerritories({ kind, province, text = '' }: TerritorySearch): Territory[] {
  const wanted = plain(text);
  return [...all[kind].values()].filter(
    (each) =>
      (province === undefined || each.province.code === province) &&
      plain(each.name).includes(wanted),
  );
}

/** How surely an address names a unit: 2 to the letter, 1 but for case, diacritics and the like, 0 not at all. */
export function nameFits(address: string, name: string): 0 | 1 | 2 {
  const parts = address.split(/[,;]/).map((part) => part.trim().normalize('NFC'));
  if (parts.includes(name.normalize('NFC'))) return 2;
  return parts.some((part) => plain(part) === plain(name)) ? 1 : 0;
}

/** `Xã Hoà Bình` and `xa hoa binh` are one. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/gi, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}
