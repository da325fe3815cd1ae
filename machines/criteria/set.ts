// What a criteria set is: groups, criteria and sub-criteria with their points, bands over computed indicators, items
// that must be met, slots for evidence, grades, exclusions, validity. A set is data; nothing here knows one by name.
import { z } from 'zod';
import { isLocalDate } from '../calendar.ts';
import type { Text } from '../text.ts';

/**
 * How sure the source of an item is. `confirmed`: staff confirmed it and named the source. `memory` and `unconfirmed`
 * are shown as such and keep a set from being published.
 */
export const confidences = ['verified', 'secondary', 'confirmed', 'memory', 'unconfirmed'] as const;

/** Why a cooperative is not appraised at all; each set names those that count. */
export const exclusions = ['underTwelveMonths', 'stopped', 'notRegistered', 'fined'] as const;
export type Exclusion = (typeof exclusions)[number];

export const exclusionWords: Readonly<Record<Exclusion, Text>> = {
  underTwelveMonths: { vi: 'Hoạt động chưa đủ 12 tháng', en: 'Younger than twelve months' },
  stopped: { vi: 'Ngừng hoạt động quá 03 tháng trong năm', en: 'Stopped for over three months' },
  notRegistered: { vi: 'Chưa đăng ký theo luật', en: 'Not registered under the law' },
  fined: { vi: 'Bị xử phạt trong năm', en: 'Fined in the year' },
};

const ident = z
  .string()
  .max(40)
  .regex(/^[A-Za-z0-9_.]{1,40}$/, 'id');
const words = z.string().trim().min(1).max(500);
const text = z.strictObject({ vi: words, en: words });
const day = z.string().max(10).refine(isLocalDate, 'localDate');
/** Two decimals at most, so that sums are whole hundredths. */
const points = z.number().min(0).max(1000).multipleOf(0.01);
const amount = z.number().min(-1e13).max(1e13).multipleOf(0.01);

const item = {
  id: ident,
  name: text,
  confidence: z.enum(confidences),
  /** Where a confirmed value comes from: number and date of the document. */
  source: words.optional(),
};

/** A value counts into the last band that starts at or (with `above`) below it; the first band has no start. */
export const band = z.strictObject({
  from: amount.nullable(),
  above: z.boolean().optional(),
  points,
});

/** Points by an indicator. Without one, points are a judgement. */
export const measure = z.strictObject({
  indicator: ident,
  bands: z.array(band).min(1).max(20),
  confidence: z.enum(confidences),
  source: words.optional(),
});

export const evidence = z.strictObject({ id: ident, name: text, required: z.boolean() });

/** `max` null: the points are not known and must be confirmed before the set is used as law. */
const scored = { ...item, max: points.nullable(), measure: measure.optional() };

export const criterion = z.strictObject({
  ...scored,
  sub: z.array(z.strictObject(scored)).max(20).optional(),
  evidence: z.array(evidence).max(20).optional(),
});

export const group = z.strictObject({
  ...item,
  max: points,
  /** Empty while a draft is being written; its points then add up to nothing. */
  criteria: z.array(criterion).max(40),
});

/** Must be met, however many points there are. With a check it is computed from the figures. */
export const requirement = z.strictObject({
  ...item,
  check: z
    .strictObject({ indicator: ident, from: amount, above: z.boolean().optional() })
    .optional(),
  evidence: z.array(evidence).max(20).optional(),
});

export const units = ['dong', 'percent', 'count', 'months', 'points', 'yesNo'] as const;

/** A number the cooperative hands in. Yes is 1, no is 0. */
export const figure = z.strictObject({
  id: ident,
  name: text,
  unit: z.enum(units),
  hint: text.optional(),
});

export const operations = [
  'value',
  'sum',
  'difference',
  'mean',
  'ratio',
  'percent',
  'growth',
] as const;

/** Computed from figures and from indicators named before it. */
export const indicator = z.strictObject({
  id: ident,
  name: text,
  unit: z.enum(units),
  operation: z.enum(operations),
  of: z.array(ident).min(1).max(10),
});

export const grade = z.strictObject({ id: ident, name: text, from: points });

/** To the web by https, or to a page of the service itself. */
export const secureLink = z
  .string()
  .max(300)
  .regex(/^(?:https:\/\/[^\s/]+\.\S+|\/(?!\/)\S*)$/, 'secureLink');

export const wantedLink = {
  vi: 'Đường dẫn bắt đầu bằng https://',
  en: 'A link begins with https://',
} as const;

/** Where help is found for a criterion: training, consulting, credit. */
export const support = z.strictObject({
  criterion: ident,
  name: text,
  link: z.string().max(300).optional(),
});

export const criteriaSet = z.strictObject({
  id: ident,
  /** As in the dossiers of communes: "3.2". */
  code: z.string().trim().min(1).max(20),
  name: text,
  /** For which level of commune, or which cooperatives. */
  scope: text.optional(),
  law: words,
  confidence: z.enum(confidences),
  source: words.optional(),
  note: z.string().max(2000),
  inForce: z.strictObject({ from: day, to: day.optional() }).optional(),
  /** Full months of operation before the set can be used; 0 when it does not say. */
  minimumMonths: z.int().min(0).max(120),
  exclusions: z.array(z.enum(exclusions)).max(10),
  /** Grade that an exclusion leads to instead of no appraisal. */
  gradedAs: z.partialRecord(z.enum(exclusions), ident).optional(),
  /** Kinds of papers without which a dossier is not complete. */
  documents: z.array(z.string().max(60)).max(20),
  figures: z.array(figure).max(100).optional(),
  indicators: z.array(indicator).max(100).optional(),
  groups: z.array(group).max(20),
  requirements: z.array(requirement).max(60),
  grades: z.array(grade).max(10),
  /** Mean score for recognition; the alliance's setting where the set does not say. */
  passScore: points.optional(),
  /** Months a recognition is valid; the alliance's setting where the set does not say. */
  validityMonths: z.int().min(1).max(240).optional(),
  /** When a cooperative is appraised again. */
  reappraisal: text.optional(),
  /** Last days of the yearly self-assessment: the cooperative, the registry, the province. */
  calendar: z
    .strictObject({ handIn: dayOfYear(), registry: dayOfYear(), province: dayOfYear() })
    .optional(),
  support: z.array(support).max(100).optional(),
});

function dayOfYear() {
  return z
    .string()
    .max(5)
    .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'dayOfYear');
}

export type CriteriaSet = Readonly<z.infer<typeof criteriaSet>>;
export type Group = CriteriaSet['groups'][number];
export type Criterion = Group['criteria'][number];
export type Scored = Pick<Criterion, 'id' | 'name' | 'max' | 'confidence' | 'measure' | 'source'>;
export type Measure = NonNullable<Criterion['measure']>;
export type Requirement = CriteriaSet['requirements'][number];
export type Indicator = NonNullable<CriteriaSet['indicators']>[number];
export type Grade = CriteriaSet['grades'][number];

/** Figures by their ids, as a cooperative hands them in. */
export type Figures = Readonly<Record<string, number>>;

/** A set as an alliance has it in force: published, never changed again. */
export type PublishedSet = {
  version: number;
  /** Cases open on it from this day. */
  from: string;
  /** The last day on which a case may open on it. */
  to?: string;
  set: CriteriaSet;
};

/** Returns the lowest level at which points are given: sub-criteria, and criteria that have none. */
export function leavesOf(set: CriteriaSet): { criterion: Criterion; leaf: Scored; key: string }[] {
  return set.groups.flatMap(({ criteria }) =>
    criteria.flatMap((each) =>
      each.sub === undefined
        ? [{ criterion: each, leaf: each, key: each.id }]
        : each.sub.map((leaf) => ({ criterion: each, leaf, key: `${each.id}.${leaf.id}` })),
    ),
  );
}

/** Returns the criteria of all groups in their order. */
export function criteriaOf(set: CriteriaSet): Criterion[] {
  return set.groups.flatMap(({ criteria }) => criteria);
}

/** Returns the published version of a set on which a case may open on a day: the newest in force. */
export function inForceOn(
  published: readonly PublishedSet[],
  id: string,
  on: string,
): PublishedSet | undefined {
  return published
    .filter(({ set, from, to }) => set.id === id && from <= on && (to === undefined || on <= to))
    .toSorted((one, other) => other.version - one.version)[0];
}
