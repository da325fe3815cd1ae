// Appraisal and certification: a board looks at one cooperative by one criteria set, a leader recognises it or not.
import { defineProcess, type Actor, type Process } from '../define.ts';
import { actors } from './actors.ts';
import { brief, scoreSheet } from './brief.ts';
import {
  applicants,
  emptyData,
  nameOfSet,
  recusedPersons,
  seat,
  type AppraisalData,
  type Round,
} from './data.ts';
import { dossier } from './dossier.ts';
import { boardEvents } from './events-board.ts';
import { conflictEvents, conflictRegisters, conflictRules } from './conflicts.ts';
import { certificateEvents } from './events-certificate.ts';
import { correctionEvents } from './events-correction.ts';
import { dossierEvents, subjectOf } from './events-dossier.ts';
import { roundEvents } from './events-round.ts';
import { roundRules } from './rules-round.ts';
import { meetingEvents } from './events-meeting.ts';
import { handRules } from './hands.ts';
import { scoringOf } from './moderation.ts';
import { notices } from './notices.ts';
import { papers } from './papers.ts';
import { registers } from './register.ts';
import { checklist, firstRemedyDue, remedyEvents, remedyRules } from './remedies.ts';
import { boardRules } from './rules-board.ts';
import { certificateRules } from './rules-certificate.ts';
import { dossierRules } from './rules-dossier.ts';
import { meetingRules } from './rules-meeting.ts';
import { settingFaults, settings } from './settings.ts';
import { board } from './sitting.ts';
import { states } from './states.ts';
import { terms } from './terms.ts';

export const appraisal: Process = defineProcess<AppraisalData>({
  id: 'appraisal',
  version: 1,
  title: { vi: 'Thẩm định và công nhận hợp tác xã', en: 'Appraisal and certification' },
  series: 'TĐ',
  opensWith: 'SUBMIT',
  ties: { foundBy: 'CONFLICT_FOUND' },
  data: emptyData,
  actors,
  events: {
    ...dossierEvents,
    ...boardEvents,
    ...meetingEvents,
    ...roundEvents,
    ...remedyEvents,
    ...conflictEvents,
    ...certificateEvents,
    ...correctionEvents,
  },
  rules: {
    ...dossierRules,
    ...boardRules,
    ...meetingRules,
    ...roundRules,
    ...remedyRules,
    ...conflictRules,
    ...certificateRules,
    ...handRules,
  },
  terms,
  effects: { ...notices, ...papers, ...registers, ...conflictRegisters },
  settings,
  settingFaults,
  usesCriteria: true,
  parties,
  applicants,
  recused: recusedPersons,
  view,
  narrowed: {
    ballots: {
      vi: 'Phiếu của lượt đang biểu quyết: mỗi người chỉ đọc phiếu của mình',
      en: 'Ballots of a running round: one’s own only',
    },
    sheets: {
      vi: 'Phiếu chấm: của mình; của người khác khi đã mời họp và mình đã nộp; bên đề nghị không đọc',
      en: 'Score sheets: one’s own; others’ once the meeting is called and one’s own is in; never the applicant',
    },
    rounds: {
      vi: 'Phiếu của các lượt chấm trước: như phiếu của lượt này',
      en: 'Sheets of earlier rounds: as those of this one',
    },
    votes: {
      vi: 'Phiếu của các lượt đã kết thúc: bên đề nghị chỉ đọc kết quả',
      en: 'Ballots of closed rounds: the applicant reads the result only',
    },
  },
  viewEvent,
  dossier,
  heading,
  brief,
  scoring: { event: 'SCORE', sheet: scoreSheet, compare: scoringOf },
  board,
  checklist,
  appointments: {
    'meeting.scheduled': {
      title: { vi: 'Họp Hội đồng thẩm định', en: 'Board meeting' },
      on: ({ meeting }) => meeting?.expectedOn,
    },
    remediation: {
      title: { vi: 'Hạn khắc phục đầu tiên', en: 'First item to remedy is due' },
      on: firstRemedyDue,
    },
  },
  states,
});

function parties(data: AppraisalData): string[] {
  return [...applicants(data), ...data.board.map(({ person }) => person)];
}

/** Once it is recognised, or at an end, the cooperative may ask anew. */
function heading(data: AppraisalData): ReturnType<Process['heading']> {
  const { cooperative, assignee, certificate, previousCase } = data;
  const { code, name } = nameOfSet(data);
  return {
    title: `${cooperative.name}: ${code} (${name.vi})`,
    commune: cooperative.commune,
    ...(assignee ? { assignee: assignee.person } : {}),
    ...(certificate ? {} : { subject: subjectOf(code, cooperative.code) }),
    ...(previousCase ? { parent: previousCase } : {}),
  };
}

/**
 * Returns what this person may read: ballots of a running round and, until all are in, score sheets are only their
 * own. Who asked for the appraisal reads neither, and who still owes a sheet no other one before the meeting.
 */
function view(data: AppraisalData, { id }: Actor): AppraisalData {
  const own = <T>(given: Readonly<Record<string, T>>): Record<string, T> =>
    given[id] === undefined ? {} : { [id]: given[id] };
  const asks = applicants(data).includes(id);
  const blind = seesOwnSheetOnly(data, id);
  const roundFor = (each: Round): Round => (blind ? { ...each, sheets: own(each.sheets) } : each);
  return {
    ...data,
    ballots: own(data.ballots),
    sheets: blind ? own(data.sheets) : data.sheets,
    ...(data.rounds ? { rounds: data.rounds.map((each) => roundFor(each)) } : {}),
    votes: asks ? data.votes.map((vote) => ({ ...vote, ballots: own(vote.ballots) })) : data.votes,
  };
}

function seesOwnSheetOnly(data: AppraisalData, id: string): boolean {
  const owes =
    seat(data, id)?.voting && data.sheets[id] === undefined && data.meeting?.openedOn === undefined;
  return data.meeting === undefined || applicants(data).includes(id) || owes === true;
}

/** The same blindness for the journal and for the papers that its events issued. */
function viewEvent(
  { type, payload, by }: { type: string; payload: Record<string, unknown>; by: string },
  data: AppraisalData,
  { id }: Actor,
): Record<string, unknown> {
  if (by === id) return payload;
  const running = data.ballots[by] !== undefined;
  const hidden =
    (type === 'SCORE' && seesOwnSheetOnly(data, id)) ||
    (type === 'CAST_BALLOT' && (running || applicants(data).includes(id)));
  return hidden ? {} : payload;
}
