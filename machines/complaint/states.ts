// The course of a complaint: first decision, second decision, court.
import type { Act, State } from '../define.ts';
import { article, localRule, recalled } from './data.ts';

const outcomes = ['upheld', 'modified', 'cancelled'] as const;
type Outcome = (typeof outcomes)[number];

const tells: Readonly<Record<Outcome, string>> = {
  upheld: 'tellUpheld',
  modified: 'tellModified',
  cancelled: 'tellCancelled',
};

const withdraw: Act = {
  to: '#withdrawn',
  by: ['complainant', 'staff'],
  law: article('Đ10'),
  effects: ['withdrawnNotice', 'tellEnded'],
};

const court: Act = {
  to: '#court',
  by: ['staff', 'complainant'],
  law: article('Đ33'),
  effects: ['courtNotice'],
};

const again: Act = {
  to: '#second',
  by: ['complainant', 'staff'],
  law: article('Đ33'),
  rules: ['secondPossible'],
  effects: ['secondNotice'],
};

/** The alliance decides on its own decisions; what the registry decides is recorded. */
const decide = outcomes.flatMap((outcome): Act[] => {
  const act = { to: `#decided.${outcome}`, when: { outcome }, law: article('Đ31') };
  const paper = ['firstPaper', tells[outcome]];
  const told = ['decidedNotice', 'complaintsResolved'];
  return [
    { ...act, by: ['leader'], rules: ['notDecider'], effects: [...paper, ...told] },
    { ...act, by: ['recorder'], effects: told },
  ];
});

const decideSecond = outcomes.flatMap((outcome): Act[] => {
  const act = { to: '#decided2', when: { outcome }, law: recalled('Đ40') };
  const told = [`${tells[outcome]}Later`, 'decidedNotice'];
  return [
    { ...act, by: ['leader'], rules: ['notFirstResolver'], effects: ['secondPaper', ...told] },
    // Whoever stands above the alliance or the registry decides; staff record it.
    { ...act, by: ['staff'], effects: told },
  ];
});

const filed: State = {
  id: 'filed',
  title: { vi: 'Đã nhận đơn khiếu nại', en: 'Complaint filed' },
  turn: 'staff',
  terms: ['acceptance'],
  work: {
    title: { vi: 'Xem xét thụ lý khiếu nại', en: 'Accept the complaint or not' },
    for: 'staff',
  },
  on: {
    ACCEPT: [
      {
        to: '#resolving',
        by: ['officer'],
        law: article('Đ27'),
        rules: ['inTime'],
        effects: ['acceptPaper', 'acceptedNotice'],
      },
      {
        to: '#resolving',
        by: ['recorder'],
        law: article('Đ27'),
        rules: ['inTime'],
        effects: ['acceptedNotice'],
      },
    ],
    DECLARE_INADMISSIBLE: {
      to: '#inadmissible',
      by: ['officer', 'recorder'],
      law: recalled('Đ11'),
      effects: ['inadmissibleNotice', 'tellEnded'],
    },
    ACCEPTANCE_OVERDUE: { by: ['system'], law: article('Đ27'), effects: ['overdue'] },
    WITHDRAW: withdraw,
  },
};

const resolving: State = {
  id: 'resolving',
  hidden: true,
  initial: 'accepted',
  terms: ['firstDecision'],
  on: {
    EXTEND: {
      to: '#resolving.back',
      reenter: true,
      by: ['leader', 'staff'],
      law: article('Đ28'),
      rules: ['notExtended'],
    },
    FIRST_OVERDUE: { by: ['system'], law: article('Đ28'), effects: ['overdue'] },
    SECOND_COMPLAINT: { ...again, rules: ['secondPossible', 'firstOverdue'] },
    GO_TO_COURT: { ...court, rules: ['firstOverdue'] },
    WITHDRAW: withdraw,
  },
  states: {
    accepted: {
      id: 'complaintAccepted',
      title: { vi: 'Đã thụ lý', en: 'Accepted' },
      turn: 'staff',
      work: { title: { vi: 'Giao xác minh', en: 'Assign the verification' }, for: 'staff' },
      on: {
        START_VERIFICATION: { to: 'verifying', by: ['staff', 'leader'], law: recalled('Đ29') },
      },
    },
    verifying: {
      id: 'verifying',
      title: { vi: 'Đang xác minh', en: 'Verifying' },
      turn: 'staff',
      work: {
        title: { vi: 'Xác minh, đề xuất giải quyết', en: 'Verify and propose' },
        for: 'staff',
      },
      on: {
        HOLD_DIALOGUE: {
          to: 'dialogue',
          by: ['staff', 'leader'],
          law: recalled('Đ30'),
          effects: ['dialogueCalled'],
        },
        DECIDE: decide,
      },
    },
    dialogue: {
      id: 'dialogue',
      title: { vi: 'Đối thoại', en: 'Dialogue' },
      turn: 'staff',
      work: {
        title: { vi: 'Tổ chức đối thoại, ghi biên bản', en: 'Hold the dialogue and record it' },
        for: 'staff',
      },
      on: { RECORD_DIALOGUE: { to: 'verifying', by: ['staff', 'leader'], law: recalled('Đ30') } },
    },
    back: { type: 'history', history: 'deep' },
  },
};

const decided: State = {
  id: 'decided',
  initial: 'upheld',
  terms: ['secondWindow'],
  turn: 'complainant',
  on: {
    SECOND_COMPLAINT: again,
    GO_TO_COURT: court,
    FINAL: { to: '#final', by: ['system'], law: recalled('Đ44') },
  },
  states: {
    upheld: { title: { vi: 'Giữ nguyên quyết định', en: 'Decision upheld' } },
    modified: { title: { vi: 'Sửa đổi quyết định', en: 'Decision modified' } },
    cancelled: { title: { vi: 'Hủy bỏ quyết định', en: 'Decision cancelled' } },
  },
};

const second: State = {
  id: 'second',
  title: { vi: 'Khiếu nại lần hai', en: 'Second complaint' },
  turn: 'leader',
  terms: ['secondDecision'],
  work: {
    title: { vi: 'Giải quyết khiếu nại lần hai', en: 'Resolve the second complaint' },
    for: 'staff',
  },
  on: {
    DECIDE_SECOND: decideSecond,
    SECOND_OVERDUE: { by: ['system'], law: article('Đ37'), effects: ['overdue'] },
    GO_TO_COURT: court,
    WITHDRAW: withdraw,
  },
};

export const states: Readonly<Record<string, State>> = {
  new: {
    on: {
      FILE_COMPLAINT: {
        to: '#filed',
        by: ['filer', 'system'],
        law: `${recalled('Đ8')}; ${localRule}`,
        effects: ['received', 'complaintsReceived'],
      },
    },
  },
  open: { initial: 'filed', states: { filed, resolving, decided, second } },
  inadmissible: {
    id: 'inadmissible',
    closed: true,
    title: { vi: 'Không thụ lý', en: 'Inadmissible' },
  },
  decided: {
    closed: true,
    initial: 'withdrawn',
    states: { withdrawn: { id: 'withdrawn', title: { vi: 'Đã rút khiếu nại', en: 'Withdrawn' } } },
  },
  decided2: {
    id: 'decided2',
    closed: true,
    title: { vi: 'Đã giải quyết lần hai', en: 'Decided a second time' },
    on: { GO_TO_COURT: court },
  },
  court: {
    id: 'court',
    closed: true,
    title: { vi: 'Đã khởi kiện tại Tòa án', en: 'Before the court' },
  },
  closed: {
    closed: true,
    initial: 'final',
    states: {
      final: { id: 'final', title: { vi: 'Quyết định đã có hiệu lực', en: 'Decision final' } },
    },
  },
};
