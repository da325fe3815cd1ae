// A small sound process that the tests of the core share: lending a machine. Not law, and not a process of the
// service; it has one of everything the vocabulary offers.
import { z } from 'zod';
import {
  defineProcess,
  field,
  vocabulary,
  type Definition,
  type Process,
  type State,
} from '../../machines/define.ts';
import { personal, sealedAge } from '../../machines/personal.ts';
import { states } from './fixture-states.ts';

export type Loan = {
  applicant: string;
  name: string;
  phone?: string;
  email?: string;
  birthDate?: string;
  guarantors: { name: string; phone?: string }[];
  machine: string;
  checked: { machine: boolean; person: boolean };
  lentOn?: string;
  days: number;
  notes: number;
  broken: boolean;
  parent?: string;
  silent: boolean;
};

const { event, lapse, rule, term, notify, issue, open, send, keep, count, actor } =
  vocabulary<Loan>();

export const loanRule = 'Quy chế cho mượn máy';

const line = (max: number, vi: string, en: string) =>
  field(z.string().trim().min(1).max(max), { vi, en });

const note = line(500, 'Ghi chú', 'Note');

const guarantor = z.strictObject({
  name: line(100, 'Họ tên', 'Name'),
  phone: field(personal('phone').optional(), { vi: 'Điện thoại', en: 'Phone' }),
});

const events = {
  ASK: event({
    title: { vi: 'Hỏi mượn máy', en: 'Ask for a machine' },
    payload: {
      name: line(100, 'Họ tên', 'Name'),
      phone: field(
        personal('phone'),
        { vi: 'Điện thoại', en: 'Phone' },
        { vi: 'Mười số.', en: 'Ten digits.' },
      ),
      email: field(personal('email').optional(), { vi: 'Email', en: 'E-mail' }),
      birthDate: field(personal('birthDate'), { vi: 'Ngày sinh', en: 'Date of birth' }),
      machine: line(20, 'Mã máy', 'Code of the machine'),
      guarantors: field(z.array(guarantor).max(3).default([]), {
        vi: 'Người bảo lãnh',
        en: 'Guarantors',
      }),
      parent: line(100, 'Hồ sơ trước', 'Earlier case').optional(),
      silent: field(z.boolean().default(false), { vi: 'Không báo', en: 'Silent' }),
    },
    examples: [
      { name: 'Trần Văn An', phone: '0912345678', birthDate: '1980-05-04', machine: 'MG-01' },
      {
        name: 'Lê Thị Bình',
        phone: '0912345679',
        email: 'binh@example.vn',
        birthDate: '2000-02-29',
        machine: 'MG-02',
        guarantors: [{ name: 'Phạm Văn Chín', phone: '0912345670' }, { name: 'Vũ Dũng' }],
        parent: '0190a000-0000-7000-8000-00000000000f',
      },
    ],
    looksUp: ({ machine }) => ({ cooperative: machine, subject: machine }),
    record: ({ data, payload, facts }) => {
      const { parent, email, ...given } = payload;
      const rest = { ...(parent ? { parent } : {}), ...(email ? { email } : {}) };
      return { ...data, ...given, ...rest, applicant: facts.by.id } as Loan;
    },
  }),
  ASK_MORE: event({
    title: { vi: 'Yêu cầu bổ sung', en: 'Ask for more' },
    payload: { reason: line(500, 'Lý do', 'Reason') },
    examples: [{ reason: 'Thiếu giấy bảo lãnh' }],
  }),
  SUPPLY: event({
    title: { vi: 'Bổ sung', en: 'Supply' },
    payload: { note },
    examples: [{ note: 'Đã có giấy bảo lãnh' }],
  }),
  CHECK: event({
    title: { vi: 'Kiểm tra', en: 'Check' },
    payload: {},
    examples: [{}],
    record: ({ data }) => ({ ...data, checked: { machine: false, person: false } }),
  }),
  MACHINE_CHECKED: event({
    title: { vi: 'Máy tốt', en: 'The machine is in order' },
    payload: {},
    examples: [{}],
    record: ({ data }) => ({ ...data, checked: { ...data.checked, machine: true } }),
  }),
  PERSON_CHECKED: event({
    title: { vi: 'Người mượn đủ điều kiện', en: 'The borrower qualifies' },
    payload: {},
    examples: [{}],
    record: ({ data }) => ({ ...data, checked: { ...data.checked, person: true } }),
  }),
  DECIDE: event({
    title: { vi: 'Quyết định', en: 'Decide' },
    payload: {
      decision: field(z.enum(['lend', 'refuse', 'later']), { vi: 'Quyết định', en: 'Decision' }),
      days: field(z.int().min(1).max(90).optional(), { vi: 'Số ngày', en: 'Days' }),
    },
    examples: [{ decision: 'lend', days: 30 }, { decision: 'refuse' }],
    record: ({ data, payload, facts }) =>
      payload.decision === 'lend'
        ? { ...data, lentOn: facts.on, days: payload.days ?? Number(facts.settings['days']) }
        : data,
  }),
  EXTEND: event({
    title: { vi: 'Gia hạn', en: 'Extend' },
    payload: { days: field(z.int().min(1).max(90), { vi: 'Số ngày', en: 'Days' }) },
    examples: [{ days: 10 }],
    record: ({ data, payload, facts }) => ({ ...data, lentOn: facts.on, days: payload.days }),
  }),
  GIVE_BACK: event({
    title: { vi: 'Trả máy', en: 'Give back' },
    payload: { broken: field(z.boolean().default(false), { vi: 'Hỏng', en: 'Broken' }) },
    examples: [{}, { broken: true }],
    record: ({ data, payload }) => ({ ...data, broken: payload.broken }),
  }),
  REPAIRED: event({
    title: { vi: 'Đã sửa', en: 'Repaired' },
    payload: {},
    examples: [{}],
    record: ({ data }) => ({ ...data, broken: false }),
  }),
  NOTE: event({
    title: { vi: 'Ghi chú', en: 'Note' },
    payload: { note },
    examples: [{ note: 'Đã gọi điện' }],
    concurrent: true,
    record: ({ data }) => ({ ...data, notes: data.notes + 1 }),
  }),
  WITHDRAW: event({
    title: { vi: 'Rút', en: 'Withdraw' },
    payload: {},
    examples: [{}],
  }),
  REOPEN: event({
    title: { vi: 'Mở lại', en: 'Reopen' },
    payload: {},
    examples: [{}],
  }),
  ANSWER_OVERDUE: lapse({ vi: 'Quá hạn trả lời', en: 'Answer overdue' }),
  SUPPLY_OVERDUE: lapse({ vi: 'Quá hạn bổ sung', en: 'Nothing supplied' }),
  BACK_OVERDUE: lapse({ vi: 'Quá hạn trả máy', en: 'Not given back' }, ({ data }) => ({
    ...data,
    notes: data.notes + 100,
  })),
  QUIET: lapse({ vi: 'Không hoạt động', en: 'No activity' }),
};

const rules = {
  adult: rule<{ birthDate: string }>({
    title: { vi: 'Từ đủ 18 tuổi', en: 'Aged 18 or over' },
    law: loanRule,
    remedy: { vi: 'Nhờ người lớn đứng tên.', en: 'Ask an adult to sign.' },
    reads: 'payload',
    test: ({ payload }) => {
      const have = sealedAge(payload.birthDate);
      return { met: have !== undefined && have >= 18, need: 18, have };
    },
  }),
  freeMachine: rule({
    title: { vi: 'Máy chưa ai mượn', en: 'The machine is free' },
    law: loanRule,
    remedy: { vi: 'Chờ máy được trả.', en: 'Wait until it is back.' },
    test: ({ facts }) => ({ met: (facts.found.openCases ?? 0) === 0 }),
  }),
  bothChecked: rule({
    title: { vi: 'Đã kiểm tra đủ', en: 'Both checks are done' },
    law: loanRule,
    remedy: { vi: 'Kiểm tra nốt.', en: 'Finish the checks.' },
    test: ({ data: { checked } }) => ({ met: checked.machine && checked.person }),
  }),
  termAllowed: rule<{ days?: number }>({
    title: { vi: 'Không quá số ngày cho phép', en: 'Within the days allowed' },
    law: loanRule,
    remedy: { vi: 'Chọn ít ngày hơn.', en: 'Choose fewer days.' },
    reads: 'payload',
    test: ({ payload, facts }) => {
      const need = Number(facts.settings['mostDays']);
      return {
        met: (payload.days ?? 0) <= need,
        need,
        have: payload.days,
        law: `${loanRule}, mục 3`,
      };
    },
  }),
  once: rule({
    title: { vi: 'Chưa gia hạn', en: 'Not yet extended' },
    law: loanRule,
    remedy: { vi: 'Trả máy rồi mượn lại.', en: 'Give it back and ask again.' },
    test: ({ data }) => ({ met: data.days !== 10, need: 0, have: 1 }),
  }),
  isBroken: rule({
    title: { vi: 'Máy hỏng', en: 'The machine is broken' },
    law: loanRule,
    remedy: { vi: 'Không có.', en: 'None.' },
    test: ({ data }) => ({ met: data.broken }),
  }),
};

const terms = {
  answer: term({
    title: { vi: 'Trả lời', en: 'Answer' },
    law: `${loanRule}, mục 1`,
    confidence: 'verified',
    span: { amount: 5, unit: 'workingDays' },
    reminders: { days: [1, 2], notice: 'remind' },
    pausedIn: ['missing'],
    lapse: 'ANSWER_OVERDUE',
  }),
  supply: term({
    title: { vi: 'Bổ sung', en: 'Supply' },
    law: loanRule,
    confidence: 'verified',
    span: { amount: 10, unit: 'calendarDays' },
    lapse: 'SUPPLY_OVERDUE',
  }),
  back: term({
    title: { vi: 'Trả máy', en: 'Give back' },
    law: loanRule,
    confidence: 'unconfirmed',
    span: ({ data }) => ({ amount: data.days, unit: 'calendarDays' }),
    from: (data) => data.lentOn,
    reminders: { days: [7, 3], notice: 'remind' },
    pausedIn: ['repair'],
    lapse: 'BACK_OVERDUE',
  }),
  quiet: term({
    title: { vi: 'Không hoạt động', en: 'No activity' },
    law: loanRule,
    confidence: 'unconfirmed',
    span: { amount: 60, unit: 'calendarDays' },
    rolling: true,
    reminders: { days: [14], notice: 'remind' },
    pausedIn: ['lent'],
    lapse: 'QUIET',
  }),
};

const borrower = ({ applicant: person, name, silent }: Loan) => (silent ? [] : [{ name, person }]);

const effects = {
  received: notify('consultationReceived', borrower),
  remind: notify('termReminder', borrower, ({ machine }) => ({ text: machine })),
  slip: issue({
    document: 'ALLIANCE_RECEIPT',
    title: { vi: 'Phiếu mượn máy', en: 'Loan slip' },
    register: { series: 'PM', symbol: 'PM-LM' },
    with: (data, facts) => ({ holder: { name: data.name }, text: facts.on }),
  }),
  plain: issue({
    document: 'TB',
    title: { vi: 'Thông báo', en: 'Notice' },
    with: ({ name }) => ({ holder: { name } }),
  }),
  again: open({
    process: 'loan',
    event: 'ASK',
    payload: ({ name, machine }) => ({ name, machine }),
  }),
  tellParent: send({
    to: ({ parent }) => parent,
    event: 'NOTE',
    payload: ({ machine }) => ({ note: machine }),
  }),
  row: keep({
    register: 'vote',
    row: ({ data, payload }) => ({ person: data.applicant, ...payload }),
  }),
  lent: count({ vi: 'Lượt mượn', en: 'Loans' }, { of: 'out', delta: 1 }),
  backAgain: count({ vi: 'Lượt trả', en: 'Returns' }, { of: 'out', delta: -1 }),
  asked: count({ vi: 'Lượt hỏi', en: 'Questions' }),
};

export const loanDefinition: Definition<Loan> = {
  id: 'loan',
  version: 1,
  title: { vi: 'Mượn máy', en: 'Lending a machine' },
  series: 'MM',
  opensWith: 'ASK',
  data: () => ({
    applicant: '',
    name: '',
    guarantors: [],
    machine: '',
    checked: { machine: false, person: false },
    days: 0,
    notes: 0,
    broken: false,
    silent: false,
  }),
  actors: {
    anyone: actor({ vi: 'Người hỏi', en: 'Anyone' }, ['founder', 'staff']),
    applicant: actor(
      { vi: 'Người mượn', en: 'Borrower' },
      ['founder', 'staff'],
      (data, { id }) => data.applicant === id,
    ),
    clerk: actor({ vi: 'Cán bộ', en: 'Clerk' }, ['staff']),
    head: actor({ vi: 'Trưởng phòng', en: 'Head' }, ['unit-head']),
  },
  events,
  rules,
  terms,
  effects,
  settings: {
    days: {
      value: 20,
      title: { vi: 'Số ngày mặc định', en: 'Days by default' },
      source: 'Cấu hình',
    },
    mostDays: {
      value: 60,
      title: { vi: 'Số ngày nhiều nhất', en: 'Most days' },
      source: 'Cấu hình',
    },
  },
  parties: ({ applicant }) => (applicant === '' ? [] : [applicant]),
  recused: ({ name }) => (name === 'Vũ Dũng' ? ['staff-2'] : []),
  heading: ({ name, machine }) => ({ title: name, subject: machine }),
  states,
};

export const loan = defineProcess(loanDefinition);

/** The same process with another first state. */
export function loanWith(change: (asked: State) => State): Process {
  const { open: whole } = states as { open: State };
  const { handling } = whole.states as { handling: State };
  const { asked } = handling.states as { asked: State };
  const changed = { ...handling, states: { ...handling.states, asked: change(asked) } };
  return defineProcess({
    ...loanDefinition,
    states: { ...states, open: { ...whole, states: { ...whole.states, handling: changed } } },
  });
}
