// Events of the duties after registration: begun by the founding case, done one by one, or followed no longer.
import { z } from 'zod';
import { field } from '../define.ts';
import { personal } from '../personal.ts';
import type { Text } from '../text.ts';
import { words, type Done, type Duties } from './data.ts';

const line = (max: number, vi: string, en: string, hint?: Text) =>
  field(z.string().trim().min(1).max(max), { vi, en }, hint);
const day = (vi: string, en: string, hint?: Text) =>
  field(z.iso.date().min(10).max(10).regex(/^[12]/), { vi, en }, hint);
const person = z.strictObject({
  name: line(200, 'Họ tên', 'Name'),
  account: line(100, 'Tài khoản', 'Account').optional(),
  email: field(personal('email').optional(), { vi: 'Thư điện tử', en: 'E-mail' }),
});
const adviser = z.strictObject({
  id: line(100, 'Tài khoản', 'Account'),
  name: line(200, 'Họ tên', 'Name'),
});

const begin = words.event({
  title: { vi: 'Bắt đầu theo dõi nghĩa vụ sau đăng ký', en: 'Begin to follow the duties' },
  payload: {
    parentCase: line(64, 'Hồ sơ thành lập', 'The founding case'),
    cooperative: line(200, 'Hợp tác xã', 'Cooperative'),
    code: line(20, 'Mã số', 'Code'),
    commune: line(200, 'Xã, phường', 'Commune'),
    grantedOn: day('Ngày cấp giấy chứng nhận', 'Certificate granted on'),
    profile: line(40, 'Luật áp dụng', 'The law that applies'),
    persons: field(z.array(person).max(300), { vi: 'Người của hợp tác xã', en: 'Its people' }),
    adviser: field(adviser.optional(), { vi: 'Chuyên viên', en: 'Adviser' }),
    registerKeptOn: day('Ngày lập sổ', 'Register set up on').optional(),
    meetingHeldOn: day('Ngày họp', 'Meeting held on').optional(),
  },
  examples: [
    {
      parentCase: '0190a000-0000-7000-8000-000000000001',
      cooperative: 'Hợp tác xã Rau sạch Hòa Bình',
      code: '1900123456',
      commune: 'Xã Hòa Bình',
      grantedOn: '2026-03-02',
      profile: 'LAW_HTX_2023',
      persons: [{ name: 'Trần Văn An', account: 'founder' }],
      adviser: { id: 'staff', name: 'Chuyên viên' },
    },
    {
      parentCase: '0190a000-0000-7000-8000-000000000002',
      cooperative: 'Hợp tác xã Lúa Phước Long',
      code: '1900123457',
      commune: 'Xã Phước Long',
      grantedOn: '2026-03-02',
      profile: 'LAW_HTX_2023',
      persons: [{ name: 'Lê Thị Bảy', account: 'founder', email: 'bay@example.vn' }],
      registerKeptOn: '2026-03-02',
    },
    {
      parentCase: '0190a000-0000-7000-8000-000000000003',
      cooperative: 'Hợp tác xã Tôm Ngã Năm',
      code: '1900123458',
      commune: 'Phường Ngã Năm',
      grantedOn: '2026-01-05',
      profile: 'LAW_HTX_2023',
      persons: [{ name: 'Danh Khoa', account: 'founder' }],
      meetingHeldOn: '2026-03-02',
    },
    {
      parentCase: '0190a000-0000-7000-8000-000000000004',
      cooperative: 'Liên hiệp hợp tác xã Cà Mau',
      code: '1900123459',
      commune: 'Phường Tân Thành',
      grantedOn: '2026-02-10',
      profile: 'LAW_HTX_2023',
      persons: [{ name: 'Lý Minh' }],
    },
  ],
  record: ({ payload: { registerKeptOn, meetingHeldOn, adviser: of, ...about } }): Duties => ({
    ...about,
    ...(of ? { adviser: of } : {}),
    ...(registerKeptOn ? { memberRegister: { on: registerKeptOn } } : {}),
    ...(meetingHeldOn ? { annualMeeting: { on: meetingHeldOn } } : {}),
  }),
});

const evidence = line(1000, 'Căn cứ', 'What shows it', {
  vi: 'Ví dụ: sổ lập ngày nào, ai giữ; số biên bản đại hội. Tệp gửi ở bộ hồ sơ.',
  en: 'E.g. who keeps the register; the number of the minutes. Files go into the dossier.',
});
const today: Text = { vi: 'Bỏ trống: hôm nay.', en: 'Left out: today.' };

const done = (given: { evidence: string }, on: string): Done => ({
  on,
  evidence: given.evidence,
});

export const events = {
  BEGIN_DUTIES: begin,
  MEMBER_REGISTER_KEPT: words.event({
    title: { vi: 'Đã lập sổ đăng ký thành viên', en: 'Member register set up' },
    payload: { keptOn: day('Ngày lập sổ', 'Set up on', today).optional(), evidence },
    examples: [{ evidence: 'Sổ giấy, Giám đốc giữ' }],
    record: ({ data, payload, facts }) => ({
      ...data,
      memberRegister: done(payload, payload.keptOn ?? facts.on),
    }),
  }),
  ANNUAL_MEETING_HELD: words.event({
    title: { vi: 'Đã họp đại hội thường niên đầu tiên', en: 'First annual meeting held' },
    payload: { heldOn: day('Ngày họp', 'Held on', today).optional(), evidence },
    examples: [{ evidence: 'Biên bản số 01/BB-ĐHTV' }],
    record: ({ data, payload, facts }) => ({
      ...data,
      annualMeeting: done(payload, payload.heldOn ?? facts.on),
    }),
  }),
  SET_YEAR_END: words.event({
    title: { vi: 'Ghi ngày kết thúc năm tài chính đầu tiên', en: 'Set the end of the first year' },
    payload: {
      yearEnd: day('Năm tài chính đầu tiên kết thúc ngày', 'The first financial year ends on', {
        vi: 'Chỉ ghi khi điều lệ không lấy năm dương lịch. Hạn họp đại hội được tính lại.',
        en: 'Only where the charter does not take the calendar year. The day of the meeting is counted anew.',
      }),
    },
    examples: [{ yearEnd: '2026-09-30' }],
    record: ({ data, payload: { yearEnd } }) => ({ ...data, yearEnd }),
  }),
  STOP_FOLLOWING: words.event({
    title: { vi: 'Thôi theo dõi', en: 'Stop following' },
    payload: {
      reason: line(1000, 'Lý do', 'Reason', {
        vi: 'Ví dụ: hợp tác xã đã giải thể, hoặc chuyển sang địa bàn khác.',
        en: 'E.g. the cooperative was dissolved, or has moved elsewhere.',
      }),
    },
    examples: [{ reason: 'Hợp tác xã đã giải thể' }],
    record: ({ data, payload, facts }) => ({
      ...data,
      stopped: { on: facts.on, reason: payload.reason },
    }),
  }),
  MEMBER_REGISTER_DUE: words.lapse({
    vi: 'Hết thời hạn lập sổ đăng ký thành viên',
    en: 'Time to set up the member register has passed',
  }),
  ANNUAL_MEETING_DUE: words.lapse({
    vi: 'Hết thời hạn họp đại hội thường niên đầu tiên',
    en: 'Time to hold the first annual meeting has passed',
  }),
};
