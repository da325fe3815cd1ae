// Likeness of names: whether one name is the same as another, or may be confused with it, and by which rule. Advice
// before filing; the registry decides. Compared as whole names, so a union never stands against a cooperative.
// @law Luật 17/2023/QH15 Đ50; NĐ 92/2024/NĐ-CP Đ15, 17
import type { Text } from '../text.ts';

export type Likeness = { code: LikenessCode; title: Text; law: string };
export type LikenessCode =
  'identical' | 'sound' | 'number' | 'signs' | 'renewed' | 'region' | 'together';

const law = 'NĐ 92/2024/NĐ-CP Đ17';

const titles: Readonly<Record<LikenessCode, Text>> = {
  identical: {
    vi: 'Trùng hoàn toàn, không phân biệt chữ hoa, chữ thường',
    en: 'The same name, whatever the case of its letters',
  },
  sound: { vi: 'Đọc giống nhau', en: 'Reads the same' },
  number: {
    vi: 'Chỉ khác một số, số thứ tự hoặc một chữ cái',
    en: 'Differs only by a number, an ordinal or one letter',
  },
  signs: {
    vi: 'Chỉ khác ký hiệu “&”, “và”, “.”, “,”, “+”, “-”, “_”',
    en: 'Differs only by “&”, “và”, “.”, “,”, “+”, “-”, “_”',
  },
  renewed: { vi: 'Chỉ khác từ “tân” hoặc “mới”', en: 'Differs only by “tân” or “mới”' },
  region: {
    vi: 'Chỉ khác cụm từ “miền Bắc”, “miền Nam”, “miền Trung”, “miền Tây”, “miền Đông”',
    en: 'Differs only by “miền Bắc”, “miền Nam”, “miền Trung”, “miền Tây”, “miền Đông”',
  },
  together: {
    vi: 'Chỉ khác nhau ở nhiều điểm mà từng điểm đều không được coi là khác',
    en: 'Differs in several points none of which counts alone',
  },
};

/** Words apart by one space, lower case, digits apart from letters: "Hòa  Bình2" → "hòa bình 2". */
function plain(name: string): string {
  return name
    .normalize('NFC')
    .toLocaleLowerCase('vi')
    .replace(/(?<=\p{L})(?=\d)|(?<=\d)(?=\p{L})/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const counting =
  /(?<![\p{L}\p{N}])(?:(?:số )?\d+|thứ (?:nhất|nhì|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|(?:ii|iii|iv|vi|vii|viii|ix)|\p{L})(?![\p{L}\p{N}])/gu;
const renewing = /(?<![\p{L}\p{N}])(?:tân|mới)(?![\p{L}\p{N}])/gu;
const regions = /(?<![\p{L}\p{N}])miền (?:bắc|nam|trung|tây|đông)(?![\p{L}\p{N}])/gu;
const signs = /(?<![\p{L}\p{N}])và(?![\p{L}\p{N}])|[&.,+\-_]/gu;

const without = (pattern: RegExp) => (name: string) => name.replace(pattern, ' ');

/** What each rule leaves out. Spelling that sounds alike is our reading: the decree gives no list. */
const strips = {
  number: without(counting),
  signs: without(signs),
  renewed: without(renewing),
  region: without(regions),
} as const;

/** "hòa" and "hoà", "thủy" and "thuỷ": the two ways to place a tone. */
const placements: readonly (readonly [string, string])[] = [
  ...pairs('òa óa ỏa õa ọa', 'oà oá oả oã oạ'),
  ...pairs('òe óe ỏe õe ọe', 'oè oé oẻ oẽ oẹ'),
  ...pairs('uì uí uỉ uĩ uị', 'ùi úi ủi ũi ụi'),
  ...pairs('uỳ uý uỷ uỹ uỵ', 'ùy úy ủy ũy ụy'),
];

function pairs(from: string, to: string): [string, string][] {
  const written = to.split(' ');
  return from.split(' ').map((each, at) => [each, written[at] as string]);
}

const toned = (text: string): string =>
  placements.reduce((told, [from, to]) => told.replaceAll(from, to), text);

const spellings: readonly (readonly [RegExp, string])[] = [
  [/gi(?=[aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữự])/gu, 'd'],
  [/[zj]/gu, 'd'],
  [/f/gu, 'ph'],
  [/k/gu, 'c'],
];

const asI: Readonly<Record<string, string>> = { y: 'i', ỳ: 'ì', ý: 'í', ỷ: 'ỉ', ỹ: 'ĩ', ỵ: 'ị' };
const everyY = /[yỳýỷỹỵ]/gu;
/** After a consonant or at the start y is the same sound as i: Mỹ and Mĩ, Quý and Quí. In ay and uy it is another. */
const vowelY = /(?<=q[uùúủũụ]|[bcdđghlmnprstvwxq]|(?<!\p{L}))[yỳýỷỹỵ]/gu;

const withI = (text: string, which: RegExp): string =>
  text.replace(which, (letter) => asI[letter] as string);

function spoken(name: string): string {
  const told = spellings.reduce((text, [from, to]) => text.replace(from, to), name);
  return toned(withI(told, vowelY));
}

/** Letters and digits alone. */
const packed = (name: string): string => name.replace(/[^\p{L}\p{N}]+/gu, '');
const spaced = (name: string): string => name.replace(/\s+/g, ' ').trim();

/** All rules at once: names that agree in it are looked at one by one. */
function stem(name: string): string {
  const bare = Object.values(strips).reduce((text, strip) => strip(text), name);
  return toned(packed(spoken(bare)));
}

/** The key under which a register finds names: names that may be alike share it, and few others. */
export function nameKey(name: string): string {
  return toned(withI(stem(plain(name)), everyY));
}

/** Returns how a name is like another, strongest first; empty when they may stand side by side. */
export function likeness(name: string, other: string): Likeness[] {
  const [one, two] = [plain(name), plain(other)];
  if (one === two) return [described('identical')];
  const found: LikenessCode[] = spoken(one) === spoken(two) ? ['sound'] : [];
  for (const [code, strip] of Object.entries(strips)) {
    const seen = strip === strips.signs ? packed : spaced;
    if (seen(strip(one)) === seen(strip(two))) found.push(code as keyof typeof strips);
  }
  if (found.length === 0 && stem(one) === stem(two)) found.push('together');
  return found.map(described);
}

function described(code: LikenessCode): Likeness {
  return { code, title: titles[code], law };
}
