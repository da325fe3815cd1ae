// What is written down in the hall while the founding conference meets: who is there, what is said. These entries wait
// for nobody, so a phone may send them late and in a row when its line comes back.
import { compareDates } from '../calendar.ts';
import { choice } from '../choice.ts';
import { field } from '../define.ts';
import {
  late,
  membersOf,
  officialOf,
  type Attendance,
  type Conference,
  type Founding,
} from './data.ts';
import { event, line, memberNo, rule, yes } from './words.ts';

const howChecked = choice({
  list: { vi: 'Trên danh sách', en: 'On the list' },
  code: { vi: 'Bằng mã', en: 'By code' },
});

const mostNotes = 500;

export const hallEvents = {
  CHECK_IN: event({
    title: { vi: 'Điểm danh', en: 'Check a member in' },
    concurrent: true,
    payload: {
      member: memberNo('Thành viên (số thứ tự)', 'Member (number)'),
      present: yes('Có mặt', 'Is there'),
      how: field(howChecked.optional(), {
        vi: 'Cách điểm danh',
        en: 'How',
      }),
    },
    examples: [{ member: 1, present: true }],
    record: ({ data, payload: { member, present } }) => {
      const others = (data.conference.present ?? []).filter((no) => no !== member);
      return seated(data, present ? [...others, member].toSorted((a, b) => a - b) : others);
    },
  }),
  NOTE: event({
    title: { vi: 'Ghi diễn biến hội nghị', en: 'Note what happens' },
    concurrent: true,
    payload: {
      text: line(1000, 'Diễn biến', 'What happens', {
        vi: 'Ví dụ: Bà Lê Thị Bảy đề nghị tăng mức góp vốn tối thiểu.',
        en: 'E.g. Ms Lê Thị Bảy moves a higher least contribution.',
      }),
    },
    examples: [{ text: 'Chủ tọa trình bày dự thảo điều lệ' }],
    record: ({ data, payload: { text } }) => {
      const notes = [...(data.conference.notes ?? []), text].slice(-mostNotes);
      return late({ ...data, conference: { ...data.conference, notes } });
    },
  }),
};

/** Who comes after the opening counts from then on, unless the hall was counted by hand. Guests always are. */
function seated(data: Founding, present: number[]): Founding {
  const { attendance, present: before = [], ...others } = data.conference;
  const conference: Conference = { ...others, present };
  if (attendance === undefined) return { ...data, conference };
  const counted = before.length === 0 ? {} : countsOf(data, present);
  return { ...data, conference: { ...conference, attendance: { ...attendance, ...counted } } };
}

function countsOf(data: Founding, present: readonly number[]): Omit<Attendance, 'guests'> {
  const official = officialOf(data).filter(({ no }) => present.includes(no)).length;
  const all = membersOf(data).filter(({ no }) => present.includes(no)).length;
  return { official, associates: all - official };
}

export const hallRules = {
  conferenceDay: rule({
    title: { vi: 'Đến ngày họp', en: 'The day of the conference has come' },
    law: 'Luật 17/2023/QH15 Đ39.1',
    remedy: {
      vi: 'Điểm danh và ghi diễn biến từ ngày họp.',
      en: 'Check in and take notes from the day of the conference.',
    },
    test: ({ data, facts }) => {
      const need = data.conference.on as string;
      return { met: compareDates(facts.on, need) >= 0, need, have: facts.on };
    },
  }),
  memberListed: rule<{ member: number }>({
    title: { vi: 'Có tên trong danh sách thành viên', en: 'Is on the member list' },
    law: 'Luật 17/2023/QH15 Đ39.1',
    remedy: {
      vi: 'Ghi số thứ tự trong danh sách; người ngoài danh sách là khách mời.',
      en: 'Give the number in the list; whoever is not on it is a guest.',
    },
    reads: 'payload',
    test: ({ data, payload: { member } }) => ({
      met: membersOf(data).some(({ no }) => no === member),
      have: member,
    }),
  }),
  attendanceChecked: rule<Attendance>({
    title: { vi: 'Số người dự khớp điểm danh', en: 'Attendance fits those checked in' },
    law: 'Luật 17/2023/QH15 Đ39.1',
    remedy: {
      vi: 'Điểm danh đủ, hoặc sửa số thành viên dự họp.',
      en: 'Check everybody in, or correct the numbers.',
    },
    reads: 'payload',
    test: ({ data, payload: { official, associates } }) => {
      const { present = [] } = data.conference;
      const need = countsOf(data, present);
      const met =
        present.length === 0 || (need.official === official && need.associates === associates);
      return { met, need, have: { official, associates } };
    },
  }),
};
