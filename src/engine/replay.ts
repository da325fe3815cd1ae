// A case is a fold over its journal. Replaying the journal must give the stored snapshot, byte for byte.
import type { Facts, Process } from '../../machines/define.ts';
import type { Refusal } from './reasons.ts';
import { newSnapshot, type CaseSnapshot } from './snapshot.ts';
import { step, type CaseEvent } from './step.ts';

/** One event as it was decided: what happened and what was known then. */
export type Recorded = { event: CaseEvent; facts: Facts };

export type Replayed =
  { ok: true; snapshot: CaseSnapshot } | { ok: false; version: number; refusal: Refusal };

/** Folds events over a new case. Stops at the first event that the process would refuse. */
export function replay(process: Process, recorded: Iterable<Recorded>): Replayed {
  let snapshot = newSnapshot(process);
  for (const { event, facts } of recorded) {
    const stepped = step(process, snapshot, event, facts);
    if (!stepped.ok) return { ok: false, version: snapshot.version + 1, refusal: stepped.refusal };
    ({ snapshot } = stepped.outcome);
  }
  return { ok: true, snapshot };
}
