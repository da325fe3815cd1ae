// One's own declarations of kinship and loans over HTTP. A new one is compared at once with the boards one sits on.
import type { Knex } from 'knex';
import { z } from 'zod';
import { personal } from '../../machines/personal.ts';
import type { Clock } from '../clock.ts';
import type { Cases } from '../engine/cases.ts';
import {
  declareRelation,
  listRelations,
  relations,
  withdrawRelation,
  type RelationKind,
} from '../engine/relations.ts';
import { discoverTies } from '../engine/ties.ts';
import type { Vault } from '../vault.ts';
import type { Once } from './once.ts';
import { operation, type Operation } from './operation.ts';
import { bilingual, id, instant, said, text } from './shapes.ts';

export type RelationDeps = {
  knex: Knex;
  clock: Clock;
  once: Once;
  vault: Vault;
  cases: Pick<Cases, 'advance'>;
};

const kind = z.enum(Object.keys(relations) as [RelationKind, ...RelationKind[]]);

const relation = z.strictObject({
  id,
  relation: kind,
  title: bilingual,
  name: said(200),
  given: z
    .array(z.enum(['idNumber', 'phone', 'address']))
    .max(3)
    .meta({ description: 'Which identifiers were given; they are not shown again' }),
  cooperative: said(20).nullable(),
  declaredAt: instant,
});

export function relationOperations(deps: RelationDeps): Operation[] {
  return [listOperation(deps), declareOperation(deps), withdrawOperation(deps)];
}

const shared = { tag: 'account', path: '/api/me/relations' } as const;

function listOperation({ knex }: RelationDeps): Operation {
  return operation({
    ...shared,
    id: 'listRelations',
    method: 'GET',
    title: { vi: 'Kê khai quan hệ của tôi', en: 'My declared relations' },
    answers: {
      200: {
        title: 'Those that stand',
        schema: z.strictObject({ items: z.array(relation).max(1_000) }),
      },
    },
    problems: [],
    handle: async ({ person }) => ({ body: { items: await listRelations(knex, person) } }),
  });
}

function declareOperation({ knex, clock, once, vault, cases }: RelationDeps): Operation {
  return operation({
    ...shared,
    id: 'declareRelation',
    method: 'POST',
    title: { vi: 'Kê khai người thân, khoản cho vay', en: 'Declare kinship or a loan' },
    body: {
      relation: kind.meta({ description: 'Family by Luật 17/2023/QH15 Đ4.11, oneself, or a loan' }),
      name: text(200),
      idNumber: personal('idNumber').optional(),
      phone: personal('phone').optional(),
      address: personal('address').optional(),
      relative: id.optional().meta({ description: 'Account of the relative, where there is one' }),
      cooperative: text(20).optional().meta({ description: 'Code of the cooperative lent to' }),
    },
    answers: { 201: { title: 'Kept', schema: relation, headers: ['Idempotency-Replayed'] } },
    problems: ['invalid'],
    async handle(call) {
      const { person, body } = call;
      const about = { person, at: clock.now() };
      const reply = await once(call, (tx) => declareRelation(tx, vault, about, body), 201);
      // On a repeated call too: the first one may have ended before all boards were compared.
      await discoverTies(knex, cases, person);
      return reply;
    },
  });
}

function withdrawOperation({ clock, once }: RelationDeps): Operation {
  return operation({
    ...shared,
    id: 'withdrawRelation',
    path: `${shared.path}/{id}`,
    method: 'DELETE',
    title: { vi: 'Rút kê khai', en: 'Withdraw a declaration' },
    params: { id },
    answers: {
      200: {
        title: 'It counts no longer',
        schema: z.strictObject({ id, withdrawnAt: instant }),
        headers: ['Idempotency-Replayed'],
      },
    },
    problems: ['not-found'],
    handle: (call) =>
      once(call, (tx) => withdrawRelation(tx, call.person, call.params.id, clock.now())),
  });
}
