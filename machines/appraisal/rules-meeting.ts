// Rules of the meeting and the decision: called in time, enough people, one ballot each, the sum, who signs.
import type { Facts, Reading, Scope } from '../define.ts';
import { attendanceRules } from './attendance.ts';
import { mayDecide } from './conflicts.ts';
import { arithmeticOf, attending, awaited, quorumOf, verdict } from './board.ts';
import { reaches, shownPoints } from '../criteria/sheet.ts';
import {
  eligible,
  localRule,
  resultFor,
  seat,
  setOf,
  words,
  type AppraisalData,
  type Meeting,
} from './data.ts';
import { numberOf } from './settings.ts';

type Asked<P = Record<string, unknown>> = Scope<AppraisalData, P>;

const scoringLaw = 'TT 01/2020/TT-BKHĐT; ' + localRule;
const voteLaw = '? mặc định của Liên minh, phỏng theo QĐ 18/2022/QĐ-TTg; ' + localRule;
const names = (members: readonly { name: string }[]) => members.map(({ name }) => name);

/** All of them there: nobody is left to whom the notice was too short. */
const noticeGiven = words.rule<{ present: readonly string[] }>({
  title: { vi: 'Đã mời họp đủ số ngày', en: 'Notice of the meeting was given in time' },
  law: localRule,
  remedy: {
    vi: 'Họp từ ngày nêu ở đây, hoặc khi mọi người có quyền biểu quyết đều có mặt.',
    en: 'Meet from this day, or with everybody who may vote present.',
  },
  reads: 'payload',
  test: ({ data, payload, facts }) => {
    const need = (data.meeting as Meeting).expectedOn;
    const all = attending(data, payload.present).length === eligible(data).length;
    return { met: all || facts.on >= need, need, have: facts.on };
  },
});

const onlyMembers = words.rule<{ present: readonly string[] }>({
  title: {
    vi: 'Người có mặt là thành viên Hội đồng, không bị loại',
    en: 'Those present are members and not recused',
  },
  law: localRule,
  remedy: { vi: 'Bỏ những người nêu ở đây.', en: 'Leave out those named here.' },
  reads: 'payload',
  test: ({ data, payload }) => {
    const have = payload.present.filter((person) => !seat(data, person));
    return { met: have.length === 0, have };
  },
});

const presentDeclared = words.rule<{ present: readonly string[] }>({
  title: { vi: 'Người có mặt đã kê khai xung đột lợi ích', en: 'Those present have declared' },
  law: 'Luật 17/2023/QH15 Đ4.11; ' + localRule,
  remedy: { vi: 'Người nêu ở đây kê khai trước khi họp.', en: 'Those named here declare first.' },
  reads: 'payload',
  test: ({ data, payload }) => {
    const have = names(
      attending(data, payload.present).filter(({ person }) => !data.declared.includes(person)),
    );
    return { met: have.length === 0, have };
  },
});

/** @law Luật Khiếu nại 02/2011/QH13 Đ31, applied by analogy */
const otherMembers = words.rule({
  title: {
    vi: 'Quyết định bị sửa, hủy do khiếu nại được thành viên khác xem xét',
    en: 'Others decide what was modified or cancelled on a complaint',
  },
  law: 'Luật Khiếu nại 02/2011/QH13 Đ31 (áp dụng tương tự); ' + localRule,
  remedy: {
    vi: 'Lãnh đạo thay các thành viên nêu ở đây, hoặc lập Hội đồng khác, trước khi họp.',
    en: 'The leader replaces the members named here, or forms another board, before the meeting.',
  },
  test: ({ data }) => {
    const have = names(eligible(data).filter(({ person }) => data.contested.includes(person)));
    return { met: have.length === 0, have };
  },
});

const boardContested = words.rule({
  title: {
    vi: 'Quyết định của Hội đồng này đã bị khiếu nại thành công',
    en: 'The decision of this board was complained of successfully',
  },
  law: 'Luật Khiếu nại 02/2011/QH13 Đ31 (áp dụng tương tự); ' + localRule,
  remedy: {
    vi: 'Thay từng thành viên khi cần; Hội đồng khác chỉ lập sau khiếu nại.',
    en: 'Replace members one by one; another board is formed only after a complaint.',
  },
  test: ({ data }) => ({
    met: data.board.some(({ person }) => data.contested.includes(person)),
  }),
});

/** Present by the payload when the meeting opens, by the case once it is in session. */
function quorumReading({ data, payload, facts }: Asked<{ present?: readonly string[] }>): Reading {
  const { met, need, arithmetic } = quorumOf(data, facts, payload.present);
  return { met, need, have: arithmetic };
}

const quorumReached = words.rule<{ present?: readonly string[] }>({
  title: { vi: 'Đủ số người họp', en: 'There is a quorum' },
  law: voteLaw,
  remedy: {
    vi: 'Chờ đủ người, hoặc ghi nhận không đủ người họp.',
    en: 'Wait for more, or record that there is no quorum.',
  },
  reads: 'payload',
  test: quorumReading,
});

const quorumMissing = words.rule<{ present: readonly string[] }>({
  title: { vi: 'Không đủ số người họp', en: 'There is no quorum' },
  law: voteLaw,
  remedy: { vi: 'Đủ người thì khai mạc phiên họp.', en: 'With a quorum the meeting opens.' },
  reads: 'payload',
  test: (scope) => {
    const reading = quorumReading(scope);
    return { ...reading, met: !reading.met };
  },
});

const attends = words.rule({
  title: { vi: 'Có mặt tại phiên họp', en: 'Is at the meeting' },
  law: localRule,
  remedy: { vi: 'Chỉ người có mặt bỏ phiếu.', en: 'Only those present vote.' },
  test: ({ data, facts }) => ({
    met: attending(data).some(({ person }) => person === facts.by.id),
  }),
});

const notVotedYet = words.rule({
  title: { vi: 'Chưa bỏ phiếu trong lượt này', en: 'Has not voted in this round' },
  law: localRule,
  remedy: { vi: 'Mỗi người một phiếu trong một lượt.', en: 'One ballot each in a round.' },
  test: ({ data, facts }) => ({ met: data.ballots[facts.by.id] === undefined }),
});

const hasVoted = words.rule({
  title: { vi: 'Đã bỏ phiếu trong lượt này', en: 'Has voted in this round' },
  law: localRule,
  remedy: {
    vi: 'Chưa bỏ phiếu thì không có phiếu nào bị hủy.',
    en: 'Without a ballot none is made void.',
  },
  test: ({ data, facts }) => ({ met: data.ballots[facts.by.id] !== undefined }),
});

const everybodyVoted = words.rule({
  title: { vi: 'Mọi người có mặt đã bỏ phiếu', en: 'Everybody present has voted' },
  law: localRule,
  remedy: {
    vi: 'Chờ phiếu của các thành viên nêu ở đây.',
    en: 'Wait for the ballots of those named here.',
  },
  test: ({ data }) => ({ met: awaited(data).length === 0, have: names(awaited(data)) }),
});

function criteriaReading({ data, facts }: { data: AppraisalData; facts: Facts }): Reading {
  const { unmet, mean, ...score } = resultFor(data, facts);
  const need = setOf(data, facts).passScore ?? numberOf(facts, 'passScore');
  const scored = mean === undefined || reaches(score, need);
  const have = [...(scored ? [] : [mean]), ...unmet.map(({ name }) => name.vi)];
  return { met: score.count > 0 && have.length === 0, need: shownPoints(need * 100), have };
}

const criteriaMet = words.rule({
  title: { vi: 'Đạt các yêu cầu bắt buộc và mức điểm', en: 'Requirements and threshold are met' },
  law: scoringLaw,
  remedy: {
    vi: 'Kết luận khắc phục hoặc không thông qua.',
    en: 'Conclude to remedy, or not to recognise.',
  },
  test: criteriaReading,
});

const voteRule = (
  title: { vi: string; en: string },
  remedy: { vi: string; en: string },
  fits: (scope: Asked) => boolean,
) =>
  words.rule({
    title,
    law: voteLaw,
    remedy,
    test: (scope) => {
      const { need, arithmetic } = arithmeticOf(scope.data, scope.facts);
      return { met: fits(scope), need, have: arithmetic };
    },
  });

const stands = ({ data, facts }: Asked) => verdict(data, facts);

export const meetingRules = {
  noticeGiven,
  onlyMembers,
  presentDeclared,
  otherMembers,
  boardContested,
  quorumReached,
  quorumMissing,
  attends,
  notVotedYet,
  hasVoted,
  ...attendanceRules,
  everybodyVoted,
  criteriaMet,
  votePasses: voteRule(
    { vi: 'Đủ tỷ lệ tán thành', en: 'Enough votes for' },
    { vi: 'Kết luận khác theo kết quả biểu quyết.', en: 'Conclude as the vote stands.' },
    (scope) => stands(scope) === 'pass',
  ),
  voteSplits: voteRule(
    { vi: 'Không bên nào đủ tỷ lệ', en: 'Neither side has enough votes' },
    { vi: 'Kết luận thông qua hoặc không thông qua.', en: 'Conclude passed or failed.' },
    (scope) => stands(scope) === 'split',
  ),
  voteFails: voteRule(
    {
      vi: 'Không được tán thành, hoặc chưa đạt yêu cầu',
      en: 'Voted down, or the criteria are not met',
    },
    { vi: 'Kết luận theo kết quả biểu quyết.', en: 'Conclude as the vote stands.' },
    (scope) => stands(scope) === 'fail' || !criteriaReading(scope).met,
  ),
  notPassed: voteRule(
    { vi: 'Chưa thể công nhận ngay', en: 'Cannot be recognised at once' },
    { vi: 'Đã đủ điều kiện: kết luận thông qua.', en: 'All is met: conclude passed.' },
    (scope) => stands(scope) !== 'pass' || !criteriaReading(scope).met,
  ),
  signerClear: words.rule({
    title: { vi: 'Người ký không bị loại do xung đột lợi ích', en: 'The signer is not recused' },
    law: localRule,
    remedy: { vi: 'Lãnh đạo khác ký.', en: 'Another leader signs.' },
    test: ({ data, facts }) => ({
      met: mayDecide(data, facts),
    }),
  }),
  allRemedied: words.rule<{ evidence: readonly string[] }>({
    title: { vi: 'Có minh chứng cho từng nội dung', en: 'Evidence for every item' },
    law: localRule,
    remedy: {
      vi: 'Nêu minh chứng theo thứ tự các nội dung.',
      en: 'Give evidence in the order of the items.',
    },
    reads: 'payload',
    test: ({ data, payload }) => ({
      met: payload.evidence.length === data.remediation.length,
      need: data.remediation.map(({ item }) => item),
      have: payload.evidence.length,
    }),
  }),
};
