// Administration: how the service stands, people, what the system could not do, numbers, wording, law, processes.
import type { Knex } from 'knex';
import { allProcesses, currentProcess } from '../../../machines/index.ts';
import { legalProfiles } from '../../../machines/law.ts';
import type { Process } from '../../../machines/define.ts';
import type { Clock } from '../../clock.ts';
import { permissions } from '../../engine/permissions.ts';
import { listOwed, retryOwed } from '../../engine/upkeep.ts';
import { statesOf } from '../../engine/titles.ts';
import type { Once } from '../../http/once.ts';
import { one } from '../../http/page-form.ts';
import type { Operation } from '../../http/operation.ts';
import { Problem } from '../../problem.ts';
import type { PageMaker } from '../page.ts';
import { accountActsPage } from './account-acts.ts';
import { auditPages } from './audit.ts';
import { boardRegisterPages } from './boards.ts';
import { calendarPages, type CalendarPageDeps } from './calendar.ts';
import { healthPages } from './health/page.ts';
import { peoplePages, type PeoplePageDeps } from './people.ts';
import { signerPages } from './signers.ts';
import { textPages, type TextPageDeps } from './texts.ts';
import { unitPages } from './units.ts';
import { z } from 'zod';

export type AdminDeps = { page: PageMaker; knex: Knex; clock: Clock; once: Once };

export function adminPages(deps: CalendarPageDeps & TextPageDeps & PeoplePageDeps): Operation[] {
  return [
    ...healthPages(deps),
    outboxPage(deps),
    retryPage(deps),
    ...auditPages(deps),
    numbersPage(deps),
    ...textPages(deps),
    lawPage(deps),
    catalogPage(deps),
    processPage(deps),
    ...peoplePages(deps),
    accountActsPage(deps),
    ...signerPages(deps),
    ...unitPages(deps),
    ...boardRegisterPages(deps),
    ...calendarPages(deps),
  ];
}

function outboxPage({ page, knex }: AdminDeps): Operation {
  return page({
    id: 'outboxPage',
    path: '/admin/outbox',
    title: { vi: 'Việc hệ thống còn nợ', en: 'What the system owes' },
    roles: permissions.seeOwed,
    async handle({ person }) {
      const owed = await listOwed(knex, person);
      const failed = owed.filter(({ state }) => state === 'failed').length;
      return { view: 'admin/outbox', model: { dense: true, owed, failed } };
    },
  });
}

function retryPage({ page, once, clock }: AdminDeps): Operation {
  return page({
    id: 'retryPage',
    method: 'POST',
    path: '/admin/outbox',
    title: { vi: 'Thử lại', en: 'Try again' },
    roles: permissions.retryOwed,
    async handle(call) {
      const id = one(call.fields, 'id');
      const which = id === undefined ? {} : { id };
      await once(call, async (tx) => {
        return { retried: await retryOwed(tx, call.person, { ...which, at: clock.now() }) };
      });
      return { to: '/admin/outbox' };
    },
  });
}

function numbersPage({ page, knex }: AdminDeps): Operation {
  return page({
    id: 'numbersPage',
    path: '/admin/numbers',
    title: { vi: 'Sổ và số', en: 'Registers and numbers' },
    roles: permissions.readNumbers,
    async handle({ person: { allianceId } }) {
      const taken = await knex('registers')
        .where({ alliance_id: allianceId })
        .orderBy([{ column: 'year', order: 'desc' }, 'series'])
        .select('series', 'year', 'last');
      return { view: 'admin/numbers', model: { dense: true, taken, patterns: patterns() } };
    },
  });
}

/** What numbers look like, case by case and paper by paper. */
function patterns(): object[] {
  return current().flatMap(({ title, series, effects }) => [
    { what: title, series, form: `${series}-{year}-{no}` },
    ...Object.values(effects).flatMap((effect) =>
      effect.kind === 'issue' && effect.register
        ? [
            {
              what: effect.title,
              series: effect.register.series,
              form: `{no}/{year}/${effect.register.symbol}`,
            },
          ]
        : [],
    ),
  ]);
}

function current(): Process[] {
  const ids = [...new Set(allProcesses().map(({ id }) => id))];
  return ids.flatMap((id) => currentProcess(id) ?? []);
}

function lawPage({ page }: AdminDeps): Operation {
  return page({
    id: 'legalProfilesPage',
    path: '/admin/law',
    title: { vi: 'Căn cứ pháp lý', en: 'Legal profiles' },
    roles: permissions.oversee,
    handle() {
      const profiles = legalProfiles.map(({ parameters, ...profile }) => ({
        ...profile,
        parameters: [...parameters].map(([name, { value, basis, confidence }]) => {
          return { name, value: JSON.stringify(value), basis, confidence };
        }),
      }));
      return Promise.resolve({ view: 'admin/law', model: { dense: true, profiles } });
    },
  });
}

function catalogPage({ page }: AdminDeps): Operation {
  return page({
    id: 'catalogPage',
    path: '/processes',
    title: { vi: 'Danh mục quy trình', en: 'Processes' },
    roles: permissions.oversee,
    handle() {
      const processes = current().map((process) => ({
        id: process.id,
        title: process.title,
        version: process.version,
        states: statesOf(process).length,
        events: Object.keys(process.events).length,
      }));
      return Promise.resolve({ view: 'admin/catalog', model: { dense: true, processes } });
    },
  });
}

function processPage({ page }: AdminDeps): Operation {
  return page({
    id: 'processPage',
    path: '/processes/{process}',
    title: { vi: 'Quy trình', en: 'Process' },
    roles: permissions.oversee,
    params: { process: z.string().regex(/^[a-z][a-zA-Z0-9-]{0,59}$/) },
    handle({ params, language }) {
      const process = currentProcess(params.process);
      if (!process) throw new Problem('not-found');
      const terms = Object.values(process.terms).map(({ title, law, confidence, span }) => ({
        title,
        law,
        confidence,
        span: typeof span === 'function' ? undefined : span,
      }));
      const rules = Object.values(process.rules).map(({ title, law }) => ({ title, law }));
      const diagram = `/api/processes/${process.id}/diagram?law=true&language=${language}`;
      const model = { dense: true, title: process.title, diagram, terms, rules };
      return Promise.resolve({ view: 'admin/process', model });
    },
  });
}
