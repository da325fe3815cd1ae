// The form of what a criteria set says as a whole: its law, whom it leaves out, what it needs, its days.
import { z } from 'zod';
import { paperKinds } from '../../../machines/appraisal/fields.ts';
import { choice, worded } from '../../../machines/choice.ts';
import {
  criteriaSet,
  exclusions,
  exclusionWords,
  type CriteriaSet,
} from '../../../machines/criteria/set.ts';
import { field } from '../../../machines/define.ts';
import type { Text } from '../../../machines/text.ts';
import { label, name, named, sure, text } from './part-fields.ts';

const ofGrades = ({ grades }: CriteriaSet) => named(grades);
const papers = ({ documents }: CriteriaSet) =>
  choice({
    ...Object.fromEntries(documents.map((kind) => [kind, label(kind, kind)])),
    ...paperKinds,
  });
const dayOfYear = (about: Text) =>
  field(
    z.string().regex(/^(0?[1-9]|[12]\d|3[01])\/(0?[1-9]|1[0-2])$/),
    about,
    label('Ngày/tháng, ví dụ 15/12', 'Day and month, such as 15/12'),
  );
const { shape } = criteriaSet;
const period = shape.inForce.unwrap();

const about = {
  code: field(shape.code, label('Ký hiệu', 'Code'), label('Ví dụ 3.2', 'Such as 3.2')),
  name: text(name),
  scope: text(label('Phạm vi áp dụng', 'Scope')).optional(),
  law: field(shape.law, label('Căn cứ pháp lý', 'Legal basis')),
  ...sure,
  note: field(shape.note.min(1).optional(), label('Ghi chú', 'Note')),
  inForce: field(
    z
      .strictObject({
        from: field(period.shape.from, label('Từ ngày', 'From')),
        to: field(period.shape.to, label('Đến hết ngày', 'Until')),
      })
      .optional(),
    label('Hiệu lực của văn bản', 'In force'),
  ),
};

const decided = (set: CriteriaSet) => ({
  minimumMonths: field(
    shape.minimumMonths,
    label('Số tháng hoạt động tối thiểu', 'Months of operation needed'),
  ),
  exclusions: field(
    z.array(worded(z.enum(exclusions), exclusionWords)),
    label('Không thẩm định khi', 'Not appraised when'),
  ),
  gradedAs: field(
    z
      .array(
        z.strictObject({
          exclusion: field(worded(z.enum(exclusions), exclusionWords), label('Khi', 'When')),
          grade: field(ofGrades(set), label('thì xếp loại', 'it is graded')),
        }),
      )
      .max(exclusions.length)
      .optional(),
    label('Trường hợp bị xếp loại thẳng', 'What decides the grade by itself'),
  ),
  documents: field(z.array(papers(set)), label('Giấy tờ phải có', 'Papers needed')),
});

const lasting = {
  passScore: field(
    shape.passScore,
    label('Điểm công nhận', 'Points for recognition'),
    label('Để trống: theo thiết lập của Liên minh', 'Empty: as the alliance has set'),
  ),
  validityMonths: field(
    shape.validityMonths,
    label('Hiệu lực công nhận (tháng)', 'Validity of a recognition, in months'),
    label('Để trống: theo thiết lập của Liên minh', 'Empty: as the alliance has set'),
  ),
  reappraisal: text(label('Khi nào thẩm định lại', 'When it is appraised again')).optional(),
  calendar: field(
    z
      .strictObject({
        handIn: dayOfYear(label('Hợp tác xã nộp chậm nhất', 'The cooperative by')),
        registry: dayOfYear(label('Cơ quan đăng ký chậm nhất', 'The registry by')),
        province: dayOfYear(label('Tỉnh báo cáo chậm nhất', 'The province by')),
      })
      .optional(),
    label('Mốc tự đánh giá hằng năm', 'Days of the yearly self-assessment'),
  ),
};

export function generalForm(set: CriteriaSet): z.ZodRawShape {
  return { ...about, ...decided(set), ...lasting };
}
