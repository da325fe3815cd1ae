// Rules of the board before it meets: composed well, free of conflicts, every sheet complete.
import type { Scope } from '../define.ts';
import { allScored, boardFaults, missingBodies, replaced, unscored, unsettled } from './board.ts';
import { missingLines, strayLines, uncommented } from '../criteria/sheet.ts';
import {
  localRule,
  recusedPersons,
  setOf,
  words,
  type AppraisalData,
  type Member,
} from './data.ts';
import { kept } from './fields.ts';
import { numberOf, textOf } from './settings.ts';

type Asked<P> = Scope<AppraisalData, P>;
type Replaced = { outgoing: string; incoming: Member };
type Formed = { members: readonly Member[] } | Replaced;
type Scored = { scores: Parameters<typeof kept>[0] };

const scoringLaw = 'TT 01/2020/TT-BKHĐT; ' + localRule;
const names = (members: readonly { name: string }[]) => members.map(({ name }) => name);

/** The board as the event would make it. */
function boardAfter({ data, payload }: Asked<Formed>): readonly Member[] {
  if ('members' in payload) return payload.members;
  return replaced(data.board, payload.outgoing, payload.incoming);
}

const boardSound = words.rule<Formed>({
  title: { vi: 'Hội đồng đúng thành phần', en: 'The board is well composed' },
  law: localRule,
  remedy: {
    vi: 'Số người biểu quyết trong khoảng cho phép và lẻ; một chủ tịch có quyền biểu quyết; một thư ký; không ai hai ghế.',
    en: 'Voting members within the range and odd in number; one chair who votes; one secretary; nobody twice.',
  },
  reads: 'payload',
  test: (scope) => {
    const { facts } = scope;
    const have = boardFaults(boardAfter(scope), facts);
    return {
      met: have.length === 0,
      need: [numberOf(facts, 'boardSizeMin'), numberOf(facts, 'boardSizeMax')],
      have,
    };
  },
});

const inOffice = words.rule<Formed & { standing?: string }>({
  title: {
    vi: 'Hội đồng đã lập còn trong nhiệm kỳ',
    en: 'The standing board is in its term of office',
  },
  law: localRule,
  remedy: {
    vi: 'Chọn Hội đồng đang trong nhiệm kỳ, gia hạn nhiệm kỳ, hoặc lập Hội đồng riêng cho hồ sơ này.',
    en: 'Choose a board in office, prolong its term, or form one for this case alone.',
  },
  reads: 'payload',
  test: ({ payload, facts: { found, on } }) => {
    const { board } = found;
    if (payload.standing === undefined) return { met: true };
    const met = board !== undefined && board.from <= on && (board.to === null || on <= board.to);
    return { met, ...(board ? { need: [board.from, board.to], have: board.name } : {}) };
  },
});

const bodiesPresent = words.rule<Formed>({
  title: { vi: 'Đủ các đơn vị phải tham gia Hội đồng', en: 'The required bodies are on the board' },
  law: localRule,
  remedy: {
    vi: 'Thêm người của đơn vị còn thiếu.',
    en: 'Add somebody of the bodies that are missing.',
  },
  reads: 'payload',
  test: (scope) => {
    const have = missingBodies(boardAfter(scope), scope.facts);
    return { met: have.length === 0, need: textOf(scope.facts, 'requiredBodies'), have };
  },
});

const independent = words.rule<Formed>({
  title: {
    vi: 'Không có người của bên được thẩm định hoặc người đã bị loại do xung đột',
    en: 'Nobody of the appraised side, nobody recused',
  },
  law: 'Luật 17/2023/QH15 Đ4.11; ' + localRule,
  remedy: { vi: 'Chọn người khác.', en: 'Choose somebody else.' },
  reads: 'payload',
  test: (scope) => {
    const { data, payload } = scope;
    const out = new Set([...data.cooperative.persons, ...recusedPersons(data), ...data.contested]);
    const added = 'members' in payload ? payload.members : [payload.incoming];
    const have = names(added.filter(({ person }) => out.has(person)));
    return { met: have.length === 0, have };
  },
});

const onBoard = words.rule<Replaced>({
  title: {
    vi: 'Người thôi tham gia đang ở trong Hội đồng',
    en: 'The one who leaves is on the board',
  },
  law: localRule,
  remedy: { vi: 'Chọn một thành viên hiện có.', en: 'Choose a present member.' },
  reads: 'payload',
  test: ({ data, payload }) => ({
    met: data.board.some(({ person }) => person === payload.outgoing),
    have: payload.outgoing,
  }),
});

const declarationFits = words.rule<{ conflict: string; kinds: readonly string[] }>({
  title: {
    vi: 'Nêu loại xung đột khi và chỉ khi có xung đột',
    en: 'Kinds are given if and only if there is a conflict',
  },
  law: 'Luật 17/2023/QH15 Đ4.11; ' + localRule,
  remedy: {
    vi: 'Có xung đột thì chọn ít nhất một loại; không có thì để trống.',
    en: 'Choose a kind when there is one, none otherwise.',
  },
  reads: 'payload',
  test: ({ payload }) => ({
    met: (payload.conflict === 'declared') === payload.kinds.length > 0,
    have: payload.kinds,
  }),
});

const everybodyClear = words.rule({
  title: {
    vi: 'Mọi thành viên đã kê khai, không còn xung đột',
    en: 'Everybody has declared and no conflict is left',
  },
  law: 'Luật 17/2023/QH15 Đ4.11; ' + localRule,
  remedy: {
    vi: 'Chờ kê khai; thay thành viên có xung đột.',
    en: 'Wait for the declarations; replace who has a conflict.',
  },
  test: ({ data, facts }) => {
    const have = names(unsettled(data));
    return { met: have.length === 0 && boardFaults(data.board, facts).length === 0, have };
  },
});

const hasDeclared = words.rule({
  title: { vi: 'Đã kê khai không có xung đột lợi ích', en: 'Has declared no conflict' },
  law: 'Luật 17/2023/QH15 Đ4.11; ' + localRule,
  remedy: { vi: 'Kê khai xung đột lợi ích trước.', en: 'Declare conflicts first.' },
  test: ({ data, facts }) => ({ met: data.declared.includes(facts.by.id) }),
});

const sheetComplete = words.rule<Scored>({
  title: {
    vi: 'Phiếu đủ tiêu chí, điểm từ 0 đến tối đa',
    en: 'Every criterion, from 0 to its maximum',
  },
  law: scoringLaw,
  remedy: { vi: 'Sửa các tiêu chí nêu ở đây.', en: 'Correct the criteria named here.' },
  reads: 'payload',
  test: ({ data, payload, facts }) => {
    const set = setOf(data, facts);
    const lines = kept(payload.scores);
    const have = [...strayLines(set, lines), ...missingLines(set, lines)];
    return { met: have.length === 0, have };
  },
});

const differencesExplained = words.rule<Scored>({
  title: {
    vi: 'Chênh lệch lớn so với tự chấm có nhận xét',
    en: 'Large differences from the self-score have a comment',
  },
  law: scoringLaw,
  remedy: {
    vi: 'Ghi nhận xét cho các tiêu chí nêu ở đây.',
    en: 'Comment on the criteria named here.',
  },
  reads: 'payload',
  test: ({ data, payload, facts }) => {
    const share = numberOf(facts, 'scoreCommentShare');
    const have = uncommented(setOf(data, facts), kept(payload.scores), data.selfScore, share);
    return { met: have.length === 0, need: share, have };
  },
});

const everySheetIn = words.rule({
  title: { vi: 'Đủ phiếu chấm', en: 'Every sheet is in' },
  law: scoringLaw,
  remedy: {
    vi: 'Chờ phiếu của các thành viên nêu ở đây.',
    en: 'Wait for the sheets of the members named here.',
  },
  test: ({ data }) => ({ met: allScored(data), have: names(unscored(data)) }),
});

const sheetAwaited = words.rule({
  title: {
    vi: 'Chưa nộp phiếu chấm trong lượt này',
    en: 'Has not handed in a sheet of this round',
  },
  law: scoringLaw,
  remedy: {
    vi: 'Phiếu đã nộp được niêm phong, không sửa được; Chủ tịch Hội đồng có thể mở lượt chấm mới, nêu lý do.',
    en: 'A sheet handed in is sealed; the chair may open another round and say why.',
  },
  test: ({ data, facts }) => ({ met: data.sheets[facts.by.id] === undefined }),
});

export const boardRules = {
  boardSound,
  inOffice,
  bodiesPresent,
  independent,
  onBoard,
  declarationFits,
  everybodyClear,
  hasDeclared,
  sheetComplete,
  differencesExplained,
  everySheetIn,
  sheetAwaited,
};
