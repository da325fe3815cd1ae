// When reminders go out: in the working hours of the alliance, and for those who want them together once a working
// day. Pure: the calendar and the hours are handed in.
import {
  addDays,
  isWorkingDay,
  localDateOf,
  nextWorkingDay,
  startOfDay,
  type Calendar,
  type Instant,
} from '../../machines/calendar.ts';
import type { Facts } from '../../machines/define.ts';

type Hours = Facts['settings'];

/** Returns the moment itself when people are at work, else the beginning of the next working hours. */
export function workingMoment(calendar: Calendar, hours: Hours, at: Instant): Instant {
  const today = localDateOf(at);
  const begins = momentOf(today, hours['workFrom']);
  const ends = momentOf(today, hours['workUntil']);
  if (isWorkingDay(calendar, today) && at >= begins && at < ends) return at;
  return firstFrom(calendar, hours['workFrom'], at);
}

/** Returns the next moment at which a daily mail goes out. */
export function digestMoment(calendar: Calendar, hours: Hours, at: Instant): Instant {
  return firstFrom(calendar, hours['digestAt'], at);
}

/** The first working day on which this time of day is not yet past. */
function firstFrom(calendar: Calendar, time: unknown, at: Instant): Instant {
  const today = localDateOf(at);
  const late = momentOf(today, time) < at;
  return momentOf(nextWorkingDay(calendar, late ? addDays(today, 1) : today), time);
}

/** "07:30" of a day in Vietnam. */
function momentOf(on: string, time: unknown): Instant {
  const [hours = 0, minutes = 0] = String(time).split(':').map(Number);
  return new Date(Date.parse(startOfDay(on)) + (hours * 60 + minutes) * 60_000).toISOString();
}
