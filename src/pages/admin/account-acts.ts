// What was done to accounts, the newest first, for administrators and auditors.
import { permissions } from '../../engine/permissions.ts';
import { roles as roleTitles } from '../../../machines/roles.ts';
import { actsOf } from '../../accounts/acts.ts';
import type { Operation } from '../../http/operation.ts';
import { wholeNumber } from '../../http/shapes.ts';
import type { AdminDeps } from './admin.ts';

const shown = 50;

export function accountActsPage({ page, knex }: AdminDeps): Operation {
  return page({
    id: 'accountActsPage',
    path: '/admin/people/acts',
    title: { vi: 'Thay đổi tài khoản', en: 'Changes to accounts' },
    roles: permissions.keepRunning,
    query: { before: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional() },
    async handle({ person, query: { before } }) {
      const found = await actsOf(knex, person.allianceId, { before, most: shown + 1 });
      const acts = found
        .slice(0, shown)
        .map((act) => ({ ...act, titles: act.roles?.map((role) => roleTitles[role]) }));
      const next = found.length > shown ? acts.at(-1)?.id : undefined;
      return { view: 'admin/account-acts', model: { dense: true, acts, next } };
    },
  });
}
