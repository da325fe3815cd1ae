// People of the alliance: made, given roles, put out of use and taken up again.
import { z } from 'zod';
import { changeRoles, createAccount, listAccounts, setDisabled } from '../../accounts/accounts.ts';
import { maySignInByCode } from '../../accounts/sign-in/sessions.ts';
import type { SignIn } from '../../accounts/sign-in/sign-in.ts';
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

export type PeoplePageDeps = AdminDeps & { signIn: Pick<SignIn, 'credentials' | 'enrolment'> };

export function peoplePages(deps: PeoplePageDeps): Operation[] {
  const { page } = deps;
  return [
    page({
      ...about,
      id: 'peoplePage',
      query: { done: z.enum(['mailed', 'reset']).optional() },
      handle: (call) => listed(deps, call, { done: call.query.done }),
    }),
    page({
      ...about,
      id: 'changePeoplePage',
      method: 'POST',
      handle: (call) => changed(deps, call),
    }),
  ];
}

type Done = 'mailed' | 'reset' | undefined;
type Filled = { faults?: readonly Fault[]; status?: number; done?: Done };

async function listed(
  { knex }: AdminDeps,
  { person, fields }: Pick<PageCall, 'person' | 'fields'>,
  { faults = [], status = 200, done }: Filled,
): Promise<PageAnswer> {
  const accounts = await listAccounts(knex, person.allianceId);
  const people = accounts
    .toSorted((a, b) => a.name.localeCompare(b.name, 'vi'))
    .map((account) => ({
      ...account,
      titles: account.roles.map((role) => roleTitles[role]),
      me: account.id === person.id,
      enrols: !maySignInByCode(account.roles),
    }));
  const all = Object.entries(roleTitles).map(([role, title]) => ({ role, title }));
  const given = { email: one(fields, 'email'), name: one(fields, 'name') };
  return { view: 'admin/people', model: { dense: true, people, all, faults, given, done }, status };
}

async function changed(deps: PeoplePageDeps, call: PageCall): Promise<PageAnswer> {
  try {
    const { body } = await deps.once(call, async (tx) => ({
      done: (await change({ ...deps, knex: tx }, call)) ?? null,
    }));
    const { done } = body as { done: Done | null };
    return { to: done ? `/admin/people?done=${done}` : '/admin/people' };
  } catch (error) {
    const { code, extra } = problemOf(error);
    if (code !== 'invalid') throw error;
    return listed(deps, call, { faults: extra.errors ?? [], status: statusOf[code] });
  }
}

/** People who sign in with a password are sent the link that sets it up; whoever lost their phone, a new one. */
async function change(deps: PeoplePageDeps, { person, fields }: PageCall): Promise<Done> {
  const { knex, clock } = deps;
  const roles = [...(fields['role'] ?? [])] as Role[];
  const { allianceId } = person;
  const what = one(fields, 'what');
  if (what === 'create') return create(deps, { person, fields }, roles);
  const whom = { allianceId, id: otherThan(person.id, one(fields, 'id')) };
  if (what === 'enrol' || what === 'reset') return mailLink(deps, whom, what);
  const changing =
    what === 'roles'
      ? changeRoles(knex, whom, roles)
      : setDisabled(knex, whom, what === 'disable' ? clock.now() : null);
  if (!(await changing)) throw new Problem('not-found');
  return undefined;
}

async function create(
  { knex, clock, signIn }: PeoplePageDeps,
  { person: { allianceId }, fields }: Pick<PageCall, 'person' | 'fields'>,
  roles: readonly Role[],
): Promise<Done> {
  const [email = '', name = ''] = [one(fields, 'email'), one(fields, 'name')];
  const made = await createAccount(knex, { allianceId, email, name, roles }, clock.now());
  if (maySignInByCode(made.roles)) return undefined;
  await signIn.enrolment.mail(made.id, knex);
  return 'mailed';
}

async function mailLink(
  { knex, signIn }: PeoplePageDeps,
  { allianceId, id }: { allianceId: string; id: string },
  what: 'enrol' | 'reset',
): Promise<Done> {
  const account = await knex('accounts')
    .where({ id, alliance_id: allianceId })
    .first('disabled_at');
  if (!account || account.disabled_at !== null) throw new Problem('not-found');
  await signIn.enrolment.mail(id, knex);
  if (what === 'enrol') return 'mailed';
  await signIn.credentials.resetGenerator(id);
  return 'reset';
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
