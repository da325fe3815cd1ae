// Keys for the most common acts of staff, each with Alt and Shift so that none is pressed by mistake and none is in the
// way of a screen reader. The page lists them; public/sang-lap.js acts on them.
import { permissions } from '../engine/permissions.ts';
import type { Text } from '../../machines/text.ts';
import type { Operation } from '../http/operation.ts';
import type { PageMaker } from './page.ts';

type Key = { key: string; title: Text };

const keys: readonly Key[] = [
  { key: 'D', title: { vi: 'Bàn làm việc', en: 'Desk' } },
  { key: 'W', title: { vi: 'Hàng việc', en: 'Work' } },
  { key: 'F', title: { vi: 'Tìm hồ sơ', en: 'Find a case' } },
  { key: 'E', title: { vi: 'Lịch', en: 'Calendar' } },
  { key: 'I', title: { vi: 'Thông báo', en: 'Inbox' } },
  { key: 'N', title: { vi: 'Dòng tiếp theo của danh sách', en: 'Next row of a list' } },
  {
    key: 'A',
    title: { vi: 'Việc đầu tiên làm được của hồ sơ', en: 'First thing to do in a case' },
  },
  { key: 'B', title: { vi: 'Bộ hồ sơ', en: 'Dossier of the case' } },
  { key: 'J', title: { vi: 'Nhật ký của hồ sơ', en: 'Journal of the case' } },
  { key: 'M', title: { vi: 'Trao đổi với bên đề nghị', en: 'Messages with the applicants' } },
  { key: 'O', title: { vi: 'Ghi chú nội bộ', en: 'Notes among staff' } },
  { key: 'S', title: { vi: 'Tiếp tục hoặc gửi biểu mẫu', en: 'Continue or send the form' } },
  { key: '/', title: { vi: 'Danh sách phím này', en: 'This list of keys' } },
];

export function keyPages({ page }: { page: PageMaker }): Operation[] {
  return [
    page({
      id: 'keysPage',
      path: '/keys',
      title: { vi: 'Phím tắt', en: 'Keys' },
      roles: permissions.oversee,
      handle: () => Promise.resolve({ view: 'keys', model: { keys } }),
    }),
  ];
}
