// What becomes of a version: copied into a draft, published, ended, taken away; looked through before it is done.
import { permissions } from '../../engine/permissions.ts';
import { changesBetween } from '../../../machines/criteria/compare.ts';
import { createDraft, deleteDraft, readSet } from '../../criteria/sets.ts';
import { parse } from '../../engine/validate.ts';
import { setId } from '../../http/criteria-shapes.ts';
import { byOf, ending, keyOf, publish, retire } from '../../http/criteria-sets.ts';
import type { Fields, Operation } from '../../http/operation.ts';
import { one } from '../../http/page-form.ts';
import { problemOf, statusOf } from '../../http/problems.ts';
import { localDate } from '../../http/shapes.ts';
import { Problem, type Fault } from '../../problem.ts';
import type { PageAnswer, PageCall } from '../page.ts';
import { dateOf } from '../form/value.ts';
import { at, ofSet, shownSet, type At, type CriteriaPageDeps } from './sets.ts';
import { addressOfSet, base, faultViews, versionView } from './set-view.ts';
import { z } from 'zod';

export function statusPages(deps: CriteriaPageDeps): Operation[] {
  return [
    copyPage(deps),
    deletePage(deps),
    ...steps(deps, 'publish', { vi: 'Ban hành bộ tiêu chí', en: 'Publish a criteria set' }),
    ...steps(deps, 'retire', { vi: 'Kết thúc bộ tiêu chí', en: 'End a criteria set' }),
  ];
}

type Call = PageCall<At>;

function copyPage(deps: CriteriaPageDeps): Operation {
  return deps.page({
    id: 'copyCriteriaPage',
    method: 'POST',
    path: `${ofSet}/copy`,
    title: { vi: 'Soạn bản thảo mới', en: 'Make a new draft' },
    roles: permissions.draftCriteria,
    params: at,
    handle: (call) => copied(deps, call),
  });
}

async function copied(deps: CriteriaPageDeps, call: Call): Promise<PageAnswer> {
  const { person, params, fields } = call;
  const { clock, once, knex } = deps;
  try {
    const as = one(fields, 'as');
    const { as: id } = checked(z.strictObject({ as: setId.optional() }), { as });
    const { body } = await once(call, (tx) =>
      createDraft(tx, keyOf(person, params), byOf(person, clock), id),
    );
    return { to: `${addressOfSet(body as At)}?done=copied` };
  } catch (error) {
    const { code, extra } = problemOf(error);
    if (code !== 'invalid' && code !== 'refused') throw error;
    const read = await readSet(knex, keyOf(person, params));
    const faults = faultsIn(extra);
    const page = await shownSet(deps, person, read, { faults, as: one(fields, 'as') });
    return { ...page, status: statusOf[code] };
  }
}

function faultsIn({ errors, detail }: Problem['extra']): Fault[] {
  if (errors) return [...errors];
  return detail ? [{ pointer: '', code: 'refused', detail }] : [];
}

function deletePage({ page, once }: CriteriaPageDeps): Operation {
  return page({
    id: 'deleteCriteriaPage',
    method: 'POST',
    path: `${ofSet}/delete`,
    title: { vi: 'Xóa bản thảo', en: 'Delete a draft' },
    roles: permissions.draftCriteria,
    params: at,
    async handle(call) {
      await once(call, async (tx) => {
        await deleteDraft(tx, keyOf(call.person, call.params));
        return {};
      });
      return { to: base };
    },
  });
}

type Verb = 'publish' | 'retire';

/** The form, its check, and the act, at one address. */
function steps(deps: CriteriaPageDeps, verb: Verb, title: { vi: string; en: string }): Operation[] {
  const about = {
    path: `${ofSet}/${verb}`,
    title,
    roles: permissions.publishCriteria,
    params: at,
  } as const;
  return [
    deps.page({ ...about, id: `${verb}CriteriaPage`, handle: (call) => asked(deps, call, verb) }),
    deps.page({
      ...about,
      id: `${verb}CriteriaDonePage`,
      method: 'POST',
      handle: (call) => done(deps, call, verb),
    }),
  ];
}

type Standing = { faults?: readonly Fault[]; status?: number; checked?: object };

async function asked(
  { knex, clock }: CriteriaPageDeps,
  { person, params, fields }: Call,
  verb: Verb,
  { faults = [], status = 200, checked: values }: Standing = {},
): Promise<PageAnswer> {
  const read = await readSet(knex, keyOf(person, params));
  if (read.status !== { publish: 'draft', retire: 'published' }[verb])
    throw new Problem('not-found');
  const address = addressOfSet(read);
  const blocking = faultViews(read.content, address).filter(({ blocks }) => blocks === 'publish');
  const model = {
    dense: true,
    verb,
    address,
    version: versionView(read),
    blocking: verb === 'publish' ? blocking : [],
    effect: await effectOf({ knex }, person, read),
    today: clock.today(),
    given: Object.fromEntries(Object.keys(fields).map((name) => [name, one(fields, name)])),
    values,
    faults,
  };
  return { view: 'criteria/status', model, status };
}

/** How many open cases stand on this version, and how many things differ from the one it was made of. */
async function effectOf(
  { knex }: Pick<CriteriaPageDeps, 'knex'>,
  person: Call['person'],
  read: Awaited<ReturnType<typeof readSet>>,
): Promise<{ open: number; changes: number | null }> {
  const { allianceId } = person;
  const row = await knex('cases')
    .where({ alliance_id: allianceId, open: true })
    .whereRaw(`snapshot #>> '{data,criterionSet}' = ?`, [read.set])
    .whereRaw(`coalesce((snapshot #>> '{data,set,version}')::int, 0) = ?`, [read.version])
    .count({ count: '*' })
    .first();
  const [set = '', version = ''] = (read.basedOn ?? '').split('@');
  const before = set === '' ? undefined : { set, version: Number(version) };
  const changes = before
    ? changesBetween((await readSet(knex, keyOf(person, before))).content, read.content).length
    : null;
  return { open: Number(row?.['count'] ?? 0), changes };
}

async function done(deps: CriteriaPageDeps, call: Call, verb: Verb): Promise<PageAnswer> {
  try {
    const values = valuesOf(verb, call.fields);
    if (one(call.fields, '_step') !== 'send')
      return await asked(deps, call, verb, { checked: values });
    if (verb === 'publish') await publish(deps, call, call.params, values as never);
    else await retire(deps, call, call.params, values as never);
    const what = verb === 'publish' ? 'published' : 'ended';
    return { to: `${addressOfSet(call.params)}?done=${what}` };
  } catch (error) {
    const { code, extra } = problemOf(error);
    if (code !== 'invalid') throw error;
    return asked(deps, call, verb, { faults: faultsIn(extra), status: statusOf[code] });
  }
}

const inForce = z.strictObject({ from: localDate, to: localDate.optional() });

/** @throws Problem `invalid` */
function valuesOf(verb: Verb, fields: Fields): object {
  const day = (name: string) => dateOf(one(fields, name) ?? '');
  if (verb === 'publish') return checked(inForce, { from: day('from'), to: day('to') });
  return checked(z.strictObject(ending), { on: day('on'), reason: one(fields, 'reason') });
}

function checked<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const parsed = parse(schema, given);
  if (!parsed.ok) throw new Problem('invalid', { errors: parsed.faults });
  return parsed.value;
}
