// What waits for a leader's signature: case by case, what it is about, what signing will bring about, and the ways on.
import { z } from 'zod';
import type { Text } from '../../../machines/text.ts';
import { listWaiting } from '../../documents/own-signature.ts';
import type { Action } from '../../engine/actions.ts';
import { permissions } from '../../engine/permissions.ts';
import type { Preview } from '../../engine/preview.ts';
import { listWork, shownId, type WorkItem } from '../../engine/queue.ts';
import type { Person } from '../../engine/rights.ts';
import type { Operation } from '../../http/operation.ts';
import { wayOf } from '../../http/own-signing.ts';
import { Problem } from '../../problem.ts';
import { remainingFor } from '../due.ts';
import type { PageAnswer } from '../page.ts';
import type { DeskPageDeps } from './desk.ts';

const shown = 20;

export function signaturePages(deps: DeskPageDeps): Operation[] {
  const { page } = deps;
  return [
    page({
      id: 'signaturesPage',
      path: '/signatures',
      title: { vi: 'Chờ ký', en: 'To be signed' },
      roles: permissions.signPapers,
      query: { done: z.enum(['signed', 'handed-over', 'way']).optional() },
      handle: ({ person, query }) => signaturesView(deps, person, { done: query.done }),
    }),
  ];
}

/** What an act on this page came to: done, or what is wrong with a paper that was sent back. */
export type Outcome = {
  done?: string | undefined;
  fault?: { paper: string; detail: Text };
  status?: number;
};

export async function signaturesView(
  deps: DeskPageDeps,
  person: Person,
  { done, fault, status = 200 }: Outcome,
): Promise<PageAnswer> {
  const { knex } = deps;
  const asked = { filter: { solely: 'leader' as const }, limit: shown };
  const [{ items, counts }, remaining, waiting, way] = await Promise.all([
    listWork(knex, person, asked),
    remainingFor(deps, person),
    listWaiting(knex, person.id),
    wayOf(deps, person.id),
  ]);
  const rows = await Promise.all(
    items.map(async (item) => ({
      ...item,
      due: remaining(item.dueOn),
      ...(await waysOn(deps, person, item)),
    })),
  );
  const papers = waiting.map((each) => ({ ...each, id: shownId(each.id) }));
  const told = { done, fault };
  return {
    view: 'desk/signatures',
    status,
    model: { dense: true, rows, counts, papers, way, told },
  };
}

type Ways = {
  brief: unknown;
  acts: Action[];
  preview: (Preview & { act: Action['title'] }) | null;
};

/** What may be done, and what the first act that needs no form would bring about. */
async function waysOn(
  { reading, foresee }: DeskPageDeps,
  person: Person,
  item: WorkItem,
): Promise<Ways> {
  const [{ brief }, { actions }] = await Promise.all([
    reading.read(person, item.case.id),
    reading.actions(person, item.case.id),
  ]);
  const acts = actions.filter(
    ({ enabled, by }) => enabled && by.some(({ name }) => name === 'leader'),
  );
  for (const { type, title } of acts) {
    const preview = await foresee(person, item.case.id, { type, payload: {} }).catch(notYet);
    if (preview && preview.papers.length > 0)
      return { brief, acts, preview: { ...preview, act: title } };
  }
  return { brief, acts, preview: null };
}

/** An act with a form to fill in cannot be foreseen yet. */
function notYet(error: unknown): undefined {
  if (error instanceof Problem) return undefined;
  throw error;
}
