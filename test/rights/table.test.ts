// The table of rights is what the code does: in every state the ways through a process come to, and in the API.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allProcesses } from '../../machines/index.ts';
import type { Facts, Process } from '../../machines/define.ts';
import type { Role } from '../../machines/roles.ts';
import { actionsOf } from '../../src/engine/actions.ts';
import { startService, type Service } from '../http/service.ts';
import type { Step, Visit } from '../machines/paths.ts';
import { waysThrough } from '../machines/ways.ts';
import { eventRights, operationRights, rightsPage, roles } from './table.ts';

const page = new URL('../../docs/rights.md', import.meta.url);

describe('docs/rights.md', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService({ config: { devClock: false, mailbox: false } });
  });
  afterAll(() => service.close());

  it('is printed from the code as it is now', async () => {
    const { body } = await service.anonymous.get('/openapi.json');
    const printed = rightsPage(allProcesses(), operationRights(body));
    if (process.env['UPDATE_DOCS']) writeFileSync(page, printed);
    expect(readFileSync(page, 'utf8')).toBe(printed);
  });
});

/** One place says who may do what; what asks by lists of its own would drift from the table and from the page. */
it('no operation and no page names roles of its own: they ask for permissions by name', () => {
  const root = new URL('../../src/', import.meta.url);
  const sources = ['http', 'pages'].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  );
  const own = sources.flatMap((name) =>
    readFileSync(new URL(name, root), 'utf8')
      .split('\n')
      .filter((line) =>
        /\broles: (\[|overseeing|alliance)|roles\.includes\('|role === '/.test(line),
      )
      .map((line) => `${name}: ${line.trim()}`),
  );
  expect(own).toEqual([]);
});

/** What somebody with one role alone may do here, by who they are to the case. */
function offered(of: Process, visit: Visit, id: string, role: Role): string[] {
  const known = (visit.by as Step).facts;
  const facts: Facts = { ...known, on: visit.date, by: { id, name: id, roles: [role] }, found: {} };
  return actionsOf(of, visit.snapshot, facts)
    .filter(
      ({ enabled, reasons }) => enabled || !['role', 'state'].includes(reasons[0]?.code ?? ''),
    )
    .map(({ type }) => type);
}

const visitsOfState = 5;

describe.each(allProcesses().map((each) => [each.key, each] as const))('%s', (_, each) => {
  const table = new Map(eventRights(each).map((right) => [right.type, right]));
  const visits = waysThrough(each).visits.filter(({ snapshot }) => snapshot.version > 0);

  it('gives nobody more than the table says, whoever they are to the case', () => {
    const seen = new Set<string>();
    const beyond = new Set<string>();
    // Rights follow from state and relation: some visits of each state stand for all of them.
    const byState = Map.groupBy(visits, ({ standing }) => standing.state);
    for (const visit of [...byState.values()].flatMap((same) => same.slice(0, visitsOfState))) {
      const parties = each.parties(visit.snapshot.data).filter((id) => id !== 'system');
      const people = ['stranger', ...parties];
      for (const role of roles) {
        for (const id of people) {
          for (const type of offered(each, visit, id, role)) {
            const cell = table.get(type)?.cells[role];
            if (cell) seen.add(`${type} ${role} ${cell}`);
            else beyond.add(`${type} ${role} ${id}`);
          }
        }
      }
    }
    expect([...beyond]).toEqual([]);
    expect(seen.size).toBeGreaterThan(3);
  });

  it('lets no administrator act', () => {
    for (const { cells } of table.values()) expect(cells.administrator).toBeUndefined();
  });

  it('narrows no field that is not declared', () => {
    const { view, narrowed = {} } = each;
    const narrowedHere = new Set<string>();
    for (const { snapshot } of view ? visits : []) {
      for (const id of ['stranger', ...each.parties(snapshot.data)]) {
        const shown = view?.(snapshot.data, { id, name: '', roles: [] }) ?? {};
        for (const [name, value] of Object.entries(snapshot.data))
          if (JSON.stringify(shown[name]) !== JSON.stringify(value)) narrowedHere.add(name);
      }
    }
    expect([...narrowedHere].toSorted()).toEqual(Object.keys(narrowed).toSorted());
  });
});
