// What somebody at a desk should look at first. Each figure names the list it counts, so that a figure and its rows
// never differ.
import type { Knex } from 'knex';
import { addDays, type LocalDate } from '../../machines/calendar.ts';
import type { Text } from '../../machines/text.ts';
import { countEach, type OwnFilter } from './queue.ts';
import type { Person } from './rights.ts';

export const figureNames = ['late', 'dueToday', 'stuck', 'unclaimed', 'mine'] as const;
export type FigureName = (typeof figureNames)[number];

export type Figure = {
  name: FigureName;
  title: Text;
  count: number;
  /** There are more than were counted: never, at present. */
  capped: boolean;
  /** The filters of the list of work that shows the rows. */
  filter: OwnFilter;
};

/** Work open for so many days is called stuck, late or not. */
export const stuckDays = 14;

const titles: Readonly<Record<FigureName, Text>> = {
  late: { vi: 'Quá hạn', en: 'Late' },
  dueToday: { vi: 'Đến hạn hôm nay', en: 'Due today' },
  stuck: { vi: `Chờ quá ${stuckDays} ngày`, en: `Waiting for more than ${stuckDays} days` },
  unclaimed: { vi: 'Chưa ai nhận', en: 'Nobody has taken it' },
  mine: { vi: 'Tôi đang làm', en: 'In my hands' },
};

/** Returns the filter of the list of work behind a figure, for today. */
export function figureFilter(name: FigureName, today: LocalDate): OwnFilter {
  switch (name) {
    case 'late':
      return { role: 'mine', dueTo: addDays(today, -1) };
    case 'dueToday':
      return { role: 'mine', dueFrom: today, dueTo: today };
    case 'stuck':
      return { role: 'mine', waitingSince: addDays(today, -stuckDays) };
    case 'unclaimed':
      return { role: 'mine', claimedBy: 'none' };
    case 'mine':
      return { claimedBy: 'me' };
  }
}

/** Returns the figures of the person's own work, in the order they matter. */
export async function readDesk(db: Knex, person: Person, today: LocalDate): Promise<Figure[]> {
  const filters = figureNames.map((name) => figureFilter(name, today));
  const counts = await countEach(db, person, filters);
  return figureNames.map((name, index) => ({
    name,
    title: titles[name],
    count: counts[index] ?? 0,
    capped: false,
    filter: filters[index] ?? {},
  }));
}
