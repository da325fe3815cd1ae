// The alliance's opinion on a criterion for the dossier of a commune: 13.1, 3.2, 1.5. It recognises no cooperative.
import { usableSet } from '../appraisal/criteria.ts';
import { kept } from '../appraisal/fields.ts';
import { criteriaOf } from '../criteria/set.ts';
import { missingLines, shownPoints, strayLines } from '../criteria/sheet.ts';
import { defineProcess, type Facts, type Process, type Recipient, type State } from '../define.ts';
import { printedName, profileInForce } from '../law.ts';
import {
  emptyData,
  localRule,
  nameOfSet,
  setOf,
  words,
  type Conclusion,
  type OpinionData,
} from './data.ts';
import { events } from './events.ts';

const actors = {
  asker: words.actor({ vi: 'UBND xã hoặc Liên minh', en: 'Commune or alliance' }, [
    'commune',
    'staff',
  ]),
  commune: words.actor(
    { vi: 'Bên đề nghị', en: 'Who asked' },
    ['commune', 'staff'],
    ({ asker }, { id }) => asker.person === id,
  ),
  staff: words.actor({ vi: 'Chuyên viên Liên minh', en: 'Alliance staff' }, ['staff']),
  leader: words.actor({ vi: 'Lãnh đạo Liên minh', en: 'Alliance leader' }, ['leader']),
};

const setUsable = words.rule<{ criterionSet: string }>({
  title: { vi: 'Bộ tiêu chí đang áp dụng', en: 'The criteria set is in force' },
  law: localRule,
  remedy: { vi: 'Chọn bộ tiêu chí đang có hiệu lực.', en: 'Choose a set in force.' },
  reads: 'payload',
  test: ({ payload, facts }) => ({
    met: usableSet(payload.criterionSet, facts) !== undefined,
    have: payload.criterionSet,
  }),
});

const everyLine = words.rule<{ lines: Parameters<typeof kept>[0] }>({
  title: { vi: 'Có nhận xét cho mọi yêu cầu', en: 'Every requirement is judged' },
  law: localRule,
  remedy: { vi: 'Bổ sung hoặc sửa các mục nêu ở đây.', en: 'Add or correct those named here.' },
  reads: 'payload',
  test: ({ data, payload, facts }) => {
    const [set, given] = [setOf(data, facts), kept(payload.lines)];
    const have = [...strayLines(set, given), ...missingLines(set, given)];
    return { met: have.length === 0, have };
  },
});

const otherSigner = words.rule({
  title: { vi: 'Người ký không phải người dự thảo', en: 'The signer did not prepare it' },
  law: localRule,
  remedy: { vi: 'Lãnh đạo khác ký.', en: 'Another leader signs.' },
  test: ({ data, facts }) => ({ met: data.prepared?.by.person !== facts.by.id }),
});

const conclusionTexts: Readonly<Record<Conclusion, string>> = {
  met: 'Đạt',
  partly: 'Đạt một phần',
  notMet: 'Chưa đạt',
};

function printed(data: OpinionData, facts: Facts): object {
  const { commune, period, cooperatives, prepared } = data;
  const set = setOf(data, facts);
  const names = new Map(
    [...criteriaOf(set), ...set.requirements].map(({ id, name }) => [id, name.vi]),
  );
  const { lines, conclusion, text } = prepared as NonNullable<typeof prepared>;
  return {
    law: printedName(profileInForce(facts.on)),
    holder: { name: `UBND ${commune}` },
    items: [
      { label: 'Tiêu chí', value: `${set.code} (${set.name.vi})` },
      { label: 'Năm', value: String(period) },
      { label: 'Hợp tác xã', value: cooperatives.map(({ name }) => name).join('; ') },
      { label: 'Kết luận', value: conclusionTexts[conclusion] },
    ],
    reasons: lines.map(({ criterion, met, points = 0, comment }) => {
      const judged = met === undefined ? `${shownPoints(points)} điểm` : met ? 'đạt' : 'chưa đạt';
      return `${names.get(criterion)}: ${judged}${comment ? ` (${comment})` : ''}`;
    }),
    text,
  };
}

const commune = ({ asker }: OpinionData): Recipient[] => [asker];
const officer = ({ prepared, asker }: OpinionData): Recipient[] => [prepared?.by ?? asker];

const effects = {
  guided: words.notify('opinionGuidance', commune, ({ guidance }) => ({
    text: guidance.at(-1)?.text,
  })),
  givenBack: words.notify('opinionReturned', officer, ({ returned }) => ({
    text: returned?.reason,
  })),
  given: words.notify('opinionGiven', commune),
  overdue: words.notify('termLapsed', officer),
  opinionPaper: words.issue({
    document: 'CRITERION_OPINION',
    title: { vi: 'Văn bản cho ý kiến về tiêu chí', en: 'Opinion on a criterion' },
    register: { series: 'CV', symbol: 'LMHTX' },
    with: printed,
  }),
  opinionsAsked: words.count({ vi: 'Đề nghị cho ý kiến về tiêu chí', en: 'Opinions asked for' }),
  communesGuided: words.count({
    vi: 'Hồ sơ xã được hướng dẫn tiêu chí',
    en: 'Dossiers of communes guided',
  }),
  opinionsGiven: words.count({ vi: 'Ý kiến về tiêu chí đã cho', en: 'Opinions given' }),
};

const preparing: State = {
  id: 'preparing',
  title: { vi: 'Chuẩn bị ý kiến', en: 'Opinion being prepared' },
  turn: 'staff',
  work: { title: { vi: 'Dự thảo ý kiến về tiêu chí', en: 'Prepare the opinion' }, for: 'staff' },
  on: {
    GUIDE_COMMUNE: { by: ['staff'], law: localRule, effects: ['guided', 'communesGuided'] },
    PREPARE_OPINION: { to: 'signing', by: ['staff'], law: localRule, rules: ['everyLine'] },
  },
};

const signing: State = {
  id: 'signing',
  title: { vi: 'Chờ ký', en: 'To be signed' },
  turn: 'leader',
  work: { title: { vi: 'Ký văn bản cho ý kiến', en: 'Sign the opinion' }, for: 'leader' },
  on: {
    RETURN_OPINION: { to: 'preparing', by: ['leader'], law: localRule, effects: ['givenBack'] },
    SIGN_OPINION: {
      to: '#given',
      by: ['leader'],
      law: 'NĐ 30/2020/NĐ-CP Đ15; ' + localRule,
      rules: ['otherSigner'],
      effects: ['opinionPaper', 'given', 'opinionsGiven'],
    },
  },
};

export const opinion: Process = defineProcess<OpinionData>({
  id: 'opinion',
  version: 1,
  title: { vi: 'Ý kiến về tiêu chí cho hồ sơ xã', en: 'Opinion for a commune’s dossier' },
  series: 'YK',
  opensWith: 'ASK_OPINION',
  data: emptyData,
  actors,
  events,
  rules: { setUsable, everyLine, otherSigner },
  terms: {
    overall: words.term({
      title: { vi: 'Cho ý kiến', en: 'Give the opinion' },
      law: localRule,
      confidence: 'unconfirmed',
      span: ({ facts }) => ({ amount: Number(facts.settings['opinionDays']), unit: 'workingDays' }),
      lapse: 'OPINION_OVERDUE',
    }),
  },
  effects,
  settings: {
    opinionDays: {
      value: 10,
      title: { vi: 'Số ngày làm việc để cho ý kiến', en: 'Working days to give an opinion' },
      source: 'Mặc định của Liên minh, không phải quy định của pháp luật',
    },
  },
  usesCriteria: true,
  parties: ({ asker }) => [asker.person],
  applicants: ({ asker }) => [asker.person],
  heading: (data) => ({
    title: `${data.commune}: ý kiến về tiêu chí ${nameOfSet(data).code} năm ${data.period}`,
    commune: data.commune,
  }),
  states: {
    new: {
      on: {
        ASK_OPINION: {
          to: '#preparing',
          by: ['asker'],
          law: 'Luật 17/2023/QH15 Đ110.2; ' + localRule,
          rules: ['setUsable'],
          effects: ['opinionsAsked'],
        },
      },
    },
    open: {
      initial: 'preparing',
      terms: ['overall'],
      id: 'openOpinion',
      on: {
        WITHDRAW: { to: '#withdrawnOpinion', by: ['commune'], law: localRule },
        OPINION_OVERDUE: { by: ['system'], law: localRule, effects: ['overdue'] },
      },
      states: { preparing, signing },
    },
    closed: {
      initial: 'given',
      states: {
        given: { id: 'given', title: { vi: 'Đã cho ý kiến', en: 'Opinion given' }, closed: true },
        withdrawn: {
          id: 'withdrawnOpinion',
          title: { vi: 'Đã rút', en: 'Withdrawn' },
          closed: true,
        },
      },
    },
  },
});
