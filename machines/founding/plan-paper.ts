// What the paper of a business plan says: its headings, and the figures of three years as tables and charts.
import { capitalOf, contentOf, membersOf, nameOf, type Founding } from './data.ts';
import { figuresOf, type PlanFigures, type PlanYear, type YearFigures } from './plan.ts';
import { line } from './proceedings.ts';
import { grouped, holder, vnd } from './sheets.ts';

/** `widths` as the markup of papers writes them; `>` stands a column at its right edge. */
type Table = { title: string; widths: string; rows: string[][] };
/** The first row names what is drawn; the first column says of which year. */
type Chart = { look: 'bars' | 'line'; title: string; rows: string[][] };

export function planPaper(data: Founding) {
  const plan = contentOf(data, 'plan');
  const figures = figuresOf(data);
  return {
    holder: holder(data),
    items: [
      ...line('Giới thiệu', introduction(data)),
      ...line('Tổng quan thị trường', plan.market),
      ...line('Điểm mạnh, điểm yếu, cơ hội, thách thức', plan.analysis),
      ...line('Nhu cầu chung', plan.needs),
      ...line('Phương án hoạt động', plan.activities),
      ...line('Nhà xưởng, bộ máy, nhân lực', plan.people),
      ...line('Phương án tài chính', plan.finance),
      ...line('Phương án phân phối thu nhập', plan.distribution),
      ...line('Liên kết, tiêu thụ', plan.sales),
    ],
    ...(figures && plan.years ? figured(plan.years, figures) : {}),
    articles: plan.conclusion ? [plan.conclusion] : [],
  };
}

/** What the other drafts say of the cooperative so far. */
function introduction(data: Founding): string {
  const { businesses, address } = data.parts.charter.content ?? {};
  const members = membersOf(data);
  const known = [
    ...line('Tên', nameOf(data)),
    ...line('Trụ sở', address),
    ...line('Ngành, nghề', businesses),
    ...line('Số thành viên', members.length || undefined),
    ...line('Vốn điều lệ', members.length > 0 ? vnd(capitalOf(members)) : undefined),
  ];
  return known.map(({ label, value }) => `${label}: ${value}.`).join(' ');
}

function figured(given: readonly PlanYear[], { years, funding, remarks }: PlanFigures) {
  return {
    tables: [resultTable(given, years), cashTable(given, years), fundingTable(funding)],
    charts: [resultChart(years), cashChart(years)],
    reasons: remarks.map(({ title, remedy }) => `${title.vi}. ${remedy.vi}`),
  };
}

const wide = '7 4> 4> 4>';
const head = ['Chỉ tiêu (đồng)', 'Năm 1', 'Năm 2', 'Năm 3'];

function row<Y>(label: string, years: readonly Y[], of: (year: Y) => number | null): string[] {
  return [label, ...years.map((year) => figure(of(year)))];
}

function figure(amount: number | null): string {
  return amount === null ? 'không có' : grouped(amount);
}

function resultTable(given: readonly PlanYear[], years: readonly YearFigures[]): Table {
  return {
    title: 'Doanh thu, chi phí, lãi lỗ',
    widths: wide,
    rows: [
      head,
      row('Doanh thu từ thành viên', given, ({ memberSales }) => memberSales),
      row('Doanh thu bên ngoài', given, ({ outsideSales }) => outsideSales),
      row('Tổng doanh thu', years, ({ revenue }) => revenue),
      row('Biến phí', years, ({ variableCosts }) => variableCosts),
      row('Định phí', years, ({ fixedCosts }) => fixedCosts),
      row('Tổng chi phí', years, ({ costs }) => costs),
      row('Lãi (lỗ ghi số âm)', years, ({ profit }) => profit),
      row('Doanh thu hòa vốn', years, ({ breakEven }) => breakEven),
      ['Tỷ lệ doanh thu từ thành viên', ...years.map(({ internal }) => percent(internal))],
    ],
  };
}

/** One decimal, rounded half up; nothing is sold: nothing to share. */
export function percent({ part, whole }: { part: number; whole: number }): string {
  if (whole === 0) return 'không có';
  const tenths = (BigInt(part) * 2_000n + BigInt(whole)) / (BigInt(whole) * 2n);
  return `${tenths / 10n},${tenths % 10n} %`;
}

function cashTable(given: readonly PlanYear[], years: readonly YearFigures[]): Table {
  return {
    title: 'Dòng tiền',
    widths: wide,
    rows: [
      head,
      row('Vốn góp nhận', given, ({ capital = 0 }) => capital),
      row('Vốn vay nhận', given, ({ loans = 0 }) => loans),
      row('Tiền vào', years, ({ cashIn }) => cashIn),
      row('Đầu tư', given, ({ investment = 0 }) => investment),
      row('Trả nợ gốc', given, ({ repayment = 0 }) => repayment),
      row('Khấu hao (không chi tiền)', given, ({ depreciation = 0 }) => depreciation),
      row('Tiền ra', years, ({ cashOut }) => cashOut),
      row('Tiền còn cuối năm', years, ({ closing }) => closing),
    ],
  };
}

function fundingTable({ capital, loans, investment }: PlanFigures['funding']): Table {
  return {
    title: 'Vốn trong ba năm',
    widths: '7 4> 4>',
    rows: [
      ['Nguồn (đồng)', 'Số tiền', 'Tỷ lệ'],
      ['Vốn góp', grouped(capital), percent({ part: capital, whole: capital + loans })],
      ['Vốn vay', grouped(loans), percent({ part: loans, whole: capital + loans })],
      ['Cộng', grouped(capital + loans), ''],
      ['Dùng cho đầu tư', grouped(investment), ''],
    ],
  };
}

const labelled = ({ year }: YearFigures): string => `Năm ${year}`;

function resultChart(years: readonly YearFigures[]): Chart {
  return {
    look: 'bars',
    title: 'Doanh thu, chi phí và lãi (đồng)',
    rows: [
      ['Năm', 'Doanh thu', 'Chi phí', 'Lãi'],
      ...years.map((each) => [
        labelled(each),
        ...[each.revenue, each.costs, each.profit].map(String),
      ]),
    ],
  };
}

function cashChart(years: readonly YearFigures[]): Chart {
  return {
    look: 'line',
    title: 'Tiền còn cuối năm (đồng)',
    rows: [['Năm', 'Tiền còn'], ...years.map((each) => [labelled(each), String(each.closing)])],
  };
}
