// Where people can go from every page. One line per place; who holds none of the roles does not see it.
import { permissions } from '../engine/permissions.ts';
import { type Role } from '../../machines/roles.ts';
import type { Text } from '../../machines/text.ts';
import { hasOneOf, type Person } from '../engine/rights.ts';

type Place = {
  path: string;
  title: Text;
  /** Left out: everybody who is signed in. */
  roles?: readonly Role[];
  /** Shown to whom: `all`, `visitors` who are not signed in, or people with an account (left out). */
  to?: 'all' | 'visitors';
};

const places: readonly Place[] = [
  { path: '/', title: { vi: 'Trang đầu', en: 'Start' }, to: 'all' },
  {
    path: '/desk',
    title: { vi: 'Bàn làm việc', en: 'Desk' },
    roles: permissions.desk,
  },
  { path: '/desk/work', title: { vi: 'Hàng việc', en: 'Work' }, roles: permissions.oversee },
  {
    path: '/desk/cases',
    title: { vi: 'Tra cứu hồ sơ', en: 'Find cases' },
    roles: permissions.oversee,
  },
  {
    path: '/desk/register',
    title: { vi: 'Sổ hợp tác xã', en: 'Cooperatives' },
    roles: permissions.oversee,
  },
  { path: '/desk/agenda', title: { vi: 'Lịch', en: 'Calendar' }, roles: permissions.oversee },
  {
    path: '/desk/criteria',
    title: { vi: 'Bộ tiêu chí', en: 'Criteria' },
    roles: permissions.oversee,
  },
  {
    path: '/desk/campaigns',
    title: { vi: 'Đợt tự đánh giá', en: 'Campaigns' },
    roles: permissions.oversee,
  },
  {
    path: '/admin',
    title: { vi: 'Quản trị', en: 'Administration' },
    roles: permissions.keepRunning,
  },
  {
    path: '/signatures',
    title: { vi: 'Chờ ký', en: 'To be signed' },
    roles: permissions.signPapers,
  },
  {
    path: '/boards',
    title: { vi: 'Hội đồng', en: 'Boards' },
    roles: permissions.sitOnBoards,
  },
  { path: '/cases', title: { vi: 'Hồ sơ', en: 'Cases' } },
  { path: '/inbox', title: { vi: 'Thông báo', en: 'Inbox' } },
  { path: '/verify', title: { vi: 'Tra cứu giấy tờ', en: 'Check a paper' }, to: 'visitors' },
  { path: '/track', title: { vi: 'Hồ sơ đang ở đâu?', en: 'Where is my case?' }, to: 'visitors' },
];

const footer: readonly Place[] = [
  { path: '/verify', title: { vi: 'Tra cứu giấy tờ', en: 'Check a paper' }, to: 'all' },
  { path: '/register', title: { vi: 'Sổ công nhận', en: 'Register' }, to: 'all' },
  { path: '/name-check', title: { vi: 'Kiểm tra tên', en: 'Check a name' }, to: 'all' },
  { path: '/statistics', title: { vi: 'Số liệu', en: 'Figures' }, to: 'all' },
  { path: '/law', title: { vi: 'Pháp luật', en: 'The law' }, to: 'all' },
  { path: '/words', title: { vi: 'Từ ngữ', en: 'Words' }, to: 'all' },
  { path: '/complain', title: { vi: 'Khiếu nại', en: 'Complain' }, to: 'all' },
  { path: '/your-data', title: { vi: 'Dữ liệu của bạn', en: 'Your data' }, to: 'all' },
  { path: '/processes', title: { vi: 'Quy trình', en: 'Processes' }, roles: permissions.oversee },
  {
    path: '/admin/units',
    title: { vi: 'Phòng và người thay', en: 'Units and deputies' },
    roles: permissions.oversee,
  },
  {
    path: '/admin/boards',
    title: { vi: 'Danh sách Hội đồng', en: 'Register of boards' },
    roles: permissions.oversee,
  },
  {
    path: '/admin/calendar',
    title: { vi: 'Lịch làm việc', en: 'Working days' },
    roles: permissions.oversee,
  },
  { path: '/keys', title: { vi: 'Phím tắt', en: 'Keys' }, roles: permissions.oversee },
  { path: '/api/docs', title: { vi: 'API cho máy', en: 'API' }, to: 'all' },
];

export type Link = { href: string; title: Text; current: boolean };

/** The links of the head and of the foot of a page, for one person or for nobody. */
export function linksFor(path: string, person: Person | undefined): { head: Link[]; foot: Link[] } {
  const shown = (list: readonly Place[]): Link[] =>
    list
      .filter((place) => isFor(place, person))
      .map(({ path: href, title }) => ({ href, title, current: href === nearest(path, list) }));
  return { head: shown(places), foot: shown(footer) };
}

function isFor({ roles, to }: Place, person: Person | undefined): boolean {
  if (to === 'all') return true;
  if (to === 'visitors') return person === undefined;
  if (person === undefined) return false;
  return roles === undefined || hasOneOf(person, roles);
}

/** Of the places the path lies in, the innermost. */
function nearest(path: string, list: readonly Place[]): string | undefined {
  const around = list.map(({ path: href }) => href).filter((href) => isAt(path, href));
  return around.toSorted((a, b) => b.length - a.length)[0];
}

function isAt(path: string, href: string): boolean {
  return path === href || (href !== '/' && path.startsWith(`${href}/`));
}
