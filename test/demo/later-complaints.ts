// Complaints against decisions of the alliance: each of the ways one ends, and what the decision comes to.
import { addDays } from '../../machines/calendar.ts';
import { allFor, boardOf, convene, vote } from './appraisal.ts';
import type { Matter, Person } from './client.ts';
import { complain, decideFirst } from './complaint.ts';
import { dividedTwice, notRemedied, revoked, votedDown } from './later-appraisals.ts';
import { act, arrives, ends, refused, stands, until, type Play } from './play.ts';
import type { Stage, Story } from './stage.ts';

/** Without a second leader nobody may decide: the decisions are played, the complaints are not. */
export function laterComplaints(play: Play): Story[] {
  return [
    upheldTwice(play),
    heardByOthers(play),
    cancelled(play),
    restored(play),
    underNewTerms(play),
  ];
}

/** Upheld, upheld again by whoever stands above, and on to the court. */
function upheldTwice(play: Play): Story {
  const { cooperative, staff } = play.people;
  return async (stage) => {
    const matter = await votedDown(play, stage, { index: 3 });
    const by = play.people.secondLeader;
    if (!by) return;
    const complaint = await complain(play, matter, cooperative);
    await decideFirst(play, stage, complaint, { by, outcome: 'upheld' });
    await ends(play, stage, complaint, [
      'decided.upheld',
      'khiếu nại lần đầu: giữ nguyên quyết định',
    ]);
    await act(play, complaint, cooperative, 'SECOND_COMPLAINT', {
      grounds: 'Chưa xem xét báo cáo tài chính nộp bổ sung.',
    });
    await stage.on(addDays(stage.today(), 30));
    await act(play, complaint, staff, 'DECIDE_SECOND', {
      outcome: 'upheld',
      reasons: 'Quyết định giải quyết lần đầu đúng.',
      number: '12/QĐ',
    });
    await ends(play, stage, complaint, ['decided2', 'khiếu nại lần hai: giữ nguyên']);
    await act(play, complaint, cooperative, 'GO_TO_COURT', { court: 'Tòa án nhân dân tỉnh' });
    await ends(play, stage, complaint, ['court', 'khởi kiện ra Tòa án']);
    await stands(play, matter, 'closed.notRecognised');
  };
}

/** Modified: the case goes back to a board, but not of the same members. */
function heardByOthers(play: Play): Story {
  const { cooperative, chair } = play.people;
  return async (stage) => {
    const matter = await notRemedied(play, stage);
    const by = play.people.secondLeader;
    if (!by) return;
    const complaint = await complain(play, matter, cooperative);
    await decideFirst(play, stage, complaint, { by, outcome: 'modified' });
    await ends(play, stage, complaint, ['decided.modified', 'khiếu nại: sửa đổi quyết định']);
    await arrives(play, matter, 'meeting.scheduled');
    const present = boardOf(play.people).map(({ id }) => id);
    await refused(play, matter, chair, {
      type: 'OPEN',
      payload: { present },
      code: 'otherMembers',
    });
    await ends(play, stage, matter, [
      'meeting.scheduled',
      'khiếu nại có kết quả: họp lại, thành viên cũ phải được thay',
    ]);
  };
}

/** Cancelled: the board meets again and recognises. */
function cancelled(play: Play): Story {
  const { cooperative, chair, leader } = play.people;
  return async (stage) => {
    const matter = await dividedTwice(play, stage);
    const by = play.people.secondLeader;
    if (!by) return;
    const complaint = await complain(play, matter, cooperative);
    await decideFirst(play, stage, complaint, { by, outcome: 'cancelled' });
    await ends(play, stage, complaint, ['decided.cancelled', 'khiếu nại: hủy quyết định']);
    await arrives(play, matter, 'meeting.scheduled');
    await convene(play, matter);
    await vote(play, matter, allFor);
    await act(play, matter, chair, 'VOTE_PASS');
    await act(play, matter, leader, 'SIGN');
    await ends(play, stage, matter, ['certified', 'Hội đồng họp lại sau khiếu nại và công nhận']);
  };
}

/** Revoked; a first complaint is withdrawn, a second one brings the certificate back. */
function restored(play: Play): Story {
  const { cooperative } = play.people;
  return async (stage) => {
    const matter = await revoked(play, stage);
    const dropped = await complain(play, matter, cooperative);
    await act(play, dropped, cooperative, 'WITHDRAW', { reason: 'Sẽ nộp đơn đầy đủ hơn' });
    await ends(play, stage, dropped, ['decided.withdrawn', 'người khiếu nại rút đơn']);
    const by = play.people.secondLeader;
    if (!by) return;
    const complaint = await complainAgain(play, stage, matter, cooperative);
    await decideFirst(play, stage, complaint, { by, outcome: 'cancelled' });
    await arrives(play, matter, 'certified');
    await ends(play, stage, matter, [
      'certified',
      'khiếu nại: hủy quyết định thu hồi, khôi phục giấy',
    ]);
  };
}

/** A second complaint, once the end of the first has reached the case. */
async function complainAgain(
  play: Play,
  stage: Stage,
  matter: Matter,
  by: Person,
): Promise<Matter> {
  await until(play, matter, 'the end of the complaint', ({ data }) => {
    const { ended } = (data['complaint'] ?? {}) as { ended?: string };
    return ended !== undefined;
  });
  await stage.on(addDays(stage.today(), 5));
  return complain(play, matter, by);
}

const newTermsOn = '2026-07-06';

/** Since 1 July 2026 a complaint is accepted or not within seven working days. Inadmissible; then never decided. */
function underNewTerms(play: Play): Story {
  const { cooperative, staff } = play.people;
  return async (stage) => {
    const days = ['2026-05-11', '2026-05-25', '2026-06-14'] as const;
    const matter = await votedDown(play, stage, { index: 6, days, period: 2025 });
    await stage.on(newTermsOn);
    const complaint = await complain(play, matter, cooperative);
    await dueOn(play, complaint, '2026-07-15');
    await act(play, complaint, staff, 'DECLARE_INADMISSIBLE', {
      reasons: ['other'],
      text: 'Đơn không có chữ ký của người khiếu nại.',
    });
    await ends(play, stage, complaint, ['inadmissible', 'không thụ lý đơn khiếu nại']);
    const second = await complainAgain(play, stage, matter, cooperative);
    await act(play, second, staff, 'ACCEPT');
    await stage.on('2026-08-24');
    await act(play, second, cooperative, 'GO_TO_COURT', { court: 'Tòa án nhân dân khu vực' });
    await ends(play, stage, second, ['court', 'quá hạn không giải quyết lần đầu, khởi kiện']);
  };
}

/** @throws Error when the case is not due on that day */
async function dueOn(play: Play, { id, number }: Matter, day: string): Promise<void> {
  const path = `/api/cases/${id}`;
  const { dueOn: due } = await play.client.get<{ dueOn: string }>(path, play.people.administrator);
  if (due !== day) throw new Error(`${number} is due on ${due}, not on ${day}`);
}
