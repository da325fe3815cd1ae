// Rules of the dossier: who may ask, for what, what must be there.
import { addMonths } from '../calendar.ts';
import type { Facts, Reading, Scope } from '../define.ts';
import type { Exclusion } from '../criteria/set.ts';
import { usableSet } from './criteria.ts';
import { strayLines } from '../criteria/sheet.ts';
import { localRule, wholeSet, words, type AppraisalData } from './data.ts';
import { kept } from './fields.ts';

type Asked<P> = Scope<AppraisalData, P>;
type Submitted = {
  cooperative: string;
  criterionSet: string;
  criterion: string;
  period: number;
  selfScore: Parameters<typeof kept>[0];
};

const inOperation = 'Đang hoạt động';
const nothing = (found: readonly string[]): Reading => ({
  met: found.length === 0,
  have: [...found],
});

const registered = words.rule<Submitted>({
  title: { vi: 'Hợp tác xã có đăng ký', en: 'The cooperative is registered' },
  law: 'NĐ 92/2024/NĐ-CP Đ27',
  remedy: {
    vi: 'Kiểm tra lại mã số trên giấy chứng nhận đăng ký hợp tác xã.',
    en: 'Check the code on the registration certificate.',
  },
  reads: 'payload',
  test: ({ payload, facts }) => ({
    met: facts.found.cooperative !== undefined,
    have: payload.cooperative,
  }),
});

const active = words.rule({
  title: { vi: 'Hợp tác xã đang hoạt động', en: 'The cooperative is in operation' },
  law: 'NĐ 92/2024/NĐ-CP Đ27',
  remedy: {
    vi: 'Chỉ thẩm định khi tình trạng pháp lý là “Đang hoạt động”.',
    en: 'Appraised only while its legal status is “in operation”.',
  },
  reads: 'payload',
  test: ({ data, facts }) => {
    const have = (facts.found.cooperative ?? data.cooperative).status;
    return { met: have === inOperation, need: inOperation, have };
  },
});

const mayAsk = words.rule<Submitted>({
  title: {
    vi: 'Người nộp đại diện cho hợp tác xã',
    en: 'The one who asks acts for the cooperative',
  },
  law: localRule,
  remedy: {
    vi: 'Người đại diện của chính hợp tác xã, UBND xã hoặc Liên minh nộp hồ sơ.',
    en: 'A representative of this cooperative, the commune or the alliance asks.',
  },
  reads: 'payload',
  test: ({ facts: { by, found } }) => ({
    met:
      by.id === 'system' ||
      by.roles.some((role) => role === 'commune' || role === 'staff') ||
      (found.cooperative?.persons.includes(by.id) ?? false),
  }),
});

const oneOpenCase = words.rule({
  title: { vi: 'Mỗi tiêu chí chỉ có một hồ sơ đang mở', en: 'One open case for each criterion' },
  law: localRule,
  remedy: {
    vi: 'Theo dõi hồ sơ đang mở, hoặc rút hồ sơ đó trước.',
    en: 'Follow the open case, or withdraw it first.',
  },
  reads: 'payload',
  test: ({ facts: { found } }) => ({
    met: (found.openCases ?? 0) === 0,
    need: 0,
    have: found.openCases ?? 0,
  }),
});

const criterionOfSet = words.rule<Submitted>({
  title: { vi: 'Mã tiêu chí thuộc bộ tiêu chí đã chọn', en: 'The criterion belongs to the set' },
  law: localRule,
  remedy: { vi: 'Chọn đúng mã của bộ tiêu chí.', en: 'Choose the code of the set.' },
  reads: 'payload',
  test: ({ payload, facts }) => {
    const code = usableSet(payload.criterionSet, facts)?.code;
    return { met: payload.criterion === code, need: code, have: payload.criterion };
  },
});

const selfScoreFits = words.rule<Partial<Submitted>>({
  title: { vi: 'Bảng tự chấm điểm theo đúng bộ tiêu chí', en: 'The self-score fits the set' },
  law: 'TT 01/2020/TT-BKHĐT; TT 09/2017/TT-BNNPTNT; ' + localRule,
  remedy: {
    vi: 'Mỗi tiêu chí một dòng, điểm từ 0 đến điểm tối đa.',
    en: 'One line for each criterion, from 0 to its maximum.',
  },
  reads: 'payload',
  test: ({ data, payload, facts }: Asked<Partial<Submitted>>) => {
    const { criterionSet: id, selfScore = [] } = payload;
    const set = id === undefined ? wholeSet(data, facts) : usableSet(id, facts);
    return set === undefined ? { met: false } : nothing(strayLines(set, kept(selfScore)));
  },
});

/** @law TT 01/2020/TT-BKHĐT; TT 09/2017/TT-BNNPTNT Đ6: less than 12 months of operation are not graded */
const operatedLongEnough = words.rule({
  title: {
    vi: 'Đã hoạt động đủ số tháng của bộ tiêu chí',
    en: 'Has operated as long as the set asks',
  },
  law: 'TT 01/2020/TT-BKHĐT; TT 09/2017/TT-BNNPTNT Đ6',
  remedy: {
    vi: 'Nộp lại sau ngày nêu ở đây, hoặc từ chối vì hoạt động dưới 12 tháng.',
    en: 'Ask again from this day, or reject for under 12 months.',
  },
  test: ({ data, facts }) => {
    const need = fullOn(data, facts);
    return { met: need === undefined || facts.on >= need, need, have: facts.on };
  },
});

/** The day on which the cooperative has operated long enough. */
function fullOn(data: AppraisalData, facts: Facts): string | undefined {
  const { minimumMonths } = wholeSet(data, facts);
  return minimumMonths > 0 ? addMonths(data.cooperative.registeredOn, minimumMonths) : undefined;
}

const dossierComplete = words.rule({
  title: { vi: 'Hồ sơ đầy đủ', en: 'The dossier is complete' },
  law: localRule,
  remedy: {
    vi: 'Yêu cầu bổ sung các giấy tờ còn thiếu.',
    en: 'Ask for the papers that are missing.',
  },
  test: ({ data, facts }) => {
    const given = new Set<string>(data.documents.map(({ kind }) => kind));
    const need = wholeSet(data, facts).documents.filter((kind) => !given.has(kind));
    return { met: need.length === 0, need, have: [...given] };
  },
});

const reasonsOfSet = words.rule<{ reasons: readonly Exclusion[] }>({
  title: { vi: 'Lý do từ chối thuộc bộ tiêu chí', en: 'The reasons are those of the set' },
  law: 'TT 01/2020/TT-BKHĐT; TT 09/2017/TT-BNNPTNT Đ6',
  remedy: {
    vi: 'Chỉ từ chối vì lý do mà bộ tiêu chí quy định.',
    en: 'Reject only for reasons the set gives.',
  },
  reads: 'payload',
  test: ({ data, payload, facts }) => {
    const need = wholeSet(data, facts).exclusions;
    return {
      met: payload.reasons.every((each) => need.includes(each)),
      need,
      have: payload.reasons,
    };
  },
});

const reallyYoung = words.rule<{ reasons: readonly Exclusion[] }>({
  title: {
    vi: 'Hoạt động dưới 12 tháng đúng với ngày đăng ký',
    en: 'Under 12 months agrees with the registration',
  },
  law: 'TT 01/2020/TT-BKHĐT; TT 09/2017/TT-BNNPTNT Đ6',
  remedy: {
    vi: 'Hợp tác xã đã đủ 12 tháng: bỏ lý do này.',
    en: 'The cooperative has its 12 months: leave this reason out.',
  },
  reads: 'payload',
  test: ({ data, payload, facts }) => {
    const full = fullOn(data, facts);
    const young = full !== undefined && facts.on < full;
    return {
      met: young || !payload.reasons.includes('underTwelveMonths'),
      need: full,
      have: facts.on,
    };
  },
});

const notSigned = words.rule({
  title: { vi: 'Quyết định chưa được ký', en: 'The decision is not signed yet' },
  law: localRule,
  remedy: {
    vi: 'Đã công nhận thì không rút hồ sơ được nữa.',
    en: 'Once recognised, the case cannot be withdrawn.',
  },
  test: ({ data }) => ({ met: data.certificate === undefined }),
});

export const dossierRules = {
  registered,
  active,
  mayAsk,
  oneOpenCase,
  criterionOfSet,
  selfScoreFits,
  operatedLongEnough,
  dossierComplete,
  reasonsOfSet,
  reallyYoung,
  notSigned,
};
