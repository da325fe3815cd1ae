// The meeting and what it leads to: votes, remediation, the leader's decision.
import type { Act, State } from '../define.ts';
import { conflictInResult } from './conflicts.ts';
import { localRule } from './data.ts';
import {
  checkItem,
  clear,
  conflict,
  declare,
  moveSet,
  replace,
  score,
  scoringLaw,
  voteLaw,
} from './states-board.ts';

const noQuorum: Act = {
  to: '#meetingScheduled',
  reenter: true,
  by: ['chair'],
  law: voteLaw,
  rules: ['quorumMissing'],
  effects: ['noQuorum', 'notHeldPaper'],
};

/** The sheets are sealed; who finds them wrong scores anew, for a reason that stays in the case. */
const rescore: Act = {
  to: '#scoring',
  by: ['chair'],
  law: scoringLaw,
  rules: ['sheetsIn', 'noBallotYet'],
  effects: ['rescoring'],
};

const scheduled: State = {
  id: 'meetingScheduled',
  title: { vi: 'Đã mời họp Hội đồng', en: 'Board meeting called' },
  turn: 'chair',
  work: { title: { vi: 'Họp Hội đồng thẩm định', en: 'Hold the board meeting' }, for: 'chair' },
  on: {
    OPEN: {
      to: 'inSession',
      by: ['chair'],
      law: voteLaw,
      rules: ['onlyMembers', 'presentDeclared', 'otherMembers', 'noticeGiven', 'quorumReached'],
    },
    OPEN_NO_QUORUM: { ...noQuorum, rules: ['onlyMembers', 'quorumMissing'] },
    // Who joined after scoring still hands in a sheet.
    SCORE: score,
    DECLARE_CONFLICT: declare,
    REPLACE_MEMBER: replace,
    // Another board altogether, after a complaint.
    FORM_BOARD: {
      by: ['leader'],
      law: 'Luật Khiếu nại 02/2011/QH13 Đ31 (áp dụng tương tự); ' + localRule,
      rules: ['boardContested', 'boardSound', 'inOffice', 'bodiesPresent', 'independent', 'untied'],
      effects: ['boardAppointed', 'boardPaper'],
    },
    RESCORE: rescore,
    // Sheets that are not complete under the new version are awaited again, sealed as before.
    MOVE_SET: { ...moveSet, to: '#scoring' },
  },
};

const conclude = ['chair', 'secretary'];

const pass: Act = {
  to: '#decisionPending',
  by: conclude,
  law: scoringLaw + '; ' + voteLaw,
  rules: ['quorumReached', 'everybodyVoted', 'criteriaMet', 'votePasses', 'notPreparer'],
  effects: ['minutesPaper', 'reportPaper', 'decisionAwaited'],
};

const fail: Act = {
  to: '#decisionNegative',
  by: conclude,
  law: voteLaw,
  rules: ['quorumReached', 'everybodyVoted', 'voteFails', 'notPreparer'],
  effects: ['minutesPaper', 'decisionAwaited'],
};

const session = {
  CAST_BALLOT: {
    by: ['voter'],
    law: voteLaw,
    rules: ['attends', 'hasDeclared', 'voterUntied', 'notVotedYet'],
    effects: ['ballotKept'],
  },
  MEMBER_ARRIVED: {
    by: conclude,
    law: localRule,
    rules: ['mayArrive', 'arrivalDeclared', 'hourFits'],
  },
  MEMBER_LEFT: { by: conclude, law: localRule, rules: ['leaverIsThere', 'hourFits'] },
  VOTE_PASS: pass,
  VOTE_FAIL: fail,
  OPEN_NO_QUORUM: noQuorum,
  DECLARE_CONFLICT: [
    clear,
    {
      ...conflict,
      rules: ['declarationFits', 'hasVoted'],
      effects: ['ballotVoid', 'conflictDeclared'],
    },
    conflict,
  ],
} satisfies State['on'];

export const meeting: State = {
  initial: 'scheduled',
  states: {
    scheduled,
    inSession: {
      id: 'meetingInSession',
      title: { vi: 'Hội đồng đang họp', en: 'Board in session' },
      turn: 'voter',
      work: { title: { vi: 'Biểu quyết và kết luận', en: 'Vote and conclude' }, for: 'voter' },
      on: {
        ...session,
        RESCORE: rescore,
        VOTE_CONDITIONAL: {
          to: '#remediation',
          by: conclude,
          law: localRule,
          rules: ['quorumReached', 'everybodyVoted', 'notPassed', 'notPreparer'],
          effects: ['minutesPaper', 'remediationAsked'],
        },
        VOTE_SPLIT: {
          to: 'revote',
          by: ['chair'],
          law: voteLaw,
          rules: ['quorumReached', 'everybodyVoted', 'criteriaMet', 'voteSplits'],
          effects: ['minutesPaper'],
        },
      },
    },
    revote: {
      id: 'meetingRevote',
      title: { vi: 'Biểu quyết lại', en: 'Second vote' },
      turn: 'voter',
      work: {
        title: { vi: 'Biểu quyết lại và kết luận', en: 'Vote again and conclude' },
        for: 'voter',
      },
      on: session,
    },
  },
};

export const remediation: State = {
  id: 'remediation',
  title: { vi: 'Khắc phục', en: 'Remediation' },
  turn: 'applicant',
  terms: ['remediation', 'remedyItem'],
  on: {
    HAND_IN_ITEM: {
      to: '#remediation',
      reenter: true,
      by: ['applicant'],
      law: localRule,
      rules: ['itemAsked', 'itemNotAccepted', 'evidenceGiven'],
      effects: ['itemHandedIn'],
    },
    CHECK_ITEM: checkItem.map((act) => ({ ...act, to: '#remediation', reenter: true })),
    ITEM_DUE: {
      to: '#remediation',
      reenter: true,
      by: ['system'],
      law: localRule,
      effects: ['itemOverdue'],
    },
    FIXED: {
      to: '#reviewDocuments',
      by: ['applicant'],
      law: localRule,
      rules: ['allRemedied'],
      effects: ['remedied'],
    },
    EXPIRE: {
      to: '#decisionNegative',
      by: ['system'],
      law: localRule,
      effects: ['decisionAwaited'],
    },
  },
  always: {
    name: 'ALL_HANDED_IN',
    to: '#reviewDocuments',
    by: ['system'],
    law: localRule,
    rules: ['everyItemIn'],
    effects: ['remedied'],
  },
};

export const decision: State = {
  initial: 'pending',
  on: {
    CONFLICT_FOUND: conflictInResult,
    DECISION_OVERDUE: { by: ['system'], law: localRule, effects: ['overdue'] },
  },
  states: {
    pending: {
      id: 'decisionPending',
      title: { vi: 'Chờ ký công nhận', en: 'Recognition to be signed' },
      turn: 'leader',
      terms: ['signing'],
      work: { title: { vi: 'Ký quyết định công nhận', en: 'Sign the recognition' }, for: 'leader' },
      on: {
        SIGN: {
          to: '#certified',
          by: ['leader'],
          law: 'NĐ 30/2020/NĐ-CP Đ15',
          rules: ['signerClear', 'fourEyes', 'active'],
          effects: [
            'decisionPaper',
            'certificatePaper',
            'certificateValid',
            'supersedePrevious',
            'recognised',
            'recognisedNotice',
          ],
        },
        RETURN: {
          to: '#meetingScheduled',
          by: ['leader'],
          law: localRule,
          rules: ['signerClear'],
          effects: ['decisionReturned', 'invitation', 'invitationPaper'],
        },
      },
    },
    negative: {
      id: 'decisionNegative',
      title: { vi: 'Chờ ban hành không công nhận', en: 'Refusal to be issued' },
      turn: 'leader',
      terms: ['signing'],
      work: {
        title: { vi: 'Ban hành thông báo không công nhận', en: 'Issue the refusal' },
        for: 'leader',
      },
      on: {
        ISSUE: {
          to: '#notRecognised',
          by: ['leader'],
          law: 'Luật Khiếu nại 02/2011/QH13 Đ9 (áp dụng tương tự); ' + localRule,
          rules: ['signerClear', 'fourEyes'],
          effects: ['refusalPaper', 'notRecognisedNotice', 'notRecognised'],
        },
      },
    },
  },
};
