// Rules of a self-assessment.
import { usableSet } from '../appraisal/criteria.ts';
import { kept } from '../appraisal/fields.ts';
import { addMonths } from '../calendar.ts';
import { corrected } from '../criteria/score.ts';
import type { Exclusion } from '../criteria/set.ts';
import { missingLines, strayLines } from '../criteria/sheet.ts';
import { gradingLaw, localRule, setOf, words } from './data.ts';

type Opened = { cooperative: string; criterionSet: string };
type Lines = Parameters<typeof kept>[0];

const registered = words.rule<Opened>({
  title: { vi: 'Hợp tác xã có đăng ký', en: 'The cooperative is registered' },
  law: 'NĐ 92/2024/NĐ-CP Đ27',
  remedy: { vi: 'Kiểm tra lại mã số hợp tác xã.', en: 'Check the code of the cooperative.' },
  reads: 'payload',
  test: ({ payload, facts }) => ({
    met: facts.found.cooperative !== undefined,
    have: payload.cooperative,
  }),
});

const mayOpen = words.rule<Opened>({
  title: {
    vi: 'Người mở là của hợp tác xã hoặc Liên minh',
    en: 'Opened by the cooperative or the alliance',
  },
  law: localRule,
  remedy: {
    vi: 'Người đại diện của chính hợp tác xã hoặc chuyên viên Liên minh mở phiếu.',
    en: 'A representative of this cooperative or staff of the alliance opens it.',
  },
  reads: 'payload',
  test: ({ facts: { by, found } }) => ({
    met:
      by.id === 'system' ||
      by.roles.some((role) => role === 'staff' || role === 'unit-head') ||
      (found.cooperative?.persons.includes(by.id) ?? false),
  }),
});

const onePerYear = words.rule({
  title: { vi: 'Mỗi năm một phiếu theo bộ tiêu chí', en: 'One for each set and year' },
  law: gradingLaw,
  remedy: { vi: 'Tiếp tục phiếu đang mở.', en: 'Go on with the open one.' },
  reads: 'payload',
  test: ({ facts: { found } }) => ({
    met: (found.openCases ?? 0) === 0,
    need: 0,
    have: found.openCases ?? 0,
  }),
});

const setUsable = words.rule<Opened>({
  title: { vi: 'Bộ tiêu chí đang áp dụng', en: 'The criteria set is in force' },
  law: localRule,
  remedy: { vi: 'Chọn bộ tiêu chí đang có hiệu lực.', en: 'Choose a set in force.' },
  reads: 'payload',
  test: ({ payload, facts }) => ({
    met: usableSet(payload.criterionSet, facts) !== undefined,
    have: payload.criterionSet,
  }),
});

const linesFit = words.rule<{ self?: Lines; scores?: Lines }>({
  title: { vi: 'Điểm theo đúng bộ tiêu chí', en: 'The points fit the set' },
  law: gradingLaw,
  remedy: {
    vi: 'Mỗi tiêu chí một dòng, điểm từ 0 đến điểm tối đa.',
    en: 'One line for each criterion, from 0 to its maximum.',
  },
  reads: 'payload',
  test: ({ data, payload, facts }) => {
    const have = strayLines(setOf(data, facts), kept(payload.self ?? payload.scores ?? []));
    return { met: have.length === 0, have };
  },
});

const figuresKnown = words.rule<{ figures: readonly { figure: string }[] }>({
  title: { vi: 'Số liệu thuộc bộ tiêu chí', en: 'The figures are those of the set' },
  law: gradingLaw,
  remedy: { vi: 'Bỏ các số liệu nêu ở đây.', en: 'Leave out those named here.' },
  reads: 'payload',
  test: ({ data, payload, facts }) => {
    const known = new Set((setOf(data, facts).figures ?? []).map(({ id }) => id));
    const have = payload.figures.flatMap(({ figure }) => (known.has(figure) ? [] : [figure]));
    return { met: have.length === 0, have };
  },
});

const everyLine = words.rule({
  title: { vi: 'Đủ điểm cho mọi tiêu chí', en: 'Every criterion has points' },
  law: gradingLaw,
  remedy: {
    vi: 'Nhập số liệu hoặc tự chấm các tiêu chí nêu ở đây.',
    en: 'Give figures or points for the criteria named here.',
  },
  test: ({ data, facts }) => {
    const set = setOf(data, facts);
    const have = missingLines(set, corrected(set, data.self, data.figures));
    return { met: have.length === 0, have };
  },
});

const finalComplete = words.rule<{ scores?: Lines }>({
  title: { vi: 'Kết quả đủ mọi tiêu chí', en: 'The result has every criterion' },
  law: gradingLaw,
  remedy: {
    vi: 'Để trống để giữ điểm tự chấm, hoặc ghi đủ mọi tiêu chí.',
    en: 'Leave it out to keep the self-score, or give every criterion.',
  },
  reads: 'payload',
  test: ({ data, payload, facts }) => {
    const have = payload.scores ? missingLines(setOf(data, facts), kept(payload.scores)) : [];
    return { met: have.length === 0, have };
  },
});

const gradedByIt = words.rule<{ excluded: readonly Exclusion[] }>({
  title: { vi: 'Bộ tiêu chí có quy định xếp loại riêng', en: 'The set grades it by itself' },
  law: 'TT 09/2017/TT-BNNPTNT',
  remedy: {
    vi: 'Chỉ ghi trường hợp mà bộ tiêu chí quy định xếp loại.',
    en: 'Only what the set gives a grade for.',
  },
  reads: 'payload',
  test: ({ data, payload, facts }) => {
    const { gradedAs = {} } = setOf(data, facts);
    return {
      met: payload.excluded.every((each) => gradedAs[each] !== undefined),
      need: Object.keys(gradedAs),
      have: payload.excluded,
    };
  },
});

/** @law TT 01/2020/TT-BKHĐT; TT 09/2017/TT-BNNPTNT Đ6 */
const reasonsHold = words.rule<{ reasons: readonly Exclusion[] }>({
  title: {
    vi: 'Lý do thuộc bộ tiêu chí và đúng sự thật',
    en: 'The reasons are those of the set, and true',
  },
  law: 'TT 01/2020/TT-BKHĐT; TT 09/2017/TT-BNNPTNT Đ6',
  remedy: {
    vi: 'Chỉ nêu lý do mà bộ tiêu chí quy định; đã đủ 12 tháng thì phải xếp loại.',
    en: 'Only reasons of the set; after 12 months a cooperative is graded.',
  },
  reads: 'payload',
  test: ({ data, payload, facts }) => {
    const { exclusions, minimumMonths } = setOf(data, facts);
    const full = addMonths(data.cooperative.registeredOn, minimumMonths);
    const old = payload.reasons.includes('underTwelveMonths') && facts.on >= full;
    const known = payload.reasons.every((each) => exclusions.includes(each));
    return { met: known && !old, need: exclusions, have: payload.reasons };
  },
});

export const rules = {
  registered,
  mayOpen,
  onePerYear,
  setUsable,
  linesFit,
  figuresKnown,
  everyLine,
  finalComplete,
  gradedByIt,
  reasonsHold,
};
