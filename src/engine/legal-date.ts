// The legal date of an act, apart from when it is recorded: rules, deadlines and reports go by it.
import { addDays, compareDates, localDateOf, type LocalDate } from '../../machines/calendar.ts';
import type { Text } from '../../machines/text.ts';
import { Problem } from '../problem.ts';
import type { Loaded, Request, Surroundings } from './decide.ts';
import { may } from './permissions.ts';
import type { Person } from './rights.ts';

/** The legal date of the act. The alliance's own people may give an earlier one, within the configured limit. */
export function legalDate(
  loaded: Loaded,
  request: Request,
  { at, basis }: Surroundings,
): LocalDate {
  const today = localDateOf(at);
  const { by, occurredOn = today } = request;
  const limit = Number(basis.settings['backdateDays']);
  const opened = loaded.snapshot.version > 0 ? loaded.openedOn : occurredOn;
  const fault =
    occurredOn === today ? undefined : dateFault(by, occurredOn, { today, opened, limit });
  if (fault)
    throw new Problem('invalid', {
      errors: [{ pointer: '/occurredOn', code: 'date', detail: fault }],
    });
  return occurredOn;
}

function dateFault(
  by: Person,
  on: LocalDate,
  { today, opened, limit }: { today: LocalDate; opened: LocalDate; limit: number },
): Text | undefined {
  if (!may(by, 'stateLegalDates')) {
    return {
      vi: 'Chỉ cán bộ Liên minh được ghi ngày khác hôm nay',
      en: 'Only the alliance may state a date other than today',
    };
  }
  if (compareDates(on, today) > 0)
    return {
      vi: 'Ngày thực hiện không được sau hôm nay',
      en: 'The date must not be in the future',
    };
  if (compareDates(on, addDays(today, -limit)) < 0) {
    return {
      vi: `Ngày thực hiện lùi quá ${limit} ngày (cấu hình)`,
      en: `The date is more than ${limit} days back (configured)`,
    };
  }
  if (compareDates(on, opened) >= 0) return undefined;
  return {
    vi: `Ngày thực hiện trước ngày mở hồ sơ ${opened}`,
    en: `The date is before the case was opened on ${opened}`,
  };
}
