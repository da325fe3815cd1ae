// What a conditional pass asks of the cooperative: a list with days, handed in item by item or all at once, and checked.
import { z } from 'zod';
import { writtenDate, type LocalDate } from '../calendar.ts';
import { asked, choice } from '../choice.ts';
import { field } from '../define.ts';
import { texts, type Slot } from '../dossier.ts';
import type { Checklist, ChecklistItem } from '../glance.ts';
import { localRule, personOf, words, type AppraisalData, type RemedyItem } from './data.ts';
import { day, longText } from './fields.ts';

type HandedIn = { item: number; text?: string | undefined };
type Checked = HandedIn & { verdict: string; reason?: string | undefined; dueOn?: string };

const itemNo = field(z.int().min(1).max(40), { vi: 'Nội dung số', en: 'Number of the item' });

const handIn = words.event({
  title: { vi: 'Nộp minh chứng cho một nội dung', en: 'Hand in evidence for one item' },
  payload: {
    item: itemNo,
    text: longText(
      { vi: 'Đã làm gì, có giấy tờ nào', en: 'What was done, with which papers' },
      {
        vi: 'Có thể bỏ trống khi đã gửi tệp cho nội dung này.',
        en: 'May be left empty when a file was sent for this item.',
      },
    ).optional(),
  },
  examples: [{ item: 1, text: 'Đã họp Đại hội thành viên ngày 15/3, có biên bản.' }],
  handsIn: true,
  concurrent: true,
  record: ({ data, payload, facts }) => {
    const files = filesFor(payload.item, facts.found);
    return whole({
      ...data,
      remediation: changed(
        data,
        payload.item,
        ({ checked: _checked, evidence: _was, ...item }) => ({
          ...item,
          ...(payload.text ? { evidence: payload.text } : {}),
          handed: { on: facts.on, by: personOf(facts.by), files },
        }),
      ),
    });
  },
});

const check = words.event({
  title: { vi: 'Xem xét minh chứng của một nội dung', en: 'Check the evidence for one item' },
  payload: {
    item: itemNo,
    verdict: field(
      choice({
        accepted: { vi: 'Chấp nhận', en: 'Accepted' },
        notAccepted: { vi: 'Chưa chấp nhận', en: 'Not accepted' },
      }),
      { vi: 'Kết quả', en: 'Result' },
    ),
    reason: asked(longText({ vi: 'Lý do', en: 'Reason' }).optional(), 'verdict', ['notAccepted']),
    dueOn: asked(day({ vi: 'Làm lại trước ngày', en: 'Again by' }).optional(), 'verdict', [
      'notAccepted',
    ]),
  },
  examples: [
    { item: 1, verdict: 'accepted' },
    { item: 1, verdict: 'notAccepted', reason: 'Biên bản chưa có chữ ký của thư ký.' },
  ],
  record: ({ data, payload: { item: no, verdict, reason, dueOn }, facts }) => ({
    ...data,
    remediation: changed(data, no, (item) => {
      const checked = { on: facts.on, by: personOf(facts.by), accepted: verdict === 'accepted' };
      if (checked.accepted) return { ...item, checked };
      const { late, ...rest } = item;
      const again = dueOn ? { dueOn } : late ? { late } : {};
      return { ...rest, ...again, checked: { ...checked, reason: reason as string } };
    }),
  }),
});

const itemDue = words.lapse(
  { vi: 'Đến hạn một nội dung khắc phục', en: 'An item to remedy is due' },
  ({ data, facts }) => ({
    ...data,
    remediation: data.remediation.map((item) =>
      isOwed(item) && item.dueOn !== undefined && item.dueOn < facts.on
        ? { ...item, late: true }
        : item,
    ),
  }),
);

export const remedyEvents = { HAND_IN_ITEM: handIn, CHECK_ITEM: check, ITEM_DUE: itemDue };

const slotOf = (no: number): string => `REMEDY_${no}`;

const filesFor = (
  no: number,
  { files = [] }: { files?: readonly { id: string; slot: string }[] },
) => files.flatMap(({ id, slot }) => (slot === slotOf(no) ? [id] : []));

const changed = (
  { remediation }: AppraisalData,
  no: number,
  change: (item: RemedyItem) => RemedyItem,
): RemedyItem[] => remediation.map((item, index) => (index + 1 === no ? change(item) : item));

const stateOf = ({
  checked,
  handed,
  evidence,
}: RemedyItem): NonNullable<ChecklistItem['state']> => {
  if (checked) return checked.accepted ? 'accepted' : 'notAccepted';
  return handed || evidence !== undefined ? 'handedIn' : 'open';
};

/** Returns whether the cooperative has this still to do. */
const isOwed = (item: RemedyItem): boolean => ['open', 'notAccepted'].includes(stateOf(item));

/** Returns whether every item is handed in, so that the whole is reported. */
export const allHandedIn = ({ remediation }: AppraisalData): boolean =>
  remediation.length > 0 && !remediation.some(isOwed);

/** Returns the data with the board looking again from the beginning, once every item is in. */
export function whole(data: AppraisalData): AppraisalData {
  if (!allHandedIn(data) || data.meeting === undefined) return data;
  const { field: _field, meeting: _meeting, ...rest } = data;
  return { ...rest, sheets: {}, ballots: {} };
}

/** Returns the list as the case page shows it; undefined when nothing was asked. */
export function checklist({ remediation }: AppraisalData): Checklist | undefined {
  if (remediation.length === 0) return undefined;
  return {
    title: { vi: 'Các nội dung phải khắc phục', en: 'Items to remedy' },
    items: remediation.map((asking, index) => {
      const { item, dueOn, evidence, handed, checked } = asking;
      return {
        text: item,
        state: stateOf(asking),
        slot: slotOf(index + 1),
        ...(dueOn ? { dueOn } : {}),
        ...(evidence ? { done: evidence } : {}),
        ...(handed ? { files: handed.files } : {}),
        ...(checked?.reason ? { reason: checked.reason } : {}),
      };
    }),
    acts: { handsIn: 'HAND_IN_ITEM', checks: 'CHECK_ITEM' },
  };
}

/** Returns the places of the dossier for evidence, one for each item. */
export function remedySlots({ remediation }: AppraisalData): Slot[] {
  return remediation.map(({ item }, index) => ({
    id: slotOf(index + 1),
    title: {
      vi: `Minh chứng khắc phục ${index + 1}: ${item}`,
      en: `Evidence for item ${index + 1}: ${item}`,
    },
    law: localRule,
    confidence: 'unconfirmed',
    kinds: [...texts, 'xlsx'],
    by: ['applicant', 'staff'],
    needed: false,
  }));
}

/** Returns what is still to be remedied, each with its day. */
export function openRemedies({ remediation }: AppraisalData): ReturnType<typeof written>[] {
  return remediation.filter(isOwed).map(written);
}

/** Returns the items that were not accepted, and why, as letters say it. */
export function returnedRemedies({ remediation }: AppraisalData): ReturnType<typeof written>[] {
  return remediation.filter(({ checked }) => checked?.accepted === false).map(written);
}

/** Returns an item as letters say it. */
export function written({ item, dueOn, checked }: RemedyItem): string | { vi: string; en: string } {
  const why = checked?.reason ? `: ${checked.reason}` : '';
  if (dueOn === undefined) return item + why;
  const date = writtenDate(dueOn);
  return { vi: `${item} (trước ngày ${date})${why}`, en: `${item} (by ${date})${why}` };
}

/** Returns the first day by which something must still be remedied. */
export function firstRemedyDue({ remediation }: AppraisalData): LocalDate | undefined {
  return daysOf(remediation.filter(isOwed))[0];
}

/** Returns the next such day whose passing has not been told yet. */
export function nextItemDue({ remediation }: AppraisalData): LocalDate | undefined {
  return daysOf(remediation.filter((item) => isOwed(item) && !item.late))[0];
}

const daysOf = (items: readonly RemedyItem[]): LocalDate[] =>
  items.flatMap(({ dueOn }) => dueOn ?? []).toSorted();

const itemAsked = words.rule<HandedIn>({
  title: { vi: 'Nội dung có trong danh sách phải khắc phục', en: 'The item is on the list' },
  law: localRule,
  remedy: { vi: 'Ghi đúng số thứ tự trong danh sách.', en: 'Give a number of the list.' },
  reads: 'payload',
  test: ({ data, payload: { item: have } }) => ({
    met: have <= data.remediation.length,
    need: data.remediation.length,
    have,
  }),
});

const stateFits = (
  title: { vi: string; en: string },
  remedy: { vi: string; en: string },
  fits: (item: RemedyItem) => boolean,
) =>
  words.rule<HandedIn>({
    title,
    law: localRule,
    remedy,
    reads: 'payload',
    test: ({ data, payload }) => {
      const item = data.remediation[payload.item - 1];
      return { met: item === undefined || fits(item), have: item?.item };
    },
  });

export const remedyRules = {
  itemAsked,
  itemNotAccepted: stateFits(
    { vi: 'Nội dung này chưa được chấp nhận', en: 'The item is not accepted yet' },
    { vi: 'Đã được chấp nhận thì không phải nộp nữa.', en: 'Nothing more is needed for it.' },
    (item) => stateOf(item) !== 'accepted',
  ),
  itemReturned: stateFits(
    { vi: 'Nội dung này bị trả lại', en: 'The item was returned' },
    { vi: 'Chỉ nộp lại nội dung chưa được chấp nhận.', en: 'Only what was not accepted.' },
    (item) => stateOf(item) === 'notAccepted',
  ),
  itemHandedIn: stateFits(
    { vi: 'Nội dung này đã có minh chứng chờ xem xét', en: 'Evidence of the item waits' },
    { vi: 'Chờ hợp tác xã nộp minh chứng.', en: 'Wait for the evidence.' },
    (item) => stateOf(item) === 'handedIn',
  ),
  evidenceGiven: words.rule<HandedIn>({
    title: { vi: 'Có ghi đã làm gì hoặc có tệp', en: 'There are words or a file' },
    law: localRule,
    remedy: {
      vi: 'Ghi ngắn gọn đã làm gì, hoặc chọn một tệp minh chứng.',
      en: 'Say shortly what was done, or choose a file.',
    },
    reads: 'payload',
    test: ({ payload: { item, text }, facts }) => ({
      met: text !== undefined || filesFor(item, facts.found).length > 0,
    }),
  }),
  checkReasoned: words.rule<Checked>({
    title: { vi: 'Chưa chấp nhận thì nêu lý do', en: 'Not accepted: with a reason' },
    law: localRule,
    remedy: { vi: 'Ghi còn thiếu gì, sai ở đâu.', en: 'Say what is missing or wrong.' },
    reads: 'payload',
    test: ({ payload: { verdict, reason } }) => ({
      met: verdict === 'accepted' || reason !== undefined,
    }),
  }),
  newDayAhead: words.rule<Checked>({
    title: { vi: 'Hạn làm lại chưa qua', en: 'The new day lies ahead' },
    law: localRule,
    remedy: { vi: 'Chọn một ngày từ hôm nay trở đi.', en: 'Choose today or a later day.' },
    reads: 'payload',
    test: ({ payload: { dueOn: have }, facts: { on: need } }) => ({
      met: have === undefined || have >= need,
      need,
      have,
    }),
  }),
  everyItemIn: words.rule({
    title: { vi: 'Mọi nội dung đã có minh chứng', en: 'Every item has evidence' },
    law: localRule,
    remedy: { vi: 'Nộp minh chứng các nội dung còn lại.', en: 'Hand in the other items.' },
    test: ({ data }) => ({ met: allHandedIn(data) }),
  }),
};
