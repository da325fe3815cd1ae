// One row of a list of work: what is to be done in which case, by when, since when, in whose hands.
import type { LocalDate } from '../../../machines/calendar.ts';
import { processOf } from '../../../machines/index.ts';
import type { WorkItem } from '../../engine/queue.ts';
import { may } from '../../engine/permissions.ts';
import { hasOneOf, type Person } from '../../engine/rights.ts';
import { titleOf } from '../../engine/titles.ts';
import { ageOf, type Remaining } from '../due.ts';

export type Looking = { remaining: Remaining; today: LocalDate; person: Person };

/** The row as templates show it; `claim` and `release` say which buttons there are. */
export function workRow(item: WorkItem, { remaining, today, person }: Looking): object {
  const process = processOf(item.case.process);
  const does = hasOneOf(person, item.roles);
  const holds = item.claimedBy?.id === person.id;
  return {
    ...item,
    process: process.title,
    stateTitle: item.state === null ? undefined : titleOf(process, item.state),
    due: remaining(item.dueOn),
    age: ageOf(item.openedAt, today),
    mine: holds,
    claim: does && item.claimedBy === null,
    release: holds || (item.claimedBy !== null && may(person, 'releaseWork')),
  };
}
