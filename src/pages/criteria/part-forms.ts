// The forms in which a draft is written, one part at a time: what each asks, and how its answers become the part.
import { z } from 'zod';
import { asked, choice, worded } from '../../../machines/choice.ts';
import {
  band,
  criteriaOf,
  evidence,
  figure,
  grade,
  group,
  indicator,
  secureLink,
  type CriteriaSet,
} from '../../../machines/criteria/set.ts';
import { field } from '../../../machines/define.ts';
import type { Text } from '../../../machines/text.ts';
import type { PartKind } from './place.ts';
import { code, id, label, name, named, sure, text } from './part-fields.ts';
import { generalForm } from './set-form.ts';
import { operationWords, unitWords } from './words.ts';

const maximum = field(
  group.shape.max.optional(),
  label('Điểm tối đa', 'Maximum points'),
  label('Để trống khi chưa biết', 'Left empty while it is not known'),
);

const values = ({ figures = [], indicators = [] }: CriteriaSet) =>
  named([...indicators, ...figures]);

const start = {
  from: band.shape.from.unwrap(),
  above: field(z.boolean(), label('Không kể chính mốc này (lớn hơn)', 'Above the start itself')),
};

const scoring = (set: CriteriaSet) => ({
  scoredBy: field(
    choice({
      judgement: label('Người chấm đánh giá', 'By judgement'),
      measure: label('Tự tính từ số liệu', 'Computed from figures'),
    }),
    label('Cách cho điểm', 'How points are given'),
  ),
  measure: asked(
    field(
      z
        .strictObject({
          indicator: field(values(set), label('Chỉ tiêu', 'Indicator')),
          bands: field(
            z
              .array(
                z.strictObject({
                  from: field(
                    start.from.optional(),
                    label('Từ mốc', 'From'),
                    label('Khoảng đầu tiên để trống', 'Empty in the first band'),
                  ),
                  above: start.above,
                  points: field(band.shape.points, label('Điểm', 'Points')),
                }),
              )
              .min(1)
              .max(20),
            label('Khoảng điểm', 'Band'),
          ),
          ...sure,
        })
        .optional(),
      label('Thang điểm', 'Bands'),
    ),
    'scoredBy',
    ['measure'],
  ),
});

const slots = field(
  z
    .array(
      z.strictObject({
        id: field(evidence.shape.id, code),
        name: text(name),
        required: field(z.boolean(), label('Bắt buộc', 'Required')),
      }),
    )
    .max(20)
    .optional(),
  label('Minh chứng', 'Evidence'),
);

const shapes: Readonly<Record<PartKind, (set: CriteriaSet) => z.ZodRawShape>> = {
  set: generalForm,
  groups: () => ({
    id,
    name: text(name),
    max: field(group.shape.max, label('Điểm tối đa', 'Maximum points')),
    ...sure,
  }),
  criteria: (set) => ({
    id,
    name: text(name),
    max: maximum,
    ...sure,
    ...scoring(set),
    evidence: slots,
  }),
  sub: (set) => ({ id, name: text(name), max: maximum, ...sure, ...scoring(set) }),
  requirements: (set) => ({
    id,
    name: text(name),
    ...sure,
    scoredBy: field(
      choice({
        judgement: label('Người chấm đánh giá', 'By judgement'),
        check: label('Tự kiểm từ số liệu', 'Checked against figures'),
      }),
      label('Cách xét đạt', 'How it is met'),
    ),
    check: asked(
      field(
        z
          .strictObject({
            indicator: field(values(set), label('Chỉ tiêu', 'Indicator')),
            from: field(start.from, label('Đạt khi từ mốc', 'Met from')),
            above: start.above,
          })
          .optional(),
        label('Mốc phải đạt', 'What must be reached'),
      ),
      'scoredBy',
      ['check'],
    ),
    evidence: slots,
  }),
  figures: () => ({
    id,
    name: text(name),
    unit: field(worded(figure.shape.unit, unitWords), label('Đơn vị', 'Unit')),
    hint: text(label('Hướng dẫn điền', 'Hint')).optional(),
  }),
  indicators: (set) => ({
    id,
    name: text(name),
    unit: field(worded(indicator.shape.unit, unitWords), label('Đơn vị', 'Unit')),
    operation: field(
      worded(indicator.shape.operation, operationWords),
      label('Phép tính', 'Computation'),
    ),
    of: field(
      z
        .array(z.strictObject({ value: field(values(set), label('Số liệu', 'Figure')) }))
        .min(1)
        .max(10),
      label('Số liệu', 'Figure'),
      label('Theo thứ tự trong phép tính', 'In the order of the computation'),
    ),
  }),
  grades: () => ({
    id,
    name: text(name),
    from: field(grade.shape.from, label('Từ điểm', 'From points')),
  }),
  support: (set) => ({
    criterion: field(
      named([...criteriaOf(set), ...set.requirements]),
      label('Tiêu chí', 'Criterion'),
    ),
    name: text(label('Hỗ trợ, tập huấn', 'Support, training')),
    link: field(secureLink.optional(), label('Đường dẫn', 'Link'), {
      vi: 'Bắt đầu bằng https://; bỏ trống khi chỉ có tên lớp, tên người phụ trách',
      en: 'Begins with https://; left empty where there is only a name',
    }),
  }),
};

export const partTitles: Readonly<Record<PartKind, Text>> = {
  set: label('Thông tin chung', 'General'),
  groups: label('Nhóm tiêu chí', 'Group'),
  criteria: label('Tiêu chí', 'Criterion'),
  sub: label('Tiêu chí thành phần', 'Part of a criterion'),
  requirements: label('Điều kiện bắt buộc', 'Must-pass item'),
  figures: label('Số liệu', 'Figure'),
  indicators: label('Chỉ tiêu tính toán', 'Indicator'),
  grades: label('Mức xếp loại', 'Grade'),
  support: label('Hỗ trợ, tập huấn', 'Support, training'),
};

/** The form of a part in a set. A criterion with parts has no bands of its own. */
export function formOfPart(
  kind: PartKind,
  set: CriteriaSet,
  item: { sub?: unknown } = {},
): z.ZodObject {
  const whole = shapes[kind](set);
  if (item.sub === undefined) return z.strictObject(whole);
  const { scoredBy: _by, measure: _bands, ...rest } = whole;
  return z.strictObject(rest);
}
