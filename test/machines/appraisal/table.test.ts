// Every row of the table of transitions is in the process, under the names of the table.
import { expect, test } from 'vitest';
import { appraisal } from '../../../machines/appraisal/index.ts';
import { edges, hiddenPaths, places, publicName } from '../../../machines/statechart.ts';

const all = places(appraisal.states);
const hidden = hiddenPaths(all);
const known = new Set(
  edges(all).flatMap(({ from, event, to }) => {
    const [start, end] = [publicName(from, hidden), publicName(to, hidden)];
    return [`${start} ${event} ${end}`, `${start} ${event}`];
  }),
);

test.each([
  'new SUBMIT intake',
  'intake REQUEST_SUPPLEMENT supplement',
  'supplement RESUBMIT intake',
  'supplement EXPIRE closed.expired',
  'intake REJECT_INELIGIBLE closed.ineligible',
  'intake ACCEPT accepted',
  'accepted FORM_BOARD board.formed',
  'board.formed DECLARE_CONFLICT board.formed',
  'board.formed REPLACE_MEMBER board.formed',
  'board.formed ALL_DECLARED review.documents',
  'review.documents START_FIELD_CHECK review.field',
  'review.field RECORD_FIELD scoring',
  'scoring SCORE scoring',
  'scoring ALL_SCORED meeting.scheduled',
  'scoring DEADLINE meeting.scheduled',
  'meeting.scheduled OPEN_NO_QUORUM meeting.scheduled',
  'meeting.scheduled OPEN meeting.inSession',
  'meeting.inSession VOTE_PASS decision.pending',
  'meeting.inSession VOTE_CONDITIONAL remediation',
  'remediation FIXED review.documents',
  'remediation EXPIRE decision.negative',
  'meeting.inSession VOTE_SPLIT meeting.revote',
  'meeting.revote VOTE_PASS decision.pending',
  'meeting.revote VOTE_FAIL decision.negative',
  'meeting.inSession VOTE_FAIL decision.negative',
  'decision.pending SIGN certified',
  'decision.pending RETURN meeting.scheduled',
  'decision.negative ISSUE closed.notRecognised',
  'certified NEAR_EXPIRY certified.reappraisalDue',
  'certified.reappraisalDue START_REAPPRAISAL',
  'certified EXPIRE certificate.expired',
  'certified REPORT_VIOLATION certificate.underReview',
  'certificate.underReview EXPLANATION_ACCEPTED certified',
  'certificate.underReview REVOKE certificate.revoked',
  'closed.notRecognised COMPLAIN',
  'certificate.revoked COMPLAIN',
  'closed.notRecognised UPHELD closed.notRecognised',
  'certificate.revoked UPHELD certificate.revoked',
  'closed.notRecognised MODIFIED meeting.scheduled',
  'certificate.revoked MODIFIED meeting.scheduled',
  'closed.notRecognised CANCELLED meeting.scheduled',
  'certificate.revoked CANCELLED certified',
  'open WITHDRAW closed.withdrawn',
  'closed.withdrawn REOPEN',
  'closed.expired REOPEN',
  'closed.ineligible REOPEN',
  'closed.notRecognised REOPEN',
])('%s', (row) => {
  expect(known).toContain(row);
});
