// What each paper of a founding says: values for the wording in templates/documents.
import { writtenDate } from '../calendar.ts';
import {
  capitalOf,
  contentOf,
  membersOf,
  nameOf,
  type Attendance,
  type Certificate,
  type Conference,
  type Founding,
  type Paid,
  type Session,
  type Votes,
} from './data.ts';
import type { Contents, Member } from './parts.ts';
import { passOf } from './invited.ts';
import { counted, line, proceedings, type Line } from './proceedings.ts';

/** "250.000.000", as papers write it. */
export function grouped(amount: number): string {
  return String(amount).replace(/\B(?=(\d{3})+$)/g, '.');
}

export function vnd(amount: number): string {
  return `${grouped(amount)} đồng`;
}

export const holder = (data: Founding) => ({
  name: nameOf(data),
  ...addressOf(data.parts.charter.content),
});

/** The head office stands in the charter; a plan may be handed in before it. */
function addressOf(charter: Contents['charter'] | undefined): { address?: string } {
  return charter ? { address: charter.address } : {};
}

const memberships = {
  official: 'Thành viên chính thức',
  contributing: 'Thành viên liên kết góp vốn',
  noncontributing: 'Thành viên liên kết không góp vốn',
} as const;

type Row = { name: string; role: string; value: string };

function memberRows(members: readonly Member[]): Row[] {
  return members.map(({ name, membership, capital }) => ({
    name,
    role: memberships[membership],
    value: vnd(capital),
  }));
}

/** Those who put capital in. */
function contributors(data: Founding): readonly Member[] {
  return membersOf(data).filter(({ capital }) => capital > 0);
}

export const memberPaper = (data: Founding) => ({
  holder: holder(data),
  members: memberRows(membersOf(data)),
  items: line('Vốn điều lệ', vnd(capitalOf(membersOf(data)))),
});

export const charterPaper = (data: Founding) => ({
  holder: holder(data),
  items: contentOf(data, 'charter').items.map(({ no, text }) => ({
    label: `Mục ${no}`,
    value: text,
  })),
});

/** The conference as called: papers of it come only after it was. */
type Called = Conference & Required<Pick<Conference, 'on' | 'at' | 'place' | 'invitees'>>;
const called = ({ conference }: Founding) => conference as Called;

function place(data: Founding): Line[] {
  const { on, at, place: where } = called(data);
  return [...line('Thời gian', `${at} ngày ${writtenDate(on)}`), ...line('Địa điểm', where)];
}

const guests = (data: Founding): Row[] =>
  called(data).invitees.map(({ name }) => ({ name, role: 'Khách mời', value: '' }));

export const invitationPaper = (data: Founding) => ({
  holder: holder(data),
  members: guests(data),
  items: place(data),
});

/** An invitation for each listed member, with the code they show at the door. */
export const passesPaper = (data: Founding) => ({
  holder: holder(data),
  items: place(data),
  slips: membersOf(data).map((member) => ({
    name: `${member.no}. ${member.name}`,
    role: memberships[member.membership],
    pass: passOf(data, member),
  })),
});

/** Numbers in the room, as the secretary counted them. */
function attendance({ conference }: Founding): Line[] {
  const { official, associates, guests: others } = conference.attendance as Attendance;
  return [
    ...line('Thành viên chính thức dự', official),
    ...line('Thành viên liên kết dự', associates),
    ...line('Khách mời', others),
  ];
}

export const attendancePaper = (data: Founding) => ({
  holder: holder(data),
  items: [...place(data), ...attendance(data)],
  members: [...membersOf(data).flatMap((member) => seatOf(data, member)), ...guests(data)],
});

/** Whoever was checked in is marked; without a check-in the column is for the hall to fill. */
function seatOf({ conference: { present = [] } }: Founding, member: Member): Row[] {
  const value = present.length === 0 ? '' : present.includes(member.no) ? 'Có mặt' : 'Vắng';
  return memberRows([member]).map((row) => ({ ...row, value }));
}

function outcome({ failedOn, posts }: Conference): string {
  if (failedOn) return `Nội dung không được thông qua: ${failedOn}. Hội nghị kết thúc.`;
  if (posts) return 'Hội nghị đã biểu quyết thông qua các nội dung sau:';
  return 'Hội nghị dừng vì không đủ thành viên chính thức dự họp.';
}

export function minutesPaper(data: Founding) {
  const { attempt, chair, secretary, notes } = data.conference;
  return {
    holder: holder(data),
    items: [
      ...line('Lần họp', attempt),
      ...place(data),
      ...attendance(data),
      ...line('Chủ tọa', chair),
      ...line('Thư ký', secretary),
    ],
    text: outcome(data.conference),
    signer: { title: '', name: chair },
    secretary,
    ...correction(data),
    articles: proceedings(data).map(({ label, value }) => `${label}: ${value}`),
    ...(notes ? { reasons: notes } : {}),
  };
}

/** Why this draft takes the place of the one before it. */
function correction({ conference: { corrections } }: Founding): { correction?: string } {
  const latest = corrections?.at(-1);
  return latest ? { correction: latest.reason } : {};
}

export function ballotPaper(data: Founding) {
  const { for: yea, against, abstain } = data.conference.charterVote as Votes;
  return {
    holder: holder(data),
    text: 'Biểu quyết thông qua điều lệ; mỗi thành viên chính thức một phiếu.',
    items: [
      ...line('Tán thành', yea),
      ...line('Không tán thành', against),
      ...line('Không có ý kiến', abstain),
    ],
  };
}

export function valuationPaper(data: Founding) {
  const names = new Map(membersOf(data).map(({ no, name }) => [no, name]));
  const assets = contentOf(data, 'assets').list as NonNullable<Contents['assets']['list']>;
  return {
    holder: holder(data),
    text: `Cách định giá: ${data.conference.valuation}.`,
    items: assets.map(({ member, what, value }) => ({
      label: `${what}, ${names.get(member)}`,
      value: vnd(value),
    })),
    members: memberRows(contributors(data)).map((row) => ({ ...row, value: '' })),
  };
}

/** A conference that has decided knows all of this. */
function decided({ conference }: Founding): Required<Conference> {
  return conference as Required<Conference>;
}

export function resolutionPaper(data: Founding) {
  const { posts, registrant, charterVote } = decided(data);
  return {
    holder: holder(data),
    members: posts.map(({ label, value }) => ({ name: value, role: label })),
    text: `Ủy quyền cho ${registrant} thực hiện thủ tục đăng ký thành lập.`,
    items: line('Biểu quyết điều lệ', counted(charterVote)),
    ...correction(data),
  };
}

const legalRepresentatives = (data: Founding) =>
  decided(data).legalRepresentatives.map((name) => ({
    name,
    role: 'Người đại diện theo pháp luật',
  }));

export const applicationPaper = (data: Founding) => ({
  holder: holder(data),
  members: legalRepresentatives(data),
  items: [
    ...line('Tên viết tắt', contentOf(data, 'name').shortName),
    ...line('Ngành, nghề kinh doanh', contentOf(data, 'charter').businesses),
    ...line('Vốn điều lệ', vnd(capitalOf(membersOf(data)))),
    ...line('Người nộp hồ sơ', decided(data).registrant),
  ],
});

export function sessionPaper(data: Founding) {
  const { on, topic, attendees, notes = topic } = data.sessions.latest as Session;
  return {
    holder: { name: data.group, address: data.commune },
    items: [
      ...line('Ngày', writtenDate(on)),
      ...line('Chủ đề', topic),
      ...line('Số người dự', attendees),
      ...line('Chuyên viên', data.adviser?.name),
    ],
    text: notes,
  };
}

export const requestPaper = (data: Founding) => ({
  holder: { name: data.group, address: data.commune },
  items: line('Người đại diện', data.representative.name),
  text: data.need,
});

export const conclusionPaper = (data: Founding) => ({
  holder: { name: data.group, address: data.commune },
  text: data.closedFor ?? data.need,
  items: line('Số sáng lập viên đã xác nhận', data.declaredFounders),
});

export const representativesPaper = (data: Founding) => ({
  holder: holder(data),
  members: legalRepresentatives(data),
});

export const sharePaper = (data: Founding) => ({
  holder: holder(data),
  members: memberRows(contributors(data)),
  items: [
    ...line('Mã số', (data.certificate as Certificate).code),
    ...line('Vốn đã góp', vnd((data.capital as Paid).amount)),
  ],
});
