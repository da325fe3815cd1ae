// What a decision must know from outside its case: a cooperative by its code, open cases on the same subject.
import type { Knex } from 'knex';
import type { Cooperative, Found, Process } from '../../machines/define.ts';

type Asked = { allianceId: string; process: Process; type: string; payload: unknown };

export type FindOut = (asked: Asked, data: Record<string, unknown>) => Promise<Found>;

/** Looks up what the event's definition asks for; most events ask for nothing and cost nothing. */
export function createFindOut(db: Knex): FindOut {
  return async ({ allianceId, process, type, payload }, data) => {
    const definition = Object.hasOwn(process.events, type) ? process.events[type] : undefined;
    if (!definition?.looksUp) return {};
    const parsed = definition.payload.safeParse(payload ?? {});
    if (!parsed.success) return {};
    const { cooperative: code, subject } = definition.looksUp(parsed.data, data);
    const cooperative = code === undefined ? undefined : await cooperativeOf(db, allianceId, code);
    const openCases =
      subject === undefined ? undefined : await openCasesOn(db, allianceId, subject);
    return {
      ...(cooperative ? { cooperative } : {}),
      ...(openCases === undefined ? {} : { openCases }),
    };
  };
}

async function cooperativeOf(
  db: Knex,
  allianceId: string,
  code: string,
): Promise<Cooperative | undefined> {
  const row = await db('cooperatives').where({ alliance_id: allianceId, code }).first();
  if (!row) return undefined;
  const { name, kind, status, registered_on, commune, persons } = row;
  return { code, name, kind, status, registeredOn: registered_on, commune, persons };
}

async function openCasesOn(db: Knex, allianceId: string, subject: string): Promise<number> {
  const [row] = await db('cases')
    .where({ alliance_id: allianceId, subject, open: true })
    .count({ n: '*' });
  return Number(row?.['n'] ?? 0);
}
