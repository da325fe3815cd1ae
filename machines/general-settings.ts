// What a setting is, and those every process has.
import { z } from 'zod';
import type { SettingValue } from './define.ts';
import type { Text } from './text.ts';

export type Setting = {
  value: SettingValue;
  title: Text;
  source: string;
  /** What an alliance may set it to; left out, anything of the kind of `value`. */
  allowed?: z.ZodType<SettingValue>;
};

const usualSource = 'Mặc định của hệ thống, không phải luật; Liên minh xác nhận';

/** A process may give its own value. */
export const generalSettings: Readonly<Record<string, Setting>> = {
  unit: {
    value: '',
    title: { vi: 'Phòng phụ trách', en: 'Unit in charge' },
    source: 'Liên minh đặt',
  },
  backdateDays: {
    value: 60,
    title: { vi: 'Số ngày được ghi lùi', en: 'Days an act may be dated back' },
    source: usualSource,
  },
  retentionMonths: {
    value: 0,
    title: {
      vi: 'Số tháng giữ dữ liệu định danh sau khi đóng hồ sơ; 0 là không xóa',
      en: 'Months that identifiers are kept after a case closes; 0 keeps them',
    },
    source: usualSource,
  },
  workFrom: time('07:30', {
    vi: 'Giờ bắt đầu làm việc; thư nhắc gửi từ giờ này',
    en: 'Working hours begin; reminders go out from then on',
  }),
  workUntil: time('17:00', {
    vi: 'Giờ hết làm việc; sau đó thư nhắc chờ ngày làm việc sau',
    en: 'Working hours end; later reminders wait for the next working day',
  }),
  digestAt: time('09:00', {
    vi: 'Giờ gửi thư nhắc gộp trong ngày',
    en: 'When the daily mail of reminders goes out',
  }),
  escalateDays: {
    value: 1,
    title: {
      vi: 'Báo Trưởng phòng trước khi hết hạn (ngày làm việc)',
      en: 'Working days before an end at which heads of unit are told',
    },
    source: usualSource,
    allowed: z.int().min(0).max(30),
  },
};

/** A time of day in Vietnam. */
function time(value: string, title: Text): Setting {
  const allowed = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
  return { value, title, source: usualSource, allowed };
}
