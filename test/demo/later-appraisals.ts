// Appraisals after the half-year that do not end with a certificate, or not with a lasting one.
import { addDays } from '../../machines/calendar.ts';
import {
  allAgainst,
  allFor,
  appoint,
  boardOf,
  convene,
  divided,
  inspect,
  prepared,
  score,
  seated,
  sheet,
  submit,
  vote,
} from './appraisal.ts';
import type { Matter } from './client.ts';
import { act, ends, everyone, linked, type Candidate, type Play } from './play.ts';
import type { Stage, Story } from './stage.ts';

const asked = { criterion: '1.5', period: 2021 } as const;

/** The two visits before the board meets, and the day it does. */
const [firstOn, secondOn, meetsOn] = ['2022-07-06', '2022-07-20', '2022-08-01'] as const;

const candidate = (play: Play, index: number): Candidate => play.older[index] as Candidate;

export function laterAppraisals(play: Play): Story[] {
  return [neverSupplemented(play), tooYoung(play), troubled(play), explained(play)];
}

/** Nothing comes within the thirty days; taken up again in a new case, and withdrawn. */
function neverSupplemented(play: Play): Story {
  const { staff, cooperative } = play.people;
  return async (stage) => {
    await stage.on(firstOn);
    const matter = await submit(play, candidate(play, 1), { ...asked, papers: 3 });
    await act(play, matter, staff, 'REQUEST_SUPPLEMENT', { missing: ['Hợp đồng liên kết'] });
    await stage.on(addDays(firstOn, 35));
    await ends(play, stage, matter, ['closed.expired', 'không bổ sung hồ sơ trong thời hạn']);
    await act(play, matter, cooperative, 'REOPEN');
    const again = await linked(play, matter, 'appraisal');
    await act(play, again, cooperative, 'WITHDRAW', { reason: 'Để sang năm sau' });
    await ends(play, stage, again, ['closed.withdrawn', 'nộp lại bằng hồ sơ mới rồi rút']);
  };
}

function tooYoung(play: Play): Story {
  const { staff, head } = play.people;
  return async (stage) => {
    await stage.on(firstOn);
    const young = play.newcomers[0] as Candidate;
    const matter = await submit(play, young, { criterion: 'TT01', period: 2021, by: staff });
    await act(play, matter, head, 'REJECT_INELIGIBLE', {
      reasons: ['underTwelveMonths'],
      facts: 'Đăng ký trong tháng 02/2022.',
    });
    await ends(play, stage, matter, [
      'closed.ineligible',
      'hoạt động dưới 12 tháng, không thuộc diện',
    ]);
  };
}

/** A member is family and is replaced, too few come, the leader returns the decision; recognised in the end. */
function troubled(play: Play): Story {
  const { staff, leader, member, chair } = play.people;
  return async (stage) => {
    await stage.on(firstOn);
    const matter = await submit(play, candidate(play, 2), asked);
    await appoint(play, matter);
    await act(play, matter, member, 'DECLARE_CONFLICT', {
      conflict: 'declared',
      kinds: ['family'],
      detail: 'Anh ruột là Giám đốc hợp tác xã.',
    });
    await act(play, matter, leader, 'REPLACE_MEMBER', {
      outgoing: member.id,
      incoming: seated(staff, 2),
      reason: 'Có xung đột lợi ích.',
    });
    const board = boardOf(play.people).map((each) => (each === member ? staff : each));
    await stage.on(secondOn);
    await inspect(play, matter, board);
    await score(play, matter, sheet('1.5'), board);
    await act(play, matter, chair, 'OPEN_NO_QUORUM', { present: [chair.id] });
    await stage.on(meetsOn);
    await meet(play, matter, board);
    await act(play, matter, leader, 'RETURN', { reason: 'Cần làm rõ kết quả kiểm tra thực tế.' });
    await meet(play, matter, board);
    await act(play, matter, leader, 'SIGN');
    await ends(play, stage, matter, [
      'certified',
      'thay người có xung đột, họp hụt một lần, lãnh đạo trả lại, họp lại rồi công nhận',
    ]);
  };
}

async function meet(play: Play, matter: Matter, board: ReturnType<typeof boardOf>): Promise<void> {
  await convene(play, matter, board);
  await vote(play, matter, allFor, board);
  await act(play, matter, play.people.chair, 'VOTE_PASS');
}

/** A doubt about a certificate that is cleared up. */
function explained(play: Play): Story {
  const { commune, cooperative, leader } = play.people;
  return async (stage) => {
    await stage.on(firstOn);
    const matter = play.recognised[0] as Matter;
    await act(play, matter, commune, 'REPORT_VIOLATION', {
      kind: 'contractEnded',
      facts: 'Doanh nghiệp đã thanh lý hợp đồng liên kết.',
    });
    await stage.on('2022-07-12');
    await act(play, matter, cooperative, 'EXPLAIN', { text: 'Đã ký hợp đồng liên kết mới.' });
    await act(play, matter, leader, 'EXPLANATION_ACCEPTED');
    await ends(play, stage, matter, ['certified', 'bị nghi vi phạm, giải trình được chấp nhận']);
  };
}

type Refusal = { index: number; days?: readonly [string, string, string]; period?: number };

/** Everybody votes against; one sheet never came. */
export async function votedDown(play: Play, stage: Stage, refusal: Refusal): Promise<Matter> {
  const { index, days = [firstOn, secondOn, meetsOn], period = asked.period } = refusal;
  const { chair, leader } = play.people;
  await stage.on(days[0]);
  const matter = await submit(play, candidate(play, index), { ...asked, period });
  await appoint(play, matter);
  await stage.on(days[1]);
  await inspect(play, matter);
  const [, ...punctual] = boardOf(play.people);
  await everyone(play, matter, punctual, 'SCORE', { scores: sheet('1.5') });
  await stage.on(addDays(days[1], 20));
  await convene(play, matter);
  await vote(play, matter, allAgainst);
  await act(play, matter, chair, 'VOTE_FAIL');
  await act(play, matter, leader, 'ISSUE', { reason: 'Hội đồng không tán thành.' });
  await ends(play, stage, matter, [
    'closed.notRecognised',
    'hết hạn chấm còn thiếu một phiếu; Hội đồng không tán thành',
  ]);
  return matter;
}

/** A requirement is not met and not remedied in sixty days. */
export async function notRemedied(play: Play, stage: Stage): Promise<Matter> {
  const { chair, leader } = play.people;
  await stage.on(firstOn);
  const matter = await prepared(play, stage, candidate(play, 4), {
    asked,
    on: [firstOn, secondOn],
    unmet: ['g'],
  });
  await stage.on(meetsOn);
  await convene(play, matter);
  await vote(play, matter, allFor);
  const item = 'Ký hợp đồng liên kết còn hiệu lực từ 12 tháng.';
  await act(play, matter, chair, 'VOTE_CONDITIONAL', { items: [{ item }] });
  await stage.on(addDays(meetsOn, 65));
  await act(play, matter, leader, 'ISSUE', { reason: 'Chưa khắc phục trong thời hạn.' });
  await ends(play, stage, matter, ['closed.notRecognised', 'không khắc phục trong 60 ngày']);
  return matter;
}

/** Divided twice: a second split is a vote against. */
export async function dividedTwice(play: Play, stage: Stage): Promise<Matter> {
  const { chair, leader } = play.people;
  await stage.on(firstOn);
  const on = [firstOn, secondOn] as const;
  const matter = await prepared(play, stage, candidate(play, 5), { asked, on });
  await stage.on(meetsOn);
  await convene(play, matter);
  await vote(play, matter, divided);
  await act(play, matter, chair, 'VOTE_SPLIT');
  await vote(play, matter, divided);
  await act(play, matter, chair, 'VOTE_FAIL');
  await act(play, matter, leader, 'ISSUE', { reason: 'Biểu quyết lại vẫn không đủ tỷ lệ.' });
  await ends(play, stage, matter, ['closed.notRecognised', 'hai lần biểu quyết không đủ tỷ lệ']);
  return matter;
}

/** A violation is reported, nobody explains, the certificate goes. */
export async function revoked(play: Play, stage: Stage): Promise<Matter> {
  const { staff, leader } = play.people;
  await stage.on(firstOn);
  const matter = play.recognised[1] as Matter;
  await act(play, matter, staff, 'REPORT_VIOLATION', {
    kind: 'forgedDossier',
    facts: 'Hợp đồng liên kết trong hồ sơ không có thật.',
  });
  await stage.on(addDays(firstOn, 26));
  await act(play, matter, leader, 'REVOKE', { reason: 'Không giải trình về hợp đồng liên kết.' });
  await ends(play, stage, matter, [
    'certificate.revoked',
    'bị thu hồi giấy công nhận, không giải trình',
  ]);
  return matter;
}
