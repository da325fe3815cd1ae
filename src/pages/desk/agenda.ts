// The calendar: what is due and what takes place, a month at a time, with the days off.
import { z } from 'zod';
import { permissions } from '../../engine/permissions.ts';
import {
  addDays,
  addMonths,
  isWorkingDay,
  type Calendar,
  type LocalDate,
} from '../../../machines/calendar.ts';
import { allProcesses } from '../../../machines/index.ts';
import type { Process } from '../../../machines/define.ts';
import { readDays, type AgendaDay, type Period } from '../../engine/agenda.ts';
import type { Operation } from '../../http/operation.ts';
import { localDate } from '../../http/shapes.ts';
import type { DeskPageDeps } from './desk.ts';
import { choice } from './query.ts';

const month = z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/);

/** Of a day in the month; the day by itself has all. */
const firstOfDay = 8;
const wholeDay = 1_000;

export function agendaPages(deps: DeskPageDeps): Operation[] {
  return [
    deps.page({
      id: 'agendaPage',
      path: '/desk/agenda',
      title: { vi: 'Lịch', en: 'Calendar' },
      roles: permissions.desk,
      query: { month: choice(month), day: choice(localDate) },
      async handle({ person, query: { month: asked, day } }) {
        const today = deps.clock.today();
        const shown = asked ?? (day ?? today).slice(0, 7);
        const period = day === undefined ? monthOf(shown) : { from: day, to: day };
        const { calendar } = await deps.almanac.basis(person.allianceId, allProcesses()[0] as Process); // prettier-ignore
        const perDay = day === undefined ? firstOfDay : wholeDay;
        const found = await readDays(deps.knex, person, period, perDay);
        const [before, after] = [-1, 1].map((step) => addMonths(`${shown}-01`, step).slice(0, 7));
        const total = found.reduce((sum, each) => sum + each.total, 0);
        const days = daysOf({ ...period, today, calendar }, found);
        return {
          view: 'desk/agenda',
          model: { dense: true, month: shown, only: day, before, after, days, total, today },
        };
      },
    }),
  ];
}

function monthOf(shown: string): Period {
  const from = `${shown}-01`;
  return { from, to: addDays(addMonths(from, 1), -1) };
}

type Around = Period & { today: LocalDate; calendar: Calendar };

/** Days with something in them, and the days off that have a name. */
function daysOf({ from, to, today, calendar }: Around, found: readonly AgendaDay[]): object[] {
  const byDay = new Map(found.map((day) => [day.on, day]));
  const days: object[] = [];
  for (let on = from; on <= to; on = addDays(on, 1)) {
    const holiday = calendar.days.get(on);
    const { items = [], total = 0 } = byDay.get(on) ?? {};
    const off = !isWorkingDay(calendar, on);
    if (items.length > 0 || holiday) {
      const rest = total - items.length;
      days.push({ on, off, today: on === today, holiday, items, rest, weekday: weekdayOf(on) });
    }
  }
  return days;
}

const weekdays = [
  { vi: 'Chủ nhật', en: 'Sunday' },
  { vi: 'Thứ hai', en: 'Monday' },
  { vi: 'Thứ ba', en: 'Tuesday' },
  { vi: 'Thứ tư', en: 'Wednesday' },
  { vi: 'Thứ năm', en: 'Thursday' },
  { vi: 'Thứ sáu', en: 'Friday' },
  { vi: 'Thứ bảy', en: 'Saturday' },
] as const;

function weekdayOf(on: LocalDate): (typeof weekdays)[number] | undefined {
  return weekdays[new Date(`${on}T00:00:00Z`).getUTCDay()];
}
