// The states of the process that the tests of the core share.
import type { State } from '../../machines/define.ts';

const law = 'Quy chế cho mượn máy';

const checking: State = {
  id: 'checking',
  type: 'parallel',
  title: { vi: 'Đang kiểm tra', en: 'Being checked' },
  turn: 'clerk',
  work: { title: { vi: 'Kiểm tra máy và người', en: 'Check machine and borrower' }, for: 'clerk' },
  always: {
    name: 'ALL_CHECKED',
    to: 'ready',
    by: ['system'],
    law,
    rules: ['bothChecked'],
    effects: ['plain'],
  },
  states: {
    machine: {
      initial: 'pending',
      states: {
        pending: {
          title: { vi: 'Chờ kiểm tra máy', en: 'Machine to be checked' },
          on: { MACHINE_CHECKED: { to: 'done', by: ['clerk'], law } },
        },
        done: { title: { vi: 'Máy tốt', en: 'Machine in order' } },
      },
    },
    person: {
      initial: 'pending',
      states: {
        pending: {
          title: { vi: 'Chờ kiểm tra người', en: 'Borrower to be checked' },
          on: {
            PERSON_CHECKED: { to: 'done', by: ['clerk'], law },
            NOTE: { by: ['clerk'], law: `${law}, mục 2` },
          },
        },
        done: { title: { vi: 'Người mượn đủ điều kiện', en: 'Borrower qualifies' } },
      },
    },
  },
};

const handling: State = {
  id: 'handling',
  hidden: true,
  initial: 'asked',
  terms: ['answer'],
  on: { ANSWER_OVERDUE: { by: ['system'], law, effects: ['remind'] } },
  states: {
    asked: {
      id: 'asked',
      title: { vi: 'Chờ tiếp nhận', en: 'Asked' },
      turn: 'clerk',
      work: { title: { vi: 'Tiếp nhận', en: 'Take in' }, for: 'clerk' },
      on: {
        ASK_MORE: { to: 'missing', by: ['clerk'], law, effects: ['plain'] },
        CHECK: { to: 'checking', by: ['clerk', 'head'], law },
      },
    },
    missing: {
      id: 'missing',
      title: { vi: 'Chờ bổ sung', en: 'Something is missing' },
      turn: 'applicant',
      terms: ['supply'],
      on: {
        SUPPLY: { to: 'asked', by: ['applicant'], law },
        SUPPLY_OVERDUE: { to: '#closed.inactive', by: ['system'], law },
      },
    },
    checking,
    ready: {
      id: 'ready',
      title: { vi: 'Chờ quyết định', en: 'Ready to decide' },
      turn: 'head',
      work: { title: { vi: 'Quyết định cho mượn', en: 'Decide' }, for: 'head' },
      on: {
        DECIDE: [
          {
            when: { decision: 'lend' },
            to: '#lent',
            by: ['head'],
            law,
            rules: ['freeMachine', 'termAllowed'],
            effects: ['lent', 'slip', 'row'],
          },
          { when: { decision: 'refuse' }, to: '#closed.refused', by: ['head', 'clerk'], law },
        ],
      },
    },
  },
};

const lent: State = {
  id: 'lent',
  title: { vi: 'Đang mượn', en: 'Lent' },
  turn: 'applicant',
  terms: ['back'],
  // Once the term has lapsed nothing else would see to it that the machine comes back.
  work: { title: { vi: 'Theo dõi việc trả máy', en: 'See that it comes back' }, for: 'clerk' },
  initial: 'using',
  on: {
    EXTEND: {
      to: '#lent',
      reenter: true,
      by: ['applicant', 'head'],
      law,
      rules: ['once', 'termAllowed'],
    },
    BACK_OVERDUE: { by: ['system'], law, effects: ['remind'] },
    GIVE_BACK: { to: '#gate', by: ['applicant', 'clerk'], law, effects: ['tellParent'] },
  },
  states: {
    using: {
      title: { vi: 'Đang dùng', en: 'In use' },
      on: { ASK_MORE: { to: 'repair', by: ['applicant'], law } },
    },
    repair: {
      id: 'repair',
      title: { vi: 'Đang sửa', en: 'Under repair' },
      on: { REPAIRED: { to: 'using', by: ['applicant', 'system'], law } },
    },
    again: { type: 'history' },
  },
};

export const states: Readonly<Record<string, State>> = {
  new: {
    on: {
      ASK: {
        to: '#asked',
        by: ['anyone'],
        law,
        rules: ['adult', 'freeMachine'],
        effects: ['received', 'asked'],
      },
    },
  },
  open: {
    id: 'open',
    initial: 'handling',
    terms: ['quiet'],
    on: {
      NOTE: { by: ['clerk', 'applicant'], law },
      WITHDRAW: { to: '#closed.withdrawn', by: ['applicant'], law },
      QUIET: { to: '#closed.inactive', by: ['system'], law },
    },
    states: {
      handling,
      lent,
      // Entered and left within one step.
      gate: {
        id: 'gate',
        title: { vi: 'Nhận máy', en: 'Taking it back' },
        terms: ['supply'],
        work: { title: { vi: 'Xem máy', en: 'Look at the machine' }, for: 'clerk' },
        on: { SUPPLY_OVERDUE: { to: '#closed.inactive', by: ['system'], law } },
        always: [
          { name: 'BROKEN', to: '#lent.repair', by: ['system'], law, rules: ['isBroken'] },
          {
            name: 'INTACT',
            to: '#returned',
            by: ['system'],
            law,
            effects: ['backAgain', 'again'],
          },
        ],
      },
      last: { type: 'history', history: 'deep' },
    },
  },
  closed: {
    id: 'closed',
    closed: true,
    initial: 'withdrawn',
    on: { REOPEN: { to: '#open.last', by: ['head'], law } },
    states: {
      withdrawn: { title: { vi: 'Đã rút', en: 'Withdrawn' } },
      inactive: { title: { vi: 'Không hoạt động', en: 'Inactive' } },
      refused: { title: { vi: 'Không cho mượn', en: 'Refused' } },
    },
  },
  returned: { id: 'returned', closed: true, title: { vi: 'Đã trả', en: 'Returned' } },
};
