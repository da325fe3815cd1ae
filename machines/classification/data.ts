// What a yearly self-assessment knows: figures, evidence, the cooperative's own score, and the grade that came of it.
import type { LocalDate } from '../calendar.ts';
import { vocabulary, type Actor, type Cooperative, type Facts } from '../define.ts';
import { shippedSet } from '../criteria/shipped.ts';
import type { CriteriaSet, Exclusion, Figures } from '../criteria/set.ts';
import type { Line } from '../criteria/sheet.ts';
import { frozenSet, type Frozen } from '../appraisal/criteria.ts';
import type { Text } from '../text.ts';

export type Person = { person: string; name: string };

/** What was put into a slot for evidence: a title, and the file where one was sent in. */
export type Evidence = { slot: string; title: string; file?: string };

export type Graded = {
  on: LocalDate;
  by: Person;
  lines: readonly Line[];
  /** Hundredths. */
  total: number;
  grade?: { id: string; name: Text };
  unmet: readonly string[];
  excluded: readonly Exclusion[];
};

export type ClassificationData = {
  cooperative: Cooperative;
  criterionSet: string;
  set?: Frozen;
  period: number;
  /** Last days: the cooperative, the registry, the province. */
  handInBy: LocalDate;
  registryBy: LocalDate;
  provinceBy: LocalDate;
  campaign?: string;
  figures: Figures;
  self: readonly Line[];
  evidence: readonly Evidence[];
  savedOn?: LocalDate;
  handedIn?: { on: LocalDate; by: Person; checkedBy: string };
  returned?: { on: LocalDate; by: Person; reason: string };
  result?: Graded;
  notGraded?: { on: LocalDate; by: Person; reasons: readonly Exclusion[]; facts: string };
  assignee?: Person;
};

export const words = vocabulary<ClassificationData>();

export const gradingLaw = '? TT 01/2020/TT-BKHĐT Đ9 (chưa rõ còn hiệu lực)';
export const localRule = 'Quy chế của Liên minh (cấu hình)';

const nobody: Cooperative = {
  code: '',
  name: '',
  kind: 'cooperative',
  status: '',
  registeredOn: '',
  commune: '',
  persons: [],
};

/** A case before its first event. */
export function emptyData(): ClassificationData {
  return {
    cooperative: nobody,
    criterionSet: 'TT01_2020',
    period: 0,
    handInBy: '',
    registryBy: '',
    provinceBy: '',
    figures: {},
    self: [],
    evidence: [],
  };
}

/** Returns the criteria set of the case. */
export function setOf({ criterionSet, set }: ClassificationData, facts: Facts): CriteriaSet {
  return frozenSet(criterionSet, set, facts) as CriteriaSet;
}

/** Returns code and name of the set, which need no more than the case itself. */
export function nameOfSet({
  criterionSet,
  set,
}: ClassificationData): Pick<Frozen, 'code' | 'name'> {
  return set ?? (shippedSet(criterionSet) as CriteriaSet);
}

export const personOf = ({ id, name }: Actor): Person => ({ person: id, name });
