// The states of a founding case and what leads from one to the next.
import type { Act, State } from '../define.ts';
import { assembly, readyForAssembly } from './assembly.ts';
import { circleActs } from './circle.ts';
import { drafting } from './drafts.ts';
import { registration } from './registry.ts';
import { postRegistration, registered } from './certified.ts';
import { allianceRule } from './words.ts';

const consultation: State = {
  initial: 'requested',
  title: { vi: 'Tư vấn', en: 'Consultation' },
  states: {
    requested: {
      id: 'consultationRequested',
      title: { vi: 'Chờ phân công tư vấn', en: 'Consultation requested' },
      turn: 'manager',
      terms: ['assignment'],
      work: { title: { vi: 'Phân công chuyên viên', en: 'Assign an adviser' }, for: 'manager' },
      on: {
        ASSIGN: {
          to: '#consultationInProgress',
          by: ['manager'],
          law: allianceRule,
          rules: ['noPersonalInterest'],
          effects: ['tellAssigned'],
        },
      },
    },
    inProgress: {
      id: 'consultationInProgress',
      title: { vi: 'Đang tư vấn', en: 'Consultation in progress' },
      turn: 'adviser',
      work: { title: { vi: 'Tư vấn nhóm sáng lập', en: 'Advise the founders' }, for: 'adviser' },
      on: {
        RECORD_SESSION: {
          by: ['adviser'],
          law: 'Luật 17/2023/QH15 Đ110.2c',
          effects: ['sessionRecord', 'trainingList'],
        },
        CONCLUDE_VIABLE: {
          to: '#drafting',
          by: ['adviser'],
          law: 'Luật 17/2023/QH15 Đ4.7, 4.8, 30, 34, 38',
          rules: ['enoughFounders', 'foundersEligible', 'conversionReady'],
          effects: ['conclusionRecord', 'tellChecklist'],
        },
        CONCLUDE_NOT_VIABLE: {
          to: '#closed.notViable',
          by: ['adviser'],
          law: allianceRule,
          effects: ['conclusionRecord', 'tellNotViable'],
        },
      },
    },
  },
};

const reopen: Act = { by: ['manager'], law: allianceRule, effects: ['tellReopened'] };

export const states: Readonly<Record<string, State>> = {
  new: {
    title: { vi: 'Mới', en: 'New' },
    on: {
      REQUEST_CONSULTATION: {
        to: '#consultationRequested',
        by: ['applicant'],
        law: 'Luật 17/2023/QH15 Đ38.3',
        rules: ['lawKnown', 'contactGiven'],
        effects: ['requestForm', 'tellReceived'],
      },
    },
  },
  open: {
    id: 'open',
    initial: 'consultation',
    title: { vi: 'Đang làm', en: 'Open' },
    terms: ['inactivity'],
    on: {
      ASSIGN: {
        by: ['manager'],
        law: allianceRule,
        rules: ['noPersonalInterest'],
        effects: ['tellAssigned'],
      },
      ...circleActs,
      WITHDRAW: {
        to: '#closed.withdrawn',
        by: ['representative', 'scribe'],
        law: 'Luật 17/2023/QH15 Đ38',
        rules: ['foundersAgree'],
        effects: ['tellWithdrawn'],
      },
      INACTIVITY_TIMEOUT: {
        to: '#closed.inactive',
        by: ['system'],
        law: allianceRule,
        effects: ['tellInactive'],
      },
      SERVICE_OVERDUE: { by: ['system'], law: allianceRule, effects: ['tellOverdue'] },
    },
    states: {
      consultation,
      drafting,
      readyForAssembly,
      assembly,
      ...registration,
      registered,
      postRegistration,
      last: { type: 'history', history: 'deep' },
    },
  },
  closed: {
    id: 'closed',
    initial: 'withdrawn',
    closed: true,
    title: { vi: 'Đã đóng', en: 'Closed' },
    on: {
      REOPEN: [
        // The stop ended that filing: what can be gone on with is the dossier.
        {
          ...reopen,
          to: '#dossierPreparing',
          rules: ['reopenInTime', 'stoppedAtRegistry', 'stillLawful'],
        },
        { ...reopen, to: '#open.last', rules: ['reopenInTime', 'stillLawful'] },
        { ...reopen, to: '#drafting', rules: ['reopenInTime'] },
      ],
    },
    states: {
      notViable: { title: { vi: 'Chưa đủ điều kiện thành lập', en: 'Not viable' } },
      withdrawn: { title: { vi: 'Đã rút', en: 'Withdrawn' } },
      inactive: { title: { vi: 'Đóng vì không hoạt động', en: 'Closed for inactivity' } },
      refused: { title: { vi: 'Bị từ chối đăng ký', en: 'Registration refused' } },
    },
  },
  completed: {
    id: 'completed',
    closed: true,
    title: { vi: 'Hoàn thành', en: 'Completed' },
  },
};
