// Founding a cooperative or a union of cooperatives, from the first question until its obligations are met.
import { defineProcess } from '../define.ts';
import { actors } from './actors.ts';
import { ballotRules } from './ballots.ts';
import { brief } from './brief.ts';
import { circleEvents, circleRules } from './circle.ts';
import { conferenceEvents } from './conference.ts';
import { consultationEvents, consultationRules } from './consultation.ts';
import { blank, founderAccounts, nameOf, type Founding } from './data.ts';
import { dossier } from './dossier.ts';
import { draftingEvents, draftingRules } from './drafting.ts';
import { dutyEvents, dutyRules } from './duties.ts';
import { effects } from './effects.ts';
import { electionEvents, electionRules } from './elections.ts';
import { filingRules } from './filing.ts';
import { guides } from './guides.ts';
import { hallEvents, hallRules } from './hall.ts';
import { lawfulnessRules } from './lawfulness.ts';
import { minutesEvents, minutesRules } from './minutes.ts';
import { motionEvents } from './motions.ts';
import { movingEvents, movingRules } from './moving.ts';
import { notices } from './notices.ts';
import { obligationEvents, obligationRules } from './obligations.ts';
import { papers } from './papers.ts';
import { registrationEvents } from './registration.ts';
import { settings } from './settings.ts';
import { states } from './states.ts';
import { supplementEvents, supplementRules } from './supplement.ts';
import { terms } from './terms.ts';
import { votedRules } from './voted.ts';

export const founding = defineProcess<Founding>({
  id: 'founding',
  version: 1,
  title: {
    vi: 'Thành lập hợp tác xã, liên hiệp hợp tác xã',
    en: 'Founding a cooperative or a union',
  },
  series: 'TL',
  opensWith: 'REQUEST_CONSULTATION',
  ties: { charterBy: { events: ['SAVE_DRAFT', 'SUBMIT_DRAFT'], when: { part: 'charter' } } },
  data: blank,
  actors,
  events: {
    ...consultationEvents,
    ...circleEvents,
    ...draftingEvents,
    ...conferenceEvents,
    ...hallEvents,
    ...motionEvents,
    ...movingEvents,
    ...minutesEvents,
    ...electionEvents,
    ...registrationEvents,
    ...obligationEvents,
    ...dutyEvents,
    ...supplementEvents,
  },
  rules: {
    ...consultationRules,
    ...circleRules,
    ...draftingRules,
    ...lawfulnessRules,
    ...ballotRules,
    ...hallRules,
    ...votedRules,
    ...movingRules,
    ...minutesRules,
    ...electionRules,
    ...filingRules,
    ...obligationRules,
    ...dutyRules,
    ...supplementRules,
  },
  terms,
  effects: { ...notices, ...papers, ...effects },
  settings,
  parties: (data) => [...founderAccounts(data), ...(data.adviser ? [data.adviser.id] : [])],
  applicants: founderAccounts,
  assigns: 'ASSIGN',
  dossier,
  heading: (data) => ({
    title: nameOf(data),
    commune: data.commune,
    ...(data.adviser ? { assignee: data.adviser.id } : {}),
  }),
  brief,
  guides,
  appointments: {
    'assembly.scheduled': {
      title: { vi: 'Hội nghị thành lập', en: 'Founding conference' },
      on: ({ conference }) => conference.on,
      at: ({ conference }) => conference.at,
      place: ({ conference }) => conference.place,
    },
  },
  way: [
    { state: 'consultation' },
    {
      state: 'drafting',
      beside: {
        vi: 'sáu phần soạn cùng lúc, mỗi người một phần',
        en: 'six parts side by side, each by somebody else',
      },
    },
    { state: 'readyForAssembly' },
    {
      state: 'assembly.inSession',
      least: ({ noticeDays }) => ({ amount: Number(noticeDays), unit: 'calendarDays' }),
    },
    { state: 'dossier' },
    { state: 'registration' },
    {
      state: 'postRegistration',
      goal: { vi: 'có giấy chứng nhận đăng ký', en: 'had the certificate' },
    },
    { state: 'completed' },
  ],
  states,
});
