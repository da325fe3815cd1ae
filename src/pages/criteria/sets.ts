// Criteria sets in pages: all versions, one of them with its legal basis, the form it gives, and what changed between
// two versions.
import type { Knex } from 'knex';
import { may, permissions } from '../../engine/permissions.ts';
import { changesBetween } from '../../../machines/criteria/compare.ts';
import { inForceOn, type PublishedSet } from '../../../machines/criteria/set.ts';
import { faultsOfSet } from '../../../machines/criteria/validate.ts';
import { classification } from '../../../machines/classification/index.ts';
import type { Clock } from '../../clock.ts';
import { listSets, readSet, type SetRead, type SetVersion } from '../../criteria/sets.ts';
import type { Almanac } from '../../engine/almanac.ts';
import type { Person } from '../../engine/rights.ts';
import { setId, version } from '../../http/criteria-shapes.ts';
import { keyOf } from '../../http/criteria-sets.ts';
import type { Once } from '../../http/once.ts';
import type { Operation } from '../../http/operation.ts';
import { choice } from '../desk/query.ts';
import type { PageAnswer, PageCall, PageMaker } from '../page.ts';
import { changeViews } from './change-view.ts';
import { addressOfSet, base, contentView, faultViews, versionView } from './set-view.ts';
import { z } from 'zod';

export type CriteriaPageDeps = {
  page: PageMaker;
  knex: Knex;
  clock: Clock;
  almanac: Almanac;
  once: Once;
};

export const at = { set: setId, version };
export type At = { set: string; version: number };
export const ofSet = `${base}/{set}/{version}`;

export function setPages(deps: CriteriaPageDeps): Operation[] {
  const { page } = deps;
  const reading = { roles: permissions.oversee, params: at } as const;
  return [
    page({
      id: 'criteriaSetsPage',
      path: base,
      title: { vi: 'Bộ tiêu chí', en: 'Criteria sets' },
      roles: permissions.oversee,
      handle: (call) => listed(deps, call),
    }),
    page({
      ...reading,
      id: 'criteriaSetPage',
      path: ofSet,
      title: { vi: 'Một bộ tiêu chí', en: 'A criteria set' },
      query: { done: z.enum(['saved', 'copied', 'published', 'ended']).optional() },
      handle: async ({ person, params, query }) =>
        shownSet(deps, person, await readSet(deps.knex, keyOf(person, params)), query),
    }),
    page({
      ...reading,
      id: 'criteriaChangesPage',
      path: `${ofSet}/changes`,
      title: { vi: 'So sánh hai phiên bản', en: 'Compare two versions' },
      query: { since: choice(z.string().regex(/^[A-Za-z0-9_.]{1,40}@\d{1,6}$/)) },
      handle: (call) => compared(deps, call),
    }),
  ];
}

export function mayOf(person: Person): Record<'draft' | 'rehearse' | 'publish', boolean> {
  return {
    draft: may(person, 'draftCriteria'),
    rehearse: may(person, 'rehearseCriteria'),
    publish: may(person, 'publishCriteria'),
  };
}

async function listed(deps: CriteriaPageDeps, { person }: PageCall): Promise<PageAnswer> {
  const all = await listSets(deps.knex, person.allianceId);
  const current = await versionsInUse(deps, person);
  const shown = await Promise.all(
    all.map(async (each) => ({
      ...versionView(each),
      inUse: current(each.set) === each.version,
      blocking: await blockingOf(deps.knex, person, each),
    })),
  );
  const sets = [...Map.groupBy(shown, (each) => (each as unknown as SetVersion).set).values()];
  return { view: 'criteria/list', model: { dense: true, sets } };
}

/** How many things keep a version from being published; of those that are, nothing does any more. */
async function blockingOf(knex: Knex, person: Person, each: SetVersion): Promise<number> {
  if (each.status === 'published' || each.status === 'retired') return 0;
  const { content } = await readSet(knex, keyOf(person, each));
  return faultsOfSet(content).filter(({ blocks }) => blocks === 'publish').length;
}

/** Which version of a set new cases open on; undefined for none. */
async function versionsInUse({ almanac, clock }: CriteriaPageDeps, { allianceId }: Person) {
  const { criteria = [] } = await almanac.basis(allianceId, classification);
  const on = clock.today();
  const begun = (id: string, all: readonly PublishedSet[]): boolean =>
    all.some(({ set, from }) => set.id === id && from <= on);
  return (id: string): number | undefined =>
    begun(id, criteria) ? inForceOn(criteria, id, on)?.version : 0;
}

export async function shownSet(
  deps: CriteriaPageDeps,
  person: Person,
  read: SetRead,
  more: object = {},
): Promise<PageAnswer> {
  const { content } = read;
  const address = addressOfSet(read);
  const all = await listSets(deps.knex, person.allianceId);
  const faults = faultViews(content, address);
  const current = (await versionsInUse(deps, person))(read.set);
  const model = {
    dense: true,
    version: versionView(read),
    content: contentView(content),
    blocking: faults.filter(({ blocks }) => blocks === 'publish'),
    warnings: faults.filter(({ blocks }) => blocks !== 'publish'),
    others: all.filter(({ set, version: no }) => set === read.set && no !== read.version),
    inUse: current === read.version,
    may: mayOf(person),
    address,
    ...more,
  };
  return { view: 'criteria/set', model };
}

type Comparing = PageCall<At, { since?: string | undefined }>;

async function compared(
  { knex }: CriteriaPageDeps,
  { person, params, query }: Comparing,
): Promise<PageAnswer> {
  const after = await readSet(knex, keyOf(person, params));
  const all = (await listSets(knex, person.allianceId)).filter(
    (each) => each.set !== after.set || each.version !== after.version,
  );
  const since = query.since ?? after.basedOn ?? earlierOf(all, after);
  const [set = '', no = ''] = since?.split('@') ?? [];
  const before = since && (await readSet(knex, keyOf(person, { set, version: Number(no) })));
  const model = {
    dense: true,
    version: versionView(after),
    before: before && versionView(before),
    all: all.map(versionView),
    since,
    changes: before && changeViews(changesBetween(before.content, after.content), after.content),
    address: addressOfSet(after),
  };
  return { view: 'criteria/changes', model };
}

function earlierOf(all: readonly SetVersion[], { set, version: no }: SetRead): string | undefined {
  const earlier = all.filter((each) => each.set === set && each.version < no);
  const [first] = earlier.toSorted((one, other) => other.version - one.version);
  return first && `${first.set}@${first.version}`;
}
