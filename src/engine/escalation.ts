// Tells the heads of a unit when a term of one of its cases is about to end, and when work was not done in time; each
// once, until the end moves. Who stands in for a head is told instead; who must know nothing of the case is not.
import type { Knex } from 'knex';
import { addDays, addWorkingDays, type Instant, type LocalDate } from '../../machines/calendar.ts';
import type { Process } from '../../machines/define.ts';
import { allProcesses, processOf } from '../../machines/index.ts';
import type { Text } from '../../machines/text.ts';
import type { Clock } from '../clock.ts';
import type { Almanac } from './almanac.ts';
import { workingMoment } from './hours.ts';
import { oweNotices, type OwedNotice } from './owe.ts';
import type { CaseSnapshot } from './snapshot.ts';
import { firstDue, termOf } from './terms.ts';
import { headsOf } from './units.ts';
import { unrecused } from './unrecused.ts';

export type Escalation = {
  /** Tells of all that is near or past now; answers with how many matters were told of. */
  run(): Promise<number>;
};

/** What has been late for longer is known, or belongs to an installation that has just begun. */
const lateDays = 14;
const batch = 200;

type Matter = {
  /** The case whose term ends, or the work item that is late. */
  subject: string;
  template: 'termNear' | 'workLate';
  caseId: string;
  number: string;
  unit: string;
  due: LocalDate;
  title: Text;
  law?: string;
};

type Moment = { at: Instant; on: LocalDate; from: Instant };

export function createEscalation(db: Knex, clock: Clock, almanac: Almanac): Escalation {
  async function inAlliance(alliance: string, process: Process): Promise<number> {
    const { calendar, settings } = await almanac.basis(alliance, process);
    const [at, on] = [clock.now(), clock.today()];
    const until = addWorkingDays(calendar, on, Number(settings['escalateDays']));
    const where = { alliance, process: process.id, on, until };
    const matters = [...(await nearing(db, where)), ...(await late(db, where))];
    const from = workingMoment(calendar, settings, at);
    for (const matter of matters) await tell(db, alliance, matter, { at, on, from });
    return matters.length;
  }

  return {
    async run() {
      const ids = [...new Set(allProcesses().map(({ id }) => id))];
      const current = ids.map((id) => allProcesses().findLast((each) => each.id === id) as Process);
      let told = 0;
      for (const alliance of await db('alliances').pluck<string[]>('id'))
        for (const process of current) told += await inAlliance(alliance, process);
      return told;
    },
  };
}

type Where = { alliance: string; process: string; on: LocalDate; until: LocalDate };
type CaseRow = { id: string; number: string; unit: string; due_on: LocalDate };

async function nearing(db: Knex, { alliance, process, on, until }: Where): Promise<Matter[]> {
  const { rows } = await db.raw<{ rows: (CaseRow & { process: string; terms: never })[] }>(
    `select c.id, c.number, c.unit, c.due_on, c.process, c.snapshot -> 'terms' as terms from cases c
     where c.open and c.alliance_id = ? and c.due_on between ?::date and ?::date and starts_with(c.process, ?)
       and not exists (select from escalations e where e.subject = c.id::text and e.due_on = c.due_on)
     order by c.due_on, c.id limit ?`,
    [alliance, on, until, `${process}@`, batch],
  );
  return rows.map(({ id: caseId, number, unit, due_on: due, ...rest }) => {
    const { title, law } = termEnding(processOf(rest.process), rest.terms);
    return {
      subject: caseId,
      template: 'termNear',
      caseId,
      number,
      unit,
      due,
      title,
      law,
    };
  });
}

/** The term that the due date of the case is of. */
function termEnding(process: Process, terms: CaseSnapshot['terms']): { title: Text; law: string } {
  const key = firstDue(process, terms)?.key ?? '';
  const { title, law } = termOf(process, key) ?? { title: { vi: '', en: '' }, law: '' };
  return { title, law };
}

async function late(db: Knex, { alliance, process, on }: Where): Promise<Matter[]> {
  const { rows } = await db.raw<{ rows: (CaseRow & { item: string; title: Text })[] }>(
    `select w.id as item, w.title, w.due_on, c.id, c.number, c.unit
     from work_items w join cases c on c.id = w.case_id
     where w.closed_at is null and w.alliance_id = ? and w.due_on < ?::date and w.due_on >= ?::date
       and starts_with(c.process, ?)
       and not exists (select from escalations e where e.subject = w.id and e.due_on = w.due_on)
     order by w.due_on, w.id limit ?`,
    [alliance, on, addDays(on, -lateDays), `${process}@`, batch],
  );
  return rows.map(({ item, title, due_on: due, id: caseId, number, unit }) => ({
    subject: item,
    template: 'workLate',
    caseId,
    number,
    unit,
    due,
    title,
  }));
}

/** Of several workers one tells. */
async function tell(
  db: Knex,
  alliance: string,
  matter: Matter,
  { at, on, from }: Moment,
): Promise<void> {
  await db.transaction(async (tx) => {
    const row = { subject: matter.subject, due_on: matter.due, at };
    const taken = await tx('escalations').insert(row).onConflict().ignore().returning('subject');
    if (taken.length === 0) return;
    const heads = await headsOf(tx, { alliance, unit: matter.unit, on });
    const ids = await unrecused(
      tx,
      matter.caseId,
      heads.map(({ id }) => id),
    );
    const told = heads.filter(({ id }) => ids.includes(id));
    const notices = told.map((head, index) => noticeOf(matter, head, index));
    await oweNotices(
      tx,
      notices.map((notice) => ({ ...notice, from })),
      at,
    );
  });
}

function noticeOf(
  { subject, template, caseId, number, due, title, law }: Matter,
  { id: person, name }: { id: string; name: string },
  index: number,
): OwedNotice {
  const day = due.replaceAll('-', '');
  return {
    id: `${subject}/e${day}/${index}`,
    caseId,
    template,
    recipient: { person, name },
    data: { case: { id: caseId, number }, term: { title, dueOn: due, ...(law ? { law } : {}) } },
    reminder: true,
  };
}
