// The board of an appraisal as its room shows it.
import type { Actor, Facts } from '../define.ts';
import type { BoardAgenda, BoardPart, Resolution, Seat, Sitting } from '../sitting.ts';
import type { Text } from '../text.ts';
import { gone, movementLines, whenOf } from './attendance.ts';
import { boardFaults, missingBodies, neededOf, quorumOf, type BoardFault } from './board.ts';
import {
  eligible,
  recusedPersons,
  seat,
  type AppraisalData,
  type Ballot,
  type Meeting,
  type Member,
} from './data.ts';
import { numberOf } from './settings.ts';

const posts: Readonly<Record<Member['role'], Text>> = {
  chair: { vi: 'Chủ tịch', en: 'Chair' },
  secretary: { vi: 'Thư ký', en: 'Secretary' },
  member: { vi: 'Thành viên', en: 'Member' },
};

function seats(data: AppraisalData): Seat[] {
  const recused = recusedPersons(data);
  const standing = (person: string): Seat['standing'] => {
    if (recused.includes(person)) return 'recused';
    return data.declared.includes(person) ? 'clear' : 'undeclared';
  };
  const { meeting } = data;
  const away = meeting ? gone(meeting) : new Set();
  return data.board.map(({ person, name, role, body, voting }) => ({
    person,
    name,
    post: posts[role],
    body,
    voting,
    standing: standing(person),
    present: (meeting?.present.includes(person) ?? false) && !away.has(person),
    ...movedOf(meeting, person),
  }));
}

function movedOf(meeting: Meeting | undefined, person: string): Pick<Seat, 'moved'> {
  const last = meeting?.movements?.findLast((each) => each.person === person);
  if (meeting === undefined || last === undefined) return {};
  const { vi, en } = whenOf(last, meeting);
  const came = last.way === 'arrived';
  return { moved: came ? { vi: `đến${vi}`, en: `came${en}` } : { vi: `về${vi}`, en: `left${en}` } };
}

/** The first thing is to declare; then whatever the state of the case lets this member do. */
function owed(data: AppraisalData, { id }: Actor): string[] {
  const member = seat(data, id);
  if (member === undefined) return [];
  const { meeting } = data;
  const votes = member.voting && meeting?.present.includes(id) && data.ballots[id] === undefined;
  const found: [boolean, string][] = [
    [member.voting && !data.declared.includes(id), 'DECLARE_CONFLICT'],
    [member.voting && data.field !== undefined && data.sheets[id] === undefined, 'SCORE'],
    [member.role === 'chair' && meeting !== undefined && meeting.openedOn === undefined, 'OPEN'],
    [votes === true, 'CAST_BALLOT'],
  ];
  return found.flatMap(([is, event]) => (is ? [event] : []));
}

const ballots: Readonly<Record<Ballot, Text>> = {
  for: { vi: 'tán thành', en: 'for' },
  against: { vi: 'không tán thành', en: 'against' },
  abstain: { vi: 'phiếu trắng', en: 'abstention' },
};

const handedIn = {
  label: { vi: 'Phiếu chấm điểm của bạn', en: 'Your score sheet' },
  value: { vi: 'đã nộp và niêm phong', en: 'handed in and sealed' },
};

function said(data: AppraisalData, { id }: Actor) {
  const ballot = data.ballots[id];
  return [
    ...(data.sheets[id] ? [handedIn] : []),
    ...(ballot
      ? [{ label: { vi: 'Bạn đã bỏ phiếu', en: 'Your ballot' }, value: ballots[ballot] }]
      : []),
  ];
}

function sitting(data: AppraisalData, facts: Facts): Sitting | undefined {
  const { meeting } = data;
  if (meeting === undefined) return undefined;
  const { attempt, expectedOn: from, openedOn } = meeting;
  if (openedOn === undefined) return { attempt, from };
  const { met, arithmetic } = quorumOf(data, facts);
  const needs = neededOf(data, facts);
  const movements = movementLines(data, meeting);
  return { attempt, from, openedOn, quorum: { met, arithmetic }, needs, movements };
}

export const results = {
  passed: { vi: 'Thông qua', en: 'Passed' },
  failed: { vi: 'Không thông qua', en: 'Failed' },
  split: { vi: 'Không ngã ngũ', en: 'Split' },
  conditional: { vi: 'Khắc phục rồi xem xét lại', en: 'Remedy first' },
} satisfies Record<AppraisalData['votes'][number]['result'], Text>;

function resolutions({ votes }: AppraisalData): Resolution[] {
  return votes.map(({ attempt, round, on, result, quorum, arithmetic }) => ({
    attempt,
    round,
    on,
    result: results[result],
    arithmetic: [quorum, arithmetic],
  }));
}

function agenda(data: AppraisalData): BoardAgenda {
  const { attempt, expectedOn: from } = data.meeting as Meeting;
  const mayVote = eligible(data).map(({ person }) => person);
  return {
    members: data.board.map(({ person, name, role, body }) => ({ person, name, role, body })),
    attempt,
    from,
    mayVote,
    sheetsIn: mayVote.filter((person) => data.sheets[person] !== undefined).length,
  };
}

function faultTexts(facts: Pick<Facts, 'settings'>): Record<BoardFault, Text> {
  const [least, most] = [numberOf(facts, 'boardSizeMin'), numberOf(facts, 'boardSizeMax')];
  return {
    size: {
      vi: `Phải có từ ${least} đến ${most} thành viên biểu quyết`,
      en: `There must be ${least} to ${most} voting members`,
    },
    odd: {
      vi: 'Số thành viên biểu quyết phải là số lẻ',
      en: 'The number of voting members must be odd',
    },
    chair: {
      vi: 'Phải có một Chủ tịch, có quyền biểu quyết',
      en: 'There must be one chair, who votes',
    },
    secretary: { vi: 'Phải có một Thư ký', en: 'There must be one secretary' },
    twice: { vi: 'Có người giữ hai ghế', en: 'Somebody has two seats' },
  };
}

export const board: BoardPart<AppraisalData> = {
  meets: 'meeting',
  formedBy: { event: 'FORM_BOARD', field: 'members' },
  opensBy: 'OPEN',
  movesBy: { arrived: 'MEMBER_ARRIVED', left: 'MEMBER_LEFT' },
  seats,
  owed,
  said,
  sitting,
  resolutions,
  agenda,
  faults: (members, facts) => [
    ...boardFaults(members, facts).map((fault) => faultTexts(facts)[fault]),
    ...missingBodies(members, facts).map((body) => ({
      vi: `Chưa có người của ${body}`,
      en: `Nobody of ${body}`,
    })),
  ],
};
