// The course of an appraisal after the decision: the certificate's life, the ends, and what may still come of them.
import { statutoryTerms } from '../law.ts';
import type { Act, State } from '../define.ts';
import { localRule } from './data.ts';

const { law: complaintLaw } = statutoryTerms.complaintLimitation;
const settledLaw = 'Luật Khiếu nại 02/2011/QH13 Đ31 (áp dụng tương tự); ' + localRule;

const expire: Act = {
  to: '#certificateExpired',
  by: ['system'],
  law: localRule,
  effects: ['certificateExpired', 'certificatesEnded', 'expired'],
};

const superseded: Act = {
  to: '#certificateSuperseded',
  by: ['system'],
  law: localRule,
  rules: ['sameCertificate'],
  effects: ['certificateSuperseded', 'certificatesEnded'],
};

/** Its place is taken after it has ended already: nothing follows. */
const late: Act = { by: ['system'], law: localRule, rules: ['sameCertificate'] };

const report: Act = {
  to: '#underReview',
  by: ['staff', 'unitHead', 'authority'],
  law: 'Luật 17/2023/QH15 Đ103; ' + localRule,
  effects: ['certificateReviewed', 'explanationPaper', 'explanationAsked'],
};

/** What was printed wrong is put right by another paper in place of the first. */
const correction = {
  PROPOSE_CORRECTION: { by: ['staff'], law: localRule, rules: ['correctionSaysWhat'] },
  DROP_CORRECTION: { by: ['staff', 'unitHead'], law: localRule, rules: ['correctionProposed'] },
  APPROVE_CORRECTION: {
    by: ['unitHead'],
    law: localRule,
    rules: ['correctionProposed', 'correctionByOther'],
  },
  SIGN_CORRECTION: {
    by: ['leader'],
    law: 'NĐ 30/2020/NĐ-CP Đ15; ' + localRule,
    rules: ['signerClear', 'correctionProposed', 'correctionApproved', 'correctionByThird'],
    effects: ['decisionCorrected', 'certificateCorrected', 'certificateValid', 'correctedNotice'],
  },
} satisfies State['on'];

const certified: State = {
  id: 'certified',
  title: { vi: 'Đã công nhận', en: 'Recognised' },
  initial: 'valid',
  terms: ['validity'],
  on: { EXPIRE: expire, REPORT_VIOLATION: report, SUPERSEDED: superseded, ...correction },
  states: {
    valid: {
      id: 'certifiedValid',
      hidden: true,
      title: { vi: 'Đã công nhận', en: 'Recognised' },
      terms: ['nearExpiry'],
      on: {
        NEAR_EXPIRY: {
          to: 'reappraisalDue',
          by: ['system'],
          law: localRule,
          effects: ['nearExpiry'],
        },
        REPORT_LOW_GRADE: {
          to: 'reappraisalDue',
          by: ['staff'],
          law: localRule,
          rules: ['gradeDropped'],
          effects: ['nearExpiry'],
        },
      },
    },
    reappraisalDue: {
      id: 'reappraisalDue',
      title: { vi: 'Đến kỳ thẩm định lại', en: 'Re-appraisal due' },
      turn: 'applicant',
      work: {
        title: { vi: 'Nhắc, mở hồ sơ thẩm định lại', en: 'See that the re-appraisal starts' },
        for: 'staff',
      },
      on: {
        START_REAPPRAISAL: {
          by: ['applicant', 'staff'],
          law: localRule,
          rules: ['onlyOnce'],
          effects: ['openAgain'],
        },
      },
    },
  },
};

const underReview: State = {
  id: 'underReview',
  title: { vi: 'Giấy chứng nhận đang được xem xét', en: 'Certificate under review' },
  turn: 'leader',
  // The certificate may run out meanwhile: both terms end on days of their own.
  terms: ['explanation', 'validity'],
  work: {
    title: { vi: 'Xem xét giải trình, quyết định', en: 'Consider the explanation, decide' },
    for: 'leader',
  },
  on: {
    EXPLAIN: { by: ['applicant'], law: localRule, effects: ['explained'] },
    EXPLANATION_OVERDUE: { by: ['system'], law: localRule, effects: ['overdue'] },
    EXPLANATION_ACCEPTED: {
      to: '#certified',
      by: ['leader', 'chair'],
      law: localRule,
      effects: ['certificateValid', 'explanationAccepted'],
    },
    REVOKE: {
      to: '#certificateRevoked',
      by: ['leader'],
      law: 'Luật 17/2023/QH15 Đ103; ' + localRule,
      rules: ['signerClear', 'notReporter', 'heard'],
      effects: ['revokePaper', 'certificateRevoked', 'certificatesEnded', 'revoked'],
    },
    EXPIRE: expire,
    SUPERSEDED: superseded,
  },
};

const complain: Act = {
  by: ['applicant'],
  law: complaintLaw,
  rules: ['withinLimitation', 'noComplaintPending'],
  effects: ['openComplaint', 'complaintReceived'],
};

const settled: Act = {
  by: ['system'],
  law: settledLaw,
  rules: ['complained'],
  effects: ['complaintDecided'],
};
const heardAgain: Act = {
  ...settled,
  to: '#meetingScheduled',
  effects: ['complaintDecided', 'invitation', 'invitationPaper'],
};

/** What may still follow an end that can be complained of. */
const contestable = {
  COMPLAIN: complain,
  UPHELD: settled,
  MODIFIED: heardAgain,
  COMPLAINT_ENDED: { ...settled, effects: [] },
} satisfies State['on'];

const reopen: Act = {
  by: ['applicant'],
  law: localRule,
  rules: ['onlyOnce'],
  effects: ['openAgain'],
};

export const afterwards = {
  open: { certified, certificate: { initial: 'underReview', states: { underReview } } },
  certificate: {
    closed: true,
    initial: 'expired',
    states: {
      expired: {
        id: 'certificateExpired',
        title: { vi: 'Giấy chứng nhận hết hạn', en: 'Certificate expired' },
        on: { SUPERSEDED: late },
      },
      superseded: {
        id: 'certificateSuperseded',
        title: {
          vi: 'Giấy chứng nhận đã được thay bằng giấy mới',
          en: 'Certificate replaced by a new one',
        },
      },
      revoked: {
        id: 'certificateRevoked',
        title: { vi: 'Giấy chứng nhận bị thu hồi', en: 'Certificate revoked' },
        on: {
          ...contestable,
          SUPERSEDED: late,
          CANCELLED: {
            ...settled,
            to: '#certified',
            effects: ['certificateValid', 'certificatesRestored', 'complaintDecided'],
          },
        },
      },
    },
  },
  closed: {
    closed: true,
    initial: 'withdrawn',
    states: {
      withdrawn: {
        id: 'withdrawn',
        title: { vi: 'Đã rút hồ sơ', en: 'Withdrawn' },
        on: { REOPEN: reopen },
      },
      expired: {
        id: 'expired',
        title: { vi: 'Hết hạn bổ sung', en: 'Not supplemented in time' },
        on: { REOPEN: reopen },
      },
      ineligible: {
        id: 'ineligible',
        title: { vi: 'Không thuộc diện thẩm định', en: 'Not eligible' },
        on: { REOPEN: reopen },
      },
      notRecognised: {
        id: 'notRecognised',
        title: { vi: 'Không công nhận', en: 'Not recognised' },
        on: {
          ...contestable,
          CANCELLED: heardAgain,
          REOPEN: { ...reopen, rules: ['onlyOnce', 'remediedOrNextPeriod'] },
        },
      },
    },
  },
} satisfies { open: Record<string, State>; certificate: State; closed: State };
