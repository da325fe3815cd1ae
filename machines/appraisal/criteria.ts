// The criteria set of one appraisal: the version that the case was opened on, less what the alliance waives.
import type { Facts } from '../define.ts';
import { shippedSet } from '../criteria/shipped.ts';
import { inForceOn, type CriteriaSet, type Exclusion, type PublishedSet } from '../criteria/set.ts';
import type { Text } from '../text.ts';

export const exclusionTexts: Readonly<Record<Exclusion, Text>> = {
  underTwelveMonths: { vi: 'Hoạt động dưới 12 tháng', en: 'Less than 12 months of operation' },
  stopped: {
    vi: 'Ngừng hoạt động quá 3 tháng trong năm',
    en: 'Stopped for more than 3 months of the year',
  },
  notRegistered: { vi: 'Không có đăng ký', en: 'Not registered' },
  fined: {
    vi: 'Bị cơ quan có thẩm quyền xử phạt trong năm (xếp loại yếu)',
    en: 'Fined by an authority in the year (graded weak)',
  },
};

/** Which version a case has frozen; without one, the set as shipped. */
export type Frozen = { version: number; code: string; name: Text };

/** Returns the set of that id in the frozen version, or as shipped. */
export function frozenSet(
  id: string,
  frozen: Frozen | undefined,
  { criteria = [] }: Pick<Facts, 'criteria'>,
): CriteriaSet | undefined {
  if (frozen === undefined) return shippedSet(id);
  return criteria.find(({ set, version }) => set.id === id && version === frozen.version)?.set;
}

/** Returns what a case remembers of the version it was opened on. */
export function frozenAs({ version, set: { code, name } }: PublishedSet): Frozen {
  return { version, code, name };
}

/** Returns the set less the requirements that an alliance waives ("BL_NC_3_2.g; TT01_2020.a"). */
export function withoutWaived(set: CriteriaSet, waived: string): CriteriaSet {
  const without = new Set(waived.split(';').map((each) => each.trim()));
  return {
    ...set,
    requirements: set.requirements.filter((each) => !without.has(`${set.id}.${each.id}`)),
  };
}

/** Returns the version in force; until the alliance's first one begins, the set as shipped. */
export function usableSet(
  id: string,
  { criteria = [], on }: Pick<Facts, 'criteria' | 'on'>,
): CriteriaSet | undefined {
  const own = criteria.some(({ set, from }) => set.id === id && from <= on);
  return own ? inForceOn(criteria, id, on)?.set : shippedSet(id);
}
