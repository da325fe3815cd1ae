// An alliance with many cases: open ones at several places of their way and closed ones, with names, communes, people,
// days and journals that differ, and the work that is open on them.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { founding } from '../machines/founding/index.ts';
import { copyId, openStage, type Stage } from './stage.ts';

/** Of a hundred cases so many are open; the others ended as cases end. */
const openShare = Number(process.env['PAGES_OPEN'] ?? 20);
const people = 20_000;

/** Returns the stage; cases are numbered from 1, and the first of them are the open ones. */
export async function stageOfPages(cases: number): Promise<Stage & { open: number }> {
  const stage = await openStage(8);
  // A line of its own: those of the service give up a statement that takes long.
  const client = new pg.Client(stage.url);
  await client.connect();
  const open = Math.round((cases * openShare) / 100);
  const fresh = Math.round(open / 4);
  const { staff, founder } = stage;
  await persons(stage);
  const drafting = await stage.draft();
  const closed = await stage.draft();
  const payload = founding.events['WITHDRAW']?.examples[0] ?? {};
  const key = { key: randomUUID(), request: '00' };
  await stage.cases.advance(closed, { by: founder, type: 'WITHDRAW', payload, expect: 3, key });
  const opened = await stage.opened();
  await copies(client, { of: opened, first: 1, last: fresh });
  await copies(client, { of: drafting, first: fresh + 1, last: open });
  await copies(client, { of: closed, first: open + 1, last: cases });
  await client.query(assign, [staff.id]);
  await client.query(journals, [`{${[opened, drafting, closed].join()}}`]);
  await client.query('analyze cases');
  await client.query(work);
  await client.query('vacuum analyze');
  await client.end();
  return { ...stage, open };
}

const names = `'{Nguyễn,Trần,Lê,Phạm,Hoàng,Huỳnh,Phan,Vũ,Võ,Đặng,Bùi,Đỗ,Hồ,Ngô,Dương,Lý}'::text[]`;
const middles = `'{Văn,Thị,Hữu,Đức,Ngọc,Minh,Thanh,Quang,Xuân,Kim}'::text[]`;
const givens = `'{An,Bình,Châu,Dũng,Em,Phúc,Giang,Hà,Hùng,Khánh,Lan,Long,Mai,Nam,Nga,Oanh,Phong,Quân,Sơn,Tâm,Thảo,Út,Vinh,Yến}'::text[]`;
const trades = `'{Nông nghiệp,Thủy sản,Rau sạch,Lúa giống,Vận tải,Muối,Tôm cua,Dịch vụ,Xây dựng,Chăn nuôi}'::text[]`;
const places = `'{Hòa Bình,Phước Long,Vĩnh Lợi,Hồng Dân,Giá Rai,Đông Hải,Ninh Quới,Vĩnh Trạch,Long Điền,Hưng Phú,Minh Diệu,Châu Thới}'::text[]`;
/** One of an array, by a number that goes round. */
const one = (list: string, number: string): string =>
  `(${list})[1 + (${number})::int % array_length(${list}, 1)]`;
const personId = (n: string): string =>
  `('00000000-0000-7000-9000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

async function persons({ database, staff }: Stage): Promise<void> {
  await database.pool.query(
    `insert into accounts (id, alliance_id, email, name, roles, created_at)
     select ${personId('n')}, $1, 'p' || n || '@example.vn',
       ${one(names, 'n')} || ' ' || ${one(middles, 'n / 16')} || ' ' || ${one(givens, 'n / 160')}, '{founder}', now()
     from generate_series(0, ${people - 1}) n`,
    [staff.allianceId],
  );
}

/** The due days of the copy move with its day of opening, in the column and in the snapshot alike. */
const copy = `insert into cases
  select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, alliance_id, process, given.number, version, state,
    open, case when due_on is null then snapshot else replace(snapshot::text, due_on::text, (due_on + n % 90 - 30)::text)::jsonb end,
    head, given.title, given.commune, subject, parent_id, unit, assignee, due_on + n % 90 - 30,
    array[${personId(`n % ${people}`)}::text], recused, opened_on - n % 700, opened_at - n * interval '9 minutes', updated_at,
    public.case_words(given.number, given.title, given.commune)
  from cases, generate_series($2::int, $3::int) n, lateral (select 'TL-2026-' || 10000 + n as number,
    'Hợp tác xã ' || ${one(trades, 'n')} || ' ' || ${one(places, 'n / 10')} || ' ' || n / 120 as title,
    'Xã ' || ${one(places, 'n / 7')} as commune) given where id = $1`;

type Part = { of: string; first: number; last: number };

async function copies(client: pg.Client, { of, first, last }: Part): Promise<void> {
  const atOnce = 25_000;
  for (let from = first; from <= last; from += atOnce)
    await client.query(copy, [of, from, Math.min(last, from + atOnce - 1)]);
}

/** The staff member who reads has every fiftieth case; others have others. */
const assign = `update cases set assignee = case when substr(id::text, 35)::text < '05' then $1 else null end
  where open and id::text like '00000000-0000-7000-8000-%'`;

/** Each copy has the journal of the case whose state it has. */
const journals = `insert into case_events
  select c.id, e.version, gen_random_uuid(), e.client_ref, e.type, e.actor_id, e.occurred_on, e.at, e.counts, e.prev_hash,
    e.hash, e.canonical
  from cases origin join case_events e on e.case_id = origin.id
  join cases c on c.state = origin.state and c.id <> origin.id
  where origin.id = any($1::uuid[])`;

const work = `insert into work_items (id, case_id, alliance_id, process, state, title, roles, due_on, opened_at)
  select c.id || '/4/0', c.id, c.alliance_id, c.process, 'bench', '{"vi":"Xem dự thảo","en":"Review"}', '{staff,unit-head}',
    c.due_on, now() - random() * interval '30 days' from cases c where c.open
  on conflict do nothing`;

/** The id of an open case, another for every round. */
export function openCase(round: number, open: number): string {
  return copyId(1 + ((round * 7_919) % open));
}
