// What each alliance sets for itself. None of these figures is law; the sources say where a suggestion comes from.
import { z } from 'zod';
import type { Facts, SettingValue } from '../define.ts';
import type { Setting } from '../general-settings.ts';
import { isMajority, type VoteRule } from '../voting.ts';
import type { Text } from '../text.ts';

const local = 'Mặc định của Liên minh, không phải quy định của pháp luật';
const analogue =
  'Mặc định phỏng theo QĐ 18/2022/QĐ-TTg (chưa xác nhận), không phải quy định cho một hợp tác xã';

const whole = (least: number, most: number): z.ZodType<number> => z.int().min(least).max(most);
const days = (value: number, title: Text, allowed = whole(1, 3650)): Setting => ({
  value,
  title,
  source: local,
  allowed,
});
const oneOf = (...names: string[]): z.ZodType<string> => z.enum(names);
const share = whole(1, 10_000);

export const settings = {
  supplementDays: days(30, { vi: 'Số ngày bổ sung hồ sơ', en: 'Days to supplement the dossier' }),
  overallDays: days(20, {
    vi: 'Số ngày làm việc để giải quyết hồ sơ',
    en: 'Working days for the whole case',
  }),
  boardSizeMin: days(
    5,
    {
      vi: 'Số thành viên biểu quyết ít nhất của Hội đồng',
      en: 'Least voting members',
    },
    whole(3, 15),
  ),
  boardSizeMax: days(
    9,
    {
      vi: 'Số thành viên biểu quyết nhiều nhất của Hội đồng',
      en: 'Most voting members',
    },
    whole(3, 15),
  ),
  boardOdd: {
    value: true,
    title: { vi: 'Số thành viên biểu quyết phải lẻ', en: 'Odd number of voting members' },
    source: local,
  },
  requiredBodies: {
    value: 'Liên minh; Sở Nông nghiệp và Môi trường',
    title: {
      vi: 'Đơn vị phải có người trong Hội đồng (cách nhau dấu ;)',
      en: 'Bodies the board must have (;)',
    },
    source: local,
    allowed: z.string().max(1_000),
  },
  waivedRequirements: {
    value: '',
    title: {
      vi: 'Yêu cầu không áp dụng (ví dụ BL_NC_3_2.g; cách nhau dấu ;)',
      en: 'Requirements not applied (such as BL_NC_3_2.g; …)',
    },
    source: local,
    allowed: z.string().max(1_000),
  },
  scoreCommentShare: {
    value: 0.3,
    title: {
      vi: 'Chênh lệch so với tự chấm phải giải thích (phần của điểm tối đa)',
      en: 'Difference from the self-score that needs a comment',
    },
    source: local,
    allowed: z.number().min(0).max(1),
  },
  scoreRule: {
    value: 'mean',
    title: {
      vi: 'Cách tính điểm chung: mean (trung bình), median (trung vị)',
      en: 'Score of all sheets: mean or median',
    },
    source: local,
    allowed: oneOf('mean', 'median'),
  },
  scoringDays: days(10, { vi: 'Số ngày làm việc để chấm điểm', en: 'Working days to score' }),
  meetingNoticeDays: days(3, { vi: 'Số ngày mời họp trước', en: 'Days of notice of a meeting' }),
  attendanceHours: {
    value: true,
    title: {
      vi: 'Ghi giờ thành viên đến muộn, về sớm vào biên bản họp',
      en: 'Hours of late arrival and early leaving in the minutes',
    },
    source: local,
  },
  quorumPart: {
    value: 70,
    title: { vi: 'Số đại biểu họp: tử số', en: 'Quorum: numerator' },
    source: analogue,
    allowed: share,
  },
  quorumWhole: {
    value: 100,
    title: { vi: 'Số đại biểu họp: mẫu số', en: 'Quorum: denominator' },
    source: analogue,
    allowed: share,
  },
  quorumBase: {
    value: 'eligible',
    title: {
      vi: 'Số đại biểu họp tính trên: eligible (có quyền biểu quyết), all (tất cả)',
      en: 'Quorum of: eligible, all',
    },
    source: analogue,
    allowed: oneOf('eligible', 'all'),
  },
  abstentionsCount: {
    value: true,
    title: { vi: 'Phiếu trắng tính vào mẫu số', en: 'Abstentions count in the base' },
    source: analogue,
  },
  passBase: {
    value: 'present',
    title: {
      vi: 'Tỷ lệ thông qua tính trên: present (có mặt), eligible (có quyền), all (tất cả)',
      en: 'Majority of: present, eligible, all',
    },
    source: analogue,
    allowed: oneOf('present', 'eligible', 'all'),
  },
  passCompare: {
    value: '>=',
    title: { vi: 'Tỷ lệ thông qua: >= hoặc >', en: 'Majority: >= or >' },
    source: analogue,
  },
  passPart: {
    value: 90,
    title: { vi: 'Tỷ lệ thông qua: tử số', en: 'Majority: numerator' },
    source: analogue,
    allowed: share,
  },
  passWhole: {
    value: 100,
    title: { vi: 'Tỷ lệ thông qua: mẫu số', en: 'Majority: denominator' },
    source: analogue,
    allowed: share,
  },
  castingVote: {
    value: false,
    title: {
      vi: 'Phiếu của Chủ tịch quyết định khi biểu quyết lại không ngã ngũ',
      en: 'The chair’s vote decides a split re-vote',
    },
    source: local,
  },
  addressIsTie: {
    value: true,
    title: {
      vi: 'Cùng địa chỉ với thành viên hợp tác xã là xung đột lợi ích',
      en: 'To share an address with a member is a conflict',
    },
    source: local,
  },
  remediationDays: days(60, { vi: 'Số ngày khắc phục', en: 'Days to remedy' }),
  fourEyes: {
    value: true,
    title: {
      vi: 'Người lập, người duyệt, người ký quyết định phải khác nhau',
      en: 'Preparer, approver and signer of a decision differ',
    },
    source: local,
  },
  cancelledByOthers: {
    value: false,
    title: {
      vi: 'Thông báo không công nhận bị hủy do khiếu nại thì thành viên khác xem xét lại',
      en: 'A refusal cancelled on complaint is heard again by other members',
    },
    source:
      'Luật Khiếu nại 02/2011/QH13 Đ31 áp dụng tương tự (chưa xác nhận); quy chế của Liên minh',
  },
  signerTitle: {
    value: 'Chủ tịch',
    title: { vi: 'Chức danh người ký in trên giấy tờ', en: 'Title printed over the signature' },
    source: local,
  },
  signDays: days(5, { vi: 'Số ngày làm việc để ký', en: 'Working days to sign' }),
  passScore: days(
    65,
    {
      vi: 'Điểm trung bình để được công nhận',
      en: 'Mean score for recognition',
    },
    z.number().min(0).max(100).multipleOf(0.01),
  ),
  validityYears: days(
    1,
    {
      vi: 'Số năm giấy chứng nhận có giá trị',
      en: 'Years a certificate is valid',
    },
    whole(1, 20),
  ),
  nearExpiryDays: days(60, {
    vi: 'Số ngày nhắc trước khi hết hạn',
    en: 'Days before expiry to re-appraise',
  }),
  explanationDays: days(15, { vi: 'Số ngày giải trình', en: 'Days to explain' }),
  suspendUnderReview: {
    value: false,
    title: {
      vi: 'Tạm ngừng giấy chứng nhận khi đang xem xét vi phạm',
      en: 'Suspend the certificate during a review',
    },
    source: local,
  },
} satisfies Record<string, Setting>;

type Name = keyof typeof settings;

/** Returns what is wrong with the settings taken together: no majority, no share, a range turned round. */
export function settingFaults(
  values: Readonly<Record<string, SettingValue>>,
): { name: string; detail: Text }[] {
  const { quorumPart, quorumWhole, boardSizeMin, boardSizeMax } = values;
  const found: [boolean, Name, Text][] = [
    [
      Number(quorumPart) > Number(quorumWhole),
      'quorumPart',
      { vi: 'Tử số không được lớn hơn mẫu số', en: 'The part is more than the whole' },
    ],
    [
      !isMajority(voteRuleOf(values)),
      'passPart',
      {
        vi: 'Tỷ lệ thông qua phải quá bán, để hai bên không thể cùng thắng',
        en: 'It must be a majority, or both sides could win',
      },
    ],
    [
      Number(boardSizeMin) > Number(boardSizeMax),
      'boardSizeMin',
      { vi: 'Số ít nhất lớn hơn số nhiều nhất', en: 'The least is more than the most' },
    ],
  ];
  return found.flatMap(([wrong, name, detail]) => (wrong ? [{ name, detail }] : []));
}

/** Returns the alliance's rule of a majority; whether it is one is not checked. */
export function voteRuleOf(values: Readonly<Record<string, SettingValue>>): VoteRule {
  return {
    base: String(values['passBase']) as VoteRule['base'],
    compare: String(values['passCompare']) as VoteRule['compare'],
    part: Number(values['passPart']),
    whole: Number(values['passWhole']),
    abstentionsCount: values['abstentionsCount'] !== false,
  };
}

export const numberOf = ({ settings: given }: Pick<Facts, 'settings'>, name: Name): number =>
  Number(given[name]);
export const textOf = ({ settings: given }: Pick<Facts, 'settings'>, name: Name): string =>
  String(given[name]);
export const isOn = ({ settings: given }: Pick<Facts, 'settings'>, name: Name): boolean =>
  given[name] === true;
