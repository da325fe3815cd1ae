// What an appraisal leaves behind: rows of the certificate and vote registers, linked cases, figures for reports.
import type { Facts, Scope } from '../define.ts';
import {
  setOf,
  words,
  type AppraisalData,
  type Complaint,
  type Decision,
  type Member,
  type Next,
} from './data.ts';
import { isOn } from './settings.ts';

type Asked = Scope<AppraisalData, Record<string, unknown>>;

const certificate = (status: (scope: Asked) => string) =>
  words.keep({
    register: 'certificate',
    row: (scope) => {
      const { data, facts } = scope;
      return {
        status: status(scope),
        cooperative: data.cooperative.code,
        holder: data.cooperative.name,
        criterion: setOf(data, facts).code,
        criterionSet: data.criterionSet,
        issuedOn: data.certificate?.issuedOn,
        validUntil: data.certificate?.validUntil,
        on: facts.on,
        ...(data.decision?.reason ? { reason: data.decision.reason } : {}),
      };
    },
  });

const ballot = (cast: (scope: Asked) => object) =>
  words.keep({
    register: 'vote',
    row: (scope) => {
      const { data, facts } = scope;
      const { id } = facts.by;
      const member = data.board.find(({ person }) => person === id) as Member;
      return {
        boardMember: member.name,
        person: id,
        round: data.meeting?.round,
        attempt: data.meeting?.attempt,
        ...cast(scope),
      };
    },
  });

/** The opening event of an appraisal of the same cooperative on the same criterion. */
function again(data: AppraisalData, facts: Facts): object {
  const { cooperative, criterionSet: id, applicant, next } = data;
  return {
    cooperative: cooperative.code,
    criterionSet: id,
    criterion: setOf(data, facts).code,
    ...(next as Next),
    previousCase: facts.caseId,
    ...(data.certificate ? { renews: true } : {}),
    applicantName: applicant.name,
    ...(applicant.person ? { applicantAccount: applicant.person } : {}),
  };
}

export const registers = {
  certificateValid: certificate(() => 'valid'),
  certificateReviewed: certificate(({ facts }) =>
    isOn(facts, 'suspendUnderReview') ? 'suspended' : 'valid',
  ),
  certificateExpired: certificate(() => 'expired'),
  certificateRevoked: certificate(() => 'revoked'),
  certificateSuperseded: certificate(() => 'superseded'),
  supersedePrevious: words.send({
    to: ({ renews, previousCase }) => (renews ? previousCase : undefined),
    event: 'SUPERSEDED',
    payload: ({ cooperative, criterionSet: id }) => ({
      cooperative: cooperative.code,
      criterionSet: id,
    }),
  }),
  ballotKept: ballot(({ payload }) => ({ ballot: payload['ballot'] })),
  ballotVoid: ballot(() => ({ void: true })),
  openAgain: words.open({
    process: 'appraisal',
    event: 'SUBMIT',
    payload: again,
  }),
  openComplaint: words.open({
    process: 'complaint',
    event: 'FILE_COMPLAINT',
    payload: ({ complaint, decision }, { caseId }) => ({
      parentCase: caseId,
      against: 'appraisal',
      decision: { on: (decision as Decision).on },
      decidedBy: (decision as Decision).by.person,
      grounds: (complaint as Complaint).grounds,
      complainantName: (complaint as Complaint).name,
      complainantAccount: (complaint as Complaint).person,
    }),
  }),
  appraisalsReceived: words.count({ vi: 'Hồ sơ đề nghị thẩm định', en: 'Appraisals asked for' }),
  recognised: words.count(
    { vi: 'Hợp tác xã được công nhận', en: 'Cooperatives recognised' },
    { of: 'certificates', delta: 1 },
  ),
  notRecognised: words.count({
    vi: 'Hợp tác xã không được công nhận',
    en: 'Cooperatives not recognised',
  }),
  certificatesEnded: words.count(
    { vi: 'Giấy chứng nhận hết giá trị, bị thu hồi', en: 'Certificates ended' },
    { of: 'certificates', delta: -1 },
  ),
  certificatesRestored: words.count(
    { vi: 'Giấy chứng nhận được khôi phục', en: 'Certificates restored' },
    { of: 'certificates', delta: 1 },
  ),
};
