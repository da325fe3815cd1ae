// Who founds what. Communes are of Bạc Liêu as it was in 2022; names of groups, cooperatives and people are made up.

export type Group = {
  /** Working title. */
  group: string;
  /** Legal name. */
  name: string;
  commune: string;
  members: readonly Member[];
  email: string;
  businesses: string;
  kind: 'cooperative' | 'union';
  /** Share of external income to the common fund in a charter under the 2012 law, which knows no least share. */
  fundPercent?: number;
  /** Things somebody brings in besides money. */
  asset?: { what: string; value: number };
};

type Member = { name: string; capital: number; birthDate?: string; representative?: string };

const families = ['Trần', 'Lê', 'Phạm', 'Nguyễn', 'Huỳnh', 'Đỗ', 'Võ', 'Lâm', 'Dương', 'Quách'];
const middles = ['Văn', 'Thị', 'Minh', 'Ngọc', 'Hữu', 'Thanh'];
const givens = ['An', 'Bảy', 'Cường', 'Dung', 'Em', 'Gấm', 'Hải', 'Khánh', 'Lan', 'Mừng', 'Nhân'];

/** Different for every number up to 330. */
function personName(index: number): string {
  const of = (list: readonly string[]): string => list[index % list.length] as string;
  return `${of(families)} ${of(middles)} ${of(givens)}`;
}

function founders(seed: number, count: number, capital: number): Member[] {
  return Array.from({ length: count }, (_, at) => ({
    name: personName(seed * 31 + at),
    birthDate: `${1960 + ((seed + at) % 35)}-0${1 + (at % 9)}-15`,
    capital,
  }));
}

const communes = [
  'xã Minh Diệu, huyện Hòa Bình',
  'xã Vĩnh Thanh, huyện Phước Long',
  'xã Vĩnh Mỹ A, huyện Hòa Bình',
  'xã Long Điền, huyện Đông Hải',
  'xã An Trạch, huyện Đông Hải',
  'xã Phong Thạnh, thị xã Giá Rai',
  'xã Ninh Quới, huyện Hồng Dân',
  'xã Hưng Phú, huyện Phước Long',
  'xã Vĩnh Hậu, huyện Hòa Bình',
  'xã Châu Thới, huyện Vĩnh Lợi',
  'xã Lộc Ninh, huyện Hồng Dân',
];

const trades = [
  { name: 'Lúa tôm', businesses: 'Trồng lúa, nuôi tôm nước lợ' },
  { name: 'Nông nghiệp', businesses: 'Trồng lúa, dịch vụ nông nghiệp' },
  { name: 'Rau an toàn', businesses: 'Trồng rau, đậu các loại' },
  { name: 'Thủy sản', businesses: 'Nuôi trồng thủy sản nội địa và ven biển' },
  { name: 'Dịch vụ nông nghiệp', businesses: 'Làm đất, tưới tiêu, thu hoạch' },
];

const ordinals = ['Một', 'Hai', 'Ba', 'Tư', 'Năm', 'Sáu', 'Bảy', 'Tám', 'Chín', 'Mười'];

/** Working titles that no two groups share. */
function ownName(series: string, index: number): string {
  const tens = Math.floor(index / ordinals.length);
  const word = ordinals[index % ordinals.length] as string;
  return tens === 0 ? `${series} ${word}` : `${series} ${word} ${tens + 1}`;
}

/**
 * The founders of a cooperative.
 * @param series word that its name begins with, such as `Đồng Tiến`
 */
export function cooperative(series: string, index: number): Group {
  const trade = trades[index % trades.length] as (typeof trades)[number];
  const own = ownName(series, index);
  const members = founders(
    index * 7 + series.length * 13,
    7 + (index % 6),
    20_000_000 + (index % 5) * 5_000_000,
  );
  const slug = series
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('Đ', 'D')
    .replace(/\W/g, '');
  return {
    group: `Nhóm ${trade.name.toLocaleLowerCase('vi')} ${own}`,
    name: `Hợp tác xã ${trade.name} ${own}`,
    commune: communes[index % communes.length] as string,
    members,
    email: `${slug.toLowerCase()}-${index + 1}@nhom.example`,
    businesses: trade.businesses,
    kind: 'cooperative',
    ...(index % 4 === 3
      ? { asset: { what: 'Máy bơm nước đã qua sử dụng', value: 10_000_000 } }
      : {}),
  };
}

const unionCapital = 3_000_000_000;

/** The union of these cooperatives, 3 billion VND together: equal whole parts, the first with what is left. */
export function union(names: readonly string[]): Group {
  const part = 140_000_000;
  const first = unionCapital - part * (names.length - 1);
  return {
    group: 'Nhóm hợp tác xã lúa tôm tỉnh',
    name: 'Liên hiệp hợp tác xã Lúa tôm Bạc Liêu (trình diễn)',
    commune: 'phường 1, thành phố Bạc Liêu',
    members: names.map((name, at) => ({
      name,
      representative: personName(500 + at),
      capital: at === 0 ? first : part,
    })),
    email: 'lien-hiep@nhom.example',
    businesses: 'Thu mua, chế biến, tiêu thụ lúa và tôm cho thành viên',
    kind: 'union',
  };
}
