// People of the alliance: made, given roles, put out of use and taken up again.
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../../engine/permissions.ts';
import { changeRoles, createAccount, rolesOf, setDisabled } from '../../accounts/accounts.ts';
import { noteAct } from '../../accounts/acts.ts';
import { listPeople, unitNames } from '../../accounts/people.ts';
import { maySignInByCode } from '../../accounts/sign-in/sessions.ts';
import type { SignIn } from '../../accounts/sign-in/sign-in.ts';
import { readCursor, writeCursor } from '../../engine/cursor.ts';
import { isId } from '../../engine/id.ts';
import { roles as roleTitles, type Role } from '../../../machines/roles.ts';
import { one } from '../../http/page-form.ts';
import type { Operation } from '../../http/operation.ts';
import { problemOf, statusOf } from '../../http/problems.ts';
import type { Visits } from '../../http/session.ts';
import type { Text } from '../../../machines/text.ts';
import { id as unitId, role, text } from '../../http/shapes.ts';
import type { Fault } from '../../problem.ts';
import { Problem } from '../../problem.ts';
import { addressOf, choice } from '../desk/query.ts';
import type { PageAnswer, PageCall } from '../page.ts';
import type { AdminDeps } from './admin.ts';

const path = '/admin/people';
const about = {
  path,
  title: { vi: 'Tài khoản', en: 'People' },
  roles: permissions.keepPeople,
} as const;
const rowsShown = 50;

const filters = {
  text: choice(text(200)),
  role: choice(role),
  unit: choice(unitId),
  cursor: choice(z.string().max(1_000)),
};

type Query = z.output<z.ZodObject<typeof filters>>;

export type PeoplePageDeps = AdminDeps & {
  signIn: Pick<SignIn, 'enrolment' | 'lostPhone' | 'own' | 'sessions'>;
  visits: Pick<Visits, 'sessionOf'>;
};

export function peoplePages(deps: PeoplePageDeps): Operation[] {
  const { page } = deps;
  return [
    page({
      ...about,
      id: 'peoplePage',
      query: { ...filters, done: z.enum(['mailed']).optional() },
      handle({ query: { done, ...query }, ...call }) {
        return listed(deps, { ...call, query }, { done });
      },
    }),
    page({
      ...about,
      id: 'changePeoplePage',
      method: 'POST',
      query: filters,
      handle: (call) => changed(deps, call),
    }),
  ];
}

type Done = 'mailed' | 'reset' | undefined;
/** Of a lost phone: whose, what is to be handed over, how many others are told. No code when the form came twice. */
type Anew = { name: string; code?: string; told: number };
type Filled = { faults?: readonly Fault[]; status?: number; done?: Done; anew?: Anew };

type Call = Pick<PageCall<unknown, Query>, 'ctx' | 'person' | 'fields' | 'query'>;

async function listed(
  { knex, signIn, visits }: PeoplePageDeps,
  { ctx, person, fields, query: { cursor, ...filter } }: Call,
  { faults = [], status = 200, done, anew }: Filled,
): Promise<PageAnswer> {
  const { allianceId } = person;
  const after = readCursor(cursor, 'name');
  const [list, units, session] = await Promise.all([
    listPeople(knex, allianceId, { filter, limit: rowsShown, after }),
    unitNames(knex, allianceId),
    visits.sessionOf(ctx),
  ]);
  const setUp = await withPassword(knex, list.items);
  const people = list.items.map((account) => ({
    ...account,
    titles: account.roles.map((each) => roleTitles[each]),
    me: account.id === person.id,
    enrols: !maySignInByCode(account.roles),
    setUp: setUp.has(account.id),
  }));
  const all = Object.entries(roleTitles).map(([each, title]) => ({ role: each, title }));
  const next = list.next && writeCursor({ order: 'name', ...list.next });
  const around = {
    total: list.total,
    units,
    asked: filter,
    here: addressOf(path, { ...filter, cursor }),
    next: next && addressOf(path, { ...filter, cursor: next }),
  };
  const given = { email: one(fields, 'email'), name: one(fields, 'name') };
  const proven = session !== undefined && signIn.own.isProven(session);
  const said = { faults, given, done, anew, proven, method: session?.method };
  return { view: 'admin/people', model: { dense: true, people, all, ...around, ...said }, status };
}

async function changed(deps: PeoplePageDeps, call: PageCall<unknown, Query>): Promise<PageAnswer> {
  try {
    const session = await deps.visits.sessionOf(call.ctx);
    if (!session) throw new Problem('forbidden');
    deps.signIn.own.needProof(session);
    if (one(call.fields, 'what') === 'reset') return await lostPhone(deps, call);
    const { body } = await deps.once(call, async (tx) => ({
      done: (await change({ ...deps, knex: tx }, call)) ?? null,
    }));
    const done = (body as { done: Done | null }).done ?? undefined;
    // Whoever was added is shown, wherever their name would stand.
    const added = one(call.fields, 'what') === 'create' && one(call.fields, 'email');
    const query = added ? { text: added } : call.query;
    return { to: addressOf(path, { ...query, done }) };
  } catch (error) {
    const { code, extra } = problemOf(error);
    if (code !== 'invalid' && code !== 'refused') throw error;
    const whole = { pointer: '', code, detail: extra.detail as Text };
    return listed(deps, call, { faults: extra.errors ?? [whole], status: statusOf[code] });
  }
}

/** The code is told once, on the page that answers, and kept nowhere; the same form sent twice tells no code. */
async function lostPhone(
  deps: PeoplePageDeps,
  call: PageCall<unknown, Query>,
): Promise<PageAnswer> {
  const { person, fields } = call;
  const { lostPhone: lost, sessions } = deps.signIn;
  const id = otherThan(person.id, one(fields, 'id'));
  let code: string | undefined;
  const { body } = await deps.once(call, async (tx) => {
    const { name } = await usable(tx, { id, allianceId: person.allianceId });
    const { told } = await lost.takeAway(tx, id, person);
    code = await lost.mailLink(tx, id, person);
    return { name, told };
  });
  sessions.forget();
  const anew = { ...(body as Anew), ...(code === undefined ? {} : { code }) };
  return listed(deps, call, { done: 'reset', anew });
}

/** Those that have chosen a password; what they sign in with is set up anew with a code handed over in person. */
async function withPassword(db: Knex, accounts: readonly { id: string }[]): Promise<Set<string>> {
  const ids = db('accounts')
    .whereIn(
      'id',
      accounts.map(({ id }) => id),
    )
    .whereNotNull('password')
    .pluck('id');
  return new Set(await ids);
}

type Whom = { allianceId: string; id: string };

/** An account of the alliance in use. @throws Problem `not-found` */
async function usable(
  db: Knex,
  { id, allianceId }: Whom,
): Promise<{ name: string; password: string | null }> {
  const row = await db('accounts')
    .where({ id, alliance_id: allianceId })
    .whereNull('disabled_at')
    .first('name', 'password');
  if (!row) throw new Problem('not-found');
  return row as { name: string; password: string | null };
}

async function change(deps: PeoplePageDeps, { person, fields }: Call): Promise<Done> {
  const { knex, clock } = deps;
  const roles = [...(fields['role'] ?? [])] as Role[];
  const { allianceId } = person;
  const what = one(fields, 'what');
  if (what === 'create') return create(deps, { person, fields }, roles);
  const whom = { allianceId, id: otherThan(person.id, one(fields, 'id')) };
  if (what === 'enrol') return invite(deps, whom, person.id);
  const at = clock.now();
  const changing =
    what === 'roles'
      ? changeRoles(knex, whom, roles)
      : setDisabled(knex, whom, what === 'disable' ? at : null);
  if (!(await changing)) throw new Problem('not-found');
  const act = what === 'roles' ? 'roles' : what === 'disable' ? 'disabled' : 'enabled';
  await noteAct(knex, {
    accountId: whom.id,
    act,
    by: person.id,
    at,
    ...(act === 'roles' ? { roles: rolesOf(roles) } : {}),
  });
  return undefined;
}

/** People who sign in with a password are sent the link that sets it up. */
async function create(
  { knex, clock, signIn }: PeoplePageDeps,
  { person, fields }: Pick<PageCall, 'person' | 'fields'>,
  roles: readonly Role[],
): Promise<Done> {
  const [email = '', name = ''] = [one(fields, 'email'), one(fields, 'name')];
  const { allianceId } = person;
  const at = clock.now();
  const made = await createAccount(knex, { allianceId, email, name, roles }, at);
  await noteAct(knex, { accountId: made.id, act: 'created', roles: made.roles, by: person.id, at });
  if (maySignInByCode(made.roles)) return undefined;
  await signIn.enrolment.mail(made.id, knex);
  return 'mailed';
}

/** @throws Problem `invalid` for whoever has a password: the link alone would then take the place of the app */
async function invite(
  { knex, clock, signIn }: PeoplePageDeps,
  whom: Whom,
  by: string,
): Promise<Done> {
  const { password } = await usable(knex, whom);
  if (password !== null) throw wrong('set-up', alreadySetUp);
  await signIn.enrolment.mail(whom.id, knex);
  await noteAct(knex, { accountId: whom.id, act: 'invited', by, at: clock.now() });
  return 'mailed';
}

const alreadySetUp: Text = {
  vi: 'Tài khoản này đã được kích hoạt. Nếu mất điện thoại, hãy dùng nút “Mất điện thoại”; nếu quên mật khẩu, người đó tự đặt lại ở trang đăng nhập.',
  en: 'This account was set up already. For a lost phone use the button for it; a forgotten password is reset at the door.',
};

function otherThan(own: string, id: string | undefined): string {
  if (id === undefined || !isId(id)) throw new Problem('not-found');
  if (id === own) throw yourself();
  return id;
}

/** Nobody locks themselves out, or gives themselves more than others gave them. */
function yourself(): Problem {
  return wrong('self', {
    vi: 'Tài khoản của chính bạn do quản trị viên khác thay đổi',
    en: 'Your own account is changed by another administrator',
  });
}

function wrong(code: string, detail: Text): Problem {
  return new Problem('invalid', { errors: [{ pointer: '/id', code, detail }] });
}
