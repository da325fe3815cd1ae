// The papers an appraisal issues, and what is printed on them.
import { writtenDate } from '../calendar.ts';
import type { Facts } from '../define.ts';
import type { Text } from '../text.ts';
import { whenOf } from './attendance.ts';
import { attending } from './board.ts';
import { shownPoints, totalOf, type Line } from '../criteria/sheet.ts';
import { exclusionTexts } from './criteria.ts';
import {
  recusedPersons,
  seat,
  setOf,
  type AppraisalData,
  type FieldCheck,
  type Meeting,
  type Member,
  type Vote,
} from './data.ts';
import { decisionPapers } from './papers-decision.ts';
import { settings } from './settings.ts';
import {
  announcements,
  basics,
  decisions,
  holder,
  minutes,
  paper,
  presiding,
  register,
  results,
} from './printed.ts';

const roles: Readonly<Record<Member['role'], string>> = {
  chair: 'Chủ tịch',
  secretary: 'Thư ký',
  member: 'Thành viên',
};

const members = (data: AppraisalData) =>
  data.board.map(({ name, role, body }) => ({ name, role: roles[role], value: body }));

/** Everybody on the board, with who was there for the vote, who came and went, and who may not take part. */
function attendance(data: AppraisalData, present: readonly string[], meeting?: Meeting) {
  const recused = new Set(recusedPersons(data));
  const remark = (person: string) => {
    if (recused.has(person)) return 'Không tham gia do xung đột lợi ích';
    const moves = (meeting?.movements ?? []).filter((each) => each.person === person);
    const said = moves.map(
      (each) => (each.way === 'arrived' ? 'đến' : 'về') + whenOf(each, meeting as Meeting).vi,
    );
    return [present.includes(person) ? 'Có mặt' : 'Vắng mặt', ...said].join('; ');
  };
  return data.board.map(({ person, name, role }) => ({
    name,
    role: roles[role],
    value: remark(person),
  }));
}

/** Who was there for the last vote; without a vote among them, as the meeting has it. */
function presentFor(data: AppraisalData): readonly string[] {
  const { present = attending(data).map(({ person }) => person) } = data.votes.at(-1) as Vote;
  const voters = new Set(data.board.flatMap(({ person, voting }) => (voting ? [person] : [])));
  const here = (data.meeting as Meeting).present.filter((person) => !voters.has(person));
  return [...present, ...here];
}

const announce = (title: Text, body: (data: AppraisalData, facts: Facts) => object) =>
  paper({
    document: 'TB',
    title,
    register: announcements,
    with: (data, facts) => ({ holder: holder(data), ...body(data, facts) }),
  });

const boardDecision = (title: Text) =>
  paper({
    document: 'BOARD_DECISION',
    title,
    register: decisions,
    with: (data, facts) => ({
      holder: holder(data),
      members: members(data),
      items: [...basics(data, facts), ...standing(data)],
    }),
  });

/** The decision by which a standing board was set up, when the board comes from one. */
function standing({ boardFrom }: AppraisalData) {
  if (boardFrom === undefined) return [];
  const { name, decision } = boardFrom;
  return [{ label: 'Theo Hội đồng đã lập', value: decision ? `${name}, ${decision}` : name }];
}

/** The sums are by rules of the alliance: said on the paper, so that nobody takes them for law. */
function ruleSource({ settings: given }: Facts): string {
  const names = [
    'quorumPart',
    'quorumWhole',
    'passPart',
    'passWhole',
    'passBase',
    'passCompare',
  ] as const;
  const usual = names.every((name) => given[name] === settings[name].value);
  return usual
    ? 'mặc định của phần mềm (70 % có mặt, 90 % số có mặt tán thành), không phải quy định của pháp luật'
    : 'do Liên minh đặt, không phải quy định của pháp luật';
}

function minutesOf(data: AppraisalData, facts: Facts) {
  const last = data.votes.at(-1);
  return {
    holder: holder(data),
    ...presiding(data),
    items: [
      { label: 'Ngày họp', value: writtenDate(facts.on) },
      { label: 'Lần họp', value: String(last?.attempt) },
      { label: 'Lượt biểu quyết', value: String(last?.round) },
      {
        label: 'Phiếu',
        value: `tán thành ${last?.tally.for}, không tán thành ${last?.tally.against}, trắng ${last?.tally.abstain}`,
      },
      { label: 'Quy tắc họp, biểu quyết', value: ruleSource(facts) },
    ],
    members: attendance(data, presentFor(data), data.meeting),
    text: `${last?.quorum.vi} ${last?.arithmetic.vi}`,
    reasons: [
      ...results(data, facts).map(({ label, value }) => `${label}: ${value}`),
      ...data.remediation.map(({ item }) => item),
    ],
  };
}

/** With the sum, and who had come. */
function notHeldOf(data: AppraisalData) {
  const text = 'Không đủ số người có quyền biểu quyết để họp.';
  const notHeld = data.meeting?.notHeld;
  if (notHeld === undefined) return { members: members(data), text };
  const { present, quorum } = notHeld;
  return { members: attendance(data, present), text: `${text} ${quorum.vi}` };
}

export const papers = {
  ...decisionPapers,
  supplementPaper: announce(
    { vi: 'Thông báo bổ sung hồ sơ', en: 'Notice to supplement' },
    ({ missing }) => ({
      text: 'Đề nghị bổ sung các nội dung sau:',
      reasons: missing,
    }),
  ),
  ineligiblePaper: announce(
    { vi: 'Thông báo không thẩm định', en: 'Notice of ineligibility' },
    ({ exclusions }) => ({
      text: 'Hồ sơ không thuộc diện thẩm định vì:',
      reasons: exclusions.map((each) => exclusionTexts[each].vi),
    }),
  ),
  receiptPaper: paper({
    document: 'ALLIANCE_RECEIPT',
    title: { vi: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả', en: 'Receipt of the dossier' },
    with: (data, facts) => ({
      signer: { title: '', name: facts.by.name },
      holder: holder(data),
      items: basics(data, facts),
      reasons: data.documents.map(({ title }) => title),
    }),
  }),
  boardPaper: boardDecision({
    vi: 'Quyết định thành lập Hội đồng thẩm định',
    en: 'Decision to form the board',
  }),
  boardAmendedPaper: boardDecision({
    vi: 'Quyết định kiện toàn Hội đồng thẩm định',
    en: 'Decision to change the board',
  }),
  fieldPaper: paper({
    document: 'FIELD_MINUTES',
    title: { vi: 'Biên bản kiểm tra thực tế', en: 'Minutes of the field check' },
    register: minutes,
    with: (data) => fieldMinutes(data, data.field as FieldCheck),
  }),
  sheetPaper: paper({
    document: 'SCORE_SHEET',
    title: { vi: 'Phiếu chấm điểm', en: 'Score sheet' },
    with: (data, facts) => sheetOf(data, facts),
  }),
  invitationPaper: paper({
    document: 'GM',
    title: { vi: 'Giấy mời họp Hội đồng thẩm định', en: 'Invitation to the board' },
    register: register('GM', 'GM'),
    with: (data) => ({
      holder: holder(data),
      members: members(data),
      items: [
        { label: 'Ngày họp (từ ngày)', value: writtenDate((data.meeting as Meeting).expectedOn) },
      ],
    }),
  }),
  notHeldPaper: paper({
    document: 'BOARD_MINUTES',
    title: { vi: 'Biên bản họp không thành', en: 'Minutes of a meeting not held' },
    register: minutes,
    with: (data, facts) => ({
      ...presiding(data),
      holder: holder(data),
      items: [{ label: 'Ngày họp', value: writtenDate(facts.on) }],
      ...notHeldOf(data),
    }),
  }),
  minutesPaper: paper({
    document: 'BOARD_MINUTES',
    title: { vi: 'Biên bản họp Hội đồng thẩm định', en: 'Minutes of the board' },
    register: minutes,
    with: minutesOf,
  }),
  reportPaper: paper({
    document: 'APPRAISAL_REPORT',
    title: { vi: 'Báo cáo kết quả thẩm định', en: 'Appraisal report' },
    register: register('BC', 'BC'),
    with: (data, facts) => ({
      ...presiding(data),
      holder: holder(data),
      items: [...basics(data, facts), ...results(data, facts)],
      text: 'Hội đồng thẩm định thông qua, kiến nghị công nhận.',
      reasons: [data.votes.at(-1)?.arithmetic.vi],
    }),
  }),
  explanationPaper: announce(
    { vi: 'Thông báo đề nghị giải trình', en: 'Request to explain' },
    ({ violation }) => ({
      text: 'Đề nghị hợp tác xã giải trình sự việc sau:',
      reasons: [violation?.facts],
    }),
  ),
};

/** With room for the signatures of the commune, the cooperative and the head of the team. */
function fieldMinutes(data: AppraisalData, { on, findings, points, photos, signers }: FieldCheck) {
  return {
    holder: holder(data),
    members: (data.fieldPlan?.team ?? []).map((name) => ({ name })),
    items: [
      { label: 'Ngày kiểm tra', value: writtenDate(on) },
      ...(photos ? [{ label: 'Ảnh kèm theo', value: String(photos.length) }] : []),
      ...(signers
        ? [
            { label: 'Đại diện hợp tác xã', value: signers.cooperative },
            { label: 'Đại diện UBND cấp xã', value: signers.commune },
          ]
        : []),
    ],
    text: findings,
    reasons: points,
  };
}

/** The sheet of the member who has just handed it in. */
function sheetOf(data: AppraisalData, facts: Facts) {
  const sheet = data.sheets[facts.by.id] as readonly Line[];
  const member = seat(data, facts.by.id) as Member;
  const set = setOf(data, facts);
  const named = new Map(
    [...set.groups.flatMap(({ criteria }) => criteria), ...set.requirements].map(({ id, name }) => [
      id,
      name.vi,
    ]),
  );
  return {
    signer: { title: '', name: member.name },
    holder: holder(data),
    members: [{ name: member.name, role: roles[member.role] }],
    items: sheet.map(({ criterion, points, met }) => ({
      label: named.get(criterion),
      value: points === undefined ? (met ? 'Đạt' : 'Không đạt') : shownPoints(points),
    })),
    ...(set.groups.length > 0 ? { text: `Tổng điểm: ${shownPoints(totalOf(sheet))}` } : {}),
    reasons: sheet.flatMap(({ criterion, comment }) =>
      comment ? [`${named.get(criterion)}: ${comment}`] : [],
    ),
  };
}
