// Correcting what an issued certificate says: proposed, approved, signed, each by somebody else. The paper is never
// changed; another one takes its place.
import { personOf, words, type Correction } from './data.ts';
import { note, reason, shortText } from './fields.ts';

const propose = words.event({
  title: { vi: 'Đề nghị đính chính giấy đã cấp', en: 'Propose a correction of what was issued' },
  payload: {
    reason,
    name: shortText(
      { vi: 'Tên đúng của hợp tác xã', en: 'Right name of the cooperative' },
      { vi: 'Để trống nếu tên đã đúng', en: 'Leave empty when the name is right' },
    ).optional(),
    address: shortText(
      { vi: 'Địa chỉ đúng', en: 'Right address' },
      { vi: 'Để trống nếu địa chỉ đã đúng', en: 'Leave empty when the address is right' },
    ).optional(),
  },
  examples: [
    {
      reason: 'In sai tên hợp tác xã so với giấy chứng nhận đăng ký.',
      name: 'Hợp tác xã Nông nghiệp Hòa Bình 1',
    },
  ],
  record: ({ data, payload, facts }) => ({
    ...data,
    correction: {
      reason: payload.reason,
      ...(payload.name ? { name: payload.name } : {}),
      ...(payload.address ? { address: payload.address } : {}),
      by: personOf(facts.by),
    },
  }),
});

const approve = words.event({
  title: { vi: 'Duyệt đính chính', en: 'Approve the correction' },
  payload: { note },
  examples: [{}],
  record: ({ data, facts }) => ({
    ...data,
    correction: { ...(data.correction as Correction), approvedBy: personOf(facts.by) },
  }),
});

/** The register of cooperatives stays as it is: only what this case prints is put right. */
const sign = words.event({
  title: { vi: 'Ký đính chính, cấp giấy thay thế', en: 'Sign the correction and issue anew' },
  payload: { note },
  examples: [{}],
  record: ({ data, facts }) => {
    const { name, address, ...correction } = data.correction as Correction;
    return {
      ...data,
      cooperative: {
        ...data.cooperative,
        ...(name ? { name } : {}),
        ...(address ? { commune: address } : {}),
      },
      correction: { ...correction, signedOn: facts.on },
    };
  },
});

const drop = words.event({
  title: { vi: 'Bỏ đề nghị đính chính', en: 'Drop the correction' },
  payload: { reason: reason.optional() },
  examples: [{}],
  record: ({ data: { correction: _correction, ...data } }) => data,
});

export const correctionEvents = {
  PROPOSE_CORRECTION: propose,
  APPROVE_CORRECTION: approve,
  SIGN_CORRECTION: sign,
  DROP_CORRECTION: drop,
};
