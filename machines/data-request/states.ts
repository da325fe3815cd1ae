// The course of a request about personal data: acknowledged within days, answered within a few more.
import type { Act, State } from '../define.ts';
import { law, localRule } from './data.ts';

const refuse: Act = {
  to: '#refused',
  by: ['officer'],
  law,
  rules: ['notOneself'],
  effects: ['refused', 'requestsAnswered'],
};

const received: State = {
  id: 'requestReceived',
  title: { vi: 'Đã nhận yêu cầu', en: 'Request received' },
  turn: 'officer',
  terms: ['acknowledge'],
  work: { title: { vi: 'Xác nhận yêu cầu', en: 'Acknowledge the request' }, for: 'officer' },
  on: {
    ACKNOWLEDGE: {
      to: '#requestHandled',
      by: ['officer'],
      law,
      rules: ['notOneself'],
      effects: ['acknowledged'],
    },
    ACKNOWLEDGE_OVERDUE: { by: ['system'], law, effects: ['overdue'] },
  },
};

const handled: State = {
  id: 'requestHandled',
  title: { vi: 'Đang thực hiện', en: 'Being carried out' },
  turn: 'officer',
  terms: ['answer'],
  work: { title: { vi: 'Thực hiện, trả lời yêu cầu', en: 'Carry out and answer' }, for: 'officer' },
  on: {
    EXTEND: {
      to: 'handled',
      reenter: true,
      by: ['officer'],
      law,
      rules: ['notExtended'],
      effects: ['extended'],
    },
    HOLD: { by: ['head'], law: localRule, rules: ['notHeld'] },
    LIFT_HOLD: { by: ['head'], law: localRule, rules: ['held'] },
    FULFIL: {
      to: '#fulfilled',
      by: ['officer'],
      law,
      rules: ['notOneself', 'nothingHeld'],
      effects: ['fulfilled', 'requestsAnswered'],
    },
    REFUSE: refuse,
    ANSWER_OVERDUE: { by: ['system'], law, effects: ['overdue'] },
  },
};

export const states: Readonly<Record<string, State>> = {
  new: {
    on: {
      MAKE_REQUEST: {
        to: '#requestReceived',
        by: ['asker'],
        law,
        effects: ['received', 'requestsReceived'],
      },
    },
  },
  open: {
    initial: 'received',
    on: { WITHDRAW: { to: '#withdrawn', by: ['subject'], law: localRule, effects: ['withdrawn'] } },
    states: { received, handled },
  },
  closed: {
    closed: true,
    initial: 'fulfilled',
    states: {
      fulfilled: { id: 'fulfilled', title: { vi: 'Đã thực hiện', en: 'Carried out' } },
      refused: { id: 'refused', title: { vi: 'Đã từ chối', en: 'Refused' } },
      withdrawn: { id: 'withdrawn', title: { vi: 'Đã rút', en: 'Withdrawn' } },
    },
  },
};
