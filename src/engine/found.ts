// What a decision must know from outside its case: a cooperative by its code, open cases on the same subject.
import type { Knex } from 'knex';
import type { Found, Process } from '../../machines/define.ts';

export type FindOut = (allianceId: string, process: Process, type: string, payload: unknown, data: Record<string, unknown>) => Promise<Found>;

/** Looks up what the event's definition asks for; most events ask for nothing and cost nothing. */
export function createFindOut(db: Knex): FindOut {
  return async (allianceId, process, type, payload, data) => {
    const definition = Object.hasOwn(process.events, type) ? process.events[type] : undefined;
    if (!definition?.looksUp) return {};
    const parsed = definition.payload.safeParse(payload ?? {});
    if (!parsed.success) return {};
    const { cooperative: code, subject } = definition.looksUp(parsed.data, data);
    const found: Found = {};
    if (code !== undefined) {
      const row = await db('cooperatives').where({ alliance_id: allianceId, code }).first();
      if (row) {
        const { name, kind, status, registered_on, commune, persons } = row;
        found.cooperative = { code, name, kind, status, registeredOn: registered_on, commune, persons };
      }
    }
    if (subject !== undefined) {
      const [row] = await db('cases').where({ alliance_id: allianceId, subject, open: true }).count({ n: '*' });
      found.openCases = Number(row?.['n'] ?? 0);
    }
    return found;
  };
}
