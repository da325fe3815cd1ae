// The people of a founding group: invited by a code, joined with an account of their own, their data confirmed by
// themselves, and a representative whom they can replace. How many must agree is the group's rule, not law.
import { z } from 'zod';
import { field } from '../define.ts';
import { founderAccounts, type Circle, type Founding, type Person } from './data.ts';
import { account, allianceRule, event, line, rule } from './words.ts';

const code = field(z.string().min(1).max(64), { vi: 'Mã lời mời', en: 'Invitation' });

/** Version of what the page of one's own data says, to which a founder consents. */
const consentText = '2026-01';

const circleOf = ({ circle }: Founding): Circle =>
  circle ?? { invited: [], confirmed: {}, choices: {} };

/** The founders with the account `id` made their representative; who was it before stays a founder. */
function withRepresentative(data: Founding, id: string): Founding {
  const { representative, founders } = data;
  const next = founders.find((each) => each.account === id) as Person;
  const others = founders.filter((each) => each !== next);
  return {
    ...data,
    representative: next,
    founders: [representative, ...others],
    circle: { ...circleOf(data), choices: {} },
  };
}

/** Who has chosen this account, the choice of the one who acts included. */
function choosing(data: Founding, by: string, chosen: string): string[] {
  const { choices } = circleOf(data);
  const all = Object.entries({ ...choices, [by]: chosen });
  const here = new Set(founderAccounts(data));
  return all
    .filter(([person, choice]) => choice === chosen && here.has(person))
    .map(([who]) => who);
}

export const circleEvents = {
  INVITE_FOUNDER: event({
    title: { vi: 'Mời sáng lập viên', en: 'Invite a founder' },
    payload: { invitation: code, name: line(200, 'Họ tên', 'Name') },
    examples: [{ invitation: '0190a000-0000-7000-8000-00000000aaaa', name: 'Lê Thị Bảy' }],
    concurrent: true,
    record: ({ data, payload: { invitation: id, name } }) => {
      const circle = circleOf(data);
      return { ...data, circle: { ...circle, invited: [...circle.invited, { id, name }] } };
    },
  }),
  FOUNDER_JOINED: event({
    title: { vi: 'Sáng lập viên đã tham gia bằng mã', en: 'A founder has joined by code' },
    payload: { invitation: code, person: account('Tài khoản', 'Account') },
    examples: [{ invitation: '0190a000-0000-7000-8000-00000000aaaa', person: 'founder-2' }],
    concurrent: true,
    record: ({ data, payload }) => {
      const circle = circleOf(data);
      const { name } = circle.invited.find(({ id }) => id === payload.invitation) as {
        name: string;
      };
      const invited = circle.invited.filter(({ id }) => id !== payload.invitation);
      // Somebody listed without an account becomes the one who joined; else the list grows.
      const listed = data.founders.find((each) => each.name === name && !each.account);
      const joined = { ...listed, name, account: payload.person };
      const founders = data.founders.filter((each) => each !== listed);
      return { ...data, founders: [...founders, joined], circle: { ...circle, invited } };
    },
  }),
  CONFIRM_OWN_DATA: event({
    title: { vi: 'Xác nhận dữ liệu của mình và đồng ý xử lý', en: 'Confirm one’s data, consent' },
    fill: () => ({ textVersion: consentText }),
    payload: {
      correct: field(
        z.boolean(),
        { vi: 'Dữ liệu về tôi là đúng', en: 'The data on me is correct' },
        { vi: 'Nếu chưa đúng, ghi chỗ cần sửa.', en: 'If not, say what to mend.' },
      ),
      remark: line(1000, 'Chỗ cần sửa', 'What to mend').optional(),
      consent: field(z.boolean(), {
        vi: 'Tôi đồng ý để Liên minh xử lý dữ liệu cá nhân của tôi trong hồ sơ này',
        en: 'I consent to the alliance processing my personal data in this case',
      }),
      textVersion: line(40, 'Phiên bản văn bản đồng ý', 'Version of the consent text', {
        vi: 'Đã điền sẵn. Văn bản là trang “Dữ liệu của bạn”, có liên kết ở cuối mỗi trang.',
        en: 'Filled in already. The text is the page “Your data”, linked at the foot of every page.',
      }),
    },
    examples: [{ correct: true, consent: true, textVersion: consentText }],
    concurrent: true,
    record: ({ data, payload, facts }) => {
      const circle = circleOf(data);
      const said = { ...payload, on: facts.on };
      return {
        ...data,
        circle: { ...circle, confirmed: { ...circle.confirmed, [facts.by.id]: said } },
      };
    },
  }),
  CHOOSE_REPRESENTATIVE: event({
    title: { vi: 'Chọn người đại diện nhóm', en: 'Choose the representative' },
    payload: { person: account('Tài khoản người được chọn', 'Account of the one chosen') },
    examples: [{ person: 'founder-2' }],
    concurrent: true,
    record: ({ data, payload: { person }, facts }) => {
      const agreed = choosing(data, facts.by.id, person).length;
      const needed = Number(facts.settings['representativePercent']);
      // Whole numbers: more than the share of all founders who have an account.
      if (agreed * 100 > needed * founderAccounts(data).length)
        return withRepresentative(data, person);
      const circle = circleOf(data);
      const choices = { ...circle.choices, [facts.by.id]: person };
      return { ...data, circle: { ...circle, choices } };
    },
  }),
};

export const circleRules = {
  invitationKnown: rule<{ invitation: string }>({
    title: { vi: 'Lời mời còn hiệu lực', en: 'The invitation stands' },
    law: allianceRule,
    remedy: { vi: 'Xin người đại diện mời lại.', en: 'Ask the representative for another.' },
    reads: 'payload',
    test: ({ data, payload }) => ({
      met: circleOf(data).invited.some(({ id }) => id === payload.invitation),
    }),
  }),
  notInYet: rule<{ person: string }>({
    title: { vi: 'Chưa ở trong nhóm', en: 'Not in the group yet' },
    law: allianceRule,
    remedy: { vi: 'Tài khoản này đã ở trong nhóm.', en: 'This account is in the group already.' },
    reads: 'payload',
    test: ({ data, payload }) => ({ met: !founderAccounts(data).includes(payload.person) }),
  }),
  chosenIsFounder: rule<{ person: string }>({
    title: { vi: 'Người được chọn là sáng lập viên khác', en: 'Another founder is chosen' },
    law: allianceRule,
    remedy: {
      vi: 'Chọn một sáng lập viên đã có tài khoản, không phải người đang đại diện.',
      en: 'Choose a founder with an account who is not the representative.',
    },
    reads: 'payload',
    test: ({ data, payload }) => ({
      met: data.founders.some((each) => each.account === payload.person),
    }),
  }),
};

export const circleSettings = {
  representativePercent: {
    value: 50,
    title: {
      vi: 'Thay người đại diện khi quá số phần trăm sáng lập viên có tài khoản này cùng chọn',
      en: 'A representative is replaced when more than this percentage of founders agree',
    },
    source: 'Mặc định của Liên minh, không phải quy định của pháp luật',
  },
};

/** Possible as long as the case is open. */
export const circleActs = {
  INVITE_FOUNDER: { by: ['representative', 'scribe'], law: allianceRule },
  FOUNDER_JOINED: {
    by: ['system'],
    law: allianceRule,
    rules: ['invitationKnown', 'notInYet'],
  },
  CONFIRM_OWN_DATA: { by: ['founders'], law: '? Luật 91/2025/QH15 (chưa đối chiếu điều)' },
  CHOOSE_REPRESENTATIVE: { by: ['founders'], law: allianceRule, rules: ['chosenIsFounder'] },
};
