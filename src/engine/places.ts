// The places of a case's dossier as one person finds them, behind the rights filter.
import type { Knex } from 'knex';
import { holds } from '../../machines/compile.ts';
import type { Process } from '../../machines/define.ts';
import type { Slot } from '../../machines/dossier.ts';
import { processOf } from '../../machines/index.ts';
import type { Clock } from '../clock.ts';
import type { Almanac } from './almanac.ts';
import { readRow, type CaseRow } from './reading.ts';
import type { Person } from './rights.ts';

/** `maySend`: this person, now. */
export type Place = Slot & { maySend: boolean };

export type Dossier = {
  id: string;
  allianceId: string;
  number: string;
  title: string;
  open: boolean;
  /** Of the case. */
  version: number;
  places: readonly Place[];
};

export type Places = (person: Person, caseId: string) => Promise<Dossier>;

/** Reads the dossier of a case the person may see. @throws Problem `not-found` */
export function createPlaces(db: Knex, almanac: Almanac, clock: Clock): Places {
  return async (person, caseId) => {
    const row = await readRow(db, person, caseId);
    const process = processOf(row.process);
    const basis = await almanac.basis(row.alliance_id, process);
    const slots = process.dossier?.(row.snapshot.data, { ...basis, on: clock.today() }) ?? [];
    return {
      id: row.id,
      allianceId: row.alliance_id,
      number: row.number,
      title: row.title,
      open: row.open,
      version: row.version,
      places: slots.map((slot) => ({ ...slot, maySend: maySend(process, row, slot, person) })),
    };
  };
}

function maySend(process: Process, row: CaseRow, { by }: Slot, person: Person): boolean {
  const { id, name, roles } = person;
  return row.open && holds(process, row.snapshot.data, { id, name, roles }, by);
}
