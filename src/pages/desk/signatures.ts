// What waits for a leader's signature: case by case, what it is about, what signing will bring about, and the ways on.
import type { Action } from '../../engine/actions.ts';
import type { Preview } from '../../engine/preview.ts';
import { listWork, type WorkItem } from '../../engine/queue.ts';
import type { Person } from '../../engine/rights.ts';
import type { Operation } from '../../http/operation.ts';
import { Problem } from '../../problem.ts';
import { remainingFor } from '../due.ts';
import type { DeskPageDeps } from './desk.ts';

const shown = 20;

export function signaturePages(deps: DeskPageDeps): Operation[] {
  const { page, knex } = deps;
  return [
    page({
      id: 'signaturesPage',
      path: '/signatures',
      title: { vi: 'Chờ ký', en: 'To be signed' },
      roles: ['leader'],
      async handle({ person }) {
        const asked = { filter: { role: 'leader' as const }, limit: shown };
        const [{ items, counts }, remaining] = await Promise.all([
          listWork(knex, person, asked),
          remainingFor(deps, person),
        ]);
        const rows = await Promise.all(
          items.map(async (item) => ({
            ...item,
            due: remaining(item.dueOn),
            ...(await waysOn(deps, person, item)),
          })),
        );
        return { view: 'desk/signatures', model: { dense: true, rows, counts } };
      },
    }),
  ];
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
