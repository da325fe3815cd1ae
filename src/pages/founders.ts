// The people of a founding group: who is in it, who is invited and has not come yet, a code for one person more; and
// the page where such a code lets somebody in. The code is shown once, to the one who invites.
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import type { Founding, Person as Founder } from '../../machines/founding/data.ts';
import type { Clock } from '../clock.ts';
import { invite, join, type InvitationDeps, type Invited } from '../engine/invitations.ts';
import { followUps } from '../engine/follow-ups.ts';
import type { Reading } from '../engine/reading.ts';
import type { Fields, Operation } from '../http/operation.ts';
import { one } from '../http/page-form.ts';
import { id, text } from '../http/shapes.ts';
import { Problem } from '../problem.ts';
import type { PageAnswer, PageCall, PageMaker } from './page.ts';

export type FounderPageDeps = InvitationDeps & { page: PageMaker; clock: Clock; reading: Reading };

type Call = PageCall<{ id: string }>;
type JoinCall = PageCall<unknown, { code?: string | undefined }>;

export function founderPages(deps: FounderPageDeps): Operation[] {
  const { page } = deps;
  const group = {
    path: '/cases/{id}/founders',
    title: { vi: 'Nhóm sáng lập', en: 'The founders' },
    params: { id },
  } as const;
  const joining = {
    path: '/join',
    title: { vi: 'Tham gia nhóm sáng lập', en: 'Join a founding group' },
    roles: permissions.joinFoundings,
  } as const;
  const code = z.string().max(40).optional();
  return [
    page({ ...group, id: 'foundersPage', handle: (call) => groupOf(deps, call) }),
    page({
      ...group,
      id: 'inviteFounderPage',
      method: 'POST',
      handle: (call) => invited(deps, call),
    }),
    page({
      ...joining,
      id: 'joinPage',
      query: { code },
      handle: ({ query }: JoinCall) =>
        Promise.resolve({ view: 'join', model: { code: query.code } }),
    }),
    page({ ...joining, id: 'joinGroupPage', method: 'POST', handle: (call) => joined(deps, call) }),
  ];
}

type Shown = { invitation?: Invited & { name: string }; faulty?: boolean };

/** @throws Problem `not-found` */
async function groupOf(
  { knex, reading }: FounderPageDeps,
  { person, params }: Call,
  { invitation, faulty = false }: Shown = {},
): Promise<PageAnswer> {
  const [view, { actions }, after] = await Promise.all([
    reading.read(person, params.id),
    reading.actions(person, params.id),
    followUps(knex, person, params.id),
  ]);
  if (view.process.id !== 'founding') throw new Problem('not-found');
  const { representative, founders, circle } = view.data as unknown as Founding;
  const open = actions.filter(({ enabled }) => enabled);
  const told = (each: Founder): object => ({
    name: each.name,
    here: each.account !== undefined,
    confirmed: circle?.confirmed[each.account ?? '']?.correct,
  });
  const model = {
    case: view,
    representative: told(representative),
    founders: founders.map(told),
    waiting: circle?.invited ?? [],
    after,
    mayInvite: open.some(({ type }) => type === 'INVITE_FOUNDER'),
    acts: open.filter(({ type }) => own.has(type)),
    invitation,
    faulty,
  };
  return { view: 'founders', model, status: faulty ? 422 : 200 };
}

/** Acts that a founder does for himself or herself. */
const own: ReadonlySet<string> = new Set(['CONFIRM_OWN_DATA', 'CHOOSE_REPRESENTATIVE']);

/** The code is shown in groups of four, to be read aloud. */
async function invited(
  deps: FounderPageDeps,
  call: Call & { fields: Fields },
): Promise<PageAnswer> {
  const { person, params, fields, key } = call;
  const name = text(200).safeParse(one(fields, 'name')?.trim());
  if (!name.success) return groupOf(deps, call, { faulty: true });
  const about = { person, key, at: deps.clock.now() };
  const invitation = await invite(deps, about, params.id, name.data);
  const code = invitation.code.replaceAll(/.{4}(?=.)/g, '$& ');
  return groupOf(deps, call, { invitation: { ...invitation, code, name: name.data } });
}

/** A code that is not good is one fault of the form, whatever is wrong with it. */
async function joined(
  deps: FounderPageDeps,
  { person, fields }: PageCall & { fields: Fields },
): Promise<PageAnswer> {
  const code = one(fields, 'code')?.slice(0, 40) ?? '';
  try {
    const { case: to } = await join(deps, person, code, deps.clock.now());
    return { to: `/cases/${to}/founders` };
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'not-found') throw error;
    return { view: 'join', model: { code, faulty: true }, status: 422 };
  }
}
