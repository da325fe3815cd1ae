// The form that a criteria set gives: figures to hand in, lines to score, slots for evidence, in their order.
import { criteriaOf, type CriteriaSet } from './set.ts';
import type { Text } from '../text.ts';

export type FormLine = {
  criterion: string;
  name: Text;
  kind: 'points' | 'met';
  group: string | null;
  max: number | null;
  parts: { key: string; name: Text; max: number | null; computed: boolean }[];
  /** Figures decide it once they are there; otherwise it is judged. */
  computed: boolean;
  confidence: string;
};

export type SetForm = {
  figures: { id: string; name: Text; unit: string; hint?: Text | undefined }[];
  lines: FormLine[];
  evidence: { id: string; criterion: string; name: Text; required: boolean }[];
};

/** Returns the form of a set, as pages and spreadsheets draw it. */
export function formOf(set: CriteriaSet): SetForm {
  return {
    figures: [...(set.figures ?? [])],
    lines: [...scoredLines(set), ...requiredLines(set)],
    evidence: [...criteriaOf(set), ...set.requirements].flatMap(({ id, evidence = [] }) =>
      evidence.map((each) => ({ ...each, criterion: id })),
    ),
  };
}

function scoredLines({ groups }: CriteriaSet): FormLine[] {
  return groups.flatMap((group) =>
    group.criteria.map(({ id, name, max, measure, sub, confidence }): FormLine => {
      const parts = (sub ?? []).map((part) => ({
        key: `${id}.${part.id}`,
        name: part.name,
        max: part.max,
        computed: part.measure !== undefined,
      }));
      const decided = sub ? parts.every((part) => part.computed) : measure !== undefined;
      const about = { criterion: id, name, max, confidence, parts, computed: decided };
      return { ...about, kind: 'points', group: group.id };
    }),
  );
}

function requiredLines({ requirements }: CriteriaSet): FormLine[] {
  return requirements.map(({ id, name, check, confidence }) => ({
    criterion: id,
    name,
    kind: 'met',
    group: null,
    max: null,
    parts: [],
    computed: check !== undefined,
    confidence,
  }));
}
