// The three years of a business plan in figures: totals, profit, break-even, cash. Exact whole VND. What is odd about
// them is remarked for the group to think over; the law sets a plan no figures, so nothing here refuses one.
import type { Text } from '../text.ts';
import { capitalOf, type Founding } from './data.ts';
import type { Contents, Member } from './parts.ts';

export type PlanYear = NonNullable<Contents['plan']['years']>[number];

/** One year, in VND. */
export type YearFigures = {
  year: number;
  revenue: number;
  variableCosts: number;
  fixedCosts: number;
  costs: number;
  /** Negative: a loss. */
  profit: number;
  /** The revenue at which nothing is won or lost; null when sales do not even cover what varies with them. */
  breakEven: number | null;
  /** Sales to members, as an exact share of all sales. */
  internal: { part: number; whole: number };
  cashIn: number;
  cashOut: number;
  cash: number;
  /** Cash at the end of the year, from nothing at the start of the first. */
  closing: number;
};

export type PlanRemark = { code: string; title: Text; remedy: Text; source?: string };

export type PlanFigures = {
  years: YearFigures[];
  /** What members put in, lenders lend and the group invests over the three years, in VND. */
  funding: { capital: number; loans: number; investment: number };
  remarks: PlanRemark[];
};

/**
 * Returns the figures of a plan; undefined without any. @param committed what the list of members adds up to, in VND;
 * undefined while there is no list
 */
export function planFigures(
  given: readonly PlanYear[] | undefined,
  committed?: number,
): PlanFigures | undefined {
  if (given === undefined) return undefined;
  let closing = 0;
  const years = given.map((each, index) => {
    const figures = yearOf(each, index + 1, closing);
    ({ closing } = figures);
    return figures;
  });
  const funding = {
    capital: sum(given, 'capital'),
    loans: sum(given, 'loans'),
    investment: sum(given, 'investment'),
  };
  const remarks = [
    ...years.flatMap((year, index) => [
      ...salesRemarks(year),
      ...moneyRemarks(given[index] as PlanYear, year),
    ]),
    ...fundingRemarks(funding, committed),
  ];
  return { years, funding, remarks };
}

/** The same for a case, out of what was handed in. */
export function figuresOf({ parts }: Founding): PlanFigures | undefined {
  return planFigures(parts.plan.content?.years, committedBy(parts.members.content?.list));
}

/** What a list of members adds up to; undefined without one. */
export function committedBy(list: readonly Member[] | undefined): number | undefined {
  return list && capitalOf(list);
}

function sum(years: readonly PlanYear[], key: 'capital' | 'loans' | 'investment'): number {
  return years.reduce((total, year) => total + (year[key] ?? 0), 0);
}

function yearOf(given: PlanYear, year: number, before: number): YearFigures {
  const { memberSales, outsideSales, variableCosts, fixedCosts } = given;
  const { depreciation = 0, investment = 0, capital = 0, loans = 0, repayment = 0 } = given;
  const revenue = memberSales + outsideSales;
  const costs = variableCosts + fixedCosts;
  const cashIn = revenue + capital + loans;
  // Depreciation is a cost that no cash leaves for.
  const cashOut = costs - depreciation + investment + repayment;
  const cash = cashIn - cashOut;
  return {
    year,
    revenue,
    variableCosts,
    fixedCosts,
    costs,
    profit: revenue - costs,
    breakEven: breakEvenOf(revenue, variableCosts, fixedCosts),
    internal: { part: memberSales, whole: revenue },
    cashIn,
    cashOut,
    cash,
    closing: before + cash,
  };
}

/** Fixed costs over the share of revenue that is left when what varies is paid; rounded up to whole VND. */
function breakEvenOf(revenue: number, variable: number, fixed: number): number | null {
  if (fixed === 0) return 0;
  if (revenue <= variable) return null;
  const [part, whole] = [BigInt(fixed) * BigInt(revenue), BigInt(revenue - variable)];
  return Number((part + whole - 1n) / whole);
}

function salesRemarks({ year, profit, breakEven }: YearFigures): PlanRemark[] {
  return [
    ...remarkIf(breakEven === null, {
      code: 'noMargin',
      title: {
        vi: `Năm ${year}: doanh thu không bù được biến phí, nên không có điểm hòa vốn`,
        en: `Year ${year}: sales do not cover variable costs, so there is no break-even`,
      },
      remedy: {
        vi: 'Xem lại giá bán, sản lượng hoặc giá vật tư.',
        en: 'Look again at prices, volumes or the cost of supplies.',
      },
    }),
    ...remarkIf(profit < 0 && breakEven !== null, {
      code: 'loss',
      title: {
        vi: `Năm ${year}: lỗ, doanh thu chưa tới điểm hòa vốn`,
        en: `Year ${year}: a loss, sales stay below break-even`,
      },
      remedy: {
        vi: 'Ghi rõ lấy gì bù lỗ và khi nào có lãi.',
        en: 'Say what covers the loss and when it ends.',
      },
    }),
  ];
}

function moneyRemarks(
  { fixedCosts, depreciation = 0 }: PlanYear,
  { year, closing }: YearFigures,
): PlanRemark[] {
  return [
    ...remarkIf(closing < 0, {
      code: 'cash',
      title: {
        vi: `Cuối năm ${year}: thiếu tiền mặt`,
        en: `End of year ${year}: cash runs short`,
      },
      remedy: {
        vi: 'Thêm vốn góp, vốn vay, hoặc lùi khoản đầu tư.',
        en: 'Add capital or a loan, or invest later.',
      },
    }),
    ...remarkIf(depreciation > fixedCosts, {
      code: 'depreciation',
      title: {
        vi: `Năm ${year}: khấu hao lớn hơn định phí`,
        en: `Year ${year}: depreciation is more than fixed costs`,
      },
      remedy: {
        vi: 'Khấu hao là một phần của định phí: sửa một trong hai số.',
        en: 'Depreciation is part of fixed costs: correct one of the two.',
      },
    }),
  ];
}

function fundingRemarks(
  { capital, loans }: PlanFigures['funding'],
  committed: number | undefined,
): PlanRemark[] {
  return [
    ...remarkIf(committed !== undefined && capital !== committed, {
      code: 'capital',
      title: {
        vi: 'Vốn góp trong phương án khác với tổng vốn trong danh sách thành viên',
        en: 'Capital in the plan differs from what the members commit',
      },
      remedy: {
        vi: 'Sửa phương án hoặc danh sách thành viên cho khớp.',
        en: 'Make the plan and the list of members agree.',
      },
    }),
    ...remarkIf(loans > 0 && capital * 5 < capital + loans, {
      code: 'ownShare',
      title: {
        vi: 'Vốn tự có dưới 20 % tổng vốn góp và vốn vay',
        en: 'Own capital is below 20 % of capital and loans together',
      },
      remedy: {
        vi: 'Nếu định vay Quỹ hỗ trợ phát triển hợp tác xã, hãy xem điều kiện vốn tự có.',
        en: 'Who means to borrow from the support fund should see its condition on own capital.',
      },
      source: 'NĐ 45/2021/NĐ-CP',
    }),
  ];
}

const remarkIf = (is: boolean, remark: PlanRemark): PlanRemark[] => (is ? [remark] : []);
