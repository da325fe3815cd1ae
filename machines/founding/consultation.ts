// From the first question to the adviser's conclusion: events and rules of the consultation.
import { z } from 'zod';
import { addMonths } from '../calendar.ts';
import { choice, worded } from '../choice.ts';
import { field } from '../define.ts';
import { cite, memberMinAge, minFounders } from '../law.ts';
import { personal } from '../personal.ts';
import {
  founderAccounts,
  kinds,
  kindTitles,
  lawOf,
  lawOn,
  legalKind,
  oldestLaw,
  type Founding,
  type Person,
} from './data.ts';
import { account, allianceRule, day, event, line, number, rule, yes } from './words.ts';

const founder = z.strictObject({
  name: line(200, 'Họ tên', 'Name'),
  account: account('Tài khoản', 'Account').optional(),
  email: field(personal('email').optional(), { vi: 'Email', en: 'E-mail' }),
});

const group = z.strictObject({
  code: line(20, 'Mã số tổ hợp tác', 'Code of the group'),
  certificateNo: line(100, 'Số giấy chứng nhận đăng ký', 'Number of the certificate'),
  operatingSince: day('Hoạt động liên tục từ ngày', 'Operating without a break since'),
  allAgree: yes('Tất cả thành viên tán thành', 'All members agree'),
});

const alternative = choice({
  group: { vi: 'Lập tổ hợp tác', en: 'A cooperative group' },
  joinCooperative: { vi: 'Gia nhập hợp tác xã khác', en: 'Joining another cooperative' },
  business: { vi: 'Hộ kinh doanh hoặc doanh nghiệp', en: 'A household business or a company' },
  later: { vi: 'Chờ dịp khác', en: 'Later' },
});

type Given = { name: string; account?: string | undefined; email?: string | undefined };

function person({ name, account: id, email }: Given): Person {
  return { name, ...(id ? { account: id } : {}), ...(email ? { email } : {}) };
}

export const consultationEvents = {
  REQUEST_CONSULTATION: event({
    title: { vi: 'Đề nghị tư vấn thành lập', en: 'Ask for consultation' },
    payload: {
      kind: field(worded(z.enum(kinds), kindTitles), { vi: 'Muốn thành lập', en: 'To be founded' }),
      group: line(200, 'Tên nhóm sáng lập hoặc tên dự kiến', 'Name of the group or working title'),
      commune: line(200, 'Xã, phường, đặc khu', 'Commune'),
      need: line(2000, 'Nhu cầu chung', 'Common need').optional(),
      representativeName: line(200, 'Người đại diện nhóm', 'Representative of the group'),
      phone: field(personal('phone').optional(), { vi: 'Điện thoại', en: 'Phone' }),
      email: field(personal('email').optional(), { vi: 'Email', en: 'E-mail' }),
      representativeAccount: account('Tài khoản người đại diện', 'Account of the representative', {
        vi: 'Khi cán bộ nhập thay cho nhóm.',
        en: 'When staff enter the request.',
      }).optional(),
      founders: field(z.array(founder).max(50).optional(), {
        vi: 'Các sáng lập viên khác',
        en: 'Other founders',
      }),
    },
    examples: [
      {
        kind: 'cooperative',
        group: 'Nhóm trồng rau sạch Hòa Bình',
        commune: 'Xã Hòa Bình',
        representativeName: 'Trần Văn An',
        phone: '0912345678',
        email: 'an@example.vn',
      },
      {
        kind: 'union',
        group: 'Nhóm hợp tác xã lúa tôm',
        commune: 'Phường Bạc Liêu',
        representativeName: 'Lê Thị Bình',
        phone: '0912345679',
      },
      {
        kind: 'conversion',
        group: 'Tổ hợp tác nuôi tôm Vĩnh Mỹ',
        commune: 'Xã Vĩnh Mỹ',
        representativeName: 'Phạm Văn Chín',
        phone: '0912345670',
      },
    ],
    record: ({ data, payload, facts }) => {
      const {
        kind,
        group: name,
        commune,
        need = '',
        representativeName,
        phone,
        email,
        founders = [],
      } = payload;
      const own = facts.by.roles.includes('founder') ? facts.by.id : payload.representativeAccount;
      return {
        ...data,
        kind,
        profile: lawOn(facts.on).id,
        group: name,
        commune,
        need,
        representative: {
          ...person({ name: representativeName, account: own, email }),
          ...(phone ? { phone } : {}),
        },
        founders: founders.map(person),
      };
    },
  }),
  ASSIGN: event({
    title: { vi: 'Phân công chuyên viên tư vấn', en: 'Assign an adviser' },
    payload: {
      adviser: account('Tài khoản chuyên viên', 'Account of the adviser'),
      adviserName: line(200, 'Họ tên chuyên viên', 'Name of the adviser'),
      noInterest: yes(
        'Không có lợi ích riêng trong nhóm này',
        'Has no personal interest in the group',
      ),
    },
    examples: [{ adviser: 'staff-1', adviserName: 'Nguyễn Thị Hoa', noInterest: true }],
    record: ({ data, payload }) => ({
      ...data,
      adviser: { id: payload.adviser, name: payload.adviserName },
    }),
  }),
  RECORD_SESSION: event({
    title: { vi: 'Ghi buổi tư vấn, tập huấn', en: 'Record a consultation session' },
    payload: {
      topic: line(1000, 'Nội dung', 'Subject'),
      attendees: number('Số người dự', 'People present'),
      notes: line(4000, 'Ghi chép', 'Notes').optional(),
    },
    examples: [{ topic: 'Luật Hợp tác xã 2023 và các bước thành lập', attendees: 9 }],
    record: ({ data, payload: { topic, attendees, notes }, facts }) => {
      const latest = { on: facts.on, topic, attendees, ...(notes ? { notes } : {}) };
      const { held, attendees: before } = data.sessions;
      return { ...data, sessions: { held: held + 1, attendees: before + attendees, latest } };
    },
  }),
  CONCLUDE_VIABLE: event({
    title: { vi: 'Kết luận: đủ điều kiện soạn hồ sơ', en: 'Conclude: viable' },
    fill: ({ need }) => ({ need }),
    payload: {
      founders: number('Số sáng lập viên đã xác nhận', 'Founders confirmed'),
      eligible: yes(
        'Các sáng lập viên đủ điều kiện làm thành viên',
        'The founders qualify as members',
        {
          vi: 'Từ đủ 18 tuổi, đủ năng lực hành vi dân sự.',
          en: '18 or over, with full legal capacity.',
        },
      ),
      need: line(2000, 'Nhu cầu chung', 'Common need'),
      group: field(
        group.optional(),
        { vi: 'Tổ hợp tác được chuyển đổi', en: 'The group to be converted' },
        { vi: 'Chỉ khi chuyển đổi tổ hợp tác.', en: 'Only for a conversion.' },
      ),
    },
    examples: [
      {
        founders: 7,
        eligible: true,
        need: 'Mua chung vật tư, bán chung sản phẩm',
        group: {
          code: '1900123456',
          certificateNo: '12/GCN-THT',
          operatingSince: '2019-01-15',
          allAgree: true,
        },
      },
    ],
    record: ({ data, payload }) => ({
      ...data,
      declaredFounders: payload.founders,
      need: payload.need,
      ...(data.kind === 'conversion' && payload.group ? { converted: payload.group } : {}),
    }),
  }),
  CONCLUDE_NOT_VIABLE: event({
    title: { vi: 'Kết luận: chưa đủ điều kiện', en: 'Conclude: not viable' },
    payload: {
      reason: line(2000, 'Lý do', 'Reason'),
      alternatives: field(z.array(alternative).max(4).optional(), {
        vi: 'Hướng khác',
        en: 'Alternatives',
      }),
    },
    examples: [{ reason: 'Mới có ba người tham gia', alternatives: ['group', 'joinCooperative'] }],
    record: ({ data, payload, facts }) => closing(data, facts.on, payload.reason),
  }),
};

/** The data of a case that closes on a day, for a reason. */
export function closing(data: Founding, on: string, reason: string): Founding {
  return { ...data, closedOn: on, closedFor: reason };
}

export const consultationRules = {
  contactGiven: rule<{ phone?: string; email?: string }>({
    title: { vi: 'Có điện thoại hoặc email liên hệ', en: 'A phone or an e-mail is given' },
    law: 'Luật 17/2023/QH15 Đ38.3',
    remedy: {
      vi: 'Ghi số điện thoại hoặc email của người đại diện.',
      en: 'Give a phone or an e-mail.',
    },
    reads: 'payload',
    test: ({ payload }) => ({ met: payload.phone !== undefined || payload.email !== undefined }),
  }),
  lawKnown: rule({
    title: { vi: 'Ngày đề nghị thuộc thời kỳ luật đã biết', en: 'A law known here is in force' },
    law: oldestLaw.law,
    remedy: { vi: 'Hồ sơ từ ngày 01/07/2013 trở đi.', en: 'Cases from 1 July 2013 on.' },
    test: ({ facts }) => ({
      met: facts.on >= oldestLaw.effectiveFrom,
      need: oldestLaw.effectiveFrom,
      have: facts.on,
    }),
  }),
  noPersonalInterest: rule<{ adviser: string; noInterest: boolean }>({
    title: { vi: 'Chuyên viên không có lợi ích riêng', en: 'The adviser has no personal interest' },
    law: allianceRule,
    remedy: { vi: 'Phân công người khác.', en: 'Assign somebody else.' },
    reads: 'payload',
    test: ({ data, payload, facts }) => {
      const declared = payload.noInterest || facts.settings['interestDeclaration'] !== true;
      return { met: declared && !founderAccounts(data).includes(payload.adviser) };
    },
  }),
  enoughFounders: rule<{ founders: number }>({
    title: { vi: 'Đủ số sáng lập viên tối thiểu', en: 'Enough founders' },
    law: 'Luật 17/2023/QH15 Đ4.7, 4.8',
    remedy: {
      vi: 'Vận động thêm sáng lập viên, hoặc thành lập tổ hợp tác, gia nhập hợp tác xã khác.',
      en: 'Win more founders, form a cooperative group, or join another cooperative.',
    },
    reads: 'payload',
    test: ({ data, payload }) => {
      const least = minFounders(lawOf(data), legalKind(data));
      const have = payload.founders;
      return {
        met: have >= least.value,
        need: least.value,
        have,
        law: cite(least.basis, lawOf(data)),
      };
    },
  }),
  foundersEligible: rule<{ eligible: boolean }>({
    title: { vi: 'Sáng lập viên đủ điều kiện', en: 'The founders qualify' },
    law: 'Luật 17/2023/QH15 Đ30.1',
    remedy: {
      vi: 'Công dân từ đủ 18 tuổi, đủ năng lực hành vi dân sự; tổ chức có người đại diện.',
      en: 'Citizens of 18 or over with full capacity; organisations with a representative.',
    },
    reads: 'payload',
    test: ({ data, payload }) => ({
      met: payload.eligible,
      need: memberMinAge(lawOf(data), 'official')?.value,
    }),
  }),
  conversionReady: rule<{ group?: { operatingSince: string; allAgree: boolean } }>({
    title: { vi: 'Tổ hợp tác đủ điều kiện chuyển đổi', en: 'The group may be converted' },
    law: 'Luật 17/2023/QH15 Đ108; NĐ 92/2024/NĐ-CP Đ61',
    remedy: {
      vi: 'Cần giấy chứng nhận đăng ký tổ hợp tác, hoạt động liên tục ít nhất 12 tháng và tất cả thành viên tán thành.',
      en: 'A certificate of the group, 12 months of continuous operation, and the consent of all members.',
    },
    reads: 'payload',
    test: ({ data, payload: { group: given }, facts }) => {
      if (data.kind !== 'conversion') return { met: true };
      const months = lawOf(data).parameters.get('group.convertMonths')?.value;
      if (typeof months !== 'number' || given === undefined) return { met: false };
      const from = addMonths(given.operatingSince, months);
      return { met: given.allAgree && from <= facts.on, need: from, have: given.operatingSince };
    },
  }),
};
