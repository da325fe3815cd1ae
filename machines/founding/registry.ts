// The dossier and its way through the registry.
import type { Act, State } from '../define.ts';
import { allianceRule } from './words.ts';

/** The authorised registrant, or the adviser with the registrant. */
const registrant = ['founders', 'adviser'];
/** The registry's papers come with the founders and are recorded by staff. */
const recorder = ['recorder'];

const stopRequest: Act = {
  to: '#registrationStopRequested',
  by: registrant,
  law: 'NĐ 92/2024/NĐ-CP Đ19.7',
  effects: ['tellStopRequested'],
};

const dossier: State = {
  initial: 'preparing',
  title: { vi: 'Hồ sơ đăng ký', en: 'Dossier' },
  states: {
    preparing: {
      id: 'dossierPreparing',
      title: { vi: 'Đang lập hồ sơ đăng ký', en: 'Preparing the dossier' },
      turn: 'founders',
      terms: ['dossier'],
      work: {
        title: { vi: 'Giúp hoàn thiện hồ sơ', en: 'Help complete the dossier' },
        for: 'adviser',
      },
      on: {
        COMPLETE_DOSSIER: {
          to: '#dossierReady',
          by: registrant,
          law: 'Luật 17/2023/QH15 Đ42.2',
          rules: ['dossierComplete'],
          effects: [
            'application',
            'charterPaper',
            'resolution',
            'memberList',
            'representatives',
            'tellComplete',
          ],
        },
      },
    },
    ready: {
      id: 'dossierReady',
      title: { vi: 'Hồ sơ sẵn sàng nộp', en: 'Dossier ready' },
      turn: 'founders',
      on: {
        FILE: {
          to: '#registrationSubmitted',
          by: registrant,
          law: 'NĐ 92/2024/NĐ-CP Đ19.2, 31, 32, 65.1',
          rules: ['nameFilled', 'feeSettled', 'lawfulWhenFiled'],
          effects: ['tellFiled'],
        },
      },
    },
  },
};

const granted: Act = {
  to: '#registered',
  by: recorder,
  law: 'Luật 17/2023/QH15 Đ44, 45, 46; NĐ 92/2024/NĐ-CP Đ35',
  rules: ['notAhead', 'codeUnused', 'codeKept'],
  effects: ['keepCooperative', 'registered', 'tellRegistered'],
};

const underReview: State = {
  id: 'registrationUnderReview',
  title: { vi: 'Cơ quan đăng ký đang xem xét', en: 'Under review by the registry' },
  turn: 'recorder',
  terms: ['result'],
  work: {
    title: { vi: 'Theo dõi kết quả đăng ký', en: 'Follow the registration' },
    for: 'recorder',
  },
  on: {
    SUPPLEMENT_NOTICE: {
      to: '#registrationSupplement',
      by: recorder,
      law: 'Luật 17/2023/QH15 Đ42.4; NĐ 92/2024/NĐ-CP Đ21',
      rules: ['notAhead'],
      effects: ['tellSupplement'],
    },
    STOP_REQUEST: stopRequest,
    REFUSE: {
      to: '#registrationRefused',
      by: recorder,
      law: 'Luật 17/2023/QH15 Đ42.4, 44.1; NĐ 92/2024/NĐ-CP Đ33',
      rules: ['notAhead'],
      effects: ['tellRefused'],
    },
    GRANT: [
      {
        ...granted,
        rules: ['notAhead', 'codeUnused', 'codeKept', 'isUnion'],
        effects: ['keepCooperative', 'registered', 'unionsRegistered', 'tellRegistered'],
      },
      granted,
    ],
    RESULT_OVERDUE: { by: ['system'], law: 'Luật 17/2023/QH15 Đ42.4', effects: ['tellOverdue'] },
  },
};

const supplement: State = {
  id: 'registrationSupplement',
  title: { vi: 'Cần bổ sung hồ sơ', en: 'Supplement asked for' },
  turn: 'founders',
  terms: ['supplementWindow'],
  work: { title: { vi: 'Giúp bổ sung hồ sơ', en: 'Help with the supplement' }, for: 'adviser' },
  on: {
    RESUBMIT: {
      to: '#registrationUnderReview',
      by: [...registrant, ...recorder],
      law: 'NĐ 92/2024/NĐ-CP Đ19.6',
      rules: ['inSupplementWindow', 'notAhead'],
      effects: ['tellResubmitted'],
    },
    TICK_POINT: {
      by: [...registrant, 'scribe'],
      law: 'NĐ 92/2024/NĐ-CP Đ19.6',
      rules: ['pointAsked', 'evidenceGiven', 'fileKept'],
    },
    EXPIRE: {
      to: '#registrationVoid',
      by: ['system'],
      law: 'NĐ 92/2024/NĐ-CP Đ19.6, 31.4',
      effects: ['tellVoid'],
    },
    STOP_REQUEST: stopRequest,
  },
};

const stopRequested: State = {
  id: 'registrationStopRequested',
  title: { vi: 'Đã đề nghị dừng', en: 'Stop requested' },
  turn: 'recorder',
  terms: ['stopAnswer'],
  work: {
    title: { vi: 'Ghi trả lời đề nghị dừng', en: 'Record the answer to the stop request' },
    for: 'recorder',
  },
  on: {
    STOP_CONFIRMED: {
      to: '#closed.withdrawn',
      by: recorder,
      law: 'NĐ 92/2024/NĐ-CP Đ19.7',
      rules: ['notAhead'],
      effects: ['tellStopped'],
    },
    STOP_REFUSED: [
      // A supplement notice that stands keeps its 60 days, whatever was asked meanwhile.
      {
        to: '#registrationSupplement',
        by: recorder,
        law: 'NĐ 92/2024/NĐ-CP Đ19.6, 19.7',
        rules: ['supplementPending'],
        effects: ['tellSupplement'],
      },
      {
        to: '#registrationUnderReview',
        by: recorder,
        law: 'NĐ 92/2024/NĐ-CP Đ19.7',
        effects: ['tellReceipt'],
      },
    ],
    STOP_OVERDUE: { by: ['system'], law: 'NĐ 92/2024/NĐ-CP Đ19.7', effects: ['tellOverdue'] },
  },
};

const refused: State = {
  id: 'registrationRefused',
  title: { vi: 'Bị từ chối', en: 'Refused' },
  turn: 'founders',
  terms: ['complaintWindow'],
  on: {
    FIX_AND_REFILE: {
      to: '#dossierPreparing',
      by: registrant,
      law: 'Luật 17/2023/QH15 Đ42.4',
      rules: ['newNameLawful'],
    },
    COMPLAIN: {
      by: ['founders', 'scribe'],
      law: 'Luật Khiếu nại 02/2011/QH13 Đ9; NĐ 92/2024/NĐ-CP Đ15.2',
      rules: ['inComplaintWindow', 'notComplained'],
      effects: ['openComplaint'],
    },
    GIVE_UP: {
      to: '#closed.refused',
      by: ['founders', 'scribe'],
      law: allianceRule,
      effects: ['tellWithdrawn'],
    },
    COMPLAINT_LAPSED: { by: ['system'], law: 'Luật Khiếu nại 02/2011/QH13 Đ9' },
  },
};

export const registration: Readonly<Record<string, State>> = {
  dossier,
  registration: {
    initial: 'submitted',
    title: { vi: 'Đăng ký', en: 'Registration' },
    states: {
      submitted: {
        id: 'registrationSubmitted',
        title: { vi: 'Đã nộp, chờ giấy biên nhận', en: 'Filed, receipt awaited' },
        turn: 'recorder',
        work: { title: { vi: 'Ghi giấy biên nhận', en: 'Record the receipt' }, for: 'recorder' },
        on: {
          RECEIPT_RECORDED: {
            to: '#registrationUnderReview',
            by: [...recorder, ...registrant],
            law: 'NĐ 92/2024/NĐ-CP Đ19.3',
            rules: ['notAhead'],
            effects: ['tellReceipt'],
          },
        },
      },
      underReview,
      supplement,
      stopRequested,
      void: {
        id: 'registrationVoid',
        title: { vi: 'Hồ sơ không còn giá trị', en: 'Dossier void' },
        turn: 'founders',
        on: {
          REFILE: { to: '#dossierPreparing', by: registrant, law: 'NĐ 92/2024/NĐ-CP Đ19.6, 22.1' },
        },
      },
      refused,
    },
  },
};
