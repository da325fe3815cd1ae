// The payload fields that several events of an appraisal share.
import { z } from 'zod';
import { isLocalDate } from '../calendar.ts';
import { choice, stands } from '../choice.ts';
import { field } from '../define.ts';
import type { Text } from '../text.ts';
import { hundredths, type Line } from '../criteria/sheet.ts';

export const account = (label: Text) => field(stands(z.string().min(1).max(64), 'account'), label);
/** The account of somebody on the board. */
export const seated = (label: Text) => field(stands(z.string().min(1).max(64), 'seat'), label);
export const shortText = (label: Text, hint?: Text) =>
  field(z.string().trim().min(1).max(200), label, hint);
export const longText = (label: Text, hint?: Text) =>
  field(z.string().trim().min(1).max(4000), label, hint);
export const day = (label: Text) => field(z.string().refine(isLocalDate, 'localDate'), label);
export const reason = longText({ vi: 'Lý do', en: 'Reason' });
export const note = longText({ vi: 'Ghi chú', en: 'Note' }).optional();
export const period = field(z.int().min(2004).max(2100), {
  vi: 'Năm đánh giá',
  en: 'Year appraised',
});

export const lines = field(
  z
    .array(
      z.strictObject({
        criterion: field(z.string().min(1).max(10), { vi: 'Tiêu chí', en: 'Criterion' }),
        points: field(
          z.number().min(0).max(100).multipleOf(0.01).optional(),
          { vi: 'Điểm', en: 'Points' },
          {
            vi: 'Nhiều nhất hai chữ số thập phân',
            en: 'Two decimals at most',
          },
        ),
        met: field(z.boolean().optional(), { vi: 'Đạt', en: 'Met' }),
        comment: shortText({ vi: 'Nhận xét', en: 'Comment' }).optional(),
      }),
    )
    .max(40),
  { vi: 'Điểm theo tiêu chí', en: 'Scores by criterion' },
  {
    vi: 'Tiêu chí chấm điểm thì ghi số điểm; yêu cầu bắt buộc thì ghi đạt hoặc không đạt',
    en: 'Points for a scored criterion; met or not for a requirement',
  },
);

/** Kinds of papers that a dossier is made of. */
export const paperKinds = {
  APPRAISAL_REQUEST: { vi: 'Tờ trình đề nghị thẩm định', en: 'Request for appraisal' },
  SELF_SCORE: { vi: 'Bảng tự chấm điểm', en: 'Self-scoring sheet' },
  FIN_REPORT: { vi: 'Báo cáo tài chính', en: 'Financial report' },
  LINK_CONTRACT: { vi: 'Hợp đồng liên kết', en: 'Linkage contract' },
  OTHER: { vi: 'Giấy tờ khác', en: 'Other paper' },
} as const;

export const documents = field(
  z
    .array(
      z.strictObject({
        kind: field(choice(paperKinds), { vi: 'Loại giấy tờ', en: 'Kind' }),
        title: shortText({ vi: 'Tên giấy tờ', en: 'Title' }),
      }),
    )
    .max(40),
  { vi: 'Giấy tờ nộp kèm', en: 'Papers' },
);

/** Returns the lines as the case keeps them: whole hundredths, no empty fields. */
export function kept(given: z.infer<typeof lines>): Line[] {
  return given.map(({ criterion, points, met, comment }) => ({
    criterion,
    ...(points === undefined ? {} : { points: hundredths(points) }),
    ...(met === undefined ? {} : { met }),
    ...(comment === undefined ? {} : { comment }),
  }));
}

const scored: readonly (readonly [string, number])[] = [
  ['1', 6], ['2', 5], ['3', 9.5], ['4', 5], ['5', 7], ['6', 6], ['7', 5], ['8', 5],
  ['9', 3], ['10', 7], ['11', 7], ['12', 6.5], ['13', 5], ['14', 5], ['15', 2],
]; // prettier-ignore

/** A sheet of the 15 criteria, 84 points. */
export const exampleLines: z.infer<typeof lines> = [
  ...scored.map(([criterion, points]) => ({ criterion, points })),
  { criterion: 'a', met: true },
];

export const exampleDocuments: z.infer<typeof documents> = [
  { kind: 'APPRAISAL_REQUEST', title: 'Tờ trình đề nghị thẩm định' },
  { kind: 'SELF_SCORE', title: 'Bảng tự chấm điểm' },
  { kind: 'FIN_REPORT', title: 'Báo cáo tài chính năm' },
];

/** What may stand between a member of the board and a fair vote. */
export const conflictKinds = {
  memberOrOfficial: { vi: 'Thành viên, cán bộ của hợp tác xã', en: 'Member or official' },
  family: { vi: 'Người thân trong gia đình', en: 'Family' },
  creditor: { vi: 'Cho hợp tác xã vay', en: 'Creditor' },
  drafter: { vi: 'Người soạn điều lệ', en: 'Drafter of the charter' },
  other: { vi: 'Lý do khác', en: 'Other' },
} as const;
