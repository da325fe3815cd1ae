// A version rehearsed before it is published: who gains, keeps or loses; and what becomes of open appraisals on another
// version, one by one, with a reason.
import { may, permissions } from '../../engine/permissions.ts';
import { movings, type Moving } from '../../../machines/criteria/move.ts';
import { readSet } from '../../criteria/sets.ts';
import type { Cases } from '../../engine/cases.ts';
import { isId } from '../../engine/id.ts';
import type { Reading } from '../../engine/reading.ts';
import { actOnMany, type BulkItem } from '../../http/bulk.ts';
import { setId } from '../../http/criteria-shapes.ts';
import { keyOf } from '../../http/criteria-sets.ts';
import { openAppraisals } from '../../http/open-appraisals.ts';
import type { Fields, Operation } from '../../http/operation.ts';
import { one } from '../../http/page-form.ts';
import { rehearseSet } from '../../http/rehearsal.ts';
import type { Fault } from '../../problem.ts';
import { choice } from '../desk/query.ts';
import type { PageAnswer, PageCall } from '../page.ts';
import { at, ofSet, type At, type CriteriaPageDeps } from './sets.ts';
import { addressOfSet, versionView } from './set-view.ts';
import { z } from 'zod';

export type RehearsalPageDeps = CriteriaPageDeps & {
  cases: Pick<Cases, 'advance'>;
  reading: Reading;
};

const about = {
  path: `${ofSet}/rehearsal`,
  title: { vi: 'Chấm thử', en: 'Rehearsal' },
  params: at,
} as const;

export function rehearsalPages(deps: RehearsalPageDeps): Operation[] {
  return [
    deps.page({
      ...about,
      id: 'rehearsalPage',
      roles: permissions.rehearseCriteria,
      query: { how: choice(z.enum(movings)), of: choice(setId) },
      handle: (call) => rehearsed(deps, call),
    }),
    deps.page({
      ...about,
      id: 'moveAppraisalsPage',
      method: 'POST',
      roles: permissions.moveAppraisals,
      handle: (call) => moved(deps, call),
    }),
  ];
}

type Query = { how?: Moving | undefined; of?: string | undefined };
type Standing = { faults?: readonly Fault[]; given?: Fields };

async function rehearsed(
  deps: RehearsalPageDeps,
  { person, params, query }: PageCall<At, Query>,
  { faults = [], given = {} }: Standing = {},
): Promise<PageAnswer> {
  const read = await readSet(deps.knex, keyOf(person, params));
  const { how = 'clamp', of = read.set } = query;
  const [result, open] = await Promise.all([
    rehearseSet(deps, person, params, { how, of }),
    openAppraisals(deps, person, read),
  ]);
  const model = {
    dense: true,
    version: versionView(read),
    address: addressOfSet(read),
    how,
    of,
    ...result,
    open: open.map((each) => ({ ...each, how: one(given, `how.${each.id}`) ?? 'keep' })),
    reason: one(given, 'reason'),
    // Cases move to what is published, or back to what came with the product.
    ready: read.status === 'published' || read.status === 'shipped',
    moves: may(person, 'moveAppraisals'),
    faults,
  };
  return { view: 'criteria/rehearsal', model, status: faults.length > 0 ? 422 : 200 };
}

type Wanted = { id: string; version: number; how: Moving };

/** What is said of each case; one that keeps its version is left out. */
function wantedIn(fields: Fields): Wanted[] {
  return Object.keys(fields).flatMap((name): Wanted[] => {
    const id = name.startsWith('how.') ? name.slice('how.'.length) : '';
    const how = movings.find((each) => each === one(fields, name));
    const version = Number(one(fields, `version.${id}`));
    return how && isId(id) && Number.isSafeInteger(version) ? [{ id, version, how }] : [];
  });
}

async function moved(deps: RehearsalPageDeps, call: PageCall<At>): Promise<PageAnswer> {
  const { person, params, fields, key } = call;
  const wanted = wantedIn(fields).slice(0, 100);
  const reason = one(fields, 'reason')?.trim() ?? '';
  const faults = [
    ...(wanted.length === 0 ? [nothingChosen] : []),
    ...(reason === '' ? [noReason] : []),
  ];
  if (faults.length > 0) return rehearsed(deps, { ...call, query: {} }, { faults, given: fields });
  const read = await readSet(deps.knex, keyOf(person, params));
  const known = await openAppraisals(deps, person, read);
  const sent = await Promise.all(
    [...Map.groupBy(wanted, ({ how }) => how)].map(async ([how, cases]) => {
      const payload = { version: read.version, how, reason };
      const versions = Object.fromEntries(cases.map(({ id, version }) => [id, version]));
      const ids = cases.map(({ id }) => id);
      const act = { event: 'MOVE_SET', payload, ids, versions };
      const { items } = await actOnMany(deps, person, act, key);
      return items.map((item) => ({ ...item, how }));
    }),
  );
  const results = sent.flat().map((item) => ({
    ...item,
    heading: known.find(({ id }) => id === item.id) ?? { number: '', title: '' },
  }));
  const done = results.filter((item: BulkItem) => item.done).length;
  const model = {
    dense: true,
    version: versionView(read),
    address: addressOfSet(read),
    results,
    done,
  };
  return { view: 'criteria/moved', model };
}

const nothingChosen: Fault = {
  pointer: '/how',
  code: 'missing',
  detail: {
    vi: 'Hãy chọn cách chuyển cho ít nhất một hồ sơ',
    en: 'Choose how at least one case moves',
  },
};
const noReason: Fault = {
  pointer: '/reason',
  code: 'missing',
  detail: { vi: 'Hãy ghi lý do chuyển', en: 'Give the reason' },
};
