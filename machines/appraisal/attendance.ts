// Who comes and goes once the board is in session. Quorum and base of a vote count who is there for that vote: who comes
// votes in the round that is running, who leaves without a ballot is not waited for, and who leaves after voting counts
// until the round is closed.
import { z } from 'zod';
import { localDateOf, localTimeOf, writtenDate } from '../calendar.ts';
import { field, type Facts } from '../define.ts';
import type { Text } from '../text.ts';
import {
  localRule,
  seat,
  words,
  type AppraisalData,
  type Meeting,
  type Member,
  type Movement,
} from './data.ts';
import { note, seated } from './fields.ts';
import { isOn } from './settings.ts';

type Moved = { person: string; at?: string | undefined };

const hour = field(
  z
    .string()
    .max(5)
    .regex(/^([01]?\d|2[0-3]):[0-5]\d$/, 'timeOfDay')
    .optional(),
  { vi: 'Lúc mấy giờ', en: 'At what time' },
  { vi: 'Ví dụ 08:30. Bỏ trống thì lấy giờ đang ghi.', en: 'Such as 08:30. Left empty: now.' },
);

const memberArrived = words.event({
  title: { vi: 'Ghi nhận thành viên đến họp', en: 'Record that a member has come' },
  payload: { person: seated({ vi: 'Thành viên', en: 'Member' }), at: hour, note },
  inRoom: true,
  examples: [{ person: 'board-5' }],
  record: ({ data, payload, facts }) => {
    const meeting = data.meeting as Meeting;
    const { person } = payload;
    const present = meeting.present.includes(person)
      ? meeting.present
      : [...meeting.present, person];
    return moved({ ...data, meeting: { ...meeting, present } }, 'arrived', payload, facts);
  },
});

const memberLeft = words.event({
  title: { vi: 'Ghi nhận thành viên rời phiên họp', en: 'Record that a member has left' },
  payload: { person: seated({ vi: 'Thành viên', en: 'Member' }), at: hour, note },
  inRoom: true,
  examples: [{ person: 'board-5' }],
  record: ({ data, payload, facts }) => {
    const meeting = data.meeting as Meeting;
    const { person } = payload;
    if (data.ballots[person] !== undefined) return moved(data, 'left', payload, facts);
    const present = meeting.present.filter((each) => each !== person);
    const after = { ...data, meeting: { ...meeting, present } };
    return inForce(facts) ? moved(after, 'left', payload, facts) : after;
  },
});

/** What was recorded before hours were known of stays as it was. */
export const inForce = ({ settings }: Pick<Facts, 'settings'>): boolean =>
  settings['attendanceHours'] !== undefined;

function moved(
  data: AppraisalData,
  way: Movement['way'],
  { person, at }: Moved,
  facts: Facts,
): AppraisalData {
  const meeting = data.meeting as Meeting;
  const known = hourOf(at, facts);
  const movement = { person, way, on: facts.on, ...(known ? { at: known } : {}) };
  return {
    ...data,
    meeting: { ...meeting, movements: [...(meeting.movements ?? []), movement] },
  };
}

/** The hour that was given, else that of the record when it is made on the day itself. */
function hourOf(given: string | undefined, facts: Facts): string | undefined {
  if (given !== undefined) return given.padStart(5, '0');
  return isOn(facts, 'attendanceHours') ? nowOf(facts) : undefined;
}

const nowOf = ({ at, on }: Facts): string | undefined =>
  localDateOf(at) === on ? localTimeOf(at) : undefined;

/** Returns who has left and not come back. */
export function gone({ movements = [] }: Meeting): Set<string> {
  const last = new Map(movements.map(({ person, way }) => [person, way]));
  return new Set([...last].flatMap(([person, way]) => (way === 'left' ? [person] : [])));
}

/** Returns the meeting for the next round: without those who left after voting in the last one. */
export function nextRound(meeting: Meeting): Meeting {
  const away = gone(meeting);
  const present = meeting.present.filter((person) => !away.has(person));
  return { ...meeting, round: 2, present };
}

/** Returns when somebody came or left, as a line says it: "lúc 08:30". */
export function whenOf({ on, at }: Movement, { openedOn }: Meeting): Text {
  const date = writtenDate(on);
  const day = on === openedOn ? { vi: '', en: '' } : { vi: ` ngày ${date}`, en: ` on ${date}` };
  const time = at === undefined ? { vi: '', en: '' } : { vi: ` lúc ${at}`, en: ` at ${at}` };
  return { vi: time.vi + day.vi, en: time.en + day.en };
}

const ways = {
  arrived: { vi: 'đến họp', en: 'came' },
  left: { vi: 'ra về', en: 'left' },
} as const;

/** Returns who came and went, a line each. */
export function movementLines({ board }: AppraisalData, meeting: Meeting): Text[] {
  const { movements = [] } = meeting;
  const away = gone(meeting);
  return movements.map((movement, index) => {
    const { person, way } = movement;
    const { name } = board.find((each) => each.person === person) as Member;
    const when = whenOf(movement, meeting);
    const later = movements.slice(index + 1).some((each) => each.person === person);
    const counts = !later && away.has(person) && meeting.present.includes(person);
    const voted = counts
      ? { vi: ', đã bỏ phiếu nên vẫn tính trong lượt này', en: ', voted, so counts in this round' }
      : { vi: '', en: '' };
    return {
      vi: `${name} ${ways[way].vi}${when.vi}${voted.vi}`,
      en: `${name} ${ways[way].en}${when.en}${voted.en}`,
    };
  });
}

const mayArrive = words.rule<Moved>({
  title: {
    vi: 'Người đến là thành viên Hội đồng, không bị loại và chưa có mặt',
    en: 'Who comes is a member, not recused, and not there yet',
  },
  law: localRule,
  remedy: {
    vi: 'Chọn thành viên đang vắng mặt.',
    en: 'Choose a member who is not there.',
  },
  reads: 'payload',
  test: ({ data, payload: { person } }) => {
    const meeting = data.meeting as Meeting;
    const here = meeting.present.includes(person) && !gone(meeting).has(person);
    const member = seat(data, person);
    return { met: member !== undefined && !here, have: member?.name ?? person };
  },
});

const arrivalDeclared = words.rule<Moved>({
  title: { vi: 'Người đến đã kê khai xung đột lợi ích', en: 'Who comes has declared' },
  law: 'Luật 17/2023/QH15 Đ4.11; ' + localRule,
  remedy: {
    vi: 'Người này kê khai trong phòng họp trước, rồi ghi nhận là đã đến.',
    en: 'They declare in the room first; then record that they have come.',
  },
  reads: 'payload',
  test: ({ data, payload: { person } }) => {
    const member = seat(data, person);
    const met = member?.voting !== true || data.declared.includes(person);
    return { met, have: member?.name };
  },
});

const leaverIsThere = words.rule<Moved>({
  title: { vi: 'Người rời họp đang có mặt', en: 'The one who leaves is there' },
  law: localRule,
  remedy: { vi: 'Chọn thành viên đang có mặt.', en: 'Choose a member who is there.' },
  reads: 'payload',
  test: ({ data, payload: { person } }) => {
    const meeting = data.meeting as Meeting;
    return { met: meeting.present.includes(person) && !gone(meeting).has(person), have: person };
  },
});

/** Hours go forward, and nobody comes or goes later than now. */
const hourFits = words.rule<Moved>({
  title: {
    vi: 'Giờ không trước lần ghi trước, không sau lúc này',
    en: 'The hour is not before the last one, nor later than now',
  },
  law: localRule,
  remedy: { vi: 'Kiểm tra lại giờ đến hoặc giờ về.', en: 'Check the hour.' },
  reads: 'payload',
  test: ({ data, payload, facts }) => {
    const { movements = [] } = data.meeting as Meeting;
    const last = movements.findLast(({ on, at }) => on === facts.on && at !== undefined)?.at;
    const [from, to] = [last ?? '00:00', nowOf(facts) ?? '23:59'];
    const have = payload.at?.padStart(5, '0');
    const met = have === undefined || (have >= from && have <= to);
    return { met, need: [from, to], have };
  },
});

export const attendanceEvents = { MEMBER_ARRIVED: memberArrived, MEMBER_LEFT: memberLeft };
export const attendanceRules = { mayArrive, arrivalDeclared, leaverIsThere, hourFits };
