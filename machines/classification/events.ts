// Events of a self-assessment: opened, drafted, handed in, returned, graded, or found not to be graded at all.
import { z } from 'zod';
import { figures, figuresBy } from '../appraisal/field-form.ts';
import { frozenAs, usableSet } from '../appraisal/criteria.ts';
import {
  day,
  exampleLines,
  kept,
  lines,
  longText,
  period,
  reason,
  shortText,
} from '../appraisal/fields.ts';
import { isLocalDate } from '../calendar.ts';
import { worded } from '../choice.ts';
import { exclusions, exclusionWords, inForceOn, type CriteriaSet } from '../criteria/set.ts';
import { corrected, standing } from '../criteria/score.ts';
import { field, type Cooperative, type Facts } from '../define.ts';
import { personOf, setOf, words, type ClassificationData } from './data.ts';

/** The subject on which a cooperative has one open self-assessment. */
export function subjectOf(set: string, year: number, cooperative: string): string {
  return `classification:${set}:${year}:${cooperative}`;
}

const open = words.event({
  title: { vi: 'Mở phiếu tự đánh giá', en: 'Open a self-assessment' },
  payload: {
    cooperative: field(z.string().trim().min(1).max(30), {
      vi: 'Mã số hợp tác xã',
      en: 'Code of the cooperative',
    }),
    criterionSet: field(
      z
        .string()
        .max(40)
        .regex(/^[A-Za-z0-9_.]{1,40}$/),
      {
        vi: 'Bộ tiêu chí',
        en: 'Criteria set',
      },
    ),
    period,
    handInBy: day({
      vi: 'Hợp tác xã nộp trước hết ngày',
      en: 'Cooperative hands in by',
    }).optional(),
    registryBy: day({
      vi: 'Cơ quan đăng ký tổng hợp trước hết ngày',
      en: 'Registry by',
    }).optional(),
    provinceBy: day({ vi: 'Tỉnh báo cáo trước hết ngày', en: 'Province by' }).optional(),
    campaign: field(z.string().max(64).optional(), { vi: 'Đợt đánh giá', en: 'Campaign' }),
  },
  examples: [{ cooperative: '5400000001', criterionSet: 'TT01_2020', period: 2026 }],
  looksUp: ({ cooperative, criterionSet, period: year }) => ({
    cooperative,
    subject: subjectOf(criterionSet, year, cooperative),
  }),
  record: ({ data, payload, facts }) => {
    const { criterionSet: id, period: year, campaign } = payload;
    const published = inForceOn(facts.criteria ?? [], id, facts.on);
    const usual = lastDays(usableSet(id, facts) as CriteriaSet, year);
    return {
      ...data,
      cooperative: facts.found.cooperative as Cooperative,
      criterionSet: id,
      ...(published ? { set: frozenAs(published) } : {}),
      period: year,
      handInBy: payload.handInBy ?? usual[0],
      registryBy: payload.registryBy ?? usual[1],
      provinceBy: payload.provinceBy ?? usual[2],
      ...(campaign ? { campaign } : {}),
    };
  },
});

/**
 * Returns the last days of the set in a year: of its own year when they lie in its second half, else of the next one.
 * @law ? TT 01/2020/TT-BKHĐT Đ9: 15/12, 18/12, 21/12; TT 09/2017/TT-BNNPTNT: 01/4, 10/4, 15/4 of the next year
 */
export function lastDays({ calendar }: CriteriaSet, year: number): [string, string, string] {
  const { handIn, registry, province } = calendar ?? usualDays;
  const first = handIn < '07' ? year + 1 : year;
  const on = (dayOfYear: string): string => {
    const date = `${first}-${dayOfYear}`;
    // 29 February of a year that has none.
    return isLocalDate(date) ? date : `${first}-02-28`;
  };
  return [on(handIn), on(registry), on(province)];
}

const usualDays = { handIn: '12-15', registry: '12-18', province: '12-21' };

const evidence = field(
  z
    .array(
      z.strictObject({
        slot: field(z.string().min(1).max(40), { vi: 'Mục minh chứng', en: 'Slot' }),
        title: shortText({ vi: 'Tên tài liệu', en: 'Title' }),
        file: field(z.string().min(1).max(120).optional(), { vi: 'Mã tệp', en: 'Id of the file' }),
      }),
    )
    .max(100)
    .default([]),
  { vi: 'Minh chứng', en: 'Evidence' },
);

const save = words.event({
  title: { vi: 'Lưu bản nháp', en: 'Save the draft' },
  payload: {
    figures: field(figures.default([]), { vi: 'Số liệu', en: 'Figures' }),
    self: lines.default([]),
    evidence,
  },
  examples: [{ figures: [{ figure: 'revenue', value: 1_200_000_000 }], self: exampleLines }],
  // The latest draft stands; who saves from a file or a table has read no version.
  concurrent: true,
  record: ({ data, payload, facts }) => ({
    ...data,
    figures: figuresBy(payload.figures),
    self: kept(payload.self),
    evidence: payload.evidence.map(({ slot, title, file }) => ({
      slot,
      title,
      ...(file ? { file } : {}),
    })),
    savedOn: facts.on,
  }),
});

const handIn = words.event({
  title: { vi: 'Nộp phiếu tự đánh giá', en: 'Hand in the self-assessment' },
  handsIn: true,
  payload: {
    checkedBy: shortText(
      { vi: 'Ban kiểm soát, kiểm soát viên đã kiểm tra', en: 'Supervisor who checked it' },
      { vi: 'Họ và tên', en: 'Name' },
    ),
  },
  examples: [{ checkedBy: 'Lê Thị Soát' }],
  record: ({ data, payload, facts }) => ({
    ...data,
    handedIn: { on: facts.on, by: personOf(facts.by), checkedBy: payload.checkedBy },
  }),
});

const giveBack = words.event({
  title: { vi: 'Trả lại để sửa', en: 'Return for correction' },
  payload: { reason },
  examples: [{ reason: 'Doanh thu không khớp báo cáo tài chính.' }],
  record: ({ data: { handedIn: _handedIn, ...data }, payload, facts }) => ({
    ...data,
    returned: { on: facts.on, by: personOf(facts.by), reason: payload.reason },
    assignee: personOf(facts.by),
  }),
});

const confirm = words.event({
  title: { vi: 'Xác nhận kết quả xếp loại', en: 'Confirm the grade' },
  payload: {
    scores: lines.optional(),
    excluded: field(
      z
        .array(worded(z.enum(exclusions), exclusionWords))
        .max(exclusions.length)
        .default([]),
      {
        vi: 'Trường hợp xếp loại theo quy định riêng',
        en: 'What decides the grade by itself',
      },
    ),
  },
  examples: [{}],
  record: ({ data, payload, facts }) => ({
    ...data,
    assignee: personOf(facts.by),
    result: gradedOf(data, payload, facts),
  }),
});

type Confirmed = {
  scores?: z.infer<typeof lines> | undefined;
  excluded: readonly (typeof exclusions)[number][];
};

function gradedOf(
  data: ClassificationData,
  { scores, excluded }: Confirmed,
  facts: Facts,
): NonNullable<ClassificationData['result']> {
  const set = setOf(data, facts);
  const final = scores ? kept(scores) : corrected(set, data.self, data.figures);
  const { total, grade, unmet } = standing(set, final, 0, excluded);
  return {
    on: facts.on,
    by: personOf(facts.by),
    lines: final,
    total,
    ...(grade ? { grade: { id: grade.id, name: grade.name } } : {}),
    unmet: unmet.map(({ id }) => id),
    excluded,
  };
}

const excuse = words.event({
  title: { vi: 'Không xếp loại', en: 'Not to be graded' },
  payload: {
    reasons: field(
      z
        .array(worded(z.enum(exclusions), exclusionWords))
        .min(1)
        .max(exclusions.length),
      {
        vi: 'Lý do',
        en: 'Reasons',
      },
    ),
    facts: longText({ vi: 'Sự việc, tài liệu chứng minh', en: 'Facts and evidence' }),
  },
  examples: [{ reasons: ['stopped'], facts: 'Ngừng hoạt động từ tháng 3 đến tháng 8.' }],
  record: ({ data, payload, facts }) => ({
    ...data,
    notGraded: {
      on: facts.on,
      by: personOf(facts.by),
      reasons: payload.reasons,
      facts: payload.facts,
    },
  }),
});

export const events = {
  OPEN_ASSESSMENT: open,
  SAVE_ASSESSMENT: save,
  HAND_IN: handIn,
  RETURN: giveBack,
  CONFIRM_GRADE: confirm,
  EXCUSE: excuse,
  HAND_IN_OVERDUE: words.lapse({
    vi: 'Quá hạn nộp phiếu tự đánh giá',
    en: 'Not handed in in time',
  }),
  GRADING_OVERDUE: words.lapse({ vi: 'Quá hạn xác nhận xếp loại', en: 'Not graded in time' }),
};
