// How founding cases end otherwise than by a certificate, each played as it would go.
import { addDays } from '../../machines/calendar.ts';
import { complain, decideOnRegistration } from './complaint.ts';
import { filed, registered, type Days } from './course.ts';
import { adopt, call, file, gather, grant, hold, payIn, type Founding } from './founding.ts';
import { act, ends, stands, type Play } from './play.ts';
import type { Stage } from './stage.ts';

type Course = (play: Play, stage: Stage, founding: Founding, days: Days) => Promise<void>;

/** Twice too few come; the group gives up. */
const noConference: Course = async (play, stage, founding, days) => {
  const { matter, hand } = founding;
  for (const day of [days.held, days.filed]) {
    await call(play, founding, day);
    await stage.on(day);
    await gather(play, founding, 4);
    await act(play, matter, hand, 'ADJOURN_NO_QUORUM', { reason: 'Chỉ có 4 người dự' });
  }
  await stage.on(days.granted);
  await act(play, matter, hand, 'WITHDRAW', { reason: 'Hai lần không đủ người', confirmed: true });
  await ends(play, stage, matter, [
    'closed.withdrawn',
    'hai lần hội nghị không đủ số người, nhóm rút',
  ]);
};

const votedDown: Course = async (play, stage, founding, days) => {
  const { matter, hand, group } = founding;
  await call(play, founding, days.held);
  await stage.on(days.held);
  await gather(play, founding);
  await act(play, matter, hand, 'RECORD_VOTE', {
    for: 2,
    against: group.members.length - 2,
    abstain: 0,
  });
  await act(play, matter, hand, 'ABANDON', { reason: 'Không thống nhất về điều lệ' });
  await ends(play, stage, matter, [
    'closed.withdrawn',
    'hội nghị bác điều lệ, nhóm thôi thành lập',
  ]);
};

const split: Course = async (play, stage, founding, days) => {
  const { matter, hand, group } = founding;
  await call(play, founding, days.held);
  await stage.on(days.held);
  await gather(play, founding);
  await adopt(play, founding);
  const half = Math.floor(group.members.length / 2);
  const abstain = group.members.length - 2 * half;
  await act(play, matter, hand, 'SPLIT', { item: 'plan', for: half, against: half, abstain });
  await act(play, matter, hand, 'REDRAFT', { parts: ['plan'] });
  await stage.on(addDays(days.held, 190));
  await ends(play, stage, matter, [
    'closed.inactive',
    'biểu quyết ngang phiếu, soạn lại rồi bỏ; tự đóng sau 180 ngày',
  ]);
};

const gaveUpBefore: Course = async (play, stage, founding, days) => {
  const { matter, hand } = founding;
  await stage.on(days.held);
  await act(play, matter, hand, 'WITHDRAW', {
    reason: 'Chuyển sang lập tổ hợp tác',
    confirmed: true,
  });
  await ends(play, stage, matter, ['closed.withdrawn', 'soạn xong hồ sơ nhưng nhóm tự rút']);
};

/** Postponed, forgotten, closed by the clock; reopened within the year where it stood, and registered. */
const neverMet: Course = async (play, stage, founding, days) => {
  const { matter, hand } = founding;
  await call(play, founding, days.held);
  await act(play, matter, hand, 'POSTPONE', { reason: 'Mưa bão' });
  await stage.on('2022-11-01');
  await ends(play, stage, matter, [
    'closed.inactive',
    'hoãn hội nghị rồi bỏ; tự đóng sau 180 ngày',
  ]);
  await stage.on('2023-02-06');
  await act(play, matter, play.people.head, 'REOPEN', { reason: 'Nhóm đề nghị tiếp tục' });
  await stands(play, matter, 'readyForAssembly');
  await registered(play, stage, founding, {
    ...days,
    held: '2023-02-13',
    filed: '2023-02-15',
    granted: '2023-02-20',
  });
  await payIn(play, founding);
  await ends(play, stage, matter, ['completed', 'mở lại đúng chỗ đã dừng, rồi đăng ký xong']);
};

const refiledOn = '2022-07-06';
const refiledGrantedOn = '2022-07-12';

async function fileAgain(play: Play, stage: Stage, founding: Founding): Promise<void> {
  await stage.on(refiledOn);
  await file(play, founding);
  await stage.on(refiledGrantedOn);
  await grant(play, founding);
  await payIn(play, founding);
}

const lapsed: Course = async (play, stage, founding, days) => {
  const { matter, hand } = founding;
  await filed(play, stage, founding, days);
  const noticedOn = addDays(days.filed, 5);
  await stage.on(noticedOn);
  await act(play, matter, play.people.clerk, 'SUPPLEMENT_NOTICE', {
    points: ['Ghi rõ địa chỉ trụ sở chính', 'Bổ sung danh sách thành viên'],
  });
  await stage.on(addDays(noticedOn, 65));
  await ends(play, stage, matter, [
    'registration.void',
    'không bổ sung trong 60 ngày, hồ sơ hết giá trị',
  ]);
  await stage.on(refiledOn);
  await act(play, matter, hand, 'REFILE');
  await fileAgain(play, stage, founding);
  await ends(play, stage, matter, ['completed', 'lập hồ sơ mới, được cấp đăng ký sau kỳ báo cáo']);
};

const stopped: Course = async (play, stage, founding, days) => {
  const { matter, hand } = founding;
  await filed(play, stage, founding, days);
  await stage.on(addDays(days.filed, 4));
  await act(play, matter, hand, 'STOP_REQUEST', { reason: 'Nhóm đổi địa bàn hoạt động' });
  await stage.on(addDays(days.filed, 6));
  await act(play, matter, play.people.clerk, 'STOP_CONFIRMED');
  await ends(play, stage, matter, [
    'closed.withdrawn',
    'đề nghị dừng, cơ quan đăng ký đã xác nhận',
  ]);
};

/** Refused for the dossier; the complaint is right; remedied and registered. */
const complained: Course = async (play, stage, founding, days) => {
  const { matter, hand } = founding;
  await filed(play, stage, founding, days);
  await stage.on('2022-05-04');
  await act(play, matter, play.people.clerk, 'REFUSE', {
    ground: 'dossier',
    reason: 'Cho rằng thiếu danh sách thành viên',
  });
  await ends(play, stage, matter, ['registration.refused', 'bị từ chối đăng ký, nhóm khiếu nại']);
  await stage.on('2022-05-16');
  const complaint = await complain(play, matter, hand);
  await decideOnRegistration(play, stage, complaint);
  await stage.on(refiledOn);
  await act(play, matter, hand, 'FIX_AND_REFILE', {
    changes: 'Nộp kèm quyết định giải quyết khiếu nại',
  });
  await fileAgain(play, stage, founding);
  await ends(play, stage, matter, [
    'completed',
    'nộp lại sau khi khiếu nại đúng, được cấp đăng ký',
  ]);
  await stage.on('2022-07-20');
  await ends(play, stage, complaint, [
    'closed.final',
    'hết thời hạn khiếu nại lần hai, quyết định có hiệu lực',
  ]);
};

const paidInPart: Course = async (play, stage, founding, days) => {
  const { matter, group } = founding;
  await registered(play, stage, founding, days);
  await stage.on('2022-12-01');
  const { capital } = group.members[0] as { capital: number };
  await act(play, matter, play.people.clerk, 'CAPITAL_REDUCED', {
    capital: capital * (group.members.length - 1),
    changeFiled: true,
  });
  await ends(play, stage, matter, ['completed', 'hết 6 tháng góp thiếu vốn, đăng ký vốn thực góp']);
};

const tooFew: Course = async (play, stage, founding, days) => {
  const { matter, group } = founding;
  const { clerk } = play.people;
  await registered(play, stage, founding, days);
  await stage.on('2022-06-29');
  await act(play, matter, clerk, 'MEMBERS_BELOW_MIN', { members: 5 });
  await payIn(play, founding);
  await stage.on('2023-07-10');
  await ends(play, stage, matter, [
    'postRegistration.atRisk',
    'đủ 12 tháng dưới số thành viên tối thiểu: có thể bị thu hồi',
  ]);
  await act(play, matter, clerk, 'MEMBERS_RESTORED', { members: group.members.length });
  await ends(play, stage, matter, ['completed', 'kết nạp thêm, đủ thành viên trở lại']);
};

/** `owner`: one of the founders has an account and acts alone. */
export const fates = {
  noConference: { owner: false, course: noConference },
  votedDown: { owner: true, course: votedDown },
  split: { owner: true, course: split },
  gaveUpBefore: { owner: false, course: gaveUpBefore },
  neverMet: { owner: true, course: neverMet },
  lapsed: { owner: true, course: lapsed },
  stopped: { owner: false, course: stopped },
  complained: { owner: true, course: complained },
  paidInPart: { owner: false, course: paidInPart },
  tooFew: { owner: false, course: tooFew },
} satisfies Record<string, { owner: boolean; course: Course }>;

export type Fate = keyof typeof fates;

/** Refused for its name after the conference; the group accepts it. */
export const gaveUp: Course = async (play, stage, founding, days) => {
  const { matter, hand } = founding;
  await call(play, founding, days.held);
  await stage.on(days.held);
  await hold(play, founding);
  await stage.on(days.filed);
  await file(play, founding);
  await stage.on(days.granted);
  await act(play, matter, play.people.clerk, 'REFUSE', {
    ground: 'name',
    reason: 'Tên gây nhầm lẫn với hợp tác xã đã đăng ký',
  });
  await act(play, matter, hand, 'GIVE_UP', { reason: 'Nhóm không tiếp tục' });
  await ends(play, stage, matter, ['closed.refused', 'bị từ chối vì tên, nhóm chấp nhận dừng']);
};
