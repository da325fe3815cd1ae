// Who is told what in an appraisal. The wording is in templates/notices.
import { writtenDate } from '../calendar.ts';
import type { Effect, Facts, Recipient } from '../define.ts';
import { unscored } from './board.ts';
import { openRemedies, returnedRemedies, written } from './remedies.ts';
import { exclusionTexts } from './criteria.ts';
import {
  applicants,
  eligible,
  recusedPersons,
  seat,
  words,
  type AppraisalData,
  type Certificate,
  type Meeting,
  type Person,
} from './data.ts';

type To = (data: AppraisalData, facts: Facts) => Recipient[];

const known = (person: Person | undefined): Person[] => (person ? [person] : []);

const applicant: To = (data) =>
  applicants(data).map((person) => ({
    name: data.cooperative.name,
    person,
  }));
const concerned: To = (data, facts) => [...applicant(data, facts), ...data.copies];
const board: To = (data) =>
  data.board
    .filter(({ person }) => seat(data, person))
    .map(({ person, name }) => ({ person, name }));
const staff: To = ({ assignee }) => known(assignee);
const chair: To = (data) => {
  const told = [
    ...data.board.filter(({ role, person }) => role === 'chair' && seat(data, person)),
    ...known(data.leader),
  ];
  return told
    .filter(({ person }, index) => told.findIndex((each) => each.person === person) === index)
    .map(({ person, name }) => ({ person, name }));
};
const leader: To = ({ leader: person }) => known(person);
const office: To = (data, facts) => [...staff(data, facts), ...leader(data, facts)];

const meeting = (data: AppraisalData) => {
  const on = writtenDate((data.meeting as Meeting).expectedOn);
  const items = [{ vi: `Thời gian: từ ngày ${on}`, en: `Time: from ${on}` }];
  return { items, ...calendared(data) };
};

/** For calendars: the meeting that is called and not opened, or that it does not take place. */
const calendared = ({ meeting: called }: AppraisalData, off = false) => {
  if (!called || called.openedOn !== undefined) return {};
  const { attempt, expectedOn } = called;
  return { meeting: { id: `board-${attempt}`, on: expectedOn, ...(off ? { off } : {}) } };
};

const work = (vi: string, en: string) => () => ({ text: { vi, en } });

const certificateDates = ({ certificate }: AppraisalData) => {
  const { issuedOn, validUntil } = certificate as Certificate;
  const [from, to] = [writtenDate(issuedOn), writtenDate(validUntil)];
  return { items: [{ vi: `Từ ngày ${from} đến hết ngày ${to}`, en: `From ${from} to ${to}` }] };
};

const notify = (
  template: string,
  to: To,
  extra?: (data: AppraisalData) => object,
): Effect<AppraisalData> => words.notify(template, to, extra);

export const notices = {
  received: notify('appraisalReceived', applicant),
  supplementAsked: notify('appraisalSupplement', applicant, ({ missing }) => ({ items: missing })),
  supplementReceived: notify(
    'workItemOpened',
    staff,
    work('hồ sơ đã được bổ sung', 'the dossier has been supplemented'),
  ),
  supplementExpired: notify('appraisalExpired', applicant),
  ineligible: notify('appraisalIneligible', applicant, ({ exclusions }) => ({
    items: exclusions.map((each) => exclusionTexts[each]),
  })),
  accepted: notify('appraisalAccepted', applicant),
  boardAppointed: notify('boardAppointed', board, ({ board: members }) => ({
    people: members.map(({ name }) => name),
  })),
  conflictDeclared: notify('conflictDeclared', chair, (data) => ({
    people: data.recusals
      .filter(({ person }) => data.board.some((each) => each.person === person))
      .map(({ name }) => name),
  })),
  boardReplaced: notify('boardReplaced', board, (data) => ({
    people: data.board.map(({ name }) => name),
    ...calendared(data),
  })),
  fieldCheckPlanned: notify('fieldCheckPlanned', applicant),
  scoringOpen: notify('scoringOpen', (data) =>
    eligible(data).map(({ person, name }) => ({ person, name })),
  ),
  rescoring: notify('scoringOpen', (data) =>
    eligible(data).map(({ person, name }) => ({ person, name })),
  ),
  invitation: notify('meetingInvitation', board, meeting),
  noQuorum: notify('meetingNoQuorum', board, meeting),
  decisionAwaited: notify('decisionAwaited', leader),
  remediationAsked: notify('remediationRequested', applicant, ({ remediation }) => ({
    items: remediation.map(written),
  })),
  remedied: notify(
    'workItemOpened',
    office,
    work('hợp tác xã báo đã khắc phục', 'the cooperative reports all as remedied'),
  ),
  itemHandedIn: notify(
    'workItemOpened',
    staff,
    work(
      'hợp tác xã đã nộp minh chứng cho một nội dung khắc phục',
      'the cooperative has handed in evidence for an item',
    ),
  ),
  itemReturned: notify('remediationRequested', applicant, (data) => ({
    items: returnedRemedies(data),
  })),
  itemOverdue: notify(
    'itemOverdue',
    (data, facts) => [...applicant(data, facts), ...staff(data, facts)],
    ({ remediation }) => ({
      items: remediation.filter(({ late }) => late).map(written),
    }),
  ),
  remindItem: notify('termReminder', applicant, (data) => ({ items: openRemedies(data) })),
  recognisedNotice: notify('recognised', concerned, certificateDates),
  correctedNotice: notify('certificateCorrected', concerned, ({ correction }) => ({
    reason: correction?.reason,
  })),
  decisionReturned: notify('decisionReturned', board),
  notRecognisedNotice: notify('notRecognised', concerned, ({ remedies }) => ({ items: remedies })),
  withdrawn: notify(
    'caseWithdrawn',
    (data, facts) => [...board(data, facts), ...staff(data, facts)],
    (data) => calendared(data, true),
  ),
  nearExpiry: notify('certificateNearExpiry', applicant, certificateDates),
  expired: notify('certificateExpired', applicant),
  explanationAsked: notify('explanationRequested', applicant, ({ violation }) => ({
    text: violation?.facts,
  })),
  explained: notify(
    'workItemOpened',
    office,
    work('hợp tác xã đã giải trình', 'the cooperative has explained'),
  ),
  explanationAccepted: notify('explanationAccepted', applicant),
  revoked: notify('certificateRevoked', concerned),
  complaintReceived: notify('complaintReceived', office),
  complaintDecided: notify('complaintDecided', (data, facts) => [
    ...applicant(data, facts),
    ...office(data, facts),
  ]),
  overdue: notify('termLapsed', office),
  remindApplicant: notify('termReminder', applicant, (data) => ({ items: openRemedies(data) })),
  remindStaff: notify('termReminder', office),
  remindBoard: notify('termReminder', (data) =>
    unscored(data)
      .filter(({ person }) => !recusedPersons(data).includes(person))
      .map(({ person, name }) => ({ person, name })),
  ),
};
