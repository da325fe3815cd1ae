// Minutes and resolution between their draft and their signature: read aloud, corrected by the people of the table, drawn
// up again out of the record. Who corrected what, from what to what, is kept.
import { z } from 'zod';
import { field } from '../define.ts';
import type { Conference, Correction, Founding } from './data.ts';
import { event, line, rule } from './words.ts';

const note = line(1000, 'Diễn biến', 'What happened');

const shape = {
  chair: line(200, 'Chủ tọa', 'Chair').optional(),
  secretary: line(200, 'Thư ký', 'Secretary').optional(),
  notes: field(
    z.array(note).max(500).optional(),
    { vi: 'Ý kiến được ghi nhận', en: 'What was said' },
    { vi: 'Sửa, thêm hoặc bỏ từng ý.', en: 'Correct, add or leave out each.' },
  ),
  registrant: line(
    200,
    'Người được ủy quyền đăng ký (sửa lỗi chép tên)',
    'Authorised registrant (slips in the name)',
  ).optional(),
};

const names = ['chair', 'secretary', 'notes', 'registrant'] as const;

type Corrected = { [N in (typeof names)[number]]?: Conference[N] | undefined };

const labels = {
  chair: 'Chủ tọa',
  secretary: 'Thư ký',
  notes: 'Ý kiến được ghi nhận',
  registrant: 'Người được ủy quyền đăng ký',
} as const;

const written = (value: string | readonly string[] = '') =>
  typeof value === 'string' ? value : value.join('\n');

/** What differs from the record, each with what it was. */
function changes(data: Founding, payload: Corrected): Correction['changed'] {
  return names.flatMap((name) => {
    const [from, to] = [written(data.conference[name]), payload[name]];
    return to === undefined || written(to) === from
      ? []
      : [{ what: labels[name], from, to: written(to) }];
  });
}

export const minutesEvents = {
  CORRECT_MINUTES: event({
    title: {
      vi: 'Sửa biên bản, nghị quyết trước khi ký',
      en: 'Correct the minutes before signing',
    },
    payload: {
      reason: line(500, 'Lý do sửa', 'Reason', {
        vi: 'Ví dụ: đọc lại biên bản, bà Bảy đề nghị ghi đúng lời bà.',
        en: 'E.g. read aloud, Ms Bảy asked for her own words.',
      }),
      ...shape,
    },
    examples: [{ reason: 'Ghi nhầm tên thư ký', secretary: 'Lê Thị Bảy (Ấp Hai)' }],
    fill: ({ conference: { chair, secretary, notes, registrant } }) => ({
      chair,
      secretary,
      notes,
      registrant,
    }),
    record: ({ data, payload: { reason, ...to }, facts }) => {
      const { late: _, corrections = [], ...before } = data.conference;
      const correction = { on: facts.on, by: facts.by.name, reason, changed: changes(data, to) };
      const conference = { ...before, ...given(to), corrections: [...corrections, correction] };
      return { ...data, conference };
    },
  }),
};

/** Without what was left out. */
function given(to: Corrected): Partial<Conference> {
  return Object.fromEntries(Object.entries(to).filter(([, value]) => value !== undefined));
}

export const minutesRules = {
  somethingToCorrect: rule<Corrected>({
    title: { vi: 'Có nội dung cần sửa', en: 'Something to correct' },
    law: 'Luật 17/2023/QH15 Đ39',
    remedy: {
      vi: 'Sửa ít nhất một nội dung; không có gì sửa thì ký.',
      en: 'Correct something; if nothing is wrong, sign.',
    },
    reads: 'payload',
    test: ({ data, payload }) => ({
      met: data.conference.late === true || changes(data, payload).length > 0,
    }),
  }),
  minutesComplete: rule({
    title: {
      vi: 'Biên bản có đủ những gì ghi tại hội trường',
      en: 'The minutes have all that was noted in the hall',
    },
    law: 'Luật 17/2023/QH15 Đ39',
    remedy: {
      vi: 'Có mục gửi đến sau khi lập biên bản: bấm “Sửa biên bản, nghị quyết trước khi ký” để lập lại.',
      en: 'Entries came in after the minutes were drawn up: use “Correct the minutes before signing” to draw them up again.',
    },
    test: ({ data }) => ({ met: data.conference.late !== true }),
  }),
};
