// The papers that decide: recognition and its correction, refusal, revocation. Signed by the leader, made by three.
import { correctingHands, handsOf, revokingHands } from './hands.ts';
import {
  announcements,
  basics,
  criterionOf,
  decisions,
  holder,
  paper,
  register,
  results,
  validity,
  year,
  type Paper,
} from './printed.ts';

const decisionGiven: Paper = {
  document: 'RECOGNITION_DECISION',
  title: { vi: 'Quyết định công nhận', en: 'Recognition decision' },
  register: decisions,
  with: (data, facts) => ({
    holder: holder(data),
    text: criterionOf(data, facts),
    items: validity(data),
  }),
};

const certificateGiven: Paper = {
  document: 'RECOGNITION_CERT',
  title: { vi: 'Giấy chứng nhận', en: 'Certificate' },
  register: register('GCN', 'GCN'),
  with: (data, facts) => ({
    holder: holder(data),
    text: criterionOf(data, facts),
    items: [year(data), ...validity(data)],
  }),
};

/** The same paper once more, in place of the one that says something wrong. */
const correcting = (wrong: Paper): Paper => ({
  ...wrong,
  hands: correctingHands,
  supersedes: true,
  with: (data, facts) => ({
    ...wrong.with(data, facts),
    correction: data.correction?.reason,
  }),
});

export const decisionPapers = {
  decisionPaper: paper({ ...decisionGiven, hands: handsOf }),
  certificatePaper: paper({ ...certificateGiven, hands: handsOf }),
  decisionCorrected: paper(correcting(decisionGiven)),
  certificateCorrected: paper(correcting(certificateGiven)),
  refusalPaper: paper({
    document: 'NOT_RECOGNISED',
    hands: handsOf,
    title: { vi: 'Thông báo không công nhận', en: 'Notice of non-recognition' },
    register: announcements,
    with: (data, facts) => ({
      holder: holder(data),
      reasons: [
        data.decision?.reason,
        ...results(data, facts).map(({ label, value }) => `${label}: ${value}`),
      ],
      articles: data.remedies,
      items: basics(data, facts),
    }),
  }),
  revokePaper: paper({
    document: 'REVOKE_DECISION',
    hands: revokingHands,
    title: { vi: 'Quyết định thu hồi', en: 'Revocation' },
    register: decisions,
    with: (data, facts) => ({
      holder: holder(data),
      reasons: [data.decision?.reason],
      items: [...basics(data, facts), ...validity(data)],
    }),
  }),
};
