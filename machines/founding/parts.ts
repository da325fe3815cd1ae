// The six drafts of a founding: what each consists of, as a form and as a type. Nothing here judges a draft.
import { z } from 'zod';
import { choice, stands, worded } from '../choice.ts';
import { field } from '../define.ts';
import { personal } from '../personal.ts';
import { day, line, memberNo, number, vnd, yes } from './words.ts';

export const partNames = ['charter', 'plan', 'members', 'name', 'governance', 'assets'] as const;
export type Part = (typeof partNames)[number];

export const partTitles = {
  charter: { vi: 'Điều lệ', en: 'Charter' },
  plan: { vi: 'Phương án sản xuất, kinh doanh', en: 'Business plan' },
  members: { vi: 'Danh sách thành viên và vốn góp', en: 'Members and capital' },
  name: { vi: 'Tên', en: 'Name' },
  governance: { vi: 'Tổ chức quản trị', en: 'Governance' },
  assets: { vi: 'Tài sản góp vốn', en: 'Assets contributed' },
} as const;

export const part = field(worded(z.enum(partNames), partTitles), {
  vi: 'Phần hồ sơ',
  en: 'Part of the drafts',
});

const charterItem = z.strictObject({
  no: field(
    z
      .string()
      .regex(/^[1-9]\d?$/, 'number')
      .max(2),
    { vi: 'Số mục', en: 'Item' },
  ),
  text: line(4000, 'Nội dung', 'Text'),
});

const charterShape = {
  items: field(
    z.array(charterItem).min(1).max(30),
    { vi: 'Các nội dung của điều lệ', en: 'Charter items' },
    { vi: 'Mỗi mục theo số thứ tự của Điều 40.', en: 'One entry per item number of article 40.' },
  ),
  contributionMonths: number('Thời hạn góp vốn (tháng)', 'Months to pay in capital'),
  termYears: number('Nhiệm kỳ (năm)', 'Term of office (years)'),
  fundPercent: number(
    'Tỷ lệ trích quỹ chung không chia từ thu nhập giao dịch bên ngoài (%)',
    'Share of external income to the indivisible fund (%)',
  ),
  usePercent: number(
    'Tỷ lệ phân phối thu nhập theo mức độ sử dụng, góp sức (%)',
    'Share of internal income distributed by use and labour (%)',
  ),
  address: line(300, 'Địa chỉ trụ sở chính', 'Head office'),
  businesses: line(1000, 'Ngành, nghề kinh doanh', 'Lines of business'),
};

const sum = {
  vi: 'Ghi bằng đồng, ví dụ 250.000.000. Không có thì ghi 0.',
  en: 'In VND, such as 250,000,000; 0 for nothing.',
};

const planYear = z.strictObject({
  memberSales: vnd('Doanh thu từ thành viên', 'Sales to members', sum),
  outsideSales: vnd('Doanh thu từ khách hàng bên ngoài', 'Sales to others', sum),
  variableCosts: vnd('Biến phí', 'Variable costs', {
    vi: 'Chi phí tăng giảm theo sản lượng: giống, vật tư, vận chuyển, công khoán.',
    en: 'Costs that go with volume: seed, supplies, transport, piecework.',
  }),
  fixedCosts: vnd('Định phí', 'Fixed costs', {
    vi: 'Chi phí dù bán nhiều hay ít vẫn phải trả: thuê nhà, lương quản lý, lãi vay, khấu hao.',
    en: 'Costs whatever is sold: rent, salaries, interest, depreciation.',
  }),
  depreciation: vnd('Trong định phí: khấu hao', 'Of these: depreciation').optional(),
  investment: vnd('Đầu tư trong năm', 'Invested in the year').optional(),
  capital: vnd('Vốn góp nhận trong năm', 'Capital paid in during the year').optional(),
  loans: vnd('Vốn vay nhận trong năm', 'Loans taken in the year').optional(),
  repayment: vnd('Trả nợ gốc trong năm', 'Loans paid back in the year').optional(),
});

const yearsLabel = { vi: 'Số liệu năm', en: 'Figures of year' };
const yearsHint = {
  vi: 'Ba năm đầu. Bỏ trống cả ba nếu chưa tính; phần mềm tự cộng, tính lãi lỗ, hòa vốn và dòng tiền.',
  en: 'The first three years. Leave all empty while not known; sums, profit, break-even and cash are computed.',
};

/** Three years, or none. */
export const planYears = field(z.array(planYear).min(3).max(3).optional(), yearsLabel, yearsHint);

const planShape = {
  market: line(4000, 'Tổng quan thị trường', 'Market'),
  needs: line(4000, 'Nhu cầu chung của thành viên', 'Common needs of the members'),
  activities: line(4000, 'Phương án hoạt động', 'Activities'),
  people: line(4000, 'Nhà xưởng, bộ máy, nhân lực', 'Premises and people'),
  finance: line(4000, 'Phương án tài chính', 'Finance'),
  sales: line(4000, 'Liên kết, tiêu thụ', 'Links and sales').optional(),
  analysis: line(
    4000,
    'Điểm mạnh, điểm yếu, cơ hội, thách thức',
    'Strengths, weaknesses, opportunities, threats',
  ).optional(),
  distribution: line(4000, 'Phương án phân phối thu nhập', 'How income is shared').optional(),
  conclusion: line(4000, 'Kết luận, cam kết', 'Conclusion and commitment').optional(),
  years: planYears,
};

const membership = choice({
  official: { vi: 'Thành viên chính thức', en: 'Official member' },
  contributing: { vi: 'Thành viên liên kết góp vốn', en: 'Associate who contributes capital' },
  noncontributing: { vi: 'Thành viên liên kết không góp vốn', en: 'Associate without capital' },
});
const who = choice({
  citizen: { vi: 'Cá nhân Việt Nam', en: 'Vietnamese citizen' },
  foreigner: { vi: 'Cá nhân nước ngoài', en: 'Foreigner' },
  foreignInvestor: { vi: 'Nhà đầu tư nước ngoài', en: 'Foreign investor' },
  household: { vi: 'Hộ gia đình', en: 'Household' },
  group: { vi: 'Tổ hợp tác', en: 'Cooperative group' },
  legalPerson: { vi: 'Pháp nhân', en: 'Legal person' },
  cooperative: { vi: 'Hợp tác xã', en: 'Cooperative' },
});

export const kinships = ['spouse', 'parent', 'child', 'sibling', 'inLaw'] as const;

const kinshipTitles = {
  spouse: { vi: 'Vợ, chồng', en: 'Spouse' },
  parent: { vi: 'Cha, mẹ', en: 'Parent' },
  child: { vi: 'Con', en: 'Child' },
  sibling: { vi: 'Anh, chị, em ruột', en: 'Sibling' },
  inLaw: { vi: 'Bên vợ hoặc bên chồng', en: 'In-law' },
} as const;

const kinship = z.strictObject({
  first: memberNo('Thành viên thứ nhất (số thứ tự)', 'First member (number)'),
  second: memberNo('Thành viên thứ hai (số thứ tự)', 'Second member (number)'),
  relation: field(worded(z.enum(kinships), kinshipTitles), { vi: 'Quan hệ', en: 'Relation' }),
});

export const kinshipList = field(
  z.array(kinship).max(100).optional(),
  { vi: 'Quan hệ gia đình giữa các thành viên', en: 'Family ties among members' },
  {
    vi: 'Kê khai để tránh bầu người trong một gia đình vào các chức danh kiểm soát nhau.',
    en: 'Declared so that relatives are not elected to posts that check each other.',
  },
);

const member = z.strictObject({
  no: stands(memberNo('Số thứ tự', 'Number'), 'ordinal'),
  name: line(200, 'Họ tên hoặc tên tổ chức', 'Name'),
  membership: field(membership, { vi: 'Loại thành viên', en: 'Membership' }),
  who: field(who, { vi: 'Đối tượng', en: 'Kind of person' }),
  representative: line(
    200,
    'Người đại diện (nếu là tổ chức)',
    'Representative (organisations)',
  ).optional(),
  birthDate: field(personal('birthDate').optional(), { vi: 'Ngày sinh', en: 'Date of birth' }),
  idNumber: field(personal('idNumber').optional(), { vi: 'Số định danh', en: 'Personal number' }),
  address: field(personal('address').optional(), { vi: 'Địa chỉ', en: 'Address' }),
  email: field(
    personal('email').optional(),
    { vi: 'Email', en: 'E-mail' },
    { vi: 'Giấy mời hội nghị được gửi tới đây.', en: 'The invitation is sent here.' },
  ),
  capital: vnd('Vốn cam kết góp (đồng)', 'Capital committed (VND)'),
  applied: yes('Đã có đơn tự nguyện gia nhập', 'Has applied in writing'),
  capable: yes('Có năng lực hành vi dân sự đầy đủ', 'Has full legal capacity'),
});

const membersShape = {
  list: field(z.array(member).min(1).max(300), { vi: 'Thành viên', en: 'Members' }),
  kinships: kinshipList,
};

const nameShape = {
  name: line(200, 'Tên đầy đủ', 'Full name', {
    vi: 'Ví dụ: Hợp tác xã Nông nghiệp Hòa Bình',
    en: 'E.g. Hợp tác xã Nông nghiệp Hòa Bình',
  }),
  shortName: line(100, 'Tên viết tắt', 'Short name').optional(),
  foreignName: line(200, 'Tên tiếng nước ngoài', 'Foreign name').optional(),
};

const governanceShape = {
  variant: field(
    choice({
      full: { vi: 'Đầy đủ', en: 'Full' },
      simplified: { vi: 'Rút gọn', en: 'Simplified' },
    }),
    { vi: 'Mô hình', en: 'Variant' },
    {
      vi: 'Đầy đủ: Hội đồng quản trị, Giám đốc, Ban kiểm soát. Rút gọn: Giám đốc, kiểm soát viên.',
      en: 'Full: board, director, supervisory board. Simplified: director, supervisor.',
    },
  ),
  size: field(
    choice({
      micro: { vi: 'Siêu nhỏ', en: 'Micro' },
      small: { vi: 'Nhỏ', en: 'Small' },
      medium: { vi: 'Vừa', en: 'Medium' },
      large: { vi: 'Lớn', en: 'Large' },
    }),
    { vi: 'Quy mô', en: 'Size class' },
  ),
  board: number('Số thành viên Hội đồng quản trị', 'Board members'),
  supervisors: number('Số kiểm soát viên', 'Supervisors'),
  termYears: number('Nhiệm kỳ (năm)', 'Term of office (years)'),
};

const asset = z.strictObject({
  member: memberNo('Thành viên góp (số thứ tự)', 'Contributing member (number)'),
  what: line(300, 'Tài sản', 'Asset'),
  value: vnd('Giá trị đề xuất (đồng)', 'Proposed value (VND)'),
});

const assetsShape = {
  cashOnly: yes('Chỉ góp bằng tiền', 'Cash only'),
  list: field(z.array(asset).max(300).optional(), { vi: 'Tài sản góp vốn', en: 'Assets' }),
  preparedOn: day('Ngày kiểm kê', 'Date of the inventory').optional(),
};

export const shapes = {
  charter: charterShape,
  plan: planShape,
  members: membersShape,
  name: nameShape,
  governance: governanceShape,
  assets: assetsShape,
};

/** A complete draft of each part; the event carries the one that `part` names. */
export const drafts = {
  charter: field(z.strictObject(shapes.charter).optional(), partTitles.charter),
  plan: field(z.strictObject(shapes.plan).optional(), partTitles.plan),
  members: field(z.strictObject(shapes.members).optional(), partTitles.members),
  name: field(z.strictObject(shapes.name).optional(), partTitles.name),
  governance: field(z.strictObject(shapes.governance).optional(), partTitles.governance),
  assets: field(z.strictObject(shapes.assets).optional(), partTitles.assets),
};

/** The same with every field left open: work in progress is kept as it is. */
export const sketches = {
  charter: field(z.strictObject(shapes.charter).partial().optional(), partTitles.charter),
  plan: field(
    z
      .strictObject({
        ...z.strictObject(shapes.plan).partial().shape,
        years: field(z.array(planYear.partial()).min(3).max(3).optional(), yearsLabel, yearsHint),
      })
      .optional(),
    partTitles.plan,
  ),
  members: field(
    z
      .strictObject({
        list: field(z.array(member.partial()).max(300).optional(), {
          vi: 'Thành viên',
          en: 'Members',
        }),
        kinships: kinshipList,
      })
      .optional(),
    partTitles.members,
  ),
  name: field(z.strictObject(shapes.name).partial().optional(), partTitles.name),
  governance: field(z.strictObject(shapes.governance).partial().optional(), partTitles.governance),
  assets: field(
    z
      .strictObject({
        ...z.strictObject(shapes.assets).partial().shape,
        list: field(z.array(asset.partial()).max(300).optional(), {
          vi: 'Tài sản góp vốn',
          en: 'Assets',
        }),
      })
      .optional(),
    partTitles.assets,
  ),
};

export type Member = z.infer<typeof member>;
export type Kinship = z.infer<typeof kinship>;
export type Contents = { [P in Part]: NonNullable<z.infer<(typeof drafts)[P]>> };
