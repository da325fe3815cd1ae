// What a conditional pass asks of the cooperative: a list with days, ticked off by evidence.
import { writtenDate, type LocalDate } from '../calendar.ts';
import type { Checklist } from '../glance.ts';
import type { AppraisalData } from './data.ts';

type Asked = AppraisalData['remediation'][number];

/** Returns the list as the case page shows it; undefined when nothing was asked. */
export function checklist({ remediation }: AppraisalData): Checklist | undefined {
  if (remediation.length === 0) return undefined;
  return {
    title: { vi: 'Các nội dung phải khắc phục', en: 'Items to remedy' },
    items: remediation.map(({ item, dueOn, evidence }) => ({
      text: item,
      ...(dueOn ? { dueOn } : {}),
      ...(evidence ? { done: evidence } : {}),
    })),
  };
}

/** Returns what is still to be remedied, each with its day. */
export function openRemedies({ remediation }: AppraisalData): ReturnType<typeof written>[] {
  return remediation.filter(({ evidence }) => evidence === undefined).map(written);
}

/** Returns an item as letters say it. */
export function written({ item, dueOn }: Asked): string | { vi: string; en: string } {
  if (dueOn === undefined) return item;
  const day = writtenDate(dueOn);
  return { vi: `${item} (trước ngày ${day})`, en: `${item} (by ${day})` };
}

/** Returns the first day by which something must be remedied. */
export function firstRemedyDue({ remediation }: AppraisalData): LocalDate | undefined {
  return remediation.flatMap(({ dueOn }) => dueOn ?? []).toSorted()[0];
}
