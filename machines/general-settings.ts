// What a setting is, and those every process has.
import type { z } from 'zod';
import type { SettingValue } from './define.ts';
import type { Text } from './text.ts';

export type Setting = {
  value: SettingValue;
  title: Text;
  source: string;
  /** What an alliance may set it to; left out, anything of the kind of `value`. */
  allowed?: z.ZodType<SettingValue>;
};

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
    source: 'Mặc định của hệ thống, không phải luật; Liên minh xác nhận',
  },
};
