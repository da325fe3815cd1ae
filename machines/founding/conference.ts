// The founding conference: called, opened, and what it votes on before the elections.
import { z } from 'zod';
import { addDays } from '../calendar.ts';
import { choice, worded } from '../choice.ts';
import { field } from '../define.ts';
import { personal } from '../personal.ts';
import type { Text } from '../text.ts';
import { majority } from './ballots.ts';
import { how, hows, resultOf, votingIfSaid, type Ways } from './voted.ts';
import { closing } from './consultation.ts';
import { without, type Conference, type Founding, type How, type Votes } from './data.ts';
import { partNames, partTitles, type Part } from './parts.ts';
import { day, event, line, memberNo, number, timeOfDay, votesShape, yes } from './words.ts';

const invitee = z.strictObject({
  name: line(200, 'Họ tên hoặc cơ quan', 'Name'),
  email: field(personal('email').optional(), { vi: 'Email', en: 'E-mail' }),
});

const items = [
  'charter',
  'members',
  'valuation',
  'plan',
  'election',
  'registrant',
  'other',
] as const;

export const itemWords: Readonly<Record<(typeof items)[number], Text>> = {
  charter: { vi: 'Điều lệ', en: 'Charter' },
  members: { vi: 'Danh sách thành viên', en: 'Member list' },
  valuation: { vi: 'Định giá tài sản góp vốn', en: 'Valuation of assets' },
  plan: { vi: 'Phương án sản xuất, kinh doanh', en: 'Business plan' },
  election: { vi: 'Bầu cử', en: 'Elections' },
  registrant: { vi: 'Người được ủy quyền đăng ký', en: 'Person who registers' },
  other: { vi: 'Nội dung khác', en: 'Something else' },
};

const item = field(worded(z.enum(items), itemWords), {
  vi: 'Nội dung biểu quyết',
  en: 'Item voted on',
});

function during(data: Founding, change: Partial<Conference>): Founding {
  return { ...data, conference: { ...data.conference, ...change } };
}

/** Keeps how an item was voted on, where that was said. */
export function voted(data: Founding, name: string, { how: way, ...vote }: Votes & Ways): Founding {
  if (way === undefined) return data;
  const { results } = data.conference;
  return during(data, { results: { ...results, [name]: resultOf(data, { ...vote, how: way }) } });
}

type Valuation = { for: number; appraiser?: string | undefined; how?: How | undefined };

/** How assets were valued, for the minutes. */
function valued({ for: yea, appraiser, how: way }: Valuation): string {
  const by = appraiser ?? 'các thành viên góp vốn nhất trí';
  return way === undefined ? by : `${by}; ${hows[way].vi.toLowerCase()}, ${yea} người tán thành`;
}

function failed(data: Founding, what: string): Founding {
  return during(data, { failedOn: what });
}

export const conferenceEvents = {
  SCHEDULE_ASSEMBLY: event({
    title: { vi: 'Triệu tập hội nghị thành lập', en: 'Call the founding conference' },
    payload: {
      assemblyOn: day('Ngày họp', 'Day of the conference', {
        vi: 'Bỏ trống: ngày sớm nhất sau thời gian báo trước.',
        en: 'Left out: the earliest day after the notice period.',
      }).optional(),
      time: timeOfDay('Giờ họp', 'Time'),
      place: line(300, 'Địa điểm', 'Place'),
      invitees: field(
        z.array(invitee).max(300),
        { vi: 'Người được mời', en: 'People invited' },
        {
          vi: 'Người muốn gia nhập, tổ chức đại diện; người được mời không biểu quyết.',
          en: 'Those who wish to join, the representative organisation; they do not vote.',
        },
      ),
    },
    examples: [
      { time: '08:00', place: 'Nhà văn hóa xã Hòa Bình', invitees: [{ name: 'UBND xã Hòa Bình' }] },
    ],
    record: ({ data, payload: { assemblyOn, time, place, invitees }, facts }) => {
      const earliest = addDays(facts.on, Number(facts.settings['noticeDays']));
      const { attempt } = data.conference;
      return {
        ...data,
        conference: { attempt, on: assemblyOn ?? earliest, at: time, place, invitees },
      };
    },
  }),
  POSTPONE: event({
    title: { vi: 'Hoãn hội nghị', en: 'Postpone the conference' },
    payload: { reason: line(1000, 'Lý do', 'Reason') },
    examples: [{ reason: 'Mưa bão' }],
  }),
  OPEN: event({
    title: { vi: 'Khai mạc hội nghị', en: 'Open the conference' },
    payload: {
      official: number('Thành viên chính thức dự', 'Official members present'),
      associates: number('Thành viên liên kết dự', 'Associates present'),
      guests: number('Khách mời', 'Guests'),
      chair: line(200, 'Chủ tọa', 'Chair'),
      secretary: line(200, 'Thư ký', 'Secretary'),
    },
    examples: [
      { official: 7, associates: 0, guests: 2, chair: 'Trần Văn An', secretary: 'Lê Thị Bảy' },
    ],
    record: ({ data, payload: { chair, secretary, ...attendance } }) =>
      during(data, { attendance, chair, secretary }),
  }),
  ADJOURN_NO_QUORUM: event({
    title: { vi: 'Dừng hội nghị vì thiếu thành viên', en: 'Adjourn for want of members' },
    payload: { reason: line(1000, 'Ghi chú', 'Note').optional() },
    examples: [{ reason: 'Thiếu thành viên dự họp' }],
    record: ({ data }) => during(data, { attempt: data.conference.attempt + 1 }),
  }),
  RECORD_VOTE: event({
    title: { vi: 'Ghi kết quả biểu quyết điều lệ', en: 'Record the vote on the charter' },
    payload: { ...votesShape, ...votingIfSaid },
    examples: [
      { for: 7, against: 0, abstain: 0 },
      { for: 3, against: 4, abstain: 0 },
    ],
    record: ({ data, payload }) => {
      const { for: yea, against, abstain } = payload;
      return during(voted(data, 'charter', payload), {
        charterVote: { for: yea, against, abstain },
        ...(majority(data, payload).met ? {} : { failedOn: itemWords.charter.vi }),
      });
    },
  }),
  ADOPT_MEMBER_LIST: event({
    title: { vi: 'Thông qua danh sách thành viên', en: 'Adopt the member list' },
    payload: {
      withdrawn: field(
        z.array(memberNo('Số thứ tự', 'Number')).max(300).optional(),
        {
          vi: 'Thành viên không tán thành điều lệ',
          en: 'Members who do not agree with the charter',
        },
        {
          vi: 'Ghi số thứ tự; những người này bị đưa khỏi danh sách.',
          en: 'Their numbers; they leave the list.',
        },
      ),
    },
    examples: [{}],
    record: ({ data, payload }) => without(data, payload.withdrawn ?? []),
  }),
  VALUE_ASSETS: event({
    title: { vi: 'Định giá tài sản góp vốn', en: 'Value the assets contributed' },
    payload: {
      method: field(
        choice({
          unanimous: {
            vi: 'Tất cả thành viên góp vốn nhất trí',
            en: 'All contributing members agree',
          },
          appraiser: { vi: 'Tổ chức thẩm định giá', en: 'An appraisal organisation' },
        }),
        { vi: 'Cách định giá', en: 'Method' },
        {
          vi: 'Tất cả thành viên góp vốn nhất trí; hoặc tổ chức thẩm định giá và quá nửa người dự tán thành.',
          en: 'All contributing members agree; or an appraiser and more than half of those present.',
        },
      ),
      for: number('Số người tán thành', 'In favour'),
      present: number('Số người dự họp', 'Present').optional(),
      appraiser: line(200, 'Tổ chức thẩm định giá', 'Appraisal organisation').optional(),
      how: how.optional(),
    },
    examples: [{ method: 'unanimous', for: 7 }],
    record: ({ data, payload }) => during(data, { valuation: valued(payload) }),
  }),
  VOTE_FAILED: event({
    title: { vi: 'Biểu quyết không thông qua', en: 'An item was voted down' },
    payload: { item, ...votesShape, ...votingIfSaid },
    examples: [{ item: 'plan', for: 2, against: 5, abstain: 0 }],
    record: ({ data, payload }) =>
      failed(voted(data, payload.item, payload), itemWords[payload.item].vi),
  }),
  SPLIT: event({
    title: { vi: 'Biểu quyết ngang phiếu', en: 'A vote was split' },
    payload: { item, ...votesShape, ...votingIfSaid },
    examples: [{ item: 'plan', for: 3, against: 3, abstain: 1 }],
    record: ({ data, payload }) =>
      failed(voted(data, payload.item, payload), itemWords[payload.item].vi),
  }),
  REDRAFT: event({
    title: { vi: 'Soạn lại', en: 'Draft again' },
    payload: {
      parts: field(
        z
          .array(worded(z.enum(partNames), partTitles))
          .min(1)
          .max(6),
        { vi: 'Các phần soạn lại', en: 'Parts to draft again' },
        { vi: 'Chọn ít nhất một phần.', en: 'Choose at least one part.' },
      ),
    },
    examples: [{ parts: ['plan'] }],
    record: ({ data, payload }) => ({
      ...during(data, { attempt: data.conference.attempt + 1 }),
      parts: payload.parts.reduce((parts, name) => reopened(parts, name), data.parts),
    }),
  }),
  ABANDON: event({
    title: { vi: 'Thôi thành lập', en: 'Give up founding' },
    payload: { reason: line(1000, 'Lý do', 'Reason') },
    examples: [{ reason: 'Các sáng lập viên không thống nhất' }],
    record: ({ data, payload, facts }) => closing(data, facts.on, payload.reason),
  }),
  CLOSE_ASSEMBLY: event({
    title: { vi: 'Bế mạc, ký biên bản', en: 'Close the conference and sign' },
    payload: {
      minutesSigned: yes(
        'Chủ tọa và thư ký đã ký biên bản',
        'Chair and secretary have signed the minutes',
      ),
      charterSigned: yes(
        'Chủ tịch Hội đồng quản trị hoặc Giám đốc đã ký điều lệ, nghị quyết',
        'The chair of the board or the director has signed charter and resolution',
      ),
    },
    examples: [{ minutesSigned: true, charterSigned: true }],
  }),
};

function reopened(parts: Founding['parts'], name: Part): Founding['parts'] {
  return { ...parts, [name]: { ...parts[name], stage: 'returned' } };
}
