// Events of an opinion: asked for, guided, prepared, returned, signed, withdrawn.
import { z } from 'zod';
import { frozenAs } from '../appraisal/criteria.ts';
import { kept, lines, longText, period, reason, shortText } from '../appraisal/fields.ts';
import { choice } from '../choice.ts';
import { inForceOn } from '../criteria/set.ts';
import { field } from '../define.ts';
import { personOf, words } from './data.ts';

const cooperative = z.strictObject({
  code: field(z.string().trim().min(1).max(30), { vi: 'Mã số', en: 'Code' }),
  name: shortText({ vi: 'Tên hợp tác xã', en: 'Name' }),
});

const ask = words.event({
  title: { vi: 'Đề nghị cho ý kiến về tiêu chí', en: 'Ask for an opinion on a criterion' },
  payload: {
    commune: shortText({ vi: 'Xã, phường', en: 'Commune' }),
    criterionSet: field(
      z
        .string()
        .max(40)
        .regex(/^[A-Za-z0-9_.]{1,40}$/),
      { vi: 'Bộ tiêu chí', en: 'Criteria set' },
      { vi: 'Ví dụ BL_NC_3_2', en: 'Such as BL_NC_3_2' },
    ),
    period,
    cooperatives: field(z.array(cooperative).min(1).max(40), {
      vi: 'Hợp tác xã được nêu trong hồ sơ',
      en: 'Cooperatives named in the dossier',
    }),
  },
  examples: [
    {
      commune: 'Xã Hòa Bình',
      criterionSet: 'BL_KM_1_5',
      period: 2026,
      cooperatives: [{ code: '5400000001', name: 'Hợp tác xã Nông nghiệp Hòa Bình' }],
    },
  ],
  record: ({ data, payload, facts }) => {
    const { commune, criterionSet, cooperatives } = payload;
    const published = inForceOn(facts.criteria ?? [], criterionSet, facts.on);
    return {
      ...data,
      commune,
      criterionSet,
      ...(published ? { set: frozenAs(published) } : {}),
      period: payload.period,
      cooperatives,
      asker: personOf(facts.by),
    };
  },
});

const guide = words.event({
  title: { vi: 'Ghi nhận việc hướng dẫn xã', en: 'Record guidance given to the commune' },
  payload: { text: longText({ vi: 'Nội dung hướng dẫn', en: 'Guidance' }) },
  examples: [{ text: 'Hướng dẫn bổ sung hợp đồng liên kết chuỗi giá trị.' }],
  record: ({ data, payload, facts }) => ({
    ...data,
    guidance: [...data.guidance, { on: facts.on, by: personOf(facts.by), text: payload.text }],
  }),
});

const prepare = words.event({
  title: { vi: 'Dự thảo ý kiến', en: 'Prepare the opinion' },
  payload: {
    lines,
    conclusion: field(
      choice({
        met: { vi: 'Đạt', en: 'Met' },
        partly: { vi: 'Đạt một phần', en: 'Partly met' },
        notMet: { vi: 'Chưa đạt', en: 'Not met' },
      }),
      { vi: 'Kết luận', en: 'Conclusion' },
    ),
    text: longText({ vi: 'Ý kiến', en: 'Opinion' }),
  },
  examples: [
    {
      lines: 'abcdefghi'.split('').map((criterion) => ({ criterion, met: true })),
      conclusion: 'met',
      text: 'Đủ điều kiện đề nghị công nhận đạt tiêu chí.',
    },
  ],
  record: ({ data, payload, facts }) => ({
    ...data,
    prepared: {
      on: facts.on,
      by: personOf(facts.by),
      lines: kept(payload.lines),
      conclusion: payload.conclusion,
      text: payload.text,
    },
  }),
});

const giveBack = words.event({
  title: { vi: 'Trả lại dự thảo', en: 'Return the draft' },
  payload: { reason },
  examples: [{ reason: 'Cần nêu rõ thời hạn hợp đồng liên kết.' }],
  record: ({ data, payload, facts }) => ({
    ...data,
    returned: { on: facts.on, by: personOf(facts.by), reason: payload.reason },
  }),
});

const sign = words.event({
  title: { vi: 'Ký văn bản cho ý kiến', en: 'Sign the opinion' },
  payload: {},
  examples: [{}],
  record: ({ data, facts }) => ({ ...data, signed: { on: facts.on, by: personOf(facts.by) } }),
});

const withdraw = words.event({
  title: { vi: 'Rút đề nghị', en: 'Withdraw' },
  payload: { reason: reason.optional() },
  examples: [{}],
});

export const events = {
  ASK_OPINION: ask,
  GUIDE_COMMUNE: guide,
  PREPARE_OPINION: prepare,
  RETURN_OPINION: giveBack,
  SIGN_OPINION: sign,
  WITHDRAW: withdraw,
  OPINION_OVERDUE: words.lapse({ vi: 'Quá hạn cho ý kiến', en: 'The opinion is overdue' }),
};
