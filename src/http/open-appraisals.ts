// Appraisals on a set that no board has met on yet: which version each stands on, and what becomes of its self-score
// when it moves to another.
import type { Knex } from 'knex';
import { frozenSet } from '../../machines/appraisal/criteria.ts';
import { appraisal } from '../../machines/appraisal/index.ts';
import type { AppraisalData } from '../../machines/appraisal/data.ts';
import { movedLines, movings, type Moving } from '../../machines/criteria/move.ts';
import type { CriteriaSet } from '../../machines/criteria/set.ts';
import { totalOf } from '../../machines/criteria/sheet.ts';
import { processOf } from '../../machines/index.ts';
import type { Text } from '../../machines/text.ts';
import type { Almanac } from '../engine/almanac.ts';
import { visibleCases, type Person } from '../engine/rights.ts';
import { titleOf } from '../engine/titles.ts';

export type OpenAppraisal = {
  id: string;
  number: string;
  title: string;
  /** Of the case. */
  version: number;
  stateTitle: Text;
  /** Version of the set that it stands on; 0 is the set as shipped. */
  on: number;
  /** Points of the self-score now, and after each way of moving. */
  score: { now: number } & Record<Moving, number>;
};

const most = 100;

type Row = Pick<OpenAppraisal, 'id' | 'number' | 'title' | 'version'> & {
  process: string;
  state: string;
  data: AppraisalData;
};

/** Those on another version than `next` that this person may see, the oldest first; a hundred at most. */
export async function openAppraisals(
  { knex, almanac }: { knex: Knex; almanac: Almanac },
  person: Person,
  next: { set: string; version: number; content: CriteriaSet },
): Promise<OpenAppraisal[]> {
  const visible = visibleCases(person);
  const { criteria } = await almanac.basis(person.allianceId, appraisal);
  const { rows } = await knex.raw<{ rows: Row[] }>(
    `select c.id, c.number, c.title, c.version, c.process, c.state, c.snapshot -> 'data' as data
     from cases c where c.open and c.process like 'appraisal@%' and c.snapshot #>> '{data,criterionSet}' = ?
       and c.snapshot #> '{data,certificate}' is null and c.snapshot #>> '{data,meeting,openedOn}' is null
       and coalesce((c.snapshot #>> '{data,set,version}')::int, 0) <> ? and ${visible.sql} order by c.number limit ${most}`,
    [next.set, next.version, ...visible.bindings] as never,
  );
  return rows.map(({ data, process, state, ...row }) => {
    const old = frozenSet(data.criterionSet, data.set, criteria ? { criteria } : {});
    return {
      ...row,
      stateTitle: titleOf(processOf(process), state),
      on: data.set?.version ?? 0,
      score: scoresOf([old as CriteriaSet, next.content], data),
    };
  });
}

function scoresOf(
  sets: readonly [CriteriaSet, CriteriaSet],
  { selfScore }: AppraisalData,
): OpenAppraisal['score'] {
  const moved = movings.map((how) => [how, totalOf(movedLines(sets, selfScore, how)) / 100]);
  return {
    now: totalOf(selfScore) / 100,
    ...(Object.fromEntries(moved) as Record<Moving, number>),
  };
}
