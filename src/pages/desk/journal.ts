// The journal of a case for people: who did what, when, on what law; what was handed in, and what changed since.
import { z } from 'zod';
import { compareEvent, changesOf, type Change } from '../../engine/comparison.ts';
import { listEntries, type EntryView } from '../../engine/history.ts';
import { readRow } from '../../engine/reading.ts';
import { titleOf } from '../../engine/titles.ts';
import { processOf } from '../../../machines/index.ts';
import type { Operation } from '../../http/operation.ts';
import { id, wholeNumber } from '../../http/shapes.ts';
import { labelsAt } from './answers.ts';
import { headingFor, headingOf, type CaseHeading } from './case-heading.ts';
import type { DeskPageDeps } from './desk.ts';
import { addressOf, choice } from './query.ts';

const rowsShown = 50;

export function journalPages(deps: DeskPageDeps): Operation[] {
  return [journalPage(deps), comparisonPage(deps)];
}

function journalPage({ page, knex, unseal }: DeskPageDeps): Operation {
  return page({
    id: 'journalPage',
    path: '/cases/{id}/journal',
    title: { vi: 'Nhật ký hồ sơ', en: 'Journal of a case' },
    params: { id },
    query: { cursor: choice(z.string().max(400)) },
    async handle({ person, params, query: { cursor } }) {
      const heading = headingOf(await readRow(knex, person, params.id), person, '/journal');
      const asked = { limit: rowsShown, cursor };
      const list = await listEntries({ knex, unseal }, person, params.id, asked);
      const path = `/cases/${params.id}/journal`;
      const next = list.next && addressOf(path, { cursor: list.next });
      const entries = list.items.map((entry) => entryOf(heading, entry));
      return { view: 'case/journal', model: { dense: true, heading, entries, next } };
    },
  });
}

function entryOf({ process: { key } }: CaseHeading, entry: EntryView): object {
  const process = processOf(key);
  const given = changesOf({}, entry.payload);
  return {
    ...entry,
    toTitle: entry.from === entry.to ? undefined : titleOf(process, entry.to),
    lines: given.map(({ pointer, after }) => ({
      labels: labelsAt(key, entry.type, pointer),
      value: after,
    })),
    comparable: given.some(({ pointer }) => pointer.lastIndexOf('/') > 0),
  };
}

function comparisonPage({ page, knex, unseal }: DeskPageDeps): Operation {
  return page({
    id: 'comparisonPage',
    path: '/cases/{id}/journal/{version}',
    title: { vi: 'So sánh với lần nộp trước', en: 'What changed since' },
    params: { id, version: wholeNumber(1, 999_999_999) },
    async handle({ person, params }) {
      const heading = await headingFor(knex, person, params.id, '/journal');
      const { changes, ...compared } = await compareEvent(
        { knex, unseal },
        person,
        params.id,
        params.version,
      );
      const { key } = heading.process;
      const lines = changes.map((change) => lineOf(key, compared.type, change));
      return { view: 'case/comparison', model: { dense: true, heading, ...compared, lines } };
    },
  });
}

function lineOf(key: string, type: string, { pointer, ...change }: Change): object {
  return { ...change, labels: labelsAt(key, type, pointer) };
}
