// Rules after the decision: the certificate, complaints, taking up again.
import { dueOn } from '../calendar.ts';
import { statutoryTerms } from '../law.ts';
import { hundredths, reaches } from '../criteria/sheet.ts';
import { localRule, setOf, words } from './data.ts';
import { numberOf } from './settings.ts';

const remediedOrNextPeriod = words.rule<{ period?: number; remedied?: string }>({
  title: { vi: 'Đã khắc phục hoặc sang kỳ đánh giá mới', en: 'Remedied, or a later year' },
  law: localRule,
  remedy: {
    vi: 'Nêu nội dung đã khắc phục, hoặc chọn năm đánh giá sau.',
    en: 'Say what has been remedied, or choose a later year.',
  },
  reads: 'payload',
  test: ({ data, payload }) => ({
    met: payload.remedied !== undefined || (payload.period ?? data.period) > data.period,
    need: data.period + 1,
    have: payload.period,
  }),
});

const onlyOnce = words.rule({
  title: { vi: 'Chưa mở hồ sơ mới', en: 'No new case has been opened yet' },
  law: localRule,
  remedy: { vi: 'Theo dõi hồ sơ mới đã mở.', en: 'Follow the new case.' },
  test: ({ data }) => ({ met: data.next === undefined }),
});

const gradeDropped = words.rule<{ score: number }>({
  title: { vi: 'Điểm năm mới thấp hơn mức công nhận', en: 'The new score is below the threshold' },
  law: localRule,
  remedy: { vi: 'Chưa phải thẩm định lại vì lý do này.', en: 'No re-appraisal for this reason.' },
  reads: 'payload',
  test: ({ data, payload, facts }) => {
    const need = setOf(data, facts).passScore ?? numberOf(facts, 'passScore');
    return {
      met: !reaches({ sum: hundredths(payload.score), count: 1 }, need),
      need,
      have: payload.score,
    };
  },
});

const heard = words.rule({
  title: {
    vi: 'Đã có giải trình hoặc đã hết hạn giải trình',
    en: 'Explained, or the time to explain has passed',
  },
  law: localRule,
  remedy: {
    vi: 'Chờ giải trình của hợp tác xã đến hết hạn.',
    en: 'Wait for the explanation until its last day.',
  },
  test: ({ data }) => ({ met: data.explanation !== undefined || data.explanationDue === true }),
});

const { complaintLimitation } = statutoryTerms;

const withinLimitation = words.rule({
  title: { vi: 'Còn thời hiệu khiếu nại', en: 'Within the time to complain' },
  law: `${complaintLimitation.law} (áp dụng tương tự)`,
  remedy: {
    vi: 'Đã quá 90 ngày kể từ ngày có quyết định.',
    en: 'More than 90 days have passed since the decision.',
  },
  test: ({ data, facts }) => {
    const need = data.decision && dueOn(facts.calendar, data.decision.on, complaintLimitation);
    return { met: need !== undefined && facts.on <= need, need, have: facts.on };
  },
});

const noComplaintPending = words.rule({
  title: { vi: 'Chưa có khiếu nại đang giải quyết', en: 'No complaint is pending' },
  law: localRule,
  remedy: { vi: 'Theo dõi hồ sơ khiếu nại đã mở.', en: 'Follow the complaint already open.' },
  test: ({ data }) => ({ met: data.complaint === undefined || data.complaint.ended !== undefined }),
});

const complained = words.rule({
  title: { vi: 'Đã có khiếu nại', en: 'There is a complaint' },
  law: complaintLimitation.law,
  remedy: {
    vi: 'Kết quả khiếu nại chỉ ghi khi đã có khiếu nại.',
    en: 'Only after a complaint was made.',
  },
  test: ({ data }) => ({ met: data.complaint !== undefined }),
});

const sameCertificate = words.rule<{ cooperative: string; criterionSet: string }>({
  title: { vi: 'Cùng hợp tác xã, cùng bộ tiêu chí', en: 'Same cooperative, same criteria' },
  law: localRule,
  remedy: {
    vi: 'Giấy mới chỉ thay giấy cũ của cùng hợp tác xã và bộ tiêu chí.',
    en: 'A certificate replaces one of the same cooperative and criteria only.',
  },
  reads: 'payload',
  test: ({ data, payload }) => ({
    met:
      payload.cooperative === data.cooperative.code && payload.criterionSet === data.criterionSet,
    need: [data.cooperative.code, data.criterionSet],
    have: [payload.cooperative, payload.criterionSet],
  }),
});

export const certificateRules = {
  sameCertificate,
  remediedOrNextPeriod,
  onlyOnce,
  gradeDropped,
  heard,
  withinLimitation,
  noComplaintPending,
  complained,
};
