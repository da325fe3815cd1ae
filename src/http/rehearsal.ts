// Rehearsing a version of a set: every recognised cooperative scored again under it, before it is published.
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import { frozenSet } from '../../machines/appraisal/criteria.ts';
import { appraisal } from '../../machines/appraisal/index.ts';
import type { AppraisalData } from '../../machines/appraisal/data.ts';
import { figuresOf } from '../../machines/appraisal/moderation.ts';
import { movings, type Moving } from '../../machines/criteria/move.ts';
import { rehearse, type Rehearsal, type Rehearsed } from '../../machines/criteria/rehearse.ts';
import type { CriteriaSet } from '../../machines/criteria/set.ts';
import type { LocalDate } from '../../machines/calendar.ts';
import { readSet } from '../criteria/sets.ts';
import type { Almanac, Basis } from '../engine/almanac.ts';
import { visibleCases, type Person } from '../engine/rights.ts';
import { setId, version } from './criteria-shapes.ts';
import { operation, type Operation } from './operation.ts';
import { bilingual, id, localDate, said } from './shapes.ts';

export type RehearsalDeps = { knex: Knex; almanac: Almanac };

const outlook = z.strictObject({
  score: said(20).nullable(),
  grade: z.strictObject({ id: said(40), name: bilingual, from: z.number() }).nullable(),
  unmet: z.array(said(40)).max(100),
  recognised: z.boolean(),
});
const count = z.int().min(0);
const outcome = z.enum(['gains', 'keeps', 'loses', 'open']);

const rehearsal = z.strictObject({
  counts: z.strictObject({ gains: count, keeps: count, loses: count, open: count }),
  items: z
    .array(
      z.strictObject({
        case: id,
        number: said(60),
        cooperative: said(30),
        holder: said(300),
        issuedOn: localDate,
        before: outlook,
        after: outlook,
        outcome,
        missing: z.array(said(40)).max(1_000),
      }),
    )
    .max(100_000),
});

export function rehearsalOperations({ knex, almanac }: RehearsalDeps): Operation[] {
  return [
    operation({
      id: 'rehearseCriteriaSet',
      method: 'GET',
      path: '/api/criteria-sets/{set}/{version}/rehearsal',
      tag: 'criteria',
      title: {
        vi: 'Chấm thử các hợp tác xã đã công nhận',
        en: 'Score every recognised cooperative again',
      },
      roles: permissions.rehearseCriteria,
      params: { set: setId, version },
      query: {
        how: z.enum(movings).default('clamp').meta({ description: 'How the sheets are read' }),
        of: setId.optional().meta({ description: 'Recognised on this set; left out, the same' }),
      },
      answers: { 200: { title: 'Who gains, keeps, loses, or is open', schema: rehearsal } },
      problems: ['invalid', 'forbidden', 'not-found'],
      handle: async ({ person, params, query }) => ({
        body: await rehearseSet({ knex, almanac }, person, params, query),
      }),
    }),
  ];
}

export type Rehearsing = { how: Moving; of?: string | undefined };
export type RehearsalResult = { counts: Record<Rehearsed['outcome'], number>; items: Item[] };

/** Scores every recognised cooperative that this person may see again under a version. @throws Problem `not-found` */
export async function rehearseSet(
  { knex, almanac }: RehearsalDeps,
  person: Person,
  at: { set: string; version: number },
  { how, of = at.set }: Rehearsing,
): Promise<RehearsalResult> {
  const { allianceId } = person;
  const { content } = await readSet(knex, { allianceId, ...at });
  const basis = await almanac.basis(allianceId, appraisal);
  const rows = await recognised(knex, person, of);
  const items = rows.map((row) => rehearsed(row, content, basis, how));
  const counts = { gains: 0, keeps: 0, loses: 0, open: 0 };
  for (const each of items) counts[each.outcome] += 1;
  return { counts, items };
}

type Row = { id: string; number: string; holder: string; issuedOn: LocalDate; data: AppraisalData };

/** Recognitions on a set that are valid, of the cases this person may see. */
async function recognised(knex: Knex, person: Person, set: string): Promise<Row[]> {
  const visible = visibleCases(person);
  const { rows } = await knex.raw<{ rows: Row[] }>(
    `select c.id, c.number, t.holder, t.issued_on as "issuedOn", c.snapshot -> 'data' as data
     from certificates t join cases c on c.id = t.case_id
     where t.status = 'valid' and c.snapshot #>> '{data,criterionSet}' = ? and ${visible.sql} order by c.number`,
    [set, ...visible.bindings] as never,
  );
  return rows;
}

export type Item = Rehearsed & Omit<Row, 'data' | 'id'> & { case: string; cooperative: string };

function rehearsed(row: Row, next: CriteriaSet, basis: Basis, how: Rehearsal['how']): Item {
  const { id: caseId, number, holder, issuedOn, data } = row;
  const { settings, criteria } = basis;
  const old = frozenSet(data.criterionSet, data.set, criteria ? { criteria } : {});
  const found = rehearse(
    [old as CriteriaSet, next],
    { sheets: Object.values(data.sheets), figures: figuresOf(data) },
    {
      how,
      threshold: Number(settings['passScore']),
      rule: settings['scoreRule'] === 'median' ? 'median' : 'mean',
    },
  );
  const { code: cooperative } = data.cooperative;
  return { case: caseId, number, cooperative, holder, issuedOn, ...found };
}
