// The register of cooperatives for the alliance's own people: found by words, status or commune; one with its history
// and its place on the map of before and after 1 July 2025; two rows of one cooperative merged.
import { z } from 'zod';
import { may, permissions } from '../../engine/permissions.ts';
import type { Person } from '../../engine/rights.ts';
import { provincesAfter, territoriesNamed } from '../../../machines/territory/territory.ts';
import { one } from '../../http/page-form.ts';
import type { Operation } from '../../http/operation.ts';
import { problemOf, statusOf } from '../../http/problems.ts';
import { text } from '../../http/shapes.ts';
import { differences, stepsOf } from '../../register/changes.ts';
import { columns, statuses } from '../../register/cooperative.ts';
import {
  communesOf,
  listCooperatives,
  mergeCooperatives,
  readCooperative,
  type Kept,
} from '../../register/register.ts';
import { Problem, type Fault } from '../../problem.ts';
import type { PageAnswer, PageCall } from '../page.ts';
import type { DeskPageDeps } from './desk.ts';
import { importPages } from './register-import.ts';
import { addressOf, choice } from './query.ts';

const rowsShown = 50;
export const registerPath = '/desk/register';

const code = z
  .string()
  .max(30)
  .regex(/^[0-9A-Za-z/.-]+$/);

const query = {
  text: choice(text(200)),
  status: choice(z.enum(statuses)),
  commune: choice(text(200)),
  cursor: choice(code),
};

export function cooperativePages(deps: DeskPageDeps): Operation[] {
  return [listPage(deps), onePage(deps), ...mergePages(deps), ...importPages(deps)];
}

function listPage({ page, knex }: DeskPageDeps): Operation {
  return page({
    id: 'deskRegisterPage',
    path: registerPath,
    title: { vi: 'Sổ hợp tác xã', en: 'Register of cooperatives' },
    roles: permissions.oversee,
    query,
    async handle({ person, query: { cursor, ...asked } }) {
      const [list, communes] = await Promise.all([
        listCooperatives(knex, person.allianceId, { ...asked, after: cursor, limit: rowsShown }),
        communesOf(knex, person.allianceId),
      ]);
      const next = list.next && addressOf(registerPath, { ...asked, cursor: list.next });
      const table = addressOf('/api/cooperatives.xlsx', asked);
      const model = { dense: true, asked, list, next, table, statuses, communes };
      return { view: 'desk/register', model: { ...model, may: mayOf(person) } };
    },
  });
}

/** What of the register this person may change. */
function mayOf(person: Person): { merge: boolean; take: boolean } {
  return {
    merge: may(person, 'mergeCooperatives'),
    take: may(person, 'importCooperatives'),
  };
}

function onePage({ page, knex }: DeskPageDeps): Operation {
  return page({
    id: 'deskCooperativePage',
    path: `${registerPath}/cooperatives/{code}`,
    title: { vi: 'Một hợp tác xã trong sổ', en: 'A cooperative in the register' },
    roles: permissions.oversee,
    params: { code },
    async handle({ person, params }) {
      const { cooperative, history } = await readCooperative(knex, person.allianceId, params.code);
      const model = {
        dense: true,
        cooperative,
        columns,
        titles: titles(),
        steps: stepsOf([cooperative, ...history]),
        places: placesOf(cooperative),
        may: mayOf(person),
      };
      return { view: 'desk/cooperative', model };
    },
  });
}

function titles(): object {
  return Object.fromEntries(columns.map(({ key, title }) => [key, title]));
}

/** Units of these names: several provinces may have one. Which commune took in which is not known here. */
function placesOf({ commune, oldDistrict }: Kept): object {
  const now = commune === '' ? [] : territoriesNamed('commune', commune);
  const before = oldDistrict === '' ? [] : territoriesNamed('district', oldDistrict);
  return {
    now,
    before: before.map((unit) => ({ ...unit, after: provincesAfter(unit.province.code) })),
  };
}

const pair = { keep: choice(code), double: choice(code) };
type Pair = { keep?: string | undefined; double?: string | undefined };

function mergePages(deps: DeskPageDeps): Operation[] {
  const { page, knex, once, clock } = deps;
  const about = {
    path: `${registerPath}/merge`,
    title: { vi: 'Gộp hai dòng của một hợp tác xã', en: 'Merge two rows of one cooperative' },
    roles: permissions.mergeCooperatives,
  } as const;
  return [
    page({
      ...about,
      id: 'mergePage',
      query: pair,
      handle: ({ person, query: asked }) => preview(deps, person.allianceId, asked),
    }),
    page({
      ...about,
      id: 'sendMergePage',
      method: 'POST',
      async handle(call: PageCall) {
        const { person, fields } = call;
        const asked = { keep: one(fields, 'keep') ?? '', double: one(fields, 'double') ?? '' };
        try {
          await once(call, async (tx) => {
            await mergeCooperatives(tx, person.allianceId, asked, clock.now());
            return await readCooperative(knex, person.allianceId, asked.keep);
          });
        } catch (error) {
          return again(deps, person.allianceId, asked, error);
        }
        return { to: `${registerPath}/cooperatives/${encodeURIComponent(asked.keep)}` };
      },
    }),
  ];
}

/** Both rows side by side, and what they say differently. */
async function preview(
  { knex }: Pick<DeskPageDeps, 'knex'>,
  allianceId: string,
  { keep, double }: Pair,
  faults: readonly Fault[] = [],
): Promise<PageAnswer> {
  const [kept, doubled] = await Promise.all(
    [keep, double].map((each) => found(knex, allianceId, each)),
  );
  const differs = kept && doubled ? differences(kept, doubled) : [];
  const model = { dense: true, asked: { keep, double }, kept, doubled, differs, titles: titles() };
  const status = faults.length > 0 ? 422 : 200;
  return { view: 'desk/merge', model: { ...model, faults, same: keep === double }, status };
}

async function found(
  knex: DeskPageDeps['knex'],
  allianceId: string,
  asked: string | undefined,
): Promise<Kept | undefined> {
  if (asked === undefined) return undefined;
  try {
    return (await readCooperative(knex, allianceId, asked)).cooperative;
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-found') return undefined;
    throw error;
  }
}

async function again(
  deps: DeskPageDeps,
  allianceId: string,
  asked: Pair,
  error: unknown,
): Promise<PageAnswer> {
  const { code: what, extra } = problemOf(error);
  if (statusOf[what] !== 422) throw error;
  return preview(deps, allianceId, asked, extra.errors ?? []);
}
