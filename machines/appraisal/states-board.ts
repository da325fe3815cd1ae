// The board before it meets: conflicts declared, papers and field looked at, sheets handed in.
import type { Act, State } from '../define.ts';
import { localRule } from './data.ts';

export const conflictLaw = 'Luật 17/2023/QH15 Đ4.11; ' + localRule;
export const scoringLaw = 'TT 01/2020/TT-BKHĐT; ' + localRule;
export const voteLaw = '? mặc định của Liên minh, phỏng theo QĐ 18/2022/QĐ-TTg; ' + localRule;

export const conflict = {
  when: { conflict: 'declared' },
  by: ['member'],
  law: conflictLaw,
  rules: ['declarationFits'],
  effects: ['conflictDeclared'],
} satisfies Act;
export const clear = {
  when: { conflict: 'none' },
  by: ['member'],
  law: conflictLaw,
  rules: ['declarationFits'],
} satisfies Act;
export const declare = [clear, conflict] satisfies Act[];

export const replace: Act = {
  by: ['leader'],
  law: conflictLaw,
  rules: ['onBoard', 'boardSound', 'bodiesPresent', 'independent', 'untied'],
  effects: ['boardReplaced', 'boardAmendedPaper'],
};

/** An open case keeps its version unless somebody moves it, with a reason. */
export const moveSet: Act = {
  by: ['unitHead'],
  law: localRule,
  rules: ['versionKnown', 'notYetDecided'],
};

/** What the cooperative has remedied, item by item; whoever prepares or judges the case looks at it. */
export const checkItem = [
  {
    when: { verdict: 'accepted' },
    by: ['staff', 'member'],
    law: localRule,
    rules: ['itemAsked', 'itemHandedIn'],
  },
  {
    when: { verdict: 'notAccepted' },
    by: ['staff', 'member'],
    law: localRule,
    rules: ['itemAsked', 'itemHandedIn', 'checkReasoned', 'newDayAhead'],
    effects: ['itemReturned'],
  },
] satisfies Act[];

export const board: State = {
  initial: 'formed',
  states: {
    formed: {
      id: 'boardFormed',
      title: { vi: 'Hội đồng kê khai xung đột lợi ích', en: 'Board declares conflicts' },
      turn: 'member',
      work: {
        title: { vi: 'Kê khai xung đột lợi ích', en: 'Declare conflicts of interest' },
        for: 'member',
      },
      on: { DECLARE_CONFLICT: declare, REPLACE_MEMBER: replace },
      always: {
        name: 'ALL_DECLARED',
        to: '#reviewDocuments',
        by: ['system'],
        law: conflictLaw,
        rules: ['everybodyClear'],
      },
    },
  },
};

export const review: State = {
  initial: 'documents',
  on: {
    DECLARE_CONFLICT: declare,
    REPLACE_MEMBER: replace,
    CHECK_ITEM: checkItem,
    HAND_IN_ITEM: {
      by: ['applicant'],
      law: localRule,
      rules: ['itemAsked', 'itemReturned', 'evidenceGiven'],
      effects: ['itemHandedIn'],
    },
  },
  states: {
    documents: {
      id: 'reviewDocuments',
      title: { vi: 'Thẩm tra hồ sơ', en: 'Documents under review' },
      turn: 'staff',
      work: {
        title: {
          vi: 'Thẩm tra hồ sơ, hẹn kiểm tra thực tế',
          en: 'Review the papers, plan the field check',
        },
        for: 'staff',
      },
      on: {
        START_FIELD_CHECK: {
          to: 'field',
          by: ['staff', 'member'],
          law: localRule,
          effects: ['fieldCheckPlanned'],
        },
      },
    },
    field: {
      id: 'reviewField',
      title: { vi: 'Kiểm tra thực tế', en: 'Field check' },
      turn: 'staff',
      work: {
        title: { vi: 'Ghi biên bản kiểm tra thực tế', en: 'Record the field check' },
        for: 'staff',
      },
      on: {
        RECORD_FIELD: {
          to: '#scoring',
          by: ['staff', 'member'],
          law: localRule,
          effects: ['fieldPaper', 'scoringOpen'],
        },
      },
    },
  },
};

export const score: Act = {
  by: ['voter'],
  law: scoringLaw,
  rules: ['sheetAwaited', 'hasDeclared', 'voterUntied', 'sheetComplete', 'differencesExplained'],
  effects: ['sheetPaper'],
};

export const scoring: State = {
  id: 'scoring',
  title: { vi: 'Chấm điểm', en: 'Scoring' },
  turn: 'voter',
  terms: ['scoring'],
  work: { title: { vi: 'Chấm điểm độc lập', en: 'Score independently' }, for: 'voter' },
  on: {
    SCORE: score,
    DEADLINE: {
      to: '#meetingScheduled',
      by: ['system'],
      law: localRule,
      effects: ['invitation', 'invitationPaper'],
    },
    DECLARE_CONFLICT: declare,
    REPLACE_MEMBER: replace,
  },
  always: {
    name: 'ALL_SCORED',
    to: '#meetingScheduled',
    by: ['system'],
    law: scoringLaw,
    rules: ['everySheetIn'],
    effects: ['invitation', 'invitationPaper'],
  },
};
