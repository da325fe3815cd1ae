// The evidence of a self-assessment: each slot of the criteria set has a place in the dossier, where its files lie.
import { frozenSet } from '../appraisal/criteria.ts';
import { formOf, type SetForm } from '../criteria/form.ts';
import type { CriteriaSet } from '../criteria/set.ts';
import type { Facts } from '../define.ts';
import { texts, type Slot } from '../dossier.ts';
import { localRule, type ClassificationData } from './data.ts';

/** A slot of the set, and the name of its place in the dossier. */
export type EvidencePlace = SetForm['evidence'][number] & { place: string };

const longestName = 40;

/**
 * Returns the slots of a set with their places, in their order. A place is named by the id of its slot; where that is
 * too long, or the same as another in capitals, by its number.
 */
export function evidencePlaces(set: CriteriaSet): EvidencePlace[] {
  const named = new Set<string>();
  const slots = new Map(formOf(set).evidence.map((each) => [each.id, each]));
  return [...slots.values()].map((each, index) => {
    const name = `EV_${each.id.toUpperCase().replaceAll('.', '_')}`;
    const fits = name.length <= longestName && !named.has(name);
    named.add(name);
    return { ...each, place: fits ? name : `EVIDENCE_${index + 1}` };
  });
}

/** Returns the places of the dossier, none of them needed: a title alone goes on being enough. */
export function dossier(data: ClassificationData, facts: Pick<Facts, 'criteria'>): Slot[] {
  const set = frozenSet(data.criterionSet, data.set, facts);
  return (set ? evidencePlaces(set) : []).map(({ place, criterion, name }) => ({
    id: place,
    title: {
      vi: `Minh chứng cho tiêu chí ${criterion}: ${name.vi}`,
      en: `Evidence for criterion ${criterion}: ${name.en}`,
    },
    law: localRule,
    confidence: 'unconfirmed',
    kinds: [...texts, 'xlsx'],
    by: ['cooperative', 'staff'],
    needed: false,
  }));
}
