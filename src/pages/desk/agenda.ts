// The calendar: what is due and what takes place, a month at a time, with the days off.
import { z } from 'zod';
import {
  addDays,
  addMonths,
  isWorkingDay,
  type Calendar,
  type LocalDate,
} from '../../../machines/calendar.ts';
import { allProcesses } from '../../../machines/index.ts';
import type { Process } from '../../../machines/define.ts';
import { readAgenda, type AgendaItem } from '../../engine/agenda.ts';
import type { Operation } from '../../http/operation.ts';
import type { DeskPageDeps } from './desk.ts';
import { deskRoles } from './home.ts';
import { choice } from './query.ts';

const month = z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/);

export function agendaPages({ page, knex, clock, almanac }: DeskPageDeps): Operation[] {
  return [
    page({
      id: 'agendaPage',
      path: '/desk/agenda',
      title: { vi: 'Lịch', en: 'Calendar' },
      roles: deskRoles,
      query: { month: choice(month) },
      async handle({ person, query }) {
        const today = clock.today();
        const shown = query.month ?? today.slice(0, 7);
        const from = `${shown}-01`;
        const to = addDays(addMonths(from, 1), -1);
        const { calendar } = await almanac.basis(person.allianceId, allProcesses()[0] as Process);
        const { items, counts } = await readAgenda(knex, person, { from, to });
        const days = daysOf({ from, to, today, calendar }, items);
        const [before, after] = [-1, 1].map((step) => addMonths(from, step).slice(0, 7));
        return {
          view: 'desk/agenda',
          model: { dense: true, month: shown, before, after, days, counts, today },
        };
      },
    }),
  ];
}

type Month = { from: LocalDate; to: LocalDate; today: LocalDate; calendar: Calendar };

/** Days with something in them, and the days off that have a name. */
function daysOf({ from, to, today, calendar }: Month, items: readonly AgendaItem[]): object[] {
  const byDay = Map.groupBy(items, ({ on }) => on);
  const days: object[] = [];
  for (let on = from; on <= to; on = addDays(on, 1)) {
    const holiday = calendar.days.get(on);
    const found = byDay.get(on) ?? [];
    const off = !isWorkingDay(calendar, on);
    if (found.length > 0 || holiday) {
      days.push({ on, off, today: on === today, holiday, items: found, weekday: weekdayOf(on) });
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
