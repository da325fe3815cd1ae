// What a decision must know from outside its case: a cooperative by its code, open cases on the same subject, what ties
// people to a cooperative.
import type { Knex } from 'knex';
import type {
  Cooperative,
  EventDefinition,
  Found,
  HandedIn,
  Process,
} from '../../machines/define.ts';
import type { LooksUp } from '../../machines/lookup.ts';
import { registeredBoard } from './boards.ts';
import { tiesBetween } from './ties.ts';

type Asked = {
  caseId: string;
  allianceId: string;
  process: Process;
  type: string;
  payload: unknown;
  /** Account of who acts. */
  by: string;
};

/** What was found; with ties, the state of all declarations it was found in. */
export type Looked = { found: Found; ties?: number };

export type FindOut = (asked: Asked, data: Record<string, unknown>) => Promise<Looked>;

/** Looks up what the event's definition asks for; most events ask for nothing and cost nothing. */
export function createFindOut(db: Knex): FindOut {
  return async (asked, data) => {
    const { process, type } = asked;
    const definition = Object.hasOwn(process.events, type) ? process.events[type] : undefined;
    const looked = await lookedUp(db, asked, definition, data);
    const files = definition?.handsIn ? await filesThatCount(db, asked.caseId) : [];
    return files.length === 0 ? looked : { ...looked, found: { ...looked.found, files } };
  };
}

async function lookedUp(
  db: Knex,
  { allianceId, caseId, by, payload }: Asked,
  definition: EventDefinition<Record<string, unknown>> | undefined,
  data: Record<string, unknown>,
): Promise<Looked> {
  if (!definition?.looksUp) return { found: {} };
  const parsed = definition.payload.safeParse(payload ?? {});
  if (!parsed.success) return { found: {} };
  return lookUp(db, { allianceId, caseId, by }, definition.looksUp(parsed.data, data));
}

/** The last version of each place that is available and not withdrawn, by place. */
async function filesThatCount(db: Knex, caseId: string): Promise<HandedIn[]> {
  return db('files')
    .distinctOn('slot')
    .where({ case_id: caseId, state: 'available' })
    .whereNull('withdrawn_at')
    .orderBy([{ column: 'slot' }, { column: 'version', order: 'desc' }])
    .select('id', 'slot', 'version', sha256In(db));
}

/** A version that is kept, also while it waits to be scanned. */
async function fileOf(
  db: Knex,
  caseId: string,
  id: string | undefined,
): Promise<Pick<Found, 'file'>> {
  if (id === undefined) return {};
  const file = await db('files')
    .where({ id, case_id: caseId })
    .whereIn('state', ['available', 'received'])
    .whereNull('withdrawn_at')
    .first<HandedIn | undefined>('id', 'slot', 'version', sha256In(db));
  return file ? { file } : {};
}

const sha256In = (db: Knex) => db.raw("encode(sha256, 'hex') as sha256");

/** Looks up what is wanted, for one case of an alliance and for the account that acts. */
export async function lookUp(
  db: Knex,
  { allianceId, caseId, by }: Pick<Asked, 'allianceId' | 'by' | 'caseId'>,
  { cooperative: code, subject, ties: wanted, board: boardId, file: fileId }: ReturnType<LooksUp>,
): Promise<Looked> {
  const cooperative = code === undefined ? undefined : await cooperativeOf(db, allianceId, code);
  const openCases = subject === undefined ? undefined : await openCasesOn(db, allianceId, subject);
  const ties = wanted && (await tiesBetween(db, allianceId, { ...wanted, by }));
  const board = boardId === undefined ? undefined : await registeredBoard(db, allianceId, boardId);
  return {
    found: {
      ...(cooperative ? { cooperative } : {}),
      ...(board ? { board } : {}),
      ...(await fileOf(db, caseId, fileId)),
      ...(openCases === undefined ? {} : { openCases }),
      ...ties?.found,
    },
    ...(ties ? { ties: ties.revision } : {}),
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
