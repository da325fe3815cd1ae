// The founding conference step by step; an item that finds no majority ends it at any point.
import type { Act, State } from '../define.ts';

const founders = ['founders', 'scribe'];
/** Chair and secretary of the conference: the founders' own people; the adviser may write for them. */
const table = ['founders', 'adviser'];
const conclusion = 'Luật 17/2023/QH15 Đ39.5';

export const readyForAssembly: State = {
  id: 'readyForAssembly',
  title: { vi: 'Có thể triệu tập hội nghị thành lập', en: 'Ready for the founding conference' },
  turn: 'founders',
  on: {
    SCHEDULE_ASSEMBLY: {
      to: '#assembly.scheduled',
      by: table,
      law: 'Luật 17/2023/QH15 Đ39.1',
      rules: ['enoughNotice'],
      effects: ['invitation', 'invite', 'passes'],
    },
  },
};

/** An item that found no majority ends the conference, at any point of it. */
const lost = (rules: readonly string[]): Act => ({
  to: '#assembly.failed',
  by: table,
  law: conclusion,
  rules,
  effects: ['minutes', 'tellFailed'],
});

const items = {
  VOTE_FAILED: lost(['votesPossible', 'ballotsAddUp', 'noMajority']),
  SPLIT: lost(['votesPossible', 'ballotsAddUp', 'tie']),
};

export const assembly: State = {
  id: 'assembly',
  initial: 'scheduled',
  title: { vi: 'Hội nghị thành lập', en: 'Founding conference' },
  turn: 'founders',
  on: {
    CHECK_IN: {
      by: table,
      law: 'Luật 17/2023/QH15 Đ39.1',
      rules: ['conferenceDay', 'memberListed'],
    },
    NOTE: { by: table, law: 'Luật 17/2023/QH15 Đ12.1d', rules: ['conferenceDay'] },
    MOTION: { by: table, law: 'Luật 17/2023/QH15 Đ12.1d', rules: ['conferenceDay'] },
    COUNT_MOTION: {
      by: table,
      law: conclusion,
      rules: ['conferenceDay', 'oneVoteEach', 'ballotsAddUp'],
    },
  },
  states: {
    scheduled: {
      title: { vi: 'Đã triệu tập', en: 'Conference called' },
      on: {
        POSTPONE: {
          to: '#readyForAssembly',
          by: founders,
          law: 'Luật 17/2023/QH15 Đ39.1',
          effects: ['tellPostponed'],
        },
        MOVE_ASSEMBLY: {
          by: table,
          law: 'Luật 17/2023/QH15 Đ39.1',
          rules: ['noticeOfMove', 'somethingMoved'],
          effects: ['invitationAgain', 'passesAgain', 'tellMoved'],
        },
        OPEN: {
          to: 'inSession',
          by: table,
          law: 'Luật 17/2023/QH15 Đ39.1',
          rules: ['attendancePossible', 'attendanceChecked'],
          effects: ['attendanceList'],
        },
      },
    },
    inSession: {
      title: { vi: 'Đang họp', en: 'In session' },
      on: {
        ADJOURN_NO_QUORUM: {
          to: '#readyForAssembly',
          by: table,
          law: 'Luật 17/2023/QH15 Đ4.7, 4.8, 39.2c',
          rules: ['noQuorum'],
          effects: ['minutes', 'tellAdjourned'],
        },
        RECORD_VOTE: [
          {
            to: 'charterAdopted',
            by: table,
            law: 'Luật 17/2023/QH15 Đ39.2b, 39.5',
            rules: ['quorum', 'votesPossible', 'ballotsAddUp', 'majorityFor'],
            effects: ['ballotMinutes'],
          },
          {
            ...lost(['quorum', 'votesPossible', 'ballotsAddUp', 'noMajority']),
            law: 'Luật 17/2023/QH15 Đ39.2b, 39.5',
            effects: ['ballotMinutes', 'tellFailed'],
          },
        ],
        ...items,
      },
    },
    charterAdopted: {
      title: { vi: 'Đã thông qua điều lệ', en: 'Charter adopted' },
      on: {
        ADOPT_MEMBER_LIST: {
          to: 'listAdopted',
          by: table,
          law: 'Luật 17/2023/QH15 Đ39.2c',
          rules: ['listAdoptable'],
          effects: ['memberList'],
        },
        ...items,
      },
    },
    listAdopted: {
      title: { vi: 'Đã thông qua danh sách thành viên', en: 'Member list adopted' },
      always: {
        to: 'valued',
        name: 'NOTHING_TO_VALUE',
        by: ['system'],
        law: 'Luật 17/2023/QH15 Đ77.1',
        rules: ['cashOnly'],
      },
      on: {
        VALUE_ASSETS: {
          to: 'valued',
          by: table,
          law: 'Luật 17/2023/QH15 Đ39.4, 77.1',
          rules: ['valuationAgreed'],
          effects: ['valuationMinutes'],
        },
        ...items,
      },
    },
    valued: {
      title: { vi: 'Đã định giá tài sản', en: 'Assets valued' },
      on: {
        DECIDE: {
          to: 'decided',
          by: table,
          law: 'Luật 17/2023/QH15 Đ39.3, 39.5, 56, 62, 65, 67, 69, 71, 72; NĐ 92/2024/NĐ-CP Đ12.1',
          rules: [
            'planPassed',
            'ballotsAddUp',
            'electionBallotsAddUp',
            'postsFilled',
            'electedByMajority',
            'secretBallot',
            'electedAreMembers',
            'noDoublePosts',
            'noFamily',
          ],
          effects: ['resolution', 'minutes', 'tellResult'],
        },
        ...items,
      },
    },
    decided: {
      title: { vi: 'Đã quyết định, chờ ký biên bản', en: 'Decided, to be signed' },
      on: {
        CLOSE_ASSEMBLY: {
          to: '#dossierPreparing',
          by: table,
          law: 'Luật 17/2023/QH15 Đ39, 67.2b, 71.3b',
          rules: ['minutesSigned', 'minutesComplete'],
          effects: ['charterPaper', 'assembliesHeld'],
        },
        CORRECT_MINUTES: {
          by: table,
          law: 'Luật 17/2023/QH15 Đ39',
          rules: ['somethingToCorrect'],
          effects: ['minutesAgain', 'resolutionAgain'],
        },
        ...items,
      },
    },
    failed: {
      title: { vi: 'Hội nghị không thành', en: 'Conference failed' },
      on: {
        REDRAFT: { to: '#drafting', by: founders, law: conclusion },
        CORRECT_MINUTES: {
          by: table,
          law: 'Luật 17/2023/QH15 Đ39',
          rules: ['somethingToCorrect'],
          effects: ['minutesAgain'],
        },
        ABANDON: {
          to: '#closed.withdrawn',
          by: founders,
          law: 'Luật 17/2023/QH15 Đ38',
          effects: ['tellWithdrawn'],
        },
      },
    },
  },
};
