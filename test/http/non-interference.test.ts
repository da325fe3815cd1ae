// Who is recused from a case, and another group, learn nothing of it: whatever changes in it, each of their answers
// stays the same to the byte, lists, searches, totals and figures included.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operationRights, type OperationRight } from '../rights/table.ts';
import { acceptedMatter, boardOf, type Matter } from './board.ts';
import { example, openFounding, startService, type Client, type Service } from './service.ts';

let service: Service;
let matter: Matter;
let group: string;
let founder: Client;
let reads: OperationRight[];
/** Sees every case of the alliance, but has declared a conflict in this one. */
let recused: Client;
/** Another group, with a case of its own. */
let stranger: Client;

beforeAll(async () => {
  service = await startService();
  matter = await acceptedMatter(service, '5400000900');
  recused = matter.board[1] as Client;
  await matter.does(matter.leader, 'FORM_BOARD', boardOf(matter.board));
  founder = await service.client('founder');
  group = await openFounding(founder, { group: 'Nhóm kín' });
  stranger = await service.client('founder');
  await openFounding(stranger, { group: 'Nhóm riêng' });
  const { body } = await service.anonymous.get('/openapi.json');
  reads = operationRights(body).filter(
    ({ address, roles }) => address.startsWith('GET ') && !roles.includes('anyone'),
  );
  await matter.does(recused, 'DECLARE_CONFLICT', declared());
});
afterAll(() => service.close());

const declared = (): Record<string, unknown> => ({
  conflict: 'declared',
  kinds: ['family'],
  detail: 'Anh ruột là Giám đốc hợp tác xã.',
});

const searches = ['Hòa Bình', 'thanh nien', 'Nhóm kín', 'doi ten', 'TĐ', 'TL'];

/** Every answer to every read this person can ask for, about everything and about the case. */
async function everything(client: Client, id: string): Promise<Record<string, string>> {
  const lists = ['cases', 'work-items'].flatMap((list) => [
    `/api/${list}?limit=100`,
    `/api/${list}?limit=1`,
    `/api/${list}?assignee=none`,
    `/api/${list}?dueFrom=2026-01-01&dueTo=2027-01-01`,
    ...['open=true', 'open=false', `parent=${id}`].map((filter) =>
      list === 'cases' ? `/api/cases?${filter}` : `/api/work-items?case=${id}`,
    ),
    ...searches.map((words) => `/api/${list}?text=${encodeURIComponent(words)}`),
  ]);
  const known = reads.map(({ address }) =>
    address
      .slice('GET '.length)
      .replace('/processes/{id}', '/processes/appraisal')
      .replace('{documentId}', `${id}.1.0`)
      .replace('{version}', '1')
      .replace(/\{\w+\}/g, id),
  );
  const dated = known.map((path) => `${path}?from=2026-01-01&to=2026-12-31`);
  const said: Record<string, string> = {};
  for (const path of [...lists, ...known, ...dated]) {
    const { status, text, headers } = await client.get(path);
    const rest = text.replace(/"instance":"[^"]*"/, '');
    // A workbook carries the second in which it was packed.
    const packed = headers.get('content-type')?.includes('spreadsheet');
    said[path] = `${status} ${headers.get('etag') ?? ''} ${packed ? '' : rest}`;
  }
  return said;
}

type Change = [string, (id: string) => Promise<unknown>];

const rows = () => service.engine.database.knex;

/** Every text and number of the data becomes another. */
function otherwise(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('0') ? value : `${value} khác`;
  if (Array.isArray(value)) return value.map(otherwise);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, otherwise(item)]));
}

const columns: readonly [string, unknown][] = [
  ['title', 'Tên đã đổi'],
  ['commune', 'Xã Thanh Niên'],
  ['due_on', '2026-05-05'],
  ['unit', 'Phòng khác'],
  ['assignee', 'somebody'],
  ['updated_at', '2026-09-09T00:00:00Z'],
  ['opened_on', '2020-01-01'],
  ['state', 'certified.valid'],
  ['open', false],
];

const changes: readonly Change[] = [
  ...columns.map(([column, value]): Change => [
    `its ${column}`,
    (id) =>
      rows()('cases')
        .where({ id })
        .update({ [column]: value }),
  ]),
  [
    'all of its data',
    async (id) => {
      const { snapshot } = await rows()('cases').where({ id }).first('snapshot');
      const changed = { ...snapshot, data: otherwise(snapshot.data) };
      return rows()('cases').where({ id }).update({ snapshot: changed });
    },
  ],
  [
    'its number',
    (id) =>
      rows()('cases')
        .where({ id })
        .update({ number: `TĐ-${id}` }),
  ],
  [
    'its papers',
    async (id) =>
      rows()('documents').where({ case_id: id }).update({ symbol: '99/2026/X', bytes: 1 }),
  ],
  [
    'its work',
    async (id) =>
      rows()('work_items')
        .where({ case_id: id })
        .update({ due_on: '2026-06-06', claimed_by: null }),
  ],
];

/** Changes one thing after the other and asks for everything after each. */
async function unmoved(client: Client, id: string, more: readonly Change[] = []): Promise<void> {
  const before = await everything(client, id);
  expect(Object.keys(before).length).toBeGreaterThan(30);
  const hidden = Object.entries(before).filter(([, text]) => text.includes(id));
  expect(hidden).toEqual([]);
  for (const [name, change] of [...more, ...changes]) {
    await change(id);
    expect([name, await everything(client, id)]).toEqual([name, before]);
  }
}

describe('nothing is learnt', () => {
  it('by a recused member who otherwise sees every case', async () => {
    const others = matter.board.filter((each) => each !== recused);
    const goesOn: Change[] = [
      [
        'declarations of the others',
        async () => {
          for (const each of others)
            await matter.does(each, 'DECLARE_CONFLICT', { conflict: 'none' });
        },
      ],
      ['the end of it', () => matter.does(matter.coop, 'WITHDRAW')],
    ];
    expect((await recused.get(`/api/cases?limit=100`)).body.counts.total).toBeGreaterThan(0);
    await unmoved(recused, matter.id, goesOn);
  });

  it('by a recused member from the complaint that came of it', async () => {
    const asked = { process: 'complaint', payload: complaintAbout(matter.id) };
    const opened = await matter.officer.send('POST', '/api/cases', asked);
    const { id } = opened.body as { id: string };
    // As the appraisal itself opens it.
    await rows()('cases').where({ id }).update({ parent_id: matter.id });
    expect((await recused.get(`/api/cases/${id}`)).status).toBe(404);
    expect((await matter.officer.get(`/api/cases/${id}`)).status).toBe(200);
    await unmoved(recused, id);
  });

  it('by another group', async () => {
    const head = await service.client('unit-head');
    const adviser = await service.client('staff');
    const assigned: Change = [
      'an event',
      async (id) => {
        const about = {
          type: 'ASSIGN',
          payload: { ...example('ASSIGN'), adviser: adviser.person.id },
        };
        const done = await head.send('POST', `/api/cases/${id}/events`, about, {
          'if-match': '"1"',
        });
        expect(done.status).toBe(201);
      },
    ];
    await unmoved(stranger, group, [assigned]);
  });

  it('from acts: what is hidden cannot be acted on, and says so like what is not there', async () => {
    const about = { type: 'DECLARE_CONFLICT', payload: { conflict: 'none' } };
    const tell = async (client: Client, id: string): Promise<string> => {
      const { status, text } = await client.send('POST', `/api/cases/${id}/events`, about);
      return `${status} ${text.replace(/"instance":"[^"]*"/, '')}`;
    };
    const nowhere = '0190a000-0000-7000-8000-00000000dead';
    expect(await tell(recused, matter.id)).toBe(await tell(recused, nowhere));
    expect(await tell(stranger, group)).toBe(await tell(stranger, nowhere));
  });
});

function complaintAbout(id: string): Record<string, unknown> {
  return {
    parentCase: id,
    against: 'appraisal',
    decision: { on: '2026-02-20' },
    grounds: 'Khiếu nại việc thẩm định.',
    complainantName: 'Hợp tác xã Hòa Bình',
  };
}
