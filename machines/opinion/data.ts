// What the alliance knows when a commune asks for its opinion on a criterion of the commune's dossier.
import type { LocalDate } from '../calendar.ts';
import { frozenSet, type Frozen } from '../appraisal/criteria.ts';
import { shippedSet } from '../criteria/shipped.ts';
import type { CriteriaSet } from '../criteria/set.ts';
import type { Line } from '../criteria/sheet.ts';
import { vocabulary, type Actor, type Facts } from '../define.ts';

export type Person = { person: string; name: string };
export const conclusions = ['met', 'partly', 'notMet'] as const;
export type Conclusion = (typeof conclusions)[number];

export type OpinionData = {
  commune: string;
  criterionSet: string;
  set?: Frozen;
  period: number;
  cooperatives: readonly { code: string; name: string }[];
  asker: Person;
  guidance: readonly { on: LocalDate; by: Person; text: string }[];
  prepared?: {
    on: LocalDate;
    by: Person;
    lines: readonly Line[];
    conclusion: Conclusion;
    text: string;
  };
  returned?: { on: LocalDate; by: Person; reason: string };
  signed?: { on: LocalDate; by: Person };
};

export const words = vocabulary<OpinionData>();

export const localRule = 'Quy chế của Liên minh (cấu hình)';

/** A case before its first event. */
export function emptyData(): OpinionData {
  return {
    commune: '',
    criterionSet: 'BL_NC_3_2',
    period: 0,
    cooperatives: [],
    asker: { person: '', name: '' },
    guidance: [],
  };
}

export function setOf({ criterionSet, set }: OpinionData, facts: Facts): CriteriaSet {
  return frozenSet(criterionSet, set, facts) as CriteriaSet;
}

/** Returns code and name of the set, which need no more than the case itself. */
export function nameOfSet({ criterionSet, set }: OpinionData): Pick<Frozen, 'code' | 'name'> {
  return set ?? (shippedSet(criterionSet) as CriteriaSet);
}

export const personOf = ({ id, name }: Actor): Person => ({ person: id, name });
