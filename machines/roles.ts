// The roles an account can hold. What a role may do on a case is said by each process, act by act.
import type { Text } from './text.ts';

export const roles = {
  founder: { vi: 'Sáng lập viên', en: 'Founder' },
  cooperative: { vi: 'Đại diện hợp tác xã', en: 'Cooperative representative' },
  commune: { vi: 'Cán bộ xã, phường', en: 'Commune officer' },
  staff: { vi: 'Chuyên viên Liên minh', en: 'Alliance staff' },
  'unit-head': { vi: 'Trưởng phòng', en: 'Head of unit' },
  leader: { vi: 'Lãnh đạo Liên minh', en: 'Alliance leader' },
  'board-chair': { vi: 'Chủ tịch Hội đồng thẩm định', en: 'Board chair' },
  'board-member': { vi: 'Thành viên Hội đồng thẩm định', en: 'Board member' },
  'board-secretary': { vi: 'Thư ký Hội đồng thẩm định', en: 'Board secretary' },
  clerk: { vi: 'Văn thư', en: 'Clerk' },
  auditor: { vi: 'Kiểm tra, giám sát', en: 'Auditor' },
  administrator: { vi: 'Quản trị hệ thống', en: 'Administrator' },
} as const satisfies Record<string, Text>;

export type Role = keyof typeof roles;

export function isRole(name: string): name is Role {
  return Object.hasOwn(roles, name);
}

/** Roles of the alliance's own people: they may state the legal date of an act. */
export const allianceRoles: readonly Role[] = ['staff', 'unit-head', 'leader', 'clerk'];

/** Roles that see every case of their alliance, unless they are recused from it. */
export const overseeingRoles: readonly Role[] = [...allianceRoles, 'auditor', 'administrator'];
