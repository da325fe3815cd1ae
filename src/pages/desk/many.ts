// One act on several cases: chosen from a list, filled in once, sent, and told case by case what became of it.
import { z } from 'zod';
import { permissions } from '../../engine/permissions.ts';
import type { Action } from '../../engine/actions.ts';
import type { Person } from '../../engine/rights.ts';
import { actOnMany } from '../../http/bulk.ts';
import { one } from '../../http/page-form.ts';
import type { Fields, Operation } from '../../http/operation.ts';
import { Problem } from '../../problem.ts';
import { accountsFor } from '../accounts.ts';
import { blankSheet, sheetOf, type Sheet } from '../form/sheet.ts';
import type { PageAnswer, PageCall } from '../page.ts';
import { headingFor, type CaseHeading } from './case-heading.ts';
import type { DeskPageDeps } from './desk.ts';
import { addressOf, backOf, choice } from './query.ts';

const most = 25;
const form = /^[0-9a-f-]{36}\.[1-9]\d{0,8}(,[0-9a-f-]{36}\.[1-9]\d{0,8}){0,24}$/;
const event = z.string().regex(/^[A-Z_]{1,64}$/);
const about = {
  path: '/desk/many',
  title: { vi: 'Làm cho nhiều hồ sơ', en: 'For several cases' },
  roles: permissions.oversee,
} as const;

export function manyPages(deps: DeskPageDeps): Operation[] {
  const { page } = deps;
  return [
    choosePage(deps),
    page({
      ...about,
      id: 'manyPage',
      query: {
        cases: z.string().max(1_200).regex(form),
        event: choice(event),
        pick: choice(z.string().max(100)),
        back: choice(z.string().max(400)),
      },
      handle: ({ person, query }) => asked(deps, person, query),
    }),
    page({ ...about, id: 'sendManyPage', method: 'POST', handle: (call) => sent(deps, call) }),
  ];
}

/** Ticked rows go on to the page where the act is chosen, with the versions that were seen. */
function choosePage({ page }: DeskPageDeps): Operation {
  return page({
    id: 'chooseCasesPage',
    method: 'POST',
    path: '/desk/cases',
    title: { vi: 'Chọn hồ sơ', en: 'Choose cases' },
    roles: permissions.oversee,
    keyless: true,
    handle({ fields }) {
      const cases = (fields['case'] ?? []).slice(0, most).join(',');
      if (!form.test(cases)) throw noneTicked();
      const back = backOf(one(fields, 'back'), '/desk/cases');
      return Promise.resolve({ to: addressOf('/desk/many', { cases, back }) });
    },
  });
}

function noneTicked(): Problem {
  const detail = {
    vi: 'Hãy đánh dấu ít nhất một hồ sơ trong danh sách',
    en: 'Tick at least one case of the list',
  };
  return new Problem('invalid', { errors: [{ pointer: '/case', code: 'missing', detail }] });
}

type Asked = {
  cases: string;
  event?: string | undefined;
  /** Where an act is about one of several parts: which. */
  pick?: string | undefined;
  back?: string | undefined;
};
type Chosen = { heading: CaseHeading; version: number; actions: Action[] };

/** The cases with what may be done in each. @throws Problem `not-found` for one that is hidden */
async function chosenFrom(
  { knex, reading }: DeskPageDeps,
  person: Person,
  cases: string,
): Promise<Chosen[]> {
  return Promise.all(
    cases.split(',').map(async (each) => {
      const [id = '', version = ''] = each.split('.');
      const [heading, { actions }] = await Promise.all([
        headingFor(knex, person, id, ''),
        reading.actions(person, id),
      ]);
      return { heading, version: Number(version), actions };
    }),
  );
}

async function asked(deps: DeskPageDeps, person: Person, query: Asked): Promise<PageAnswer> {
  const { cases, event: type, pick, back = '/desk/cases' } = query;
  const chosen = await chosenFrom(deps, person, cases);
  if (type === undefined) return choosing(chosen, { cases, back });
  const { source, action } = await sourceFor(deps, { person, fields: {} }, chosen, type);
  const asking = { cases, event: type, back };
  const sheet = blankSheet(source, pick);
  const picks = (sheet.choose?.values ?? []).map(({ value, words }) => ({
    words,
    href: addressOf('/desk/many', { ...asking, pick: value }),
  }));
  return drawn(chosen, action, sheet, { ...asking, picks });
}

/** Acts that at least one of the cases allows now, with how many do. */
function choosing(chosen: readonly Chosen[], query: Asked): PageAnswer {
  const acts = new Map<string, { title: Action['title']; count: number }>();
  for (const { type, title, enabled } of chosen.flatMap(({ actions }) => actions)) {
    if (enabled) acts.set(type, { title, count: (acts.get(type)?.count ?? 0) + 1 });
  }
  const shown = [...acts].map(([type, act]) => ({
    ...act,
    href: addressOf('/desk/many', { ...query, event: type }),
  }));
  return { view: 'desk/many-choose', model: { dense: true, chosen, acts: shown, ...query } };
}

type Source = Parameters<typeof blankSheet>[0];

/** The form is that of the first case in which the act is open; every case judges for itself what it gets. */
async function sourceFor(
  { knex, reading }: DeskPageDeps,
  { person, fields }: Pick<PageCall, 'person' | 'fields'>,
  chosen: readonly Chosen[],
  type: string,
): Promise<{ source: Source; action: Action }> {
  const able = chosen.find(({ actions }) =>
    actions.some((action) => action.type === type && action.enabled),
  );
  const action = able?.actions.find((each) => each.type === type);
  if (!able || !action) throw new Problem('not-found');
  const [{ process }, view] = await Promise.all([
    reading.actions(person, able.heading.id),
    reading.read(person, able.heading.id),
  ]);
  const accounts = await accountsFor(knex, person, fields, [view.data, view.parties]);
  const definition = process.events[type] as Source['event'];
  return { source: { event: definition, ...accounts, data: view.data }, action };
}

function drawn(
  chosen: readonly Chosen[],
  action: Action,
  sheet: Sheet,
  query: Asked & { status?: number; picks?: object[] },
): PageAnswer {
  const able = chosen.map(({ heading, actions }) => ({
    heading,
    action: actions.find(({ type }) => type === action.type),
  }));
  const { status = 200, ...rest } = query;
  return { view: 'desk/many', model: { dense: true, able, action, sheet, ...rest }, status };
}

async function sent(deps: DeskPageDeps, call: PageCall): Promise<PageAnswer> {
  const { person, fields, key } = call;
  const query = askedIn(fields);
  const chosen = await chosenFrom(deps, person, query.cases);
  const { source, action } = await sourceFor(deps, call, chosen, query.event);
  const sheet = sheetOf(source, fields);
  if (sheet.step === 'change') return drawn(chosen, action, sheet, query);
  if (sheet.faults.length > 0) return drawn(chosen, action, sheet, { ...query, status: 422 });
  const versions = Object.fromEntries(chosen.map(({ heading: { id }, version }) => [id, version]));
  const { payload } = sheet;
  const act = { event: query.event, payload, ids: Object.keys(versions), versions };
  const { items, counts } = await actOnMany(deps, person, act, key);
  const results = items.map((item) => ({
    ...item,
    heading: chosen.find(({ heading }) => heading.id === item.id)?.heading,
  }));
  const model = { dense: true, results, counts, action, back: query.back };
  return { view: 'desk/many-results', model };
}

function askedIn(fields: Fields): { cases: string; event: string; back: string } {
  const cases = one(fields, '_cases') ?? '';
  const type = event.safeParse(one(fields, '_event')).data;
  if (!form.test(cases) || type === undefined) throw new Problem('not-found');
  return { cases, event: type, back: backOf(one(fields, '_back'), '/desk/cases') };
}
