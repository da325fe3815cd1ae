// Reminds people of the days of the year: each once for each day it is due, in working hours.
import type { Knex } from 'knex';
import { occasionsOn, type Occasion } from '../../machines/occasions.ts';
import { currentProcess } from '../../machines/index.ts';
import type { Process } from '../../machines/define.ts';
import type { Clock } from '../clock.ts';
import type { Almanac } from './almanac.ts';
import { workingMoment } from './hours.ts';
import { oweNotices, type OwedNotice } from './owe.ts';

export type Occasions = {
  /** Owes what is to be said today; answers with how many notices, those owed before included. */
  run(): Promise<number>;
};

type Told = { id: string; name: string };

export function createOccasions(db: Knex, clock: Clock, almanac: Almanac): Occasions {
  return {
    async run() {
      const due = occasionsOn(clock.today());
      if (due.length === 0) return 0;
      const at = clock.now();
      let owed = 0;
      for (const alliance of await db('alliances').pluck<string[]>('id')) {
        const { calendar, settings } = await almanac.basis(alliance, hoursOf);
        const from = workingMoment(calendar, settings, at);
        for (const { occasion, daysLeft } of due) {
          const people = await peopleOf(db, alliance, occasion);
          const notices = people.map((person) => ({
            ...noticeOf(occasion, daysLeft, person),
            from,
          }));
          await db.transaction((tx) => oweNotices(tx, notices, at));
          owed += notices.length;
        }
      }
      return owed;
    },
  };
}

/** Working hours are the same in every process unless the alliance says otherwise. */
const hoursOf = currentProcess('founding') as Process;

function noticeOf(
  { key, template, title, on, law }: Occasion,
  daysLeft: number,
  { id: person, name }: Told,
): OwedNotice {
  const term = { title, dueOn: on, daysLeft, ...(law ? { law } : {}) };
  const id = `${person}/${key}/${daysLeft}`;
  return { id, caseId: null, template, recipient: { person, name }, data: { term } };
}

async function peopleOf(db: Knex, alliance: string, { to }: Occasion): Promise<Told[]> {
  const accounts = db('accounts as a')
    .where({ 'a.alliance_id': alliance })
    .whereNull('a.disabled_at')
    .orderBy('a.id')
    .select<Told[]>('a.id', 'a.name');
  if (to === 'office') return accounts.whereRaw(`a.roles && array['unit-head', 'leader', 'clerk']`);
  return accounts.whereRaw(
    `exists (select from cooperatives k where k.alliance_id = a.alliance_id and a.id::text = any(k.persons)
       and k.status = 'Đang hoạt động')`,
  );
}
