// The campaigns that a service owes, opened as a worker does; other effects are let go.
import { randomUUID } from 'node:crypto';
import type { Cases } from '../../src/engine/cases.ts';
import { createOutbox } from '../../src/engine/outbox.ts';
import { createPerform, type PerformDeps } from '../../src/perform.ts';
import type { Service } from './service.ts';

/** Works until nothing is due. @param cases the engine's, or one that is cut short */
export async function openOwed(
  { engine }: Service,
  cases: Pick<Cases, 'open'> = engine.cases,
): Promise<void> {
  const { database, clock } = engine;
  // What mail and papers need is not there: none are made.
  const perform = createPerform({ knex: database.knex, clock, cases } as PerformDeps);
  const outbox = createOutbox(database.knex, clock, randomUUID(), async (owed) => {
    if (owed.kind === 'campaign') await perform(owed);
  });
  while ((await outbox.work()) > 0) await outbox.idle();
}
