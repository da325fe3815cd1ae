// Days of the year that people are reminded of, whatever their cases: yearly meetings and self-scores of cooperatives,
// reports of the alliance. Pure: a day in, what is to be said on it out.
import { addDays, type LocalDate } from './calendar.ts';
import type { Text } from './text.ts';

export type Occasion = {
  /** Tells it from every other: `agm2026`. */
  key: string;
  template: 'yearlyAssembly' | 'selfScoreDue' | 'reportDue';
  /** Cooperatives of the register, or the heads and leaders of the alliance. */
  to: 'cooperatives' | 'office';
  title: Text;
  /** The last day. */
  on: LocalDate;
  law?: string;
};

/** Days before the last day on which people are reminded; the alliance's own choice, no law. */
export const occasionDays = [30, 7, 1] as const;

type Yearly = Omit<Occasion, 'key' | 'on'> & { key: string; day: string };

const period = (vi: string, en: string, key: string, day: string): Yearly => ({
  key,
  template: 'reportDue',
  to: 'office',
  title: { vi, en },
  day,
});

const yearly: readonly Yearly[] = [
  {
    key: 'agm',
    template: 'yearlyAssembly',
    to: 'cooperatives',
    title: { vi: 'Họp Đại hội thành viên thường niên', en: 'Yearly general meeting' },
    // Four months after a financial year that is the calendar year.
    day: '04-30',
    law: 'Luật 17/2023/QH15 Đ59.1',
  },
  {
    key: 'score',
    template: 'selfScoreDue',
    to: 'cooperatives',
    title: {
      vi: 'Cập nhật thông tin, tự đánh giá hằng năm',
      en: 'Yearly update of data and self-score',
    },
    day: '12-15',
    law: 'TT 09/2024/TT-BKHĐT',
  },
  period('Báo cáo quý I', 'Report of the first quarter', 'q1', '03-31'),
  period('Báo cáo 6 tháng đầu năm', 'Report of the half-year', 'q2', '06-30'),
  period('Báo cáo quý III', 'Report of the third quarter', 'q3', '09-30'),
  period('Báo cáo năm', 'Report of the year', 'q4', '12-31'),
];

/** Returns the occasions that people are reminded of on this day, each with the days left. */
export function occasionsOn(today: LocalDate): { occasion: Occasion; daysLeft: number }[] {
  return yearly.flatMap(({ key, day, ...rest }) =>
    occasionDays.flatMap((daysLeft) => {
      const on = addDays(today, daysLeft);
      const occasion = { ...rest, key: `${key}${on.slice(0, 4)}`, on };
      return on.slice(5) === day ? [{ occasion, daysLeft }] : [];
    }),
  );
}
