// A founding at a glance.
import type { BriefSection } from '../glance.ts';
import type { Text } from '../text.ts';
import { capitalOf, membersOf, officialOf, type Founding, type Stage } from './data.ts';
import { partNames, partTitles } from './parts.ts';

type Lines = BriefSection['lines'][number][];

/** Returns what is known of the case, section by section; a section without a line is left out. */
export function brief(data: Founding): BriefSection[] {
  const sections: BriefSection[] = [
    { title: { vi: 'Nhóm sáng lập', en: 'Founding group' }, lines: groupLines(data) },
    { title: { vi: 'Dự thảo', en: 'Drafts' }, lines: draftLines(data) },
    { title: { vi: 'Thành viên và vốn', en: 'Members and capital' }, lines: memberLines(data) },
    {
      title: { vi: 'Hội nghị thành lập', en: 'Founding conference' },
      lines: conferenceLines(data),
    },
    { title: { vi: 'Đăng ký', en: 'Registration' }, lines: registrationLines(data) },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

const same = (text: string): Text => ({ vi: text, en: text });

function given(label: Text, text: string | undefined): Lines {
  return text ? [{ label, value: same(text) }] : [];
}

function dated(label: Text, on: string | undefined): Lines {
  return on ? [{ label, value: on }] : [];
}

function groupLines({ group, commune, need, representative, adviser, sessions }: Founding): Lines {
  const held = { label: { vi: 'Buổi tư vấn', en: 'Sessions held' }, value: sessions.held };
  return [
    ...given({ vi: 'Tên nhóm', en: 'Group' }, group),
    ...given({ vi: 'Người đại diện', en: 'Representative' }, representative.name),
    ...given({ vi: 'Xã, phường', en: 'Commune' }, commune),
    ...given({ vi: 'Nhu cầu', en: 'Need' }, need),
    ...given({ vi: 'Chuyên viên tư vấn', en: 'Adviser' }, adviser?.name),
    ...(sessions.held > 0 ? [held] : []),
  ];
}

const stages = {
  empty: { vi: 'chưa có', en: 'nothing yet' },
  draft: { vi: 'đang soạn', en: 'being written' },
  underReview: { vi: 'chờ xem xét', en: 'to be reviewed' },
  returned: { vi: 'cần sửa', en: 'to be mended' },
  accepted: { vi: 'đã chấp nhận', en: 'accepted' },
} satisfies Record<Stage, Text>;

function draftLines({ parts }: Founding): Lines {
  if (partNames.every((name) => parts[name].stage === 'empty')) return [];
  return partNames.map((name) => ({ label: partTitles[name], value: stages[parts[name].stage] }));
}

function memberLines(data: Founding): Lines {
  const members = membersOf(data);
  if (members.length === 0) return [];
  const official = officialOf(data).length;
  const capital = `${capitalOf(members)}`.replaceAll(/\B(?=(\d{3})+$)/g, '.');
  return [
    { label: { vi: 'Thành viên chính thức', en: 'Official members' }, value: official },
    { label: { vi: 'Tất cả thành viên', en: 'All members' }, value: members.length },
    {
      label: { vi: 'Vốn cam kết', en: 'Capital committed' },
      value: { vi: `${capital} đồng`, en: `VND ${capital}` },
    },
  ];
}

function conferenceLines({ conference }: Founding): Lines {
  const { on, at, place, attendance } = conference;
  const official = { vi: 'Thành viên chính thức có mặt', en: 'Official members present' };
  return [
    ...dated({ vi: 'Ngày', en: 'Day' }, on),
    ...given({ vi: 'Giờ', en: 'Time' }, at),
    ...given({ vi: 'Địa điểm', en: 'Place' }, place),
    ...(attendance ? [{ label: official, value: attendance.official }] : []),
  ];
}

function registrationLines({ filing, certificate }: Founding): Lines {
  return [
    ...dated({ vi: 'Nộp ngày', en: 'Filed on' }, filing.filedOn),
    ...given({ vi: 'Số biên nhận', en: 'Receipt' }, filing.receiptNo),
    ...given({ vi: 'Mã số hợp tác xã', en: 'Code of the cooperative' }, certificate?.code),
    ...dated({ vi: 'Cấp ngày', en: 'Granted on' }, certificate?.grantedOn),
  ];
}
