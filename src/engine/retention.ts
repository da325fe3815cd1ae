// Identifiers of cases that closed long ago are erased when an alliance has set how long they are kept; digests and
// names stay, so the journal stays whole.
import type { Knex } from 'knex';
import { allProcesses } from '../../machines/index.ts';
import type { Clock } from '../clock.ts';
import type { Almanac } from './almanac.ts';

/**
 * Erases what has been kept long enough, by the setting `retentionMonths` of each process; 0 keeps it. A case waits as
 * long as one that came of it, such as a complaint, is open, and while somebody in it is under a legal hold. Returns how many identifiers are gone.
 */
export async function eraseExpired(db: Knex, almanac: Almanac, clock: Clock): Promise<number> {
  const alliances = await db('alliances').pluck<string[]>('id');
  let erased = 0;
  for (const alliance of alliances) {
    for (const process of allProcesses()) {
      const { settings } = await almanac.basis(alliance, process);
      const months = Number(settings['retentionMonths']);
      if (months > 0) erased += await erase(db, clock, { alliance, process: process.key, months });
    }
  }
  return erased;
}

type Kept = { alliance: string; process: string; months: number };

async function erase(db: Knex, clock: Clock, { alliance, process, months }: Kept): Promise<number> {
  const at = clock.now();
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `update person_rows p set value = null, salt = null, cipher = null, mark = null, erased_at = ?
     from cases c where p.case_id = c.id and p.erased_at is null and not c.open and c.alliance_id = ?::uuid
       and c.process = ? and c.updated_at < ?::timestamptz - make_interval(months => ?)
       and not exists (select from cases child where child.parent_id = c.id and child.open)
       and not exists (select from cases held where held.alliance_id = c.alliance_id and held.process like 'data-request@%'
         and held.snapshot #> '{data,hold}' is not null
         and held.snapshot #>> '{data,subject,person}' = any(c.parties))`,
    [at, alliance, process, at, months] as never,
  );
  return rowCount;
}
