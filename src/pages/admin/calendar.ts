// The working-day calendar by year: the national days and the alliance's own, which an administrator adds and takes away
// after seeing which due dates would move.
import { may, permissions } from '../../engine/permissions.ts';
import {
  compareDates,
  makeCalendar,
  nationalDays,
  type CalendarDay,
  type LocalDate,
} from '../../../machines/calendar.ts';
import type { Process } from '../../../machines/define.ts';
import { allProcesses } from '../../../machines/index.ts';
import type { Almanac } from '../../engine/almanac.ts';
import { movedTerms, ownDays } from '../../engine/calendar-change.ts';
import { wrong } from '../../engine/absences.ts';
import { parse } from '../../engine/validate.ts';
import type { Fields, Operation } from '../../http/operation.ts';
import { one } from '../../http/page-form.ts';
import { problemOf, statusOf } from '../../http/problems.ts';
import { calendarDay } from '../../http/reports.ts';
import { wholeNumber } from '../../http/shapes.ts';
import { Problem, type Fault } from '../../problem.ts';
import type { PageAnswer, PageCall } from '../page.ts';
import type { AdminDeps } from './admin.ts';

export type CalendarPageDeps = AdminDeps & {
  almanac: Almanac;
  onCalendarChanged?: ((allianceId: string) => Promise<void>) | undefined;
};

const about = {
  path: '/admin/calendar',
  title: { vi: 'Lịch làm việc', en: 'Working-day calendar' },
} as const;

export function calendarPages(deps: CalendarPageDeps): Operation[] {
  return [
    deps.page({
      ...about,
      id: 'calendarPage',
      roles: permissions.oversee,
      query: { year: wholeNumber(1900, 2200).optional() },
      handle: (call) => listed(deps, call, { year: call.query.year }),
    }),
    deps.page({
      ...about,
      id: 'changeCalendarPage',
      method: 'POST',
      roles: permissions.changeCalendar,
      handle: (call) => sent(deps, call),
    }),
  ];
}

type Shown = { year?: number | undefined; faults?: readonly Fault[]; status?: number };

async function listed(
  { almanac, clock }: CalendarPageDeps,
  { person, fields }: PageCall,
  { year = Number(clock.today().slice(0, 4)), faults = [], status = 200 }: Shown,
): Promise<PageAnswer> {
  const calendar = await current(almanac, person.allianceId);
  const own = new Set(ownDays(calendar).map(({ date }) => date));
  const days = [...calendar.days.values()]
    .filter(({ date }) => date.startsWith(`${year}-`))
    .toSorted((a, b) => compareDates(a.date, b.date))
    .map((day) => ({ ...day, own: own.has(day.date) }));
  const allowed = {
    change: may(person, 'changeCalendar'),
    run: may(person, 'keepRunning'),
  };
  const given = Object.fromEntries(Object.keys(fields).map((name) => [name, one(fields, name)]));
  const { revision } = calendar;
  const model = { dense: true, year, days, revision, may: allowed, faults, given };
  return { view: 'admin/calendar', model, status };
}

/** As it is now: another process of the service may have changed it. */
function current(almanac: Almanac, allianceId: string) {
  almanac.forget();
  return almanac.basis(allianceId, allProcesses()[0] as Process).then(({ calendar }) => calendar);
}

async function sent(deps: CalendarPageDeps, call: PageCall): Promise<PageAnswer> {
  try {
    return await change(deps, call);
  } catch (error) {
    const { code, extra } = problemOf(error);
    if (code !== 'invalid') throw error;
    const year = Number(/^\d{4}/.exec(one(call.fields, 'date') ?? '')?.[0] ?? Number.NaN);
    const shown = Number.isNaN(year) ? {} : { year };
    return listed(deps, call, { ...shown, faults: extra.errors ?? [], status: statusOf[code] });
  }
}

/** Shows what would move; the same form sent on from there puts the days in force. */
async function change(deps: CalendarPageDeps, call: PageCall): Promise<PageAnswer> {
  const { almanac, clock, knex, once, onCalendarChanged } = deps;
  const { person, fields } = call;
  const { allianceId } = person;
  const calendar = await current(almanac, allianceId);
  const { day, own } = wanted(ownDays(calendar), fields);
  const to = `/admin/calendar?year=${day.date.slice(0, 4)}`;
  if (one(fields, 'confirmed') === undefined) {
    const tried = makeCalendar([...nationalDays, ...own], 'tried');
    const moved = await movedTerms(knex, person, tried);
    const what = one(fields, 'what');
    const model = { dense: true, day, what, moved, to, revision: calendar.revision };
    return { view: 'admin/calendar-check', model };
  }
  await once(call, async () => {
    if (one(fields, 'revision') !== calendar.revision) throw changedMeanwhile();
    return { revision: await almanac.changeCalendar(allianceId, own, clock.now()) };
  });
  await onCalendarChanged?.(allianceId);
  return { to };
}

/** The alliance's days after the change, and the day it is about. @throws Problem `invalid` */
function wanted(own: CalendarDay[], fields: Fields): { day: CalendarDay; own: CalendarDay[] } {
  const others = (date: LocalDate) => own.filter((each) => each.date !== date);
  if (one(fields, 'what') === 'remove') {
    const day = own.find(({ date }) => date === one(fields, 'date'));
    return day ? { day, own: others(day.date) } : gone();
  }
  const confidence = one(fields, 'verified') === undefined ? 'unconfirmed' : 'verified';
  const names = ['date', 'kind', 'name', 'basis'];
  const given = Object.fromEntries(names.map((name) => [name, one(fields, name)]));
  const parsed = parse(calendarDay, { ...given, confidence });
  if (!parsed.ok) throw new Problem('invalid', { errors: parsed.faults });
  const day: CalendarDay = parsed.value;
  return { day, own: [...others(day.date), day] };
}

function gone(): never {
  throw wrong('/date', 'gone', {
    vi: 'Liên minh không còn ngày riêng này; hãy xem lại lịch dưới đây',
    en: 'The alliance has no such day of its own any more; look at the calendar below',
  });
}

function changedMeanwhile(): Problem {
  return wrong('/revision', 'changed', {
    vi: 'Lịch vừa được người khác thay đổi; hãy xem lại lịch dưới đây rồi làm lại',
    en: 'Somebody has just changed the calendar; look at it below and do it again',
  });
}
