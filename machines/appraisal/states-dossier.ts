// The dossier: received, supplemented, accepted.
import type { State } from '../define.ts';
import { localRule } from './data.ts';

export const intake: State = {
  id: 'intake',
  title: { vi: 'Tiếp nhận hồ sơ thẩm định', en: 'Appraisal dossier received' },
  turn: 'staff',
  work: {
    title: { vi: 'Kiểm tra hồ sơ thẩm định', en: 'Check the appraisal dossier' },
    for: 'staff',
  },
  on: {
    REQUEST_SUPPLEMENT: {
      to: 'supplement',
      by: ['staff'],
      law: '? NĐ 118/2025/NĐ-CP (một cửa, chưa xác nhận); ' + localRule,
      effects: ['supplementAsked', 'supplementPaper'],
    },
    REJECT_INELIGIBLE: {
      to: '#ineligible',
      by: ['unitHead'],
      law: 'TT 01/2020/TT-BKHĐT; TT 09/2017/TT-BNNPTNT Đ6',
      rules: ['reasonsOfSet', 'reallyYoung'],
      effects: ['ineligible', 'ineligiblePaper'],
    },
    ACCEPT: {
      to: '#accepted',
      by: ['staff'],
      law: localRule,
      rules: ['active', 'operatedLongEnough', 'dossierComplete'],
      effects: ['accepted', 'receiptPaper'],
    },
  },
};

export const supplement: State = {
  id: 'supplement',
  title: { vi: 'Chờ bổ sung hồ sơ', en: 'Waiting for a supplement' },
  turn: 'applicant',
  terms: ['supplement'],
  on: {
    RESUBMIT: {
      to: 'intake',
      by: ['applicant'],
      law: localRule,
      rules: ['selfScoreFits'],
      effects: ['supplementReceived'],
    },
    EXPIRE: { to: '#expired', by: ['system'], law: localRule, effects: ['supplementExpired'] },
  },
};

export const accepted: State = {
  id: 'accepted',
  title: { vi: 'Đã tiếp nhận, chờ lập Hội đồng', en: 'Accepted, board to be formed' },
  turn: 'leader',
  work: {
    title: { vi: 'Thành lập Hội đồng thẩm định', en: 'Form the appraisal board' },
    for: 'leader',
  },
  on: {
    FORM_BOARD: {
      to: '#boardFormed',
      by: ['leader'],
      law: localRule,
      rules: ['boardSound', 'inOffice', 'bodiesPresent', 'independent', 'untied'],
      effects: ['boardAppointed', 'boardPaper'],
    },
  },
};
