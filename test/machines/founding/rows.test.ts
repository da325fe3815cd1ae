// Every row of the table of transitions, told once: from, event, to.
import { describe, expect, it } from 'vitest';
import { partNames, type Part } from '../../../machines/founding/parts.ts';
import type { Story } from '../given.ts';
import {
  accepted,
  adviser,
  clerk,
  completed,
  dossier,
  draft,
  drafting,
  example,
  founder,
  granted,
  head,
  inConsultation,
  inSession,
  listAdopted,
  ready,
  refusedByRegistry,
  requested,
  underReview,
  valued,
} from './story.ts';

type Row = [from: string, event: string, to: string, story: () => Story, payload?: object];

const scheduled = () => ready().does('SCHEDULE_ASSEMBLY');
const charterAdopted = () => inSession().does('RECORD_VOTE');
const failed = () => inSession().does('VOTE_FAILED');
const supplement = () => underReview().does('SUPPLEMENT_NOTICE');
const stopRequested = () => underReview().as(founder).does('STOP_REQUEST').as(clerk);
const withdrawn = () => ready().does('WITHDRAW').as(head);
const atRisk = () => granted().does('MEMBERS_BELOW_MIN');
const handedIn = () => drafting().does('SUBMIT_DRAFT').as(adviser);
const thin = () =>
  ready()
    .does('SCHEDULE_ASSEMBLY')
    .does('OPEN', { ...example('OPEN'), official: 4 });

const rows: Row[] = [
  ['consultation.requested', 'ASSIGN', 'consultation.inProgress', () => requested().as(head)],
  ['consultation.inProgress', 'RECORD_SESSION', 'consultation.inProgress', inConsultation],
  ['consultation.inProgress', 'CONCLUDE_VIABLE', 'drafting', inConsultation],
  ['consultation.inProgress', 'CONCLUDE_NOT_VIABLE', 'closed.notViable', inConsultation],
  ['drafting', 'SAVE_DRAFT', 'drafting', drafting],
  ['drafting', 'SUBMIT_DRAFT', 'drafting', drafting],
  ['drafting', 'RETURN_PART', 'drafting', handedIn],
  ['drafting', 'ACCEPT_PART', 'drafting', handedIn],
  ['readyForAssembly', 'SCHEDULE_ASSEMBLY', 'assembly.scheduled', ready],
  ['assembly.scheduled', 'POSTPONE', 'readyForAssembly', scheduled],
  ['assembly.scheduled', 'OPEN', 'assembly.inSession', scheduled],
  ['assembly.inSession', 'ADJOURN_NO_QUORUM', 'readyForAssembly', thin],
  ['assembly.inSession', 'RECORD_VOTE', 'assembly.charterAdopted', inSession],
  [
    'assembly.inSession',
    'RECORD_VOTE',
    'assembly.failed',
    inSession,
    { for: 3, against: 4, abstain: 0 },
  ],
  ['assembly.charterAdopted', 'ADOPT_MEMBER_LIST', 'assembly.listAdopted', charterAdopted],
  ['assembly.listAdopted', 'VALUE_ASSETS', 'assembly.valued', listAdopted],
  ['assembly.valued', 'DECIDE', 'assembly.decided', valued],
  ['assembly.inSession', 'VOTE_FAILED', 'assembly.failed', inSession],
  ['assembly.charterAdopted', 'VOTE_FAILED', 'assembly.failed', charterAdopted],
  ['assembly.listAdopted', 'VOTE_FAILED', 'assembly.failed', listAdopted],
  ['assembly.valued', 'VOTE_FAILED', 'assembly.failed', valued],
  ['assembly.decided', 'VOTE_FAILED', 'assembly.failed', () => valued().does('DECIDE')],
  ['assembly.inSession', 'SPLIT', 'assembly.failed', inSession],
  ['assembly.charterAdopted', 'SPLIT', 'assembly.failed', charterAdopted],
  ['assembly.listAdopted', 'SPLIT', 'assembly.failed', listAdopted],
  ['assembly.valued', 'SPLIT', 'assembly.failed', valued],
  ['assembly.decided', 'SPLIT', 'assembly.failed', () => valued().does('DECIDE')],
  ['assembly.failed', 'REDRAFT', 'drafting', failed],
  ['assembly.failed', 'ABANDON', 'closed.withdrawn', failed],
  ['assembly.decided', 'CLOSE_ASSEMBLY', 'dossier.preparing', () => valued().does('DECIDE')],
  ['dossier.preparing', 'COMPLETE_DOSSIER', 'dossier.ready', dossier],
  ['dossier.ready', 'FILE', 'registration.submitted', completed],
  [
    'registration.submitted',
    'RECEIPT_RECORDED',
    'registration.underReview',
    () => completed().does('FILE').as(clerk),
  ],
  ['registration.underReview', 'SUPPLEMENT_NOTICE', 'registration.supplement', underReview],
  ['registration.supplement', 'RESUBMIT', 'registration.underReview', supplement],
  [
    'registration.void',
    'REFILE',
    'dossier.preparing',
    () => supplement().passes('2026-05-05').as(founder),
  ],
  [
    'registration.underReview',
    'STOP_REQUEST',
    'registration.stopRequested',
    () => underReview().as(founder),
  ],
  [
    'registration.supplement',
    'STOP_REQUEST',
    'registration.stopRequested',
    () => supplement().as(founder),
  ],
  ['registration.stopRequested', 'STOP_CONFIRMED', 'closed.withdrawn', stopRequested],
  ['registration.stopRequested', 'STOP_REFUSED', 'registration.underReview', stopRequested],
  ['registration.underReview', 'REFUSE', 'registration.refused', underReview],
  ['registration.refused', 'FIX_AND_REFILE', 'dossier.preparing', refusedByRegistry],
  ['registration.refused', 'COMPLAIN', 'registration.refused', refusedByRegistry],
  ['registration.refused', 'GIVE_UP', 'closed.refused', refusedByRegistry],
  ['registration.underReview', 'GRANT', 'postRegistration.obligations', underReview],
  ['postRegistration.obligations', 'CAPITAL_FULL', 'completed', granted],
  ['postRegistration.obligations', 'CAPITAL_REDUCED', 'completed', granted],
  ['postRegistration.atRisk', 'CAPITAL_FULL', 'postRegistration.atRisk', atRisk],
  ['postRegistration.atRisk', 'CAPITAL_REDUCED', 'postRegistration.atRisk', atRisk],
  ['postRegistration.obligations', 'MEMBERS_BELOW_MIN', 'postRegistration.atRisk', granted],
  ['postRegistration.atRisk', 'MEMBERS_RESTORED', 'postRegistration.obligations', atRisk],
  ['closed.withdrawn', 'REOPEN', 'readyForAssembly', withdrawn],
  [
    'closed.notViable',
    'REOPEN',
    'consultation.inProgress',
    () => inConsultation().does('CONCLUDE_NOT_VIABLE').as(head),
  ],
  [
    'closed.refused',
    'REOPEN',
    'registration.refused',
    () => refusedByRegistry().does('GIVE_UP').as(head),
  ],
  ['closed.inactive', 'REOPEN', 'readyForAssembly', () => ready().passes('2026-09-30').as(head)],
];

describe('the table of transitions', () => {
  it('(new) › REQUEST_CONSULTATION › consultation.requested', () => {
    expect(requested().state).toBe('consultation.requested');
  });

  it.each(rows)('%s › %s › %s', (from, event, to, story, payload) => {
    const before = story();
    expect(before.state).toBe(from);
    expect(before.does(event, payload as Record<string, unknown>).state).toBe(to);
  });

  it('drafting › ALL_PARTS_ACCEPTED (always) › readyForAssembly', () => {
    const five = partNames.filter((part): part is Part => part !== 'assets');
    const story = five.reduce((told, part) => accepted(told, part, draft(part)), drafting());
    expect(story.state).toBe('drafting');
    expect(accepted(story, 'assets', draft('assets')).state).toBe('readyForAssembly');
    expect(story.notices).toEqual(['partAccepted', 'readyForAssembly']);
  });

  it('registration.supplement › EXPIRE › registration.void', () => {
    expect(supplement().passes('2026-05-05').state).toBe('registration.void');
  });

  it('registered › startObligations › postRegistration', () => {
    expect(granted().state).toBe('postRegistration.obligations');
  });

  it('postRegistration › OBLIGATIONS_DONE (always) › completed', () => {
    const story = atRisk().does('CAPITAL_FULL').does('MEMBERS_RESTORED');
    expect(story.state).toBe('completed');
    expect(story.notices).toContain('foundingCompleted');
  });

  it.each([
    ['consultation.requested', () => requested()],
    ['drafting', () => drafting()],
    ['assembly.inSession', () => inSession()],
    ['registration.underReview', () => underReview().as(founder)],
    ['postRegistration.obligations', () => granted()],
  ])('any open (%s) › WITHDRAW › closed.withdrawn', (from, story) => {
    const before = story();
    expect(before.state).toBe(from);
    expect(before.does('WITHDRAW').state).toBe('closed.withdrawn');
  });

  it('any waiting › INACTIVITY_TIMEOUT › closed.inactive', () => {
    expect(requested().passes('2026-08-28').state).toBe('consultation.requested');
    expect(requested().passes('2026-09-04').state).toBe('closed.inactive');
  });
});
