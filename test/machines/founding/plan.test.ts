// The figures of a business plan, worked by hand.
import { describe, expect, it } from 'vitest';
import { planFigures, type PlanYear } from '../../../machines/founding/plan.ts';
import { percent } from '../../../machines/founding/plan-paper.ts';
import * as samples from '../../../machines/founding/samples.ts';
import { draft, drafting } from './story.ts';

const nothing: PlanYear = { memberSales: 0, outsideSales: 0, variableCosts: 0, fixedCosts: 0 };

function plan(...years: Partial<PlanYear>[]) {
  const given = Array.from({ length: 3 }, (_, at) => ({ ...nothing, ...years[at] }));
  const figures = planFigures(given);
  if (!figures) throw new Error('no figures');
  return figures;
}

const codes = (given: ReturnType<typeof planFigures>) => given?.remarks.map(({ code }) => code);

describe('the years of a plan', () => {
  it('add up: 300 + 700 of sales, 400 variable and 450 fixed costs leave 150', () => {
    const { years } = plan({
      memberSales: 300,
      outsideSales: 700,
      variableCosts: 400,
      fixedCosts: 450,
    });
    expect(years[0]).toMatchObject({
      revenue: 1_000,
      costs: 850,
      profit: 150,
      // 450 ÷ (600 of every 1,000) = 750.
      breakEven: 750,
      internal: { part: 300, whole: 1_000 },
    });
  });

  it('break even in whole VND, rounded up: 100 ÷ (2 of every 3) = 150, 100 ÷ (1 of every 3) = 300, 1 ÷ (2 of 3) = 2', () => {
    const of = (fixedCosts: number, variableCosts: number) =>
      plan({ outsideSales: 3, variableCosts, fixedCosts }).years[0]?.breakEven;
    expect([of(100, 1), of(100, 2), of(1, 1)]).toEqual([150, 300, 2]);
  });

  it('keep every digit: 9,999,999,999,999 fixed, 1 of every 9,999,999,999,999 left', () => {
    const most = 9_999_999_999_999;
    const { years } = plan({
      outsideSales: most,
      variableCosts: most - most,
      fixedCosts: most - 1,
    });
    expect(years[0]?.breakEven).toBe(most - 1);
  });

  it('have no break-even when nothing is sold, or sales only pay what varies', () => {
    expect(plan({ fixedCosts: 5 }).years[0]).toMatchObject({ revenue: 0, breakEven: null });
    const { years } = plan({ outsideSales: 10, variableCosts: 10, fixedCosts: 1 });
    expect(years[0]?.breakEven).toBeNull();
    expect(percent({ part: 0, whole: 0 })).toBe('không có');
  });

  it('need no sales to break even when nothing is fixed', () => {
    expect(plan({}).years[0]).toMatchObject({ breakEven: 0, profit: 0, closing: 0 });
  });

  it('carry cash on: 500 in, 380 out, 120 left; then 40 more go than come', () => {
    const { years, funding } = plan(
      // In 200 + 250 + 50; out 230 − 20 + 160 + 10.
      { outsideSales: 200, fixedCosts: 230, depreciation: 20, investment: 160, capital: 250, loans: 50, repayment: 10 }, // prettier-ignore
      { outsideSales: 100, variableCosts: 100, repayment: 40 },
    );
    expect(
      years.map(({ cashIn, cashOut, cash, closing }) => [cashIn, cashOut, cash, closing]),
    ).toEqual([
      [500, 380, 120, 120],
      [100, 140, -40, 80],
      [0, 0, 0, 80],
    ]);
    expect(funding).toEqual({ capital: 250, loans: 50, investment: 160 });
  });

  it('are written as shares with one decimal, rounded half up', () => {
    expect(percent({ part: 1, whole: 3 })).toBe('33,3 %');
    expect(percent({ part: 2, whole: 3 })).toBe('66,7 %');
    expect(percent({ part: 1, whole: 2_000 })).toBe('0,1 %');
    expect(percent({ part: 30, whole: 30 })).toBe('100,0 %');
  });

  it('are not there when nobody wrote any', () => {
    expect(planFigures(undefined)).toBeUndefined();
  });
});

describe('what is remarked', () => {
  it('is nothing for the example', () => {
    expect(codes(planFigures(samples.plan.years, 700_000_000))).toEqual([]);
  });

  it('is a loss, sales that pay no costs, cash that runs short', () => {
    const loss = plan({ outsideSales: 100, variableCosts: 50, fixedCosts: 60, capital: 10 });
    expect(codes(loss)).toEqual(['loss']);
    const short = plan({ outsideSales: 100, variableCosts: 110, fixedCosts: 1, capital: 10 });
    expect(codes(short)).toEqual(['noMargin', 'cash', 'cash', 'cash']);
  });

  it('is a depreciation above the fixed costs it is part of', () => {
    expect(codes(plan({ outsideSales: 9, fixedCosts: 5, depreciation: 5 }))).toEqual([]);
    expect(codes(plan({ outsideSales: 9, fixedCosts: 5, depreciation: 6 }))).toEqual([
      'depreciation',
    ]);
  });

  it('is a capital other than what the members commit', () => {
    const years = [{ ...nothing, capital: 7 }, nothing, nothing];
    expect(codes(planFigures(years, 7))).toEqual([]);
    expect(codes(planFigures(years, 8))).toEqual(['capital']);
    expect(codes(planFigures(years))).toEqual([]);
  });

  it('NĐ 45/2021: is an own share below 20 %, of which the support fund asks', () => {
    expect(codes(plan({ capital: 20, loans: 80 }))).toEqual([]);
    const [remark] = plan({ capital: 19, loans: 80 }).remarks;
    expect(remark).toMatchObject({ code: 'ownShare', source: 'NĐ 45/2021/NĐ-CP' });
  });
});

describe('the paper of a plan', () => {
  const paper = (change: object) => {
    const payload = { part: 'plan', plan: { ...samples.plan, ...change } };
    const { effects } = drafting()
      .does('SUBMIT_DRAFT', draft('members'))
      .does('SUBMIT_DRAFT', payload);
    const issued = effects.find((effect) => effect.kind === 'issue');
    return (issued as unknown as { data: Record<string, unknown> }).data;
  };

  it('has tables, charts and remarks', () => {
    const { tables, charts, reasons, items } = paper({ conclusion: 'Cam kết' });
    const [results, cash] = tables as { rows: string[][] }[];
    expect(results?.rows).toContainEqual([
      'Doanh thu hòa vốn',
      '1.500.000.000',
      '1.625.000.000',
      '1.750.000.000',
    ]);
    expect(cash?.rows.at(-1)).toEqual([
      'Tiền còn cuối năm',
      '560.000.000',
      '870.000.000',
      '1.330.000.000',
    ]);
    expect(charts).toHaveLength(2);
    expect(reasons).toEqual([]);
    expect(items).toContainEqual({
      label: 'Giới thiệu',
      value: 'Tên: Nhóm trồng rau sạch Hòa Bình. Số thành viên: 7. Vốn điều lệ: 700.000.000 đồng.',
    });
  });

  it('says what is not there, and what is to be thought over', () => {
    const { tables, reasons, articles } = paper({
      years: [{ ...nothing, fixedCosts: 1, capital: 700_000_000 }, nothing, nothing],
    });
    expect((tables as { rows: string[][] }[])[0]?.rows[8]?.[1]).toBe('không có');
    expect(reasons).toEqual([
      'Năm 1: doanh thu không bù được biến phí, nên không có điểm hòa vốn. Xem lại giá bán, sản lượng hoặc giá vật tư.',
    ]);
    expect(articles).toEqual([]);
  });

  it('has no tables without figures', () => {
    expect(paper({ years: undefined })).not.toHaveProperty('tables');
  });
});
