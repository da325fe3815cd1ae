// People of the alliance: made, given roles, put out of use and taken up again.
import { changeRoles, createAccount, listAccounts, setDisabled } from '../../accounts/accounts.ts';
import { isId } from '../../engine/id.ts';
import { roles as roleTitles, type Role } from '../../../machines/roles.ts';
import { one } from '../../http/page-form.ts';
import type { Operation } from '../../http/operation.ts';
import { problemOf, statusOf } from '../../http/problems.ts';
import type { Fault } from '../../problem.ts';
import { Problem } from '../../problem.ts';
import type { PageAnswer, PageCall } from '../page.ts';
import type { AdminDeps } from './admin.ts';

const about = {
  path: '/admin/people',
  title: { vi: 'Tài khoản', en: 'People' },
  roles: ['administrator'],
} as const;

export function peoplePages(deps: AdminDeps): Operation[] {
  const { page } = deps;
  return [
    page({ ...about, id: 'peoplePage', handle: (call) => listed(deps, call, {}) }),
    page({
      ...about,
      id: 'changePeoplePage',
      method: 'POST',
      handle: (call) => changed(deps, call),
    }),
  ];
}

type Filled = { faults?: readonly Fault[]; status?: number };

async function listed(
  { knex }: AdminDeps,
  { person, fields }: PageCall,
  { faults = [], status = 200 }: Filled,
): Promise<PageAnswer> {
  const accounts = await listAccounts(knex, person.allianceId);
  const people = accounts
    .toSorted((a, b) => a.name.localeCompare(b.name, 'vi'))
    .map((account) => ({
      ...account,
      titles: account.roles.map((role) => roleTitles[role]),
      me: account.id === person.id,
    }));
  const all = Object.entries(roleTitles).map(([role, title]) => ({ role, title }));
  const given = { email: one(fields, 'email'), name: one(fields, 'name') };
  return { view: 'admin/people', model: { dense: true, people, all, faults, given }, status };
}

async function changed(deps: AdminDeps, call: PageCall): Promise<PageAnswer> {
  try {
    await deps.once(call, async (tx) => {
      await change({ ...deps, knex: tx }, call);
      return { done: true };
    });
    return { to: '/admin/people' };
  } catch (error) {
    const { code, extra } = problemOf(error);
    if (code !== 'invalid') throw error;
    return listed(deps, call, { faults: extra.errors ?? [], status: statusOf[code] });
  }
}

async function change({ knex, clock }: AdminDeps, { person, fields }: PageCall): Promise<void> {
  const roles = [...(fields['role'] ?? [])] as Role[];
  const { allianceId } = person;
  const what = one(fields, 'what');
  if (what === 'create') {
    const [email = '', name = ''] = [one(fields, 'email'), one(fields, 'name')];
    await createAccount(knex, { allianceId, email, name, roles }, clock.now());
    return;
  }
  const whom = { allianceId, id: otherThan(person.id, one(fields, 'id')) };
  const changing =
    what === 'roles'
      ? changeRoles(knex, whom, roles)
      : setDisabled(knex, whom, what === 'disable' ? clock.now() : null);
  if (!(await changing)) throw new Problem('not-found');
}

function otherThan(own: string, id: string | undefined): string {
  if (id === undefined || !isId(id)) throw new Problem('not-found');
  if (id === own) throw yourself();
  return id;
}

/** Nobody locks themselves out, or gives themselves more than others gave them. */
function yourself(): Problem {
  const detail = {
    vi: 'Tài khoản của chính bạn do quản trị viên khác thay đổi',
    en: 'Your own account is changed by another administrator',
  };
  return new Problem('invalid', { errors: [{ pointer: '/id', code: 'self', detail }] });
}
