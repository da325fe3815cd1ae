// The columns of lists, and which of them somebody wants to see.
import type { Text } from '../../../machines/text.ts';

export type Column = { name: string; title: Text; shown: boolean };

type Columns = Readonly<Record<string, Text>>;

/** Number and what is to be done are always there. */
export const workColumns: Columns = {
  case: { vi: 'Hồ sơ', en: 'Case' },
  commune: { vi: 'Xã, phường', en: 'Commune' },
  due: { vi: 'Hạn', en: 'Due' },
  age: { vi: 'Đã chờ', en: 'Waiting' },
  holder: { vi: 'Người giữ', en: 'Holder' },
};

export const caseColumns: Columns = {
  title: { vi: 'Tên', en: 'Name' },
  commune: { vi: 'Xã, phường', en: 'Commune' },
  state: { vi: 'Trạng thái', en: 'State' },
  due: { vi: 'Hạn', en: 'Due' },
  assignee: { vi: 'Phụ trách', en: 'In charge' },
  opened: { vi: 'Mở ngày', en: 'Opened' },
};

/** All of them with those asked for marked; all, when none is. @param asked `case,due` */
export function columnsOf(all: Columns, asked: string | undefined): Column[] {
  const wanted = new Set(asked?.split(',') ?? Object.keys(all));
  return Object.entries(all).map(([name, title]) => ({ name, title, shown: wanted.has(name) }));
}
