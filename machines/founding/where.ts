// Where a dossier is filed, by the seat and the day: who registers, by which channels, at what fee.
import { dueOn } from '../calendar.ts';
import type { Facts } from '../define.ts';
import { guide, type Guide, type GuideLine } from '../guide.ts';
import { registrationWorkingDays, registryAuthorityOn } from '../law.ts';
import type { Text } from '../text.ts';
import { lawOn, legalKind, type Founding } from './data.ts';
import { papers, type Paper } from './registration.ts';

const same = (text: string): Text => ({ vi: text, en: text });

/**
 * Where to file on a day. What is not confirmed says so; the fee is a setting of the alliance.
 * @law Luật 17/2023/QH15 Đ41.2; NĐ 92/2024/NĐ-CP Đ5, 11, 22; NĐ 125/2025/NĐ-CP
 */
export function whereToFile(data: Founding, facts: Facts): Guide {
  const { on, calendar } = facts;
  const law = lawOn(on);
  const days = registrationWorkingDays(law).value;
  const answer = dueOn(calendar, on, { amount: days, unit: 'workingDays' });
  return guide({
    code: 'whereToFile',
    title: { vi: 'Nộp hồ sơ ở đâu', en: 'Where to file' },
    text: [
      {
        vi: `Nộp một bộ hồ sơ. Cơ quan đăng ký đưa giấy biên nhận và trả lời trong ${days} ngày làm việc.`,
        en: `File one set of papers. The registry gives a receipt and answers within ${days} working days.`,
      },
    ],
    lines: [
      ...authority(data, on),
      ...channels,
      fee(facts),
      ...brought(data),
      {
        label: {
          vi: 'Nếu được nhận hôm nay, có kết quả trước hết ngày',
          en: 'Taken today, answered by',
        },
        value: answer,
        law: 'Luật 17/2023/QH15 Đ42.4',
        confidence: law.id === 'LAW_HTX_2023' ? 'verified' : 'unconfirmed',
      },
    ],
    acts: ['FILE'],
  });
}

function authority(data: Founding, on: string): GuideLine[] {
  const label: Text = { vi: 'Nơi đăng ký', en: 'Registry' };
  const found = registryAuthorityOn(on, legalKind(data));
  if (!found)
    return [{ label, value: unknown, law: 'NĐ 92/2024/NĐ-CP Đ5', confidence: 'unconfirmed' }];
  const [level = '', office] = found.name.split(' (');
  const law = found.basis.split(' (')[0] as string;
  const confirmed = found.confidence === 'verified' || found.note?.startsWith('verified');
  const confidence = confirmed ? 'verified' : 'unconfirmed';
  const place: GuideLine = {
    label,
    value: same(`${level}, ${data.commune}`),
    law,
    confidence,
  };
  return office === undefined ? [place] : [place, desk(data.commune), anywhere];
}

const unknown: Text = {
  vi: 'Chưa có dữ liệu cho ngày này; hãy hỏi chuyên viên',
  en: 'Not known for this day; ask your adviser',
};

/** Names of the offices are recalled, not read. */
function desk(commune: string): GuideLine {
  const rural = commune.startsWith('Xã');
  return {
    label: { vi: 'Phòng tiếp nhận', en: 'Office' },
    value: same(rural ? 'Phòng Kinh tế' : 'Phòng Kinh tế, Hạ tầng và Đô thị'),
    law: 'NĐ 125/2025/NĐ-CP',
    confidence: 'unconfirmed',
  };
}

const anywhere: GuideLine = {
  label: { vi: 'Nơi khác trong tỉnh', en: 'Elsewhere in the province' },
  value: {
    vi: 'Bộ phận một cửa khác trong tỉnh cũng có thể nhận hồ sơ; hãy hỏi trước khi đi',
    en: 'Another one-stop office of the province may take it too; ask before you go',
  },
  law: 'NĐ 118/2025/NĐ-CP',
  confidence: 'unconfirmed',
};

const channels: readonly GuideLine[] = [
  {
    label: { vi: 'Cách nộp', en: 'Channels' },
    value: {
      vi: 'Nộp trực tiếp bản giấy; gửi bưu chính; hoặc nộp trực tuyến qua Hệ thống thông tin về đăng ký hợp tác xã',
      en: 'On paper in person; by post; or online through the national information system on cooperatives',
    },
    law: 'Luật 17/2023/QH15 Đ41.2; NĐ 92/2024/NĐ-CP Đ11.1',
    confidence: 'verified',
  },
];

function fee({ settings }: Facts): GuideLine {
  const told = String(settings['registrationFee'] ?? '');
  return {
    label: { vi: 'Lệ phí', en: 'Fee' },
    value:
      told === ''
        ? {
            vi: 'Do Hội đồng nhân dân tỉnh quy định; hãy hỏi nơi nộp. Đã nộp thì không được hoàn lại',
            en: 'Set by the People’s Council of the province; ask where you file. It is not returned',
          }
        : same(told),
    law: 'NĐ 92/2024/NĐ-CP Đ19.2, 22.1',
    confidence: told === '' ? 'unconfirmed' : 'verified',
  };
}

/** The papers that were put together. */
function brought({ papers: names }: Founding): GuideLine[] {
  if (names.length === 0) return [];
  const list = (language: keyof Text) =>
    names.map((name) => papers[name as Paper][language]).join('; ');
  const label = { vi: 'Giấy tờ mang theo', en: 'Papers to bring' };
  return [
    {
      label,
      value: { vi: list('vi'), en: list('en') },
      law: 'Luật 17/2023/QH15 Đ42.2',
      confidence: 'verified',
    },
  ];
}
