// How long there is until a day, in the words people count in.
import {
  daysBetween,
  workingDaysBetween,
  type Calendar,
  type LocalDate,
} from '../../machines/calendar.ts';
import type { Text } from '../../machines/text.ts';

export type Due = { words: Text; late: boolean; soon: boolean };

const soonDays = 3;

/** "Còn 2 ngày làm việc", "Hạn là hôm nay", "Đã quá hạn 3 ngày làm việc". Beyond a month it counts in days. */
export function dueWords(calendar: Calendar, today: LocalDate, due: LocalDate): Due {
  const days = daysBetween(today, due);
  if (days === 0)
    return { words: { vi: 'Hạn là hôm nay', en: 'Due today' }, late: false, soon: true };
  const far = Math.abs(days) > 31;
  const count = Math.abs(far ? days : workingDaysBetween(calendar, today, due));
  const unit = far
    ? { vi: 'ngày', en: count === 1 ? 'day' : 'days' }
    : { vi: 'ngày làm việc', en: count === 1 ? 'working day' : 'working days' };
  const length = { vi: `${count} ${unit.vi}`, en: `${count} ${unit.en}` };
  if (days < 0)
    return {
      words: { vi: `Đã quá hạn ${length.vi}`, en: `${length.en} late` },
      late: true,
      soon: false,
    };
  return {
    words: { vi: `Còn ${length.vi}`, en: `${length.en} left` },
    late: false,
    soon: count <= soonDays,
  };
}
