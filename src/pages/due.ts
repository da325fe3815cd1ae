// How long there is left until a day, in the words people count in and the urgency that lists show.
import {
  addDays,
  compareDates,
  daysBetween,
  localDateOf,
  workingDaysBetween,
  type Calendar,
  type LocalDate,
} from '../../machines/calendar.ts';
import type { Process } from '../../machines/define.ts';
import { allProcesses } from '../../machines/index.ts';
import type { Text } from '../../machines/text.ts';
import type { Clock } from '../clock.ts';
import type { Almanac } from '../engine/almanac.ts';
import type { Person } from '../engine/rights.ts';

export type Due = { on: LocalDate; words: Text; urgency: 'late' | 'today' | 'soon' | 'later' };

/** Tells of a last day what is left of it; nothing for nothing. */
export type Remaining = (on: LocalDate | null) => Due | undefined;

const soonDays = 3;
const farDays = 31;

/** The words for today, by the working days of the person's alliance. */
export async function remainingFor(
  { almanac, clock }: { almanac: Almanac; clock: Clock },
  person: Person,
): Promise<Remaining> {
  const { calendar } = await almanac.basis(person.allianceId, allProcesses()[0] as Process);
  const today = clock.today();
  return (on) => (on === null ? undefined : dueOf(calendar, today, on));
}

/** "Còn 2 ngày làm việc", "Hạn là hôm nay", "Quá hạn 3 ngày làm việc". Beyond a month it counts in days. */
export function dueOf(calendar: Calendar, today: LocalDate, on: LocalDate): Due {
  const order = compareDates(on, today);
  if (order === 0)
    return { on, words: { vi: 'Hạn là hôm nay', en: 'Due today' }, urgency: 'today' };
  const { vi, en } = lengthOf(calendar, today, on);
  if (order < 0) return { on, words: { vi: `Quá hạn ${vi}`, en: `${en} late` }, urgency: 'late' };
  const urgency = compareDates(on, addDays(today, soonDays)) <= 0 ? 'soon' : 'later';
  return { on, words: { vi: `Còn ${vi}`, en: `${en} left` }, urgency };
}

function lengthOf(calendar: Calendar, today: LocalDate, on: LocalDate): Text {
  const days = Math.abs(daysBetween(today, on));
  const far = days > farDays;
  const count = far ? days : Math.abs(workingDaysBetween(calendar, today, on));
  const unit = count === 1 ? 'day' : 'days';
  return far
    ? { vi: `${count} ngày`, en: `${count} ${unit}` }
    : { vi: `${count} ngày làm việc`, en: `${count} working ${unit}` };
}

/** Whole days since an instant. */
export function ageOf(openedAt: string, today: LocalDate): number {
  return Math.max(0, daysBetween(localDateOf(openedAt), today));
}
