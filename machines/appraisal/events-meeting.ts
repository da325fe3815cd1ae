// Events of the meeting and of what follows from it: opened or not, voted, remedied, signed, returned, refused.
import { z } from 'zod';
import { addDays, addMonths } from '../calendar.ts';
import { choice } from '../choice.ts';
import { field, type Scope } from '../define.ts';
import { attendanceEvents, inForce, nextRound } from './attendance.ts';
import { closedVote, quorumOf } from './board.ts';
import { ownTies } from './conflicts.ts';
import {
  called,
  personOf,
  resultFor,
  setOf,
  words,
  type AppraisalData,
  type Certificate,
  type Meeting,
  type Vote,
} from './data.ts';
import { statusNow } from './events-dossier.ts';
import { day, longText, note, reason, seated, shortText } from './fields.ts';
import { numberOf } from './settings.ts';

const present = field(z.array(seated({ vi: 'Tài khoản', en: 'Account' })).max(15), {
  vi: 'Thành viên có mặt',
  en: 'Members present',
});

const open = words.event({
  title: { vi: 'Khai mạc phiên họp', en: 'Open the meeting' },
  inRoom: true,
  payload: { present, place: shortText({ vi: 'Địa điểm', en: 'Place' }).optional() },
  examples: [{ present: ['board-1', 'board-2', 'board-3', 'board-4', 'board-5'] }],
  record: ({ data, payload, facts }) => ({
    ...data,
    meeting: {
      ...(data.meeting as Meeting),
      present: payload.present,
      openedOn: facts.on,
      ...(payload.place ? { place: payload.place } : {}),
    },
  }),
});

const openNoQuorum = words.event({
  title: { vi: 'Ghi nhận không đủ người họp', en: 'Record that there is no quorum' },
  inRoom: true,
  payload: { present },
  examples: [{ present: ['board-1'] }],
  record: ({ data, payload, facts }) => {
    const after = called(data, facts);
    if (!inForce(facts)) return after;
    const { arithmetic: quorum } = quorumOf(data, facts, payload.present);
    const notHeld = { present: payload.present, quorum };
    return { ...after, meeting: { ...(after.meeting as Meeting), notHeld } };
  },
});

const castBallot = words.event({
  title: { vi: 'Bỏ phiếu', en: 'Cast a ballot' },
  inRoom: true,
  payload: {
    ballot: field(
      choice({
        for: { vi: 'Tán thành', en: 'For' },
        against: { vi: 'Không tán thành', en: 'Against' },
        abstain: { vi: 'Phiếu trắng', en: 'Abstain' },
      }),
      { vi: 'Ý kiến', en: 'Ballot' },
    ),
  },
  examples: [{ ballot: 'for' }],
  concurrent: true,
  looksUp: ownTies,
  record: ({ data, payload, facts }) => ({
    ...data,
    ballots: { ...data.ballots, [facts.by.id]: payload.ballot },
  }),
});

const voted =
  (result: Vote['result']) =>
  ({ data, facts }: Scope<AppraisalData, { note?: string | undefined }>) =>
    closedVote(data, facts, result);

const votePass = words.event({
  title: { vi: 'Kết luận: thông qua', en: 'Conclude: passed' },
  payload: { note },
  examples: [{}],
  record: voted('passed'),
});

const voteFail = words.event({
  title: { vi: 'Kết luận: không thông qua', en: 'Conclude: failed' },
  payload: { note },
  examples: [{}],
  record: voted('failed'),
});

const voteSplit = words.event({
  title: { vi: 'Kết luận: không ngã ngũ, biểu quyết lại', en: 'Conclude: split, vote again' },
  payload: { note },
  examples: [{}],
  record: (scope) => {
    const data = closedVote(scope.data, scope.facts, 'split');
    return { ...data, meeting: nextRound(data.meeting as Meeting) };
  },
});

const voteConditional = words.event({
  title: { vi: 'Kết luận: khắc phục rồi xem xét lại', en: 'Conclude: remedy first' },
  payload: {
    items: field(
      z
        .array(
          z.strictObject({
            item: shortText({ vi: 'Nội dung', en: 'Item' }),
            dueOn: day({ vi: 'Xong trước ngày', en: 'By' }).optional(),
          }),
        )
        .min(1)
        .max(40),
      { vi: 'Các nội dung phải khắc phục', en: 'Items to remedy' },
    ),
  },
  examples: [{ items: [{ item: 'Bổ sung biên bản Đại hội thành viên.' }] }],
  record: (scope) => ({
    ...closedVote(scope.data, scope.facts, 'conditional'),
    remediation: scope.payload.items.map(({ item, dueOn }) => ({
      item,
      ...(dueOn ? { dueOn } : {}),
    })),
  }),
});

const fixed = words.event({
  title: { vi: 'Báo cáo đã khắc phục', en: 'Report as remedied' },
  payload: {
    evidence: field(
      z.array(longText({ vi: 'Minh chứng', en: 'Evidence' })).max(40),
      { vi: 'Minh chứng cho từng nội dung', en: 'Evidence, item by item' },
      {
        vi: 'Theo đúng thứ tự các nội dung phải khắc phục',
        en: 'In the order of the items',
      },
    ),
  },
  examples: [{ evidence: ['Biên bản Đại hội thành viên ngày 15/3.'] }],
  fill: ({ remediation }) => ({ evidence: remediation.map(({ evidence }) => evidence ?? '') }),
  record: ({ data: { field: _field, meeting: _meeting, ...data }, payload }) => ({
    ...data,
    // The board looks again from the beginning.
    sheets: {},
    ballots: {},
    // What was found wanting before is shown anew.
    remediation: data.remediation.map(({ checked, ...each }, index) => ({
      ...each,
      ...(checked?.accepted ? { checked } : {}),
      evidence: payload.evidence[index] as string,
    })),
  }),
});

const sign = words.event({
  title: { vi: 'Ký quyết định công nhận', en: 'Sign the recognition' },
  payload: { note },
  examples: [{}],
  looksUp: (payload, data) => ({ ...statusNow(payload, data), ...ownTies(payload, data) }),
  record: ({ data, facts }): AppraisalData => {
    const { on } = facts;
    const months = setOf(data, facts).validityMonths ?? numberOf(facts, 'validityYears') * 12;
    const validUntil = addMonths(on, months);
    const certificate: Certificate = {
      issuedOn: on,
      validUntil,
      reappraisalFrom: addDays(validUntil, -numberOf(facts, 'nearExpiryDays')),
      result: resultFor(data, facts),
    };
    return { ...data, certificate, decision: { kind: 'recognised', on, by: personOf(facts.by) } };
  },
});

const returnDecision = words.event({
  title: { vi: 'Trả lại Hội đồng', en: 'Return to the board' },
  payload: { reason },
  examples: [{ reason: 'Cần làm rõ kết quả kiểm tra thực tế.' }],
  looksUp: ownTies,
  record: ({ data, facts }) => called(data, facts),
});

const issue = words.event({
  title: { vi: 'Ban hành thông báo không công nhận', en: 'Issue the refusal' },
  payload: {
    reason,
    remedies: field(
      z
        .array(shortText({ vi: 'Kiến nghị', en: 'Remedy' }))
        .max(20)
        .default([]),
      { vi: 'Kiến nghị khắc phục', en: 'Recommended remedies' },
    ),
  },
  examples: [{ reason: 'Chưa đạt điểm trung bình theo quy chế.' }],
  looksUp: ownTies,
  record: ({ data, payload, facts }) => ({
    ...data,
    remedies: payload.remedies,
    decision: {
      kind: 'notRecognised',
      on: facts.on,
      by: personOf(facts.by),
      reason: payload.reason,
    },
  }),
});

export const meetingEvents = {
  OPEN: open,
  OPEN_NO_QUORUM: openNoQuorum,
  CAST_BALLOT: castBallot,
  ...attendanceEvents,
  VOTE_PASS: votePass,
  VOTE_CONDITIONAL: voteConditional,
  VOTE_SPLIT: voteSplit,
  VOTE_FAIL: voteFail,
  FIXED: fixed,
  SIGN: sign,
  RETURN: returnDecision,
  ISSUE: issue,
  DECISION_OVERDUE: words.lapse({ vi: 'Quá hạn ký quyết định', en: 'The decision is overdue' }),
};
