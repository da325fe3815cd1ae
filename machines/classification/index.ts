// The yearly grading of cooperatives: each assesses itself, the registry's answer is recorded, the figures are counted.
import { type Span } from '../calendar.ts';
import { shownPoints } from '../criteria/sheet.ts';
import { defineProcess, type Actor, type Process, type Recipient, type State } from '../define.ts';
import {
  emptyData,
  gradingLaw,
  localRule,
  nameOfSet,
  words,
  type ClassificationData,
  type Graded,
} from './data.ts';
import { events, subjectOf } from './events.ts';
import { dossier } from './evidence.ts';
import { rules } from './rules.ts';

const ofCooperative = ({ cooperative }: ClassificationData, { id }: Actor): boolean =>
  cooperative.persons.includes(id);

const actors = {
  opener: words.actor({ vi: 'Hợp tác xã hoặc Liên minh', en: 'Cooperative or alliance' }, [
    'cooperative',
    'founder',
    'staff',
    'unit-head',
  ]),
  cooperative: words.actor(
    { vi: 'Hợp tác xã', en: 'Cooperative' },
    ['cooperative', 'founder'],
    ofCooperative,
  ),
  staff: words.actor({ vi: 'Chuyên viên Liên minh', en: 'Alliance staff' }, ['staff']),
};

const none: Span = { amount: 0, unit: 'workingDays' };

const terms = {
  handIn: words.term({
    title: { vi: 'Nộp phiếu tự đánh giá', en: 'Hand in the self-assessment' },
    law: gradingLaw,
    confidence: 'unconfirmed',
    span: none,
    from: ({ handInBy }) => handInBy,
    lapse: 'HAND_IN_OVERDUE',
    reminders: { days: [30, 14, 7, 3, 1], notice: 'remindCooperative' },
  }),
  grading: words.term({
    title: { vi: 'Xác nhận kết quả xếp loại', en: 'Confirm the grade' },
    law: gradingLaw,
    confidence: 'unconfirmed',
    span: none,
    from: ({ registryBy }) => registryBy,
    lapse: 'GRADING_OVERDUE',
  }),
};

const cooperativePeople = ({ cooperative }: ClassificationData): Recipient[] =>
  cooperative.persons.map((person) => ({ person, name: cooperative.name }));
const officer = ({ assignee }: ClassificationData): Recipient[] => (assignee ? [assignee] : []);

const effects = {
  opened: words.notify('assessmentOpened', cooperativePeople),
  remindCooperative: words.notify('termReminder', cooperativePeople),
  overdue: words.notify('termLapsed', (data) => [...cooperativePeople(data), ...officer(data)]),
  givenBack: words.notify('assessmentReturned', cooperativePeople, ({ returned }) => ({
    text: returned?.reason,
  })),
  graded: words.notify('assessmentGraded', cooperativePeople, ({ result }) => {
    const { grade, total } = result as Graded;
    const points = { vi: `Tổng điểm: ${shownPoints(total)}`, en: `Points: ${total / 100}` };
    const graded = grade && { vi: `Xếp loại: ${grade.name.vi}`, en: `Grade: ${grade.name.en}` };
    return { items: graded ? [graded, points] : [points] };
  }),
  assessmentsOpened: words.count({ vi: 'Phiếu tự đánh giá đã mở', en: 'Self-assessments opened' }),
  assessmentsHandedIn: words.count({
    vi: 'Phiếu tự đánh giá đã nộp',
    en: 'Self-assessments handed in',
  }),
  cooperativesGraded: words.count({ vi: 'Hợp tác xã được xếp loại', en: 'Cooperatives graded' }),
  cooperativesExcused: words.count({
    vi: 'Hợp tác xã không thuộc diện xếp loại',
    en: 'Cooperatives not graded',
  }),
};

const excuse = {
  to: '#notGraded',
  by: ['staff'],
  law: 'TT 01/2020/TT-BKHĐT; TT 09/2017/TT-BNNPTNT Đ6',
  rules: ['reasonsHold'],
  effects: ['cooperativesExcused'],
};

const filling: State = {
  id: 'filling',
  title: { vi: 'Hợp tác xã tự đánh giá', en: 'Cooperative assesses itself' },
  turn: 'cooperative',
  terms: ['handIn'],
  work: {
    title: { vi: 'Điền và nộp phiếu tự đánh giá', en: 'Fill in and hand in the self-assessment' },
    for: 'cooperative',
  },
  on: {
    SAVE_ASSESSMENT: {
      by: ['cooperative', 'staff'],
      law: gradingLaw,
      rules: ['figuresKnown', 'linesFit'],
    },
    HAND_IN: {
      to: 'review',
      by: ['cooperative', 'staff'],
      law: gradingLaw,
      rules: ['everyLine'],
      effects: ['assessmentsHandedIn'],
    },
    HAND_IN_OVERDUE: { by: ['system'], law: gradingLaw, effects: ['overdue'] },
  },
};

const review: State = {
  id: 'review',
  title: { vi: 'Chờ xác nhận xếp loại', en: 'Grade to be confirmed' },
  turn: 'staff',
  terms: ['grading'],
  work: {
    title: { vi: 'Xác nhận xếp loại hằng năm', en: 'Confirm the yearly grade' },
    for: 'staff',
  },
  on: {
    RETURN: { to: 'filling', by: ['staff'], law: localRule, effects: ['givenBack'] },
    CONFIRM_GRADE: {
      to: '#graded',
      by: ['staff'],
      law: gradingLaw,
      rules: ['linesFit', 'finalComplete', 'gradedByIt'],
      effects: ['graded', 'cooperativesGraded'],
    },
    GRADING_OVERDUE: { by: ['system'], law: gradingLaw, effects: ['overdue'] },
  },
};

export const classification: Process = defineProcess<ClassificationData>({
  id: 'classification',
  version: 1,
  title: { vi: 'Tự đánh giá, xếp loại hằng năm', en: 'Yearly self-assessment and grading' },
  series: 'XL',
  opensWith: 'OPEN_ASSESSMENT',
  data: emptyData,
  actors,
  events,
  rules,
  terms,
  effects,
  settings: {},
  usesCriteria: true,
  parties: ({ cooperative }) => cooperative.persons,
  applicants: ({ cooperative }) => cooperative.persons,
  heading,
  dossier,
  states: {
    new: {
      on: {
        OPEN_ASSESSMENT: {
          to: '#filling',
          by: ['opener', 'system'],
          law: gradingLaw,
          rules: ['registered', 'mayOpen', 'onePerYear', 'setUsable'],
          effects: ['opened', 'assessmentsOpened'],
        },
      },
    },
    open: { initial: 'filling', on: { EXCUSE: excuse }, states: { filling, review } },
    closed: {
      initial: 'graded',
      states: {
        graded: { id: 'graded', title: { vi: 'Đã xếp loại', en: 'Graded' }, closed: true },
        notGraded: {
          id: 'notGraded',
          title: { vi: 'Không xếp loại', en: 'Not graded' },
          closed: true,
        },
      },
    },
  },
});

/** One is open for a set and a year at a time. */
function heading(data: ClassificationData): ReturnType<Process['heading']> {
  const { cooperative, criterionSet, period, assignee } = data;
  const { code } = nameOfSet(data);
  return {
    title: `${cooperative.name}: xếp loại năm ${period} (${code})`,
    commune: cooperative.commune,
    subject: subjectOf(criterionSet, period, cooperative.code),
    ...(assignee ? { assignee: assignee.person } : {}),
  };
}
