// How long there is left, in the words and the urgency that lists show.
import {
  addDays,
  compareDates,
  daysBetween,
  localDateOf,
  workingDaysBetween,
  type Calendar,
  type LocalDate,
} from '../../../machines/calendar.ts';
import { allProcesses } from '../../../machines/index.ts';
import type { Process } from '../../../machines/define.ts';
import type { Text } from '../../../machines/text.ts';
import type { Clock } from '../../clock.ts';
import type { Almanac } from '../../engine/almanac.ts';
import type { Person } from '../../engine/rights.ts';

export type Due = { on: LocalDate; words: Text; urgency: 'late' | 'today' | 'soon' | 'later' };

/** Tells of a last day what is left of it; nothing for nothing. */
export type Remaining = (on: LocalDate | null) => Due | undefined;

const soonDays = 3;

/** The words for today, by the working days of the person's alliance. */
export async function remainingFor(
  { almanac, clock }: { almanac: Almanac; clock: Clock },
  person: Person,
): Promise<Remaining> {
  const { calendar } = await almanac.basis(person.allianceId, allProcesses()[0] as Process);
  const today = clock.today();
  return (on) => (on === null ? undefined : dueOf(calendar, today, on));
}

function dueOf(calendar: Calendar, today: LocalDate, on: LocalDate): Due {
  const order = compareDates(on, today);
  if (order === 0) return { on, words: { vi: 'Hạn hôm nay', en: 'Due today' }, urgency: 'today' };
  const days = Math.abs(workingDaysBetween(calendar, today, on));
  if (order < 0) {
    const late = { vi: `Quá ${days} ngày làm việc`, en: `${days} working ${plural(days)} late` };
    return { on, words: late, urgency: 'late' };
  }
  const left = { vi: `Còn ${days} ngày làm việc`, en: `${days} working ${plural(days)} left` };
  return {
    on,
    words: left,
    urgency: compareDates(on, addDays(today, soonDays)) <= 0 ? 'soon' : 'later',
  };
}

function plural(days: number): string {
  return days === 1 ? 'day' : 'days';
}

/** Whole days since an instant. */
export function ageOf(openedAt: string, today: LocalDate): number {
  return Math.max(0, daysBetween(localDateOf(openedAt), today));
}
