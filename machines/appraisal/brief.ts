// An appraisal at a glance, and the sheet its board fills in. Whatever the reader may not see is not in the data here.
import type { Facts } from '../define.ts';
import type { BriefSection, ScoreSheet } from '../glance.ts';
import type { Text } from '../text.ts';
import { movementLines } from './attendance.ts';
import { quorumOf } from './board.ts';
import { results } from './sitting.ts';
import { maxima, shownPoints, totalOf, type Line } from '../criteria/sheet.ts';
import {
  eligible,
  recusedPersons,
  resultFor,
  setOf,
  type AppraisalData,
  type Vote,
} from './data.ts';

type Lines = BriefSection['lines'][number][];

/** Returns what is known of the case, section by section; a section without a line is left out. */
export function brief(data: AppraisalData, facts: Facts): BriefSection[] {
  const sections: BriefSection[] = [
    { title: { vi: 'Hợp tác xã', en: 'Cooperative' }, lines: cooperativeLines(data) },
    { title: { vi: 'Hồ sơ đề nghị', en: 'Dossier' }, lines: dossierLines(data, facts) },
    { title: { vi: 'Hội đồng', en: 'Board' }, lines: boardLines(data) },
    { title: { vi: 'Kiểm tra thực tế', en: 'Field check' }, lines: fieldLines(data) },
    { title: { vi: 'Chấm điểm', en: 'Scores' }, lines: scoreLines(data, facts) },
    { title: { vi: 'Phiên họp', en: 'Meeting' }, lines: meetingLines(data, facts) },
    { title: { vi: 'Biểu quyết', en: 'Votes' }, lines: data.votes.flatMap(voteLines) },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

const same = (text: string): Text => ({ vi: text, en: text });

function cooperativeLines({ cooperative }: AppraisalData): Lines {
  return [
    { label: { vi: 'Tên', en: 'Name' }, value: same(cooperative.name) },
    { label: { vi: 'Mã số', en: 'Code' }, value: same(cooperative.code) },
    { label: { vi: 'Xã, phường', en: 'Commune' }, value: same(cooperative.commune) },
    { label: { vi: 'Tình trạng', en: 'Status' }, value: same(cooperative.status) },
    { label: { vi: 'Ngày đăng ký', en: 'Registered on' }, value: cooperative.registeredOn },
  ];
}

function dossierLines(data: AppraisalData, facts: Facts): Lines {
  const { name, code } = setOf(data, facts);
  const own = shownPoints(totalOf(data.selfScore));
  const papers = data.documents.map(({ title }) => title).join('; ');
  return [
    {
      label: { vi: 'Tiêu chí', en: 'Criterion' },
      value: { vi: `${code}: ${name.vi}`, en: `${code}: ${name.en}` },
    },
    { label: { vi: 'Năm đánh giá', en: 'Year appraised' }, value: same(String(data.period)) },
    { label: { vi: 'Tổng điểm tự chấm', en: 'Self-score, total' }, value: same(own) },
    ...some({ vi: 'Giấy tờ', en: 'Papers' }, papers),
    ...some({ vi: 'Còn thiếu', en: 'Missing' }, data.missing.join('; ')),
  ];
}

function some(label: Text, text: string): Lines {
  return text === '' ? [] : [{ label, value: same(text) }];
}

const seats = {
  chair: { vi: 'Chủ tịch', en: 'chair' },
  secretary: { vi: 'Thư ký', en: 'secretary' },
  member: { vi: 'Thành viên', en: 'member' },
} as const;

function boardLines(data: AppraisalData): Lines {
  const recused = recusedPersons(data);
  const { boardFrom } = data;
  const from = boardFrom ? [boardFrom.name, boardFrom.decision].filter(Boolean).join(', ') : '';
  const seated = data.board.map(({ person, name, role, body }) => {
    const standing = standingOf(recused.includes(person), data.declared.includes(person));
    const seat = seats[role];
    return {
      label: same(name),
      value: {
        vi: `${seat.vi}, ${body}: ${standing.vi}`,
        en: `${seat.en}, ${body}: ${standing.en}`,
      },
    };
  });
  return [...some({ vi: 'Theo Hội đồng đã lập', en: 'From the standing board' }, from), ...seated];
}

function standingOf(recused: boolean, declared: boolean): Text {
  if (recused) return { vi: 'từ chối tham gia', en: 'recused' };
  if (declared) return { vi: 'không có xung đột lợi ích', en: 'no conflict of interest' };
  return { vi: 'chưa kê khai', en: 'has not declared' };
}

function fieldLines({ field }: AppraisalData): Lines {
  if (field === undefined) return [];
  return [
    { label: { vi: 'Ngày', en: 'Day' }, value: field.on },
    { label: { vi: 'Kết quả', en: 'Findings' }, value: same(field.findings) },
    ...some({ vi: 'Tồn tại', en: 'Points to remedy' }, field.points.join('; ')),
  ];
}

/** Only once every sheet can be read: a mean of some would say what the others are. */
function scoreLines(data: AppraisalData, facts: Facts): Lines {
  const sheets = Object.values(data.sheets);
  if (sheets.length === 0 || sheets.length < eligible(data).length) return [];
  const { mean, grade, unmet } = resultFor(data, facts);
  return [
    { label: { vi: 'Số phiếu', en: 'Sheets' }, value: sheets.length },
    ...(mean ? [{ label: { vi: 'Điểm trung bình', en: 'Mean' }, value: same(mean) }] : []),
    ...(grade ? [{ label: { vi: 'Xếp loại', en: 'Grade' }, value: grade.name }] : []),
    ...unmet.map(({ name }) => ({ label: { vi: 'Chưa đạt', en: 'Not met' }, value: name })),
  ];
}

function meetingLines(data: AppraisalData, facts: Facts): Lines {
  const { meeting } = data;
  if (meeting === undefined) return [];
  const called: Lines = [
    { label: { vi: 'Lần', en: 'Attempt' }, value: meeting.attempt },
    { label: { vi: 'Họp từ ngày', en: 'From' }, value: meeting.expectedOn },
    ...some({ vi: 'Địa điểm', en: 'Place' }, meeting.place ?? ''),
  ];
  if (meeting.openedOn === undefined) return called;
  const here = data.board.filter(({ person }) => meeting.present.includes(person));
  return [
    ...called,
    {
      label: { vi: 'Có mặt', en: 'Present' },
      value: same(here.map(({ name }) => name).join('; ')),
    },
    ...movementLines(data, meeting).map((value) => ({
      label: { vi: 'Đến, về', en: 'Came or left' },
      value,
    })),
    { label: { vi: 'Túc số', en: 'Quorum' }, value: quorumOf(data, facts).arithmetic },
  ];
}

function voteLines({ attempt, round, result, arithmetic }: Vote): Lines {
  const { vi, en } = results[result];
  return [
    {
      label: { vi: `Phiên ${attempt}, vòng ${round}`, en: `Meeting ${attempt}, round ${round}` },
      value: { vi: `${vi}. ${arithmetic.vi}`, en: `${en}. ${arithmetic.en}` },
    },
  ];
}

/** Returns the sheet a member fills in, with what the cooperative says of itself. */
export function scoreSheet(data: AppraisalData, facts: Facts): ScoreSheet {
  const set = setOf(data, facts);
  const most = maxima(set);
  const said = new Map(data.selfScore.map((line) => [line.criterion, line]));
  const groups = set.groups.map(({ name, criteria }) => ({
    title: name,
    lines: criteria.map((each) => ({
      criterion: each.id,
      title: each.name,
      most: (most.get(each.id) as number) / 100,
      unconfirmed: each.confidence !== 'verified',
      ...selfOf(said.get(each.id)),
    })),
  }));
  const requirements = set.requirements.map((each) => ({
    criterion: each.id,
    title: each.name,
    unconfirmed: each.confidence !== 'verified',
    ...selfOf(said.get(each.id)),
  }));
  const required = { title: { vi: 'Yêu cầu bắt buộc', en: 'Requirements' }, lines: requirements };
  return { groups: requirements.length > 0 ? [...groups, required] : groups };
}

function selfOf(line: Line | undefined): { self?: number | boolean } {
  if (line?.points !== undefined) return { self: line.points / 100 };
  return line?.met === undefined ? {} : { self: line.met };
}
