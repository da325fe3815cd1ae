// Conflicts of interest that the service knows of by itself: at the forming of the board, at the moment of a vote, and
// when one is discovered later. What a member declares is in events-board.ts.
import { z } from 'zod';
import { choice } from '../choice.ts';
import { field, type Facts, type Scope } from '../define.ts';
import type { Tie } from '../lookup.ts';
import type { Text } from '../text.ts';
import { calledIfScored, without } from './board.ts';
import {
  actsAs,
  applicants,
  called,
  localRule,
  recusedPersons,
  words,
  type AppraisalData,
  type Conflict,
  type Member,
  type Vote,
} from './data.ts';
import { conflictKinds, longText, seated } from './fields.ts';
import { isOn } from './settings.ts';

/** @law Luật 17/2023/QH15 Đ4.11 for what family is; that it bars from the board is the alliance's rule */
const law = 'Luật 17/2023/QH15 Đ4.11; ' + localRule;

const sources: Readonly<Record<Tie['source'], Text>> = {
  actsFor: { vi: 'đại diện cho hợp tác xã', en: 'acts for the cooperative' },
  identity: { vi: 'có trong danh sách sáng lập, thành viên', en: 'is among its founders' },
  kinship: { vi: 'người thân có trong hợp tác xã', en: 'has family in it' },
  address: { vi: 'cùng địa chỉ với thành viên', en: 'shares an address with a member' },
  loan: { vi: 'cho hợp tác xã vay', en: 'lends to it' },
  charter: { vi: 'đã soạn điều lệ', en: 'wrote its charter' },
  administrator: { vi: 'quản trị hệ thống', en: 'is an administrator' },
};

/** What is looked up before these people act or are appointed. */
export const tiesOf =
  (persons: (payload: Record<string, unknown>, data: AppraisalData) => readonly string[]) =>
  (payload: Record<string, unknown>, data: AppraisalData) => ({
    ties: {
      cooperative: data.cooperative.code,
      persons: persons(payload, data).filter((each) => each !== undefined),
    },
  });

/** Of the one who acts alone. */
export const ownTies = tiesOf(() => []);

/** Returns what ties a person to the cooperative, as far as it counts here. */
export function tiesFound({ found, settings }: Facts, person: string): readonly Tie[] {
  const counts = ({ source }: Tie): boolean =>
    source !== 'address' || isOn({ settings }, 'addressIsTie');
  return (found.ties?.[person] ?? []).filter(counts);
}

const shown = (name: string, ties: readonly Tie[]): string =>
  `${name}: ${[...new Set(ties.map(({ source }) => sources[source].vi))].join(', ')}`;

type Appointed = { members: readonly Member[] } | { incoming: Member };
type Discovered = {
  person: string;
  kinds?: readonly Conflict[] | undefined;
  detail?: string | undefined;
};

const added = (payload: Appointed): readonly Member[] =>
  'members' in payload ? payload.members : [payload.incoming];

/** Accounts of those whom an event appoints. */
export const appointed = tiesOf((payload) =>
  added(payload as Appointed).map(({ person }) => person),
);

/** The ballots of this person are in the vote that waits for a decision. */
function votedOn(data: AppraisalData, person: string): Vote | undefined {
  const last = data.votes.at(-1);
  const stands = last?.attempt === data.meeting?.attempt && last?.ballots[person] !== undefined;
  return stands && ['passed', 'failed'].includes(last.result) ? last : undefined;
}

const found = words.event({
  title: { vi: 'Ghi nhận xung đột phát hiện sau', en: 'Record a conflict found later' },
  payload: {
    person: seated({ vi: 'Thành viên', en: 'Member' }),
    kinds: field(z.array(choice(conflictKinds)).max(Object.keys(conflictKinds).length).optional(), {
      vi: 'Loại',
      en: 'Kinds',
    }),
    detail: longText({ vi: 'Nội dung', en: 'Detail' }).optional(),
  },
  examples: [{ person: 'board-5', kinds: ['creditor'], detail: 'Cho hợp tác xã vay vốn.' }],
  concurrent: true,
  looksUp: tiesOf(({ person }) => [person as string]),
  record: ({ data, payload, facts }): AppraisalData => {
    const { person, kinds = [] } = payload;
    const { name } = data.board.find((each) => each.person === person) as Member;
    const all = [...kinds, ...tiesFound(facts, person).map(({ kind }) => kind)];
    const recusal = { person, name, kinds: [...new Set(all)] };
    const next = { ...without(data, person), recusals: [...data.recusals, recusal] };
    return votedOn(data, person) ? called(next, facts) : calledIfScored(next, facts);
  },
});

/** Returns whether this leader may decide: neither recused nor of the cooperative, by any account, nor tied to it. */
export function mayDecide(data: AppraisalData, facts: Facts): boolean {
  const out = [...recusedPersons(data), ...applicants(data)];
  return !out.some((person) => actsAs(facts, person)) && tiesFound(facts, facts.by.id).length === 0;
}

const untied = words.rule<Appointed>({
  title: {
    vi: 'Hệ thống không thấy xung đột lợi ích của người được cử',
    en: 'No conflict is known of those appointed',
  },
  law,
  remedy: { vi: 'Chọn người khác thay những người nêu ở đây.', en: 'Choose others.' },
  reads: 'payload',
  test: ({ payload, facts }) => {
    const have = added(payload).flatMap(({ person, name }) => {
      const ties = tiesFound(facts, person);
      return ties.length > 0 ? [shown(name, ties)] : [];
    });
    return { met: have.length === 0, have };
  },
});

const voterUntied = words.rule({
  title: {
    vi: 'Hệ thống không thấy xung đột lợi ích của người bỏ phiếu',
    en: 'No conflict is known of the voter',
  },
  law,
  remedy: {
    vi: 'Kê khai xung đột; người khác thay.',
    en: 'Declare the conflict; somebody else takes the seat.',
  },
  test: ({ facts }) => {
    const ties = tiesFound(facts, facts.by.id);
    return {
      met: ties.length === 0,
      ...(ties.length > 0 ? { have: shown(facts.by.name, ties) } : {}),
    };
  },
});

const onThisBoard = ({ data, payload }: Scope<AppraisalData, Discovered>): boolean =>
  data.board.some(({ person }) => person === payload.person) &&
  !recusedPersons(data).includes(payload.person);

const sitsStill = words.rule<Discovered>({
  title: { vi: 'Đang là thành viên, chưa bị loại', en: 'Is a member, not recused yet' },
  law,
  remedy: { vi: 'Chọn một thành viên của Hội đồng.', en: 'Choose a member of the board.' },
  reads: 'payload',
  test: (scope) => ({ met: onThisBoard(scope), have: scope.payload.person }),
});

const tieShown = words.rule<Discovered>({
  title: { vi: 'Nêu loại xung đột và nội dung', en: 'Kind and detail are given' },
  law,
  remedy: { vi: 'Chọn loại xung đột và ghi nội dung.', en: 'Choose a kind and say what it is.' },
  reads: 'payload',
  test: ({ payload, facts }) => ({
    met:
      facts.by.id === 'system'
        ? tiesFound(facts, payload.person).length > 0
        : (payload.kinds ?? []).length > 0 && payload.detail !== undefined,
  }),
});

const votedInDecision = words.rule<Discovered>({
  title: {
    vi: 'Phiếu của người này nằm trong kết quả chờ ký',
    en: 'Their ballot is in the result',
  },
  law,
  remedy: { vi: 'Kết quả biểu quyết vẫn giữ.', en: 'The vote stands.' },
  reads: 'payload',
  test: ({ data, payload }) => ({ met: votedOn(data, payload.person) !== undefined }),
});

export const conflictEvents = { CONFLICT_FOUND: found };
export const conflictRules = { untied, voterUntied, sitsStill, tieShown, votedInDecision };

/** Their ballots count no longer, whether the round is running or closed. */
export const conflictRegisters = {
  ballotsVoid: words.keep({
    register: 'vote',
    row: ({ payload }) => ({ person: payload['person'], void: true }),
  }),
};

const act = {
  by: ['unitHead', 'leader', 'system'],
  law,
  rules: ['sitsStill', 'tieShown'],
  effects: ['ballotsVoid', 'conflictDeclared'],
};

/** While the board works: the seat is empty, quorum and majority are counted without it. */
export const conflictFound = act;

/** A result that rests on the ballot falls; the board meets again. */
export const conflictInResult = [
  {
    ...act,
    to: '#meetingScheduled',
    rules: [...act.rules, 'votedInDecision'],
    effects: [...act.effects, 'invitation', 'invitationPaper'],
  },
  act,
];
