// Settings every process has.
import type { Setting } from './define.ts';

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
