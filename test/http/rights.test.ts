// Every operation, by every role, on one's own case, another group's, another alliance's and one that does not exist:
// the answers are those of the table.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { founding } from '../../machines/founding/index.ts';
import type { Role } from '../../machines/roles.ts';
import { rights } from '../../src/engine/rights.ts';
import { ask } from '../engine/engine.ts';
import { eventRights, operationRights, roles, type OperationRight } from '../rights/table.ts';
import { example, openFounding, startService, type Answer, type Client } from './service.ts';
import type { Service } from './service.ts';

type Place = { id: string; document: string; work: string };

let service: Service;
let operations: OperationRight[];
const clients = new Map<Role, Client>();
const own = new Map<Role, Place>();
let other: Place;
let foreign: Place;
const absent: Place = nowhere();

const groups = { own: 'Nhóm của mình', other: 'Nhóm khác kín', foreign: 'Nhóm tỉnh bạn' };

beforeAll(async () => {
  service = await startService();
  const { knex } = service.engine.database;
  const stranger = await service.client('founder');
  other = await placeOf(await openFounding(stranger, { group: groups.other }));
  foreign = await placeOf(await openElsewhere());
  for (const role of roles) {
    const client = await service.client(role);
    const id = await openFounding(stranger, { group: `${groups.own} ${role}` });
    await knex('cases')
      .where({ id })
      .update({ parties: [client.person.id] });
    clients.set(role, client);
    own.set(role, await placeOf(id));
  }
  // Every paper prints an identifier.
  await knex.raw(`update documents set data = data || '{"phone": "sealed:"}'`);
  await service.engine.anchors.write();
  operations = operationRights((await service.anonymous.get('/openapi.json')).body);
});
afterAll(() => service.close());

function nowhere(): Place {
  const id = randomUUID();
  return { id, document: `${id}.1.0`, work: `${id}.1.9` };
}

async function placeOf(id: string): Promise<Place> {
  const { knex } = service.engine.database;
  const shown = (key: string): string => key.replaceAll('/', '.');
  const paper = await knex('documents').where({ case_id: id }).first('id');
  const work = await knex('work_items').where({ case_id: id }).first('id');
  return { id, document: shown(paper.id), work: shown(work.id) };
}

/** A case of another alliance in the same installation. */
async function openElsewhere(): Promise<string> {
  const { knex } = service.engine.database;
  const id = randomUUID();
  const rest = { abbreviation: 'LMX', place: 'Tỉnh bạn', settings: {} };
  await knex('alliances').insert({ id, slug: 'elsewhere', name: 'Liên minh tỉnh bạn', ...rest });
  const person = { ...(await service.engine.person('founder')), allianceId: id };
  const payload = { ...example('REQUEST_CONSULTATION'), group: groups.foreign };
  const asked = ask(person, 'REQUEST_CONSULTATION', payload);
  return (await service.engine.cases.open('founding', asked)).answer.id;
}

const bodies: Readonly<Record<string, object>> = {
  openCase: { process: 'founding', payload: example('REQUEST_CONSULTATION') },
  addEvent: { type: 'RECORD_SESSION', payload: example('RECORD_SESSION') },
  changeCalendar: { days: [] },
};
const queries: Readonly<Record<string, string>> = { countEvents: '?from=2026-01-01&to=2026-12-31' };

function call(client: Client, { id, address }: OperationRight, place: Place): Promise<Answer> {
  const [method = '', path = ''] = address.split(' ');
  const filled = path
    .replace('/work-items/{id}', `/work-items/${place.work}`)
    .replace('/processes/{id}', '/processes/founding')
    .replace('{id}', place.id)
    .replace('{documentId}', place.document)
    .replace(/\{\w+\}/g, '1');
  const target = filled + (queries[id] ?? '');
  if (method === 'GET') return client.get(target);
  return client.send(method, target, bodies[id] ?? {}, { 'if-match': '"1"' });
}

/** The answer without the number of its request. */
function comparable({ status, text }: Answer): [number, string] {
  return [status, text.replace(/"instance":"[^"]*"/, '')];
}

const onCase = ({ address }: OperationRight): boolean =>
  /\/api\/(cases|work-items)\/\{id\}/.test(address);

/** Answer on every case that is seen; further operations may know conditions of their own. */
const plain = new Set([
  'readCase',
  'listActions',
  'addEvent',
  'listEvents',
  'compareEvent',
  'listDocuments',
  'readDocument',
  'readProof',
  'claimWorkItem',
  'releaseWorkItem',
]);

const hides = ({ id }: OperationRight, role: Role): boolean =>
  id === 'readDocument' && !rights[role].identifiers;

describe('every operation', () => {
  it.each(roles)('called by %s answers as the table says', async (role) => {
    const client = clients.get(role) as Client;
    const seesAll = rights[role].sight === 'alliance';
    for (const operation of operations) {
      const may = operation.roles.includes('anyone') || operation.roles.includes(role);
      const mine = await call(client, operation, own.get(role) as Place);
      if (!may) {
        expect([operation.id, mine.status]).toEqual([operation.id, 403]);
        continue;
      }
      if (!onCase(operation)) continue;
      const none = comparable(await call(client, operation, absent));
      const theirs = comparable(await call(client, operation, foreign));
      expect([operation.id, theirs]).toEqual([operation.id, none]);
      if (plain.has(operation.id))
        expect([operation.id, mine.status === 404]).toEqual([operation.id, hides(operation, role)]);
      const another = comparable(await call(client, operation, other));
      if (!seesAll || hides(operation, role)) {
        expect([operation.id, another]).toEqual([operation.id, none]);
      } else if (plain.has(operation.id)) {
        expect([operation.id, another[0]]).not.toEqual([operation.id, 404]);
      }
    }
  });

  it('needs an account unless the table says that it does not', async () => {
    for (const operation of operations) {
      const { status } = await call(service.anonymous as Client, operation, other);
      const open = operation.roles.includes('anyone');
      expect([operation.id, status === 401]).toEqual([operation.id, !open]);
    }
  });
});

describe('opening a case and acting in one', () => {
  const table = new Map(eventRights(founding).map((right) => [right.type, right]));

  it.each(roles)('is open to %s as the table says', async (role) => {
    const client = clients.get(role) as Client;
    const body = bodies['openCase'];
    const opened = await client.send('POST', '/api/cases', body);
    const may = table.get('REQUEST_CONSULTATION')?.cells[role] !== undefined;
    expect(opened.status).toBe(may ? 201 : 403);
    for (const place of [own.get(role) as Place, other]) {
      const { status, body: list } = await client.get(`/api/cases/${place.id}/actions`);
      if (status === 404) continue;
      for (const { type, enabled, reasons } of list.actions) {
        const cell = table.get(type)?.cells[role];
        if (enabled) expect([type, cell]).not.toEqual([type, undefined]);
        if (reasons[0]?.code === 'role') expect([type, cell]).not.toEqual([type, 'role']);
      }
    }
  });
});

describe('lists, searches and counts', () => {
  it.each(roles)('hold for %s what may be seen, and say nothing of the rest', async (role) => {
    const client = clients.get(role) as Client;
    const seesAll = rights[role].sight === 'alliance';
    const found = async (text: string): Promise<number> => {
      const cases = (await client.get(`/api/cases?text=${encodeURIComponent(text)}`)).body;
      const work = (await client.get(`/api/work-items?text=${encodeURIComponent(text)}`)).body;
      expect(cases.counts.total).toBe(cases.items.length);
      expect(work.counts.total).toBe(work.items.length);
      return cases.counts.total;
    };
    expect(await found(groups.foreign)).toBe(0);
    expect(await found(groups.other)).toBe(seesAll ? 1 : 0);
    expect(await found(groups.own)).toBe(seesAll ? roles.length : 1);
    for (const list of ['cases', 'work-items']) {
      const { text } = await client.get(`/api/${list}?limit=100`);
      expect(text.includes(foreign.id)).toBe(false);
      expect(text.includes(other.id)).toBe(seesAll);
    }
  });
});
