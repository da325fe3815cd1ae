// The tables of transitions that the processes were written from, row by row: from, event, to, in their own words.

export type Row = {
  from: string;
  event: string;
  to: string;
  /** The transitions meant, `from EVENT to` by public names, where the words are not those names themselves. */
  reads?: readonly string[];
  /** Why the process says it in another way. */
  because?: string;
};

const founding: readonly Row[] = [
  {
    from: '(new)',
    event: 'REQUEST_CONSULTATION',
    to: 'consultation.requested',
    reads: ['new REQUEST_CONSULTATION consultation.requested'],
  },
  { from: 'consultation.requested', event: 'ASSIGN', to: 'consultation.inProgress' },
  {
    from: 'consultation.inProgress',
    event: 'RECORD_SESSION (repeat)',
    to: 'consultation.inProgress',
    reads: ['consultation.inProgress RECORD_SESSION consultation.inProgress'],
  },
  { from: 'consultation.inProgress', event: 'CONCLUDE_VIABLE', to: 'drafting' },
  { from: 'consultation.inProgress', event: 'CONCLUDE_NOT_VIABLE', to: 'closed.notViable' },
  {
    from: 'drafting',
    event: 'SUBMIT_DRAFT(charter|plan|memberList|capital|name|governance)',
    to: 'drafting (part underReview)',
    reads: [
      'drafting.charter.empty SUBMIT_DRAFT drafting.charter.underReview',
      'drafting.plan.empty SUBMIT_DRAFT drafting.plan.underReview',
      'drafting.members.empty SUBMIT_DRAFT drafting.members.underReview',
      'drafting.name.empty SUBMIT_DRAFT drafting.name.underReview',
      'drafting.governance.empty SUBMIT_DRAFT drafting.governance.underReview',
      'drafting.assets.empty SUBMIT_DRAFT drafting.assets.underReview',
    ],
    because: 'the member list holds the capital; assets in kind are a draft of their own',
  },
  {
    from: 'drafting (part underReview)',
    event: 'RETURN_PART',
    to: 'drafting (part returned)',
    reads: [
      'drafting.charter.underReview RETURN_PART drafting.charter.returned',
      'drafting.plan.underReview RETURN_PART drafting.plan.returned',
      'drafting.members.underReview RETURN_PART drafting.members.returned',
      'drafting.name.underReview RETURN_PART drafting.name.returned',
      'drafting.governance.underReview RETURN_PART drafting.governance.returned',
      'drafting.assets.underReview RETURN_PART drafting.assets.returned',
    ],
  },
  {
    from: 'drafting (part underReview)',
    event: 'ACCEPT_PART',
    to: 'drafting (part accepted)',
    reads: [
      'drafting.charter.underReview ACCEPT_PART drafting.charter.accepted',
      'drafting.plan.underReview ACCEPT_PART drafting.plan.accepted',
      'drafting.members.underReview ACCEPT_PART drafting.members.accepted',
      'drafting.name.underReview ACCEPT_PART drafting.name.accepted',
      'drafting.governance.underReview ACCEPT_PART drafting.governance.accepted',
      'drafting.assets.underReview ACCEPT_PART drafting.assets.accepted',
    ],
  },
  {
    from: 'drafting',
    event: 'ALL_PARTS_ACCEPTED (always)',
    to: 'readyForAssembly',
    reads: ['drafting ALL_PARTS_ACCEPTED readyForAssembly'],
  },
  { from: 'readyForAssembly', event: 'SCHEDULE_ASSEMBLY', to: 'assembly.scheduled' },
  { from: 'assembly.scheduled', event: 'POSTPONE', to: 'readyForAssembly' },
  { from: 'assembly.scheduled', event: 'OPEN', to: 'assembly.inSession' },
  {
    from: 'assembly.inSession',
    event: 'ADJOURN_NO_QUORUM',
    to: 'readyForAssembly (attempt+1)',
    reads: ['assembly.inSession ADJOURN_NO_QUORUM readyForAssembly'],
  },
  {
    from: 'assembly.inSession',
    event: 'RECORD_VOTE(charter)',
    to: 'assembly.charterAdopted | assembly.failed',
    reads: [
      'assembly.inSession RECORD_VOTE assembly.charterAdopted',
      'assembly.inSession RECORD_VOTE assembly.failed',
    ],
  },
  { from: 'assembly.charterAdopted', event: 'ADOPT_MEMBER_LIST', to: 'assembly.listAdopted' },
  { from: 'assembly.listAdopted', event: 'VALUE_ASSETS', to: 'assembly.valued' },
  {
    from: 'assembly.valued',
    event: 'DECIDE(plan, elections, authorised registrant)',
    to: 'assembly.decided',
    reads: ['assembly.valued DECIDE assembly.decided'],
  },
  {
    from: 'assembly.inSession..decided',
    event: 'VOTE_FAILED / SPLIT',
    to: 'assembly.failed',
    reads: [
      'assembly.inSession VOTE_FAILED assembly.failed',
      'assembly.inSession SPLIT assembly.failed',
      'assembly.charterAdopted VOTE_FAILED assembly.failed',
      'assembly.charterAdopted SPLIT assembly.failed',
      'assembly.listAdopted VOTE_FAILED assembly.failed',
      'assembly.listAdopted SPLIT assembly.failed',
      'assembly.valued VOTE_FAILED assembly.failed',
      'assembly.valued SPLIT assembly.failed',
      'assembly.decided VOTE_FAILED assembly.failed',
      'assembly.decided SPLIT assembly.failed',
    ],
  },
  { from: 'assembly.failed', event: 'REDRAFT', to: 'drafting' },
  { from: 'assembly.failed', event: 'ABANDON', to: 'closed.withdrawn' },
  { from: 'assembly.decided', event: 'CLOSE_ASSEMBLY', to: 'dossier.preparing' },
  { from: 'dossier.preparing', event: 'COMPLETE_DOSSIER', to: 'dossier.ready' },
  { from: 'dossier.ready', event: 'FILE', to: 'registration.submitted' },
  { from: 'registration.submitted', event: 'RECEIPT_RECORDED', to: 'registration.underReview' },
  { from: 'registration.underReview', event: 'SUPPLEMENT_NOTICE', to: 'registration.supplement' },
  { from: 'registration.supplement', event: 'RESUBMIT', to: 'registration.underReview' },
  {
    from: 'registration.supplement',
    event: 'EXPIRE (after 60 days)',
    to: 'registration.void',
    reads: ['registration.supplement EXPIRE registration.void'],
  },
  { from: 'registration.void', event: 'REFILE', to: 'dossier.preparing' },
  {
    from: 'registration.underReview|supplement',
    event: 'STOP_REQUEST',
    to: 'registration.stopRequested',
    reads: [
      'registration.underReview STOP_REQUEST registration.stopRequested',
      'registration.supplement STOP_REQUEST registration.stopRequested',
    ],
  },
  { from: 'registration.stopRequested', event: 'STOP_CONFIRMED', to: 'closed.withdrawn' },
  { from: 'registration.stopRequested', event: 'STOP_REFUSED', to: 'registration.underReview' },
  { from: 'registration.underReview', event: 'REFUSE', to: 'registration.refused' },
  { from: 'registration.refused', event: 'FIX_AND_REFILE', to: 'dossier.preparing' },
  {
    from: 'registration.refused',
    event: 'COMPLAIN',
    to: 'complaint (child)',
    reads: ['registration.refused COMPLAIN registration.refused'],
    because:
      'opens a linked case of the process complaint; the refusal stays as it is until that ends',
  },
  { from: 'registration.refused', event: 'GIVE_UP', to: 'closed.refused' },
  { from: 'registration.underReview', event: 'GRANT', to: 'registered' },
  {
    from: 'registered',
    event: '(enter) startObligations',
    to: 'postRegistration',
    reads: ['registered startObligations postRegistration'],
  },
  {
    from: 'postRegistration',
    event: 'CAPITAL_FULL | CAPITAL_REDUCED',
    to: 'postRegistration',
    reads: [
      'postRegistration CAPITAL_FULL postRegistration',
      'postRegistration CAPITAL_REDUCED postRegistration',
    ],
  },
  {
    from: 'postRegistration',
    event: 'MEMBERS_BELOW_MIN',
    to: 'postRegistration.atRisk',
    reads: ['postRegistration.obligations MEMBERS_BELOW_MIN postRegistration.atRisk'],
    because: 'a cooperative that is at risk already cannot come to be it',
  },
  {
    from: 'postRegistration',
    event: 'OBLIGATIONS_DONE',
    to: 'completed',
    reads: ['postRegistration.obligations OBLIGATIONS_DONE completed'],
    because:
      'while members are below the minimum the duties are not done: MEMBERS_RESTORED comes first',
  },
  {
    from: 'any open',
    event: 'WITHDRAW',
    to: 'closed.withdrawn',
    reads: ['open WITHDRAW closed.withdrawn'],
  },
  {
    from: 'any waiting',
    event: 'INACTIVITY_TIMEOUT',
    to: 'closed.inactive',
    reads: ['open INACTIVITY_TIMEOUT closed.inactive'],
    because: 'the clock stands still where the registry or the cooperative is waited for',
  },
  {
    from: 'closed.withdrawn|inactive|refused|notViable',
    event: 'REOPEN',
    to: 'last open state (re-validated under the law in force)',
    reads: ['closed REOPEN last'],
  },
];

const appraisal: readonly Row[] = [
  { from: '(new)', event: 'SUBMIT', to: 'intake', reads: ['new SUBMIT intake'] },
  { from: 'intake', event: 'REQUEST_SUPPLEMENT', to: 'supplement' },
  { from: 'supplement', event: 'RESUBMIT', to: 'intake' },
  { from: 'supplement', event: 'EXPIRE', to: 'closed.expired' },
  { from: 'intake', event: 'REJECT_INELIGIBLE', to: 'closed.ineligible' },
  { from: 'intake', event: 'ACCEPT', to: 'accepted' },
  { from: 'accepted', event: 'FORM_BOARD', to: 'board.formed' },
  {
    from: 'board.formed',
    event: 'DECLARE_CONFLICT(member)',
    to: 'board.formed',
    reads: ['board.formed DECLARE_CONFLICT board.formed'],
  },
  { from: 'board.formed', event: 'REPLACE_MEMBER', to: 'board.formed' },
  {
    from: 'board.formed',
    event: 'ALL_DECLARED (always)',
    to: 'review.documents',
    reads: ['board.formed ALL_DECLARED review.documents'],
  },
  { from: 'review.documents', event: 'START_FIELD_CHECK', to: 'review.field' },
  { from: 'review.field', event: 'RECORD_FIELD', to: 'scoring' },
  { from: 'scoring', event: 'SCORE(member)', to: 'scoring', reads: ['scoring SCORE scoring'] },
  {
    from: 'scoring',
    event: 'ALL_SCORED / DEADLINE',
    to: 'meeting.scheduled',
    reads: ['scoring ALL_SCORED meeting.scheduled', 'scoring DEADLINE meeting.scheduled'],
  },
  {
    from: 'meeting.scheduled',
    event: 'OPEN_NO_QUORUM',
    to: 'meeting.scheduled (attempt+1)',
    reads: ['meeting.scheduled OPEN_NO_QUORUM meeting.scheduled'],
  },
  { from: 'meeting.scheduled', event: 'OPEN', to: 'meeting.inSession' },
  { from: 'meeting.inSession', event: 'VOTE_PASS', to: 'decision.pending' },
  { from: 'meeting.inSession', event: 'VOTE_CONDITIONAL', to: 'remediation' },
  { from: 'remediation', event: 'FIXED', to: 'review.documents' },
  { from: 'remediation', event: 'EXPIRE', to: 'decision.negative' },
  { from: 'meeting.inSession', event: 'VOTE_SPLIT', to: 'meeting.revote' },
  {
    from: 'meeting.revote',
    event: 'VOTE_PASS | VOTE_FAIL',
    to: 'decision.pending | decision.negative',
    reads: [
      'meeting.revote VOTE_PASS decision.pending',
      'meeting.revote VOTE_FAIL decision.negative',
    ],
  },
  { from: 'meeting.inSession', event: 'VOTE_FAIL', to: 'decision.negative' },
  { from: 'decision.pending', event: 'SIGN', to: 'certified' },
  { from: 'decision.pending', event: 'RETURN', to: 'meeting.scheduled' },
  { from: 'decision.negative', event: 'ISSUE', to: 'closed.notRecognised' },
  { from: 'certified', event: 'NEAR_EXPIRY', to: 'certified.reappraisalDue' },
  {
    from: 'certified.reappraisalDue',
    event: 'START_REAPPRAISAL',
    to: '(new case linked)',
    reads: ['certified.reappraisalDue START_REAPPRAISAL certified.reappraisalDue'],
    because: 'opens a linked case of the same process',
  },
  { from: 'certified', event: 'EXPIRE', to: 'certificate.expired' },
  { from: 'certified', event: 'REPORT_VIOLATION', to: 'certificate.underReview' },
  { from: 'certificate.underReview', event: 'EXPLANATION_ACCEPTED', to: 'certified' },
  { from: 'certificate.underReview', event: 'REVOKE', to: 'certificate.revoked' },
  {
    from: 'closed.notRecognised|certificate.revoked',
    event: 'COMPLAIN',
    to: 'complaint (child)',
    reads: [
      'closed.notRecognised COMPLAIN closed.notRecognised',
      'certificate.revoked COMPLAIN certificate.revoked',
    ],
    because:
      'opens a linked case of the process complaint; the decision stays as it is until that ends',
  },
  {
    from: 'complaint',
    event: 'UPHELD | MODIFIED | CANCELLED',
    to: 'closed | meeting.scheduled (other members) | restored',
    reads: [
      'closed.notRecognised UPHELD closed.notRecognised',
      'certificate.revoked UPHELD certificate.revoked',
      'closed.notRecognised MODIFIED meeting.scheduled',
      'certificate.revoked MODIFIED meeting.scheduled',
      'closed.notRecognised CANCELLED meeting.scheduled',
      'certificate.revoked CANCELLED certified',
    ],
    because:
      'the linked complaint sends its outcome; a refusal that is cancelled is decided anew, there is nothing to restore',
  },
  {
    from: 'any open',
    event: 'WITHDRAW',
    to: 'closed.withdrawn',
    reads: ['open WITHDRAW closed.withdrawn'],
  },
  {
    from: 'closed.*',
    event: 'REOPEN',
    to: 'new linked case',
    reads: [
      'closed.withdrawn REOPEN closed.withdrawn',
      'closed.expired REOPEN closed.expired',
      'closed.ineligible REOPEN closed.ineligible',
      'closed.notRecognised REOPEN closed.notRecognised',
    ],
    because: 'opens a linked case of the same process; the closed one never changes',
  },
];

/** Rows by the key of the process. */
export const table: Readonly<Record<string, readonly Row[]>> = {
  'founding@1': founding,
  'appraisal@1': appraisal,
};
