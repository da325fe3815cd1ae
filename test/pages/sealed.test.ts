// While score sheets are sealed, nothing that anybody is shown depends on what another member has scored: the same case is
// played twice with different scores, and every page, list, search, count, paper, letter and answer of the API is the same
// to the byte, but for ids and secrets made at random.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSessions } from '../../src/accounts/sign-in/sessions.ts';
import { acceptedMatter, boardOf, exampleOf, type Matter } from '../http/board.ts';
import { startService, type Client, type Service } from '../http/service.ts';
import { operationRights } from '../rights/table.ts';

type Line = { criterion: string; points?: number; met?: boolean; comment?: string };
type World = {
  service: Service;
  matter: Matter;
  people: [string, Client][];
  cookies: Map<Client, string>;
};

const usual = (): Line[] => (exampleOf('SCORE') as { scores: Line[] }).scores;

/** What the first member thinks, once so and once quite otherwise. */
const kind: Line[] = usual();
const harsh: Line[] = usual().map(({ criterion, points }) =>
  points === undefined
    ? { criterion, met: false, comment: 'Không đạt, hồ sơ có dấu hiệu sửa chữa.' }
    : {
        criterion,
        points: 0,
        comment: `Không có minh chứng cho tiêu chí ${criterion}. `.repeat(4).slice(0, 190).trim(),
      },
);

async function worldWith(scores: readonly Line[]): Promise<World> {
  const service = await startService();
  const matter = await acceptedMatter(service, '5400000900');
  const { board } = matter;
  await matter.does(matter.leader, 'FORM_BOARD', boardOf(board));
  for (const each of board) await matter.does(each, 'DECLARE_CONFLICT', { conflict: 'none' });
  await matter.does(matter.officer, 'START_FIELD_CHECK');
  await matter.does(matter.officer, 'RECORD_FIELD');
  await matter.does(board[0] as Client, 'SCORE', { scores });
  await matter.does(board[1] as Client, 'SCORE', { scores: kind });
  const { knex } = service.engine.database;
  // The paper of the first sheet, as a worker would have made it: its size and digest tell of its content.
  const said = JSON.stringify(scores);
  const paper = await knex('documents')
    .where({ case_id: matter.id, kind: 'SCORE_SHEET' })
    .orderBy('id')
    .first('id');
  const made = { bytes: said.length, sha256: createHash('sha256').update(said).digest() };
  await knex('documents')
    .where({ id: paper.id })
    .update({ ...made, state: 'issued', path: 'sheet.pdf' });
  const people: World['people'] = [
    ['a member whose sheet is in', board[1] as Client],
    ['a member who owes one', board[2] as Client],
    ['the applicant', matter.coop],
    ['staff', matter.officer],
    ['a leader', matter.leader],
    ['a head of unit', await service.client('unit-head')],
    ['an auditor', await service.client('auditor')],
    ['an administrator', await service.client('administrator')],
    ['a commune', await service.client('commune')],
  ];
  // Names that differ, so that lists by name have one order.
  const all = new Set([...board, ...people.map(([, client]) => client)]);
  for (const [index, { person }] of [...all].entries())
    await knex('accounts')
      .where({ id: person.id })
      .update({ name: `Người ${index + 10}` });
  const sessions = createSessions(knex, () => Date.now());
  const cookies = new Map<Client, string>();
  for (const [, client] of people) {
    const about = { accountId: client.person.id, method: 'password', device: 'Thử' } as const;
    cookies.set(client, `session=${(await sessions.begin(about)).token}`);
  }
  return { service, matter, people, cookies };
}

const pages = (id: string): string[] => [
  '/boards',
  ...['', '/sheet', '/scores'].map((part) => `/boards/${id}${part}`),
  ...['', '/brief', '/journal', '/path', '/notes', '/messages', '/acts/SCORE'].map(
    (part) => `/cases/${id}${part}`,
  ),
  '/',
  '/cases',
  '/desk',
  '/desk/agenda?month=2026-03',
  '/desk/states',
  '/inbox',
  '/signatures',
  '/register',
  '/statistics',
  '/admin',
  '/admin/outbox',
  '/admin/audit',
  '/admin/boards',
  ...['', 'text=Hòa Bình', 'text=minh chứng', 'text=sửa chữa', 'sort=due', 'sort=updated'].flatMap(
    (query) => [`/desk/work?role=any&${encodeURI(query)}`, `/desk/cases?${encodeURI(query)}`],
  ),
];

/** Random things by the order in which they are met; what is the same again has the same name. */
function namer(): (text: string) => string {
  const met = new Map<string, string>();
  const name = (text: string): string => {
    const known = met.get(text) ?? `#${met.size}`;
    met.set(text, known);
    return known;
  };
  return (text) =>
    text
      .replaceAll(/name="(csrf|_key)" value="[^"]*"/g, 'name="$1"')
      .replaceAll(/"instance":"[^"]*"/g, '')
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, name)
      .replaceAll(/[0-9a-f]{64}/g, name)
      .replaceAll(/[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2,}/g, name)
      .replaceAll(/[\w.-]+@[\w.-]+/g, name)
      .replaceAll(/"(next|cursor|csrf|revision)":"[^"]*"/g, '"$1"')
      // The clock of a test runs on: how fast the machine was is no part of an answer.
      .replaceAll(/T\d\d:\d\d:\d\d\.\d+Z/g, 'T')
      .replaceAll(/\b\d\d:\d\d, /g, '');
}

/** Every answer this person gets to every question they can ask. */
async function everything(
  { service, matter, cookies }: World,
  client: Client,
): Promise<Record<string, string>> {
  const named = namer();
  const said: Record<string, string> = {};
  const headers = { cookie: cookies.get(client) ?? '', accept: 'text/html' };
  for (const path of pages(matter.id)) {
    const answer = await fetch(service.url + path, { headers, redirect: 'manual' });
    said[named(path)] = named(`${answer.status} ${await answer.text()}`);
  }
  const { body } = await service.anonymous.get('/openapi.json');
  const reads = operationRights(body)
    .filter(({ address }) => address.startsWith('GET '))
    .map(({ address }) =>
      address
        .slice('GET '.length)
        .replace('/processes/{id}', '/processes/appraisal')
        .replace('/settings/{process}', '/settings/appraisal')
        .replace('{documentId}', `${matter.id}.1.0`)
        .replace('{version}', '1')
        .replaceAll(/\{\w+\}/g, matter.id),
    );
  const dated = reads.map((path) => `${path}?from=2026-01-01&to=2026-12-31`);
  for (const path of [...reads, ...dated].filter((each) => !timed.test(each))) {
    // By the session too: a token may be remembered with the name it had before.
    const answer = await fetch(service.url + path, { headers: { cookie: headers.cookie } });
    const { status, headers: told } = answer;
    const text = await answer.text();
    const packed = /spreadsheet|zip/.test(told.get('content-type') ?? '');
    said[named(path)] = named(`${status} ${told.get('etag') ?? ''} ${packed ? '' : text}`);
  }
  return said;
}

/** Figures of the running program, the schemas themselves, and what the clock of the machine stamps. */
const timed = /metrics|openapi|\/docs|sessions|\/dev\/|healthz|readyz|\/export/;

let worlds: [World, World];

beforeAll(async () => {
  worlds = [await worldWith(kind), await worldWith(harsh)];
}, 180_000);
afterAll(async () => {
  for (const { service } of worlds) await service.close();
});

/** What tells two records apart, short enough to read. */
function differences(one: Record<string, string>, other: Record<string, string>): string[] {
  expect(Object.keys(other)).toEqual(Object.keys(one));
  return Object.entries(one).flatMap(([path, text]) => {
    const also = other[path] ?? '';
    if (text === also) return [];
    let at = 0;
    while (text[at] === also[at]) at += 1;
    return [
      `${path}: …${text.slice(Math.max(0, at - 80), at + 60)} | ${also.slice(Math.max(0, at - 20), at + 60)}`,
    ];
  });
}

describe('while sheets are sealed', () => {
  it('nothing anybody is shown tells what another member has scored', async () => {
    for (const [index, [who]] of worlds[0].people.entries()) {
      const [one, other] = await Promise.all(
        worlds.map((world) => everything(world, world.people[index]?.[1] as Client)),
      );
      expect(Object.keys(one ?? {}).length).toBeGreaterThan(60);
      expect([who, differences(one ?? {}, other ?? {})]).toEqual([who, []]);
    }
  }, 240_000);

  it('the writer alone reads it, so the two worlds do differ', async () => {
    for (const [{ matter }, met] of [
      [worlds[0], true],
      [worlds[1], false],
    ] as const) {
      const { data } = (await (matter.board[0] as Client).get(`/api/cases/${matter.id}`)).body;
      const lines = data.sheets[matter.board[0]?.person.id ?? ''] as Line[];
      expect(lines.find(({ criterion }) => criterion === 'a')?.met).toBe(met);
    }
  });

  it('letters, timers, work and papers owed are the same too', async () => {
    const [one, other] = await Promise.all(
      worlds.map(async ({ service, matter }) => {
        const { knex } = service.engine.database;
        const outbox = await knex('outbox')
          .whereNot('kind', 'issue')
          .orderBy('id')
          .select('id', 'kind', 'payload', 'next_at');
        const timers = await knex('timers').where({ case_id: matter.id }).orderBy('id');
        const work = await knex('work_items')
          .where({ case_id: matter.id })
          .orderBy('id')
          .select('title', 'roles', 'due_on', 'opened_at', 'closed_at');
        return namer()(JSON.stringify({ outbox, timers, work }));
      }),
    );
    expect(one).toBe(other);
    expect(one?.length).toBeGreaterThan(500);
  });

  it('“all in” comes with the last sheet, whatever it and the others say', async () => {
    for (const { matter } of worlds) {
      const stateAfter = async (index: number): Promise<string> => {
        await matter.does(matter.board[index] as Client, 'SCORE', { scores: kind });
        return (await matter.officer.get(`/api/cases/${matter.id}`)).body.state;
      };
      expect([await stateAfter(2), await stateAfter(3), await stateAfter(4)]).toEqual([
        'scoring',
        'scoring',
        'meeting.scheduled',
      ]);
    }
  });
});
