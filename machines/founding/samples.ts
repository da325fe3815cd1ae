// Drafts that are complete and lawful: the examples that the forms show.
import items from './charter-items.json' with { type: 'json' };
import type { Contents } from './parts.ts';

/** A charter with every item of one law's list. */
function charterOf(list: readonly { no: string; title: string }[]): Contents['charter'] {
  return {
    items: list.map(({ no, title }) => ({ no, text: title })),
    contributionMonths: 6,
    termYears: 5,
    fundPercent: 10,
    usePercent: 60,
    address: 'Ấp Một, xã Hòa Bình',
    businesses: 'Trồng rau, đậu các loại và trồng hoa',
  };
}

export const charter = charterOf(items.LAW_HTX_2023.items);
export const charter2012 = charterOf(items.LAW_HTX_2012.items);

export const plan: Contents['plan'] = {
  market: 'Chợ đầu mối tỉnh và ba siêu thị cần 20 tấn rau mỗi tháng',
  needs: 'Mua chung giống, phân bón; bán chung rau',
  activities: 'Cung ứng vật tư, làm đất, thu mua và sơ chế rau cho thành viên',
  people: 'Thuê nhà sơ chế 200 m²; một giám đốc, một kế toán',
  finance: 'Doanh thu năm đầu 2 tỷ đồng, chi phí 1,8 tỷ đồng',
  years: [
    {
      memberSales: 600_000_000,
      outsideSales: 1_400_000_000,
      variableCosts: 1_200_000_000,
      fixedCosts: 600_000_000,
      depreciation: 60_000_000,
      investment: 600_000_000,
      capital: 700_000_000,
      loans: 200_000_000,
    },
    {
      memberSales: 750_000_000,
      outsideSales: 1_750_000_000,
      variableCosts: 1_500_000_000,
      fixedCosts: 650_000_000,
      depreciation: 60_000_000,
      repayment: 100_000_000,
    },
    {
      memberSales: 900_000_000,
      outsideSales: 2_100_000_000,
      variableCosts: 1_800_000_000,
      fixedCosts: 700_000_000,
      depreciation: 60_000_000,
      repayment: 100_000_000,
    },
  ],
};

const people = [
  'Trần Văn An',
  'Lê Thị Bảy',
  'Phạm Văn Cường',
  'Nguyễn Thị Dung',
  'Hoàng Văn Em',
  'Đỗ Thị Gấm',
  'Võ Văn Hải',
];

export const members: Contents['members'] = {
  list: people.map((name, at) => ({
    no: at + 1,
    name,
    membership: 'official',
    who: 'citizen',
    birthDate: `19${70 + at}-05-20`,
    capital: 100_000_000,
    applied: true,
    capable: true,
  })),
};

export const unionMembers: Contents['members'] = {
  list: people.map((representative, at) => ({
    no: at + 1,
    name: `Hợp tác xã Lúa tôm số ${at + 1}`,
    membership: 'official',
    who: 'cooperative',
    representative,
    capital: 300_000_000,
    applied: true,
    capable: true,
  })),
};

export const name: Contents['name'] = {
  name: 'Hợp tác xã Rau sạch Hòa Bình',
  shortName: 'HTX Hòa Bình',
};
export const unionName: Contents['name'] = { name: 'Liên hiệp hợp tác xã Lúa tôm Bạc Liêu' };

export const governance: Contents['governance'] = {
  variant: 'full',
  size: 'micro',
  board: 3,
  supervisors: 1,
  termYears: 5,
};

export const assets: Contents['assets'] = {
  cashOnly: false,
  list: [{ member: 1, what: 'Máy cày đã qua sử dụng', value: 60_000_000 }],
};
