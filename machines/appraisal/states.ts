// The course of an appraisal from the first paper to the end: what stands inside what.
import type { Act, State } from '../define.ts';
import { conflictFound } from './conflicts.ts';
import { localRule } from './data.ts';
import { board, moveSet, review, scoring } from './states-board.ts';
import { afterwards } from './states-certificate.ts';
import { accepted, intake, supplement } from './states-dossier.ts';
import { decision, meeting, remediation } from './states-meeting.ts';

const withdraw: Act = {
  to: '#withdrawn',
  by: ['applicant'],
  law: localRule,
  rules: ['notSigned'],
  effects: ['withdrawn'],
};

const handling: State = {
  id: 'handling',
  hidden: true,
  initial: 'accepted',
  terms: ['overall'],
  on: {
    CONFLICT_FOUND: conflictFound,
    OVERALL_OVERDUE: { by: ['system'], law: localRule, effects: ['overdue'] },
  },
  states: { accepted, board, review, scoring, meeting, remediation, decision },
};

export const states: Readonly<Record<string, State>> = {
  new: {
    on: {
      SUBMIT: {
        to: '#intake',
        by: ['submitter', 'system'],
        law: 'NĐ 92/2024/NĐ-CP Đ27; ' + localRule,
        rules: ['registered', 'active', 'mayAsk', 'oneOpenCase', 'criterionOfSet', 'selfScoreFits'],
        effects: ['received', 'appraisalsReceived'],
      },
    },
  },
  open: {
    initial: 'intake',
    on: { WITHDRAW: withdraw, MOVE_SET: moveSet },
    states: { intake, supplement, handling, ...afterwards.open },
  },
  certificate: afterwards.certificate,
  closed: afterwards.closed,
};
