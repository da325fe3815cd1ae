// What a new cooperative still owes after its certificate.
import type { Act, State } from '../define.ts';

/** The cooperative itself; staff may record for it. */
const cooperative = ['founders', 'recorder'];

/** Automatic: the obligations begin with the certificate. */
export const registered: State = {
  id: 'registered',
  title: { vi: 'Đã đăng ký', en: 'Registered' },
  always: {
    to: '#postRegistration',
    name: 'startObligations',
    by: ['system'],
    law: 'Luật 17/2023/QH15 Đ14, 15, 74.4, 75',
  },
};

const lapsed = (law: string): Act[] => [
  { by: ['system'], law, rules: ['capitalOpen'], effects: ['tellCapitalDue'] },
  { by: ['system'], law },
];

/** With the capital this case ends; what is owed besides goes on in a case of its own. */
const done: Act = {
  to: '#completed',
  name: 'OBLIGATIONS_DONE',
  by: ['system'],
  law: 'Luật 17/2023/QH15 Đ74.4, 74.7',
  effects: ['tellCompleted'],
};

export const postRegistration: State = {
  id: 'postRegistration',
  initial: 'obligations',
  title: { vi: 'Sau đăng ký', en: 'After registration' },
  turn: 'founders',
  terms: ['capitalContribution', 'capitalFiling', 'memberRegister', 'annualMeeting'],
  work: {
    title: { vi: 'Theo dõi nghĩa vụ sau đăng ký', en: 'Follow the duties after registration' },
    for: 'recorder',
  },
  on: {
    CAPITAL_FULL: {
      by: cooperative,
      law: 'Luật 17/2023/QH15 Đ74.4, 75',
      rules: ['capitalOpen'],
      effects: ['shareCertificates'],
    },
    CAPITAL_REDUCED: {
      by: cooperative,
      law: 'Luật 17/2023/QH15 Đ74.6, 74.7',
      rules: ['capitalOpen', 'realCapitalLess'],
    },
    MEMBER_REGISTER_KEPT: {
      by: cooperative,
      law: 'Luật 17/2023/QH15 Đ15',
      rules: ['memberRegisterOpen', 'doneByToday'],
    },
    ANNUAL_MEETING_HELD: {
      by: cooperative,
      law: 'Luật 17/2023/QH15 Đ59.1',
      rules: ['annualMeetingOpen', 'doneByToday'],
    },
    MEMBER_REGISTER_DUE: [
      {
        by: ['system'],
        law: 'Luật 17/2023/QH15 Đ15',
        rules: ['memberRegisterOpen'],
        effects: ['memberRegisterReminder'],
      },
      { by: ['system'], law: 'Luật 17/2023/QH15 Đ15' },
    ],
    ANNUAL_MEETING_DUE: [
      {
        by: ['system'],
        law: 'Luật 17/2023/QH15 Đ59.1',
        rules: ['annualMeetingOpen'],
        effects: ['annualMeetingReminder'],
      },
      { by: ['system'], law: 'Luật 17/2023/QH15 Đ59.1' },
    ],
    CAPITAL_DUE: lapsed('Luật 17/2023/QH15 Đ74.4'),
    FILING_DUE: lapsed('Luật 17/2023/QH15 Đ74.7'),
  },
  states: {
    obligations: {
      title: { vi: 'Đang góp vốn', en: 'Capital being paid in' },
      always: [
        { ...done, rules: ['capitalSettled', 'dutiesDone'] },
        {
          ...done,
          rules: ['capitalSettled', 'dutiesSettled'],
          effects: ['tellCompleted', 'openDuties'],
        },
      ],
      on: {
        MEMBERS_BELOW_MIN: {
          to: 'atRisk',
          aside: true,
          by: cooperative,
          law: 'Luật 17/2023/QH15 Đ103.1d',
          rules: ['belowMinimum', 'notAhead'],
          effects: ['tellBelowMinimum'],
        },
      },
    },
    atRisk: {
      id: 'postRegistrationAtRisk',
      title: { vi: 'Dưới số thành viên tối thiểu', en: 'Members below the minimum' },
      terms: ['belowMinimum'],
      on: {
        MEMBERS_RESTORED: {
          to: 'obligations',
          by: cooperative,
          law: 'Luật 17/2023/QH15 Đ103.1d',
          rules: ['atMinimum'],
        },
        REVOCATION_RISK: {
          by: ['system'],
          law: 'Luật 17/2023/QH15 Đ103.1d',
          effects: ['tellBelowMinimum'],
        },
      },
    },
  },
};
