// The stories that are kept of each released version, with the detours that are easiest to break: pauses, reminders,
// lapses, refusals remedied, cases closed and opened again.
import { system } from '../../machines/define.ts';
import { complaint } from '../../machines/complaint/index.ts';
import { dataRequest } from '../../machines/data-request/index.ts';
import { duties } from '../../machines/duties/index.ts';
import { applicant, inSession, officer, president, votes } from '../machines/appraisal/board.ts';
import { opened as assessed } from '../machines/classification/story.ts';
import { clerk, dossier, founder, head } from '../machines/founding/story.ts';
import { asked as askedOpinion } from '../machines/opinion/story.ts';
import { given, person, type Story } from '../machines/given.ts';
import { lending } from '../machines/lending.ts';

const coop = person('coop', 'cooperative');
const leader = person('leader', 'leader');
const other = person('leader-2', 'leader');

/** Withdrawn and opened again, supplemented, refused for its name, filed again, granted, paid in. */
function founding(): Story {
  const story = dossier().on('2026-03-09').as(founder).does('WITHDRAW').on('2026-03-16');
  story.as(head).does('REOPEN').as(founder).does('COMPLETE_DOSSIER').does('FILE');
  story.as(clerk).does('RECEIPT_RECORDED').on('2026-03-18').does('SUPPLEMENT_NOTICE');
  story.passes('2026-04-20').does('RESUBMIT').on('2026-04-22').does('REFUSE').as(founder);
  story.on('2026-04-27').does('FIX_AND_REFILE').does('COMPLETE_DOSSIER').does('FILE').as(clerk);
  story.does('RECEIPT_RECORDED').on('2026-04-29').does('GRANT').as(founder);
  return story.passes('2026-09-01').does('CAPITAL_FULL');
}

/** Voted on twice, recognised, in doubt and cleared, near its end. */
function appraisal(): Story {
  const story = votes(inSession(), 'for', 'for', 'for', 'for', 'against').does('VOTE_SPLIT');
  votes(story, 'for', 'for', 'for', 'for', 'for').does('VOTE_PASS');
  story.on('2026-03-05').as(president).does('SIGN').on('2026-05-04');
  story.as(officer).does('REPORT_VIOLATION').as(applicant).does('EXPLAIN');
  story.as(president).does('EXPLANATION_ACCEPTED');
  return story.passes('2027-01-10').as(applicant).does('START_REAPPRAISAL');
}

/** Decided twice, with a dialogue in between. */
function complaining(): Story {
  const story = given(complaint).as(coop).does('FILE_COMPLAINT').on('2026-03-06');
  story.as(officer).does('ACCEPT').does('START_VERIFICATION').does('HOLD_DIALOGUE');
  story.on('2026-03-16').does('RECORD_DIALOGUE').as(leader).does('DECIDE');
  story.on('2026-03-30').as(coop).does('SECOND_COMPLAINT').passes('2026-04-06');
  return story.as(other).does('DECIDE_SECOND').as(coop).does('GO_TO_COURT');
}

/** Drafted twice, late, returned, handed in again, graded. */
function classification(): Story {
  const story = assessed().passes('2026-12-17').as(coop).does('SAVE_ASSESSMENT').does('HAND_IN');
  story.as(officer).does('RETURN').as(coop).does('SAVE_ASSESSMENT').does('HAND_IN');
  return story.as(officer).does('CONFIRM_GRADE');
}

/** Acknowledged late, held and released, extended, reminded, carried out. */
function asking(): Story {
  const story = given(dataRequest).as(coop).does('MAKE_REQUEST').passes('2026-03-05');
  story.as(officer).does('ACKNOWLEDGE').as(head).does('HOLD').passes('2026-03-11');
  story.as(officer).does('EXTEND').as(head).does('LIFT_HOLD').passes('2026-03-21');
  return story.as(officer).does('FULFIL');
}

/** Guided, prepared three times, signed late. */
function opinion(): Story {
  const story = askedOpinion().as(officer).does('GUIDE_COMMUNE').does('PREPARE_OPINION');
  story.as(president).does('RETURN_OPINION').as(officer).does('GUIDE_COMMUNE');
  story.does('PREPARE_OPINION').as(president).does('RETURN_OPINION').passes('2026-03-20');
  return story.as(officer).does('PREPARE_OPINION').as(president).does('SIGN_OPINION');
}

/** Late with the register, reminded of both, done one after the other. */
function following(): Story {
  const [begun] = duties.events['BEGIN_DUTIES']?.examples ?? [];
  const story = given(duties).as(system).does('BEGIN_DUTIES', begun).passes('2026-04-03');
  story.as(person('founder', 'founder')).does('MEMBER_REGISTER_KEPT').passes('2027-05-05');
  return story.as(officer).does('ANNUAL_MEETING_HELD');
}

export const stories: Readonly<Record<string, () => Story>> = {
  'loan@1': lending,
  'founding@1': founding,
  'appraisal@1': appraisal,
  'complaint@1': complaining,
  'classification@1': classification,
  'data-request@1': asking,
  'opinion@1': opinion,
  'duties@1': following,
};
