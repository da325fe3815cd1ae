// The one statement that commits events. For each case: compare-and-set of its row, the journal entry, and all that
// the event asks for inside the database. Several cases share a statement; a case that moved meanwhile is left out.
import type pg from 'pg';
import type { Hands } from '../../machines/define.ts';

/** All that one event writes. Absent lists are empty. */
export type CommitRow = {
  id: string;
  alliance: string;
  /** Version the decision was made on; 0 opens the case. */
  expect: number;
  process: string;
  state: string;
  open: boolean;
  snapshot: object;
  title: string;
  commune: string;
  subject: string | null;
  parent: string | null;
  unit: string;
  assignee: string | null;
  /** The process has named an assignee, or taken one away; else the case stays in the hands it is in. */
  assigned: boolean;
  due: string | null;
  parties: readonly string[];
  recused: readonly string[];
  at: string;
  /** Letters of the case number; only when opening. */
  series?: string;
  event: {
    id: string;
    ref: string | null;
    type: string;
    actor: string;
    on: string;
    counts: string[] | null;
    prev: string;
    hash: string;
    canonical: string;
  };
  /** State of all declared ties that the decision rests on; when it has changed, nothing is written. */
  ties?: number;
  key?: { person: string; key: string; request: string; answer: object };
  timers?: { term: string; id: string; at: string; due: string }[];
  cleared?: string[];
  /** `at`: not before then. */
  outbox?: { id: string; kind: string; payload: object; at?: string }[];
  opened?: { id: string; state: string; title: object; roles: string[]; due: string | null }[];
  closed?: string[];
  /** Already encrypted; hex. */
  persons?: { id: string; kind: string; cipher: string; mark: string | null }[];
  documents?: {
    id: string;
    kind: string;
    title: object;
    series: string | null;
    symbol: string | null;
    code: string;
    data: object;
    on: string;
    hands: Hands | null;
    /** Takes the place of the paper of its kind that the case has now. */
    supersedes: boolean;
  }[];
  cooperatives?: object[];
  certificates?: object[];
  votes?: object[];
};

export type Committed = { id: string; number: string };

/** Lists that a statement may carry; each adds its part only when some row has it. */
const sections = [
  'key',
  'timers',
  'cleared',
  'outbox',
  'opened',
  'closed',
  'persons',
  'documents',
  'cooperatives',
  'certificates',
  'votes',
] as const;
type Section = (typeof sections)[number];

const input = `input as materialized (select * from jsonb_to_recordset($1::jsonb) as r(
  id uuid, alliance uuid, expect int, process text, state text, open boolean, snapshot jsonb, title text, commune text,
  subject text, parent uuid, unit text, assignee text, assigned boolean, due date, parties text[], recused text[], at timestamptz, series text,
  ties int, event jsonb, key jsonb, timers jsonb, cleared text[], outbox jsonb, opened jsonb, closed text[], persons jsonb,
  documents jsonb, cooperatives jsonb, certificates jsonb, votes jsonb))`;

const advanced = `moved as (update cases c set version = i.expect + 1, process = i.process, state = i.state, open = i.open,
  snapshot = i.snapshot, head = decode(i.event->>'hash', 'hex'), title = i.title, commune = i.commune,
  words = case when c.title = i.title and c.commune = i.commune then c.words else public.case_words(c.number, i.title, i.commune) end,
  subject = i.subject, assignee = case when i.assigned then i.assignee else c.assignee end, due_on = i.due, parties = i.parties, recused = i.recused, updated_at = i.at
  from input i where c.id = i.id and c.version = i.expect
    and (i.ties is null or i.ties = (select a.ties from alliances a where a.id = i.alliance)) returning c.id, c.number)`;

const openedCases = `numbered as (insert into registers as r (alliance_id, series, year, last)
    select alliance, 'case:' || series, left(event->>'on', 4)::int, count(*) from input group by 1, 2, 3 order by 1, 2, 3
    on conflict (alliance_id, series, year) do update set last = r.last + excluded.last returning *),
  moved as (insert into cases (id, alliance_id, process, number, version, state, open, snapshot, head, title, commune,
      words, subject, parent_id, unit, assignee, due_on, parties, recused, opened_on, opened_at, updated_at)
    select i.id, i.alliance, i.process, i.number, 1, i.state, i.open, i.snapshot, decode(i.event->>'hash', 'hex'), i.title,
      i.commune, public.case_words(i.number, i.title, i.commune), i.subject, i.parent, i.unit, i.assignee,
      i.due, i.parties, i.recused, (i.event->>'on')::date, i.at, i.at
    from (select i.*, i.series || '-' || n.year || '-' || lpad((n.last - count(*) over w + row_number() over w)::text, 4, '0') as number
      from input i join numbered n on n.alliance_id = i.alliance and n.series = 'case:' || i.series
        and n.year = left(i.event->>'on', 4)::int
      window w as (partition by i.alliance, i.series, n.year)) i
    returning id, number)`;

const journal = `journal as (insert into case_events (case_id, version, event_id, client_ref, type, actor_id, occurred_on,
    at, counts, prev_hash, hash, canonical)
  select i.id, i.expect + 1, e.id, e.ref, e.type, e.actor, e."on", i.at, e.counts, decode(e.prev, 'hex'), decode(e.hash, 'hex'), e.canonical
  from input i join moved using (id), jsonb_to_record(i.event) as e(id uuid, ref text, type text, actor text, "on" date,
    counts text[], prev text, hash text, canonical text))`;

const parts: Record<Section, string> = {
  key: `keyed as (insert into idempotency (person_id, key, request, status, answer, at)
    select k.person, k.key, decode(k.request, 'hex'), 201, k.answer || jsonb_build_object('number', m.number), i.at
    from input i join moved m using (id), jsonb_to_record(i.key) as k(person text, key text, request text, answer jsonb)
    where i.key is not null)`,
  timers: `timed as (insert into timers (case_id, term, id, due_at)
    select i.id, t.term, t.id, t.at from input i join moved using (id),
      jsonb_to_recordset(i.timers) as t(term text, id text, at timestamptz)
    on conflict (case_id, term) do update set id = excluded.id, due_at = excluded.due_at),
  redated as (update work_items w set due_on = t.due from input i join moved using (id),
      jsonb_to_recordset(i.timers) as t(term text, due date)
    where w.case_id = i.id and w.state = split_part(t.term, '/', 1) and w.closed_at is null and w.due_on is not null)`,
  cleared: `untimed as (delete from timers t using input i join moved using (id)
    where t.case_id = i.id and t.term = any(i.cleared))`,
  outbox: `sent as (insert into outbox (id, case_id, kind, payload, next_at, created_at)
    select o.id, i.id, o.kind, o.payload, coalesce(o.at, i.at), i.at from input i join moved using (id),
      jsonb_to_recordset(i.outbox) as o(id text, kind text, payload jsonb, at timestamptz)),
  inboxed as (insert into inbox (person_id, notice_id, case_id, at)
    select o.payload #>> '{recipient,person}', o.id, i.id, i.at from input i join moved using (id),
      jsonb_to_recordset(i.outbox) as o(id text, kind text, payload jsonb)
    where o.kind = 'notify' and o.payload #>> '{recipient,person}' is not null)`,
  closed: `unworked as (update work_items w set closed_at = i.at from input i join moved using (id)
    where w.case_id = i.id and w.closed_at is null and w.state = any(i.closed))`,
  opened: `worked as (insert into work_items (id, case_id, alliance_id, process, state, title, roles, due_on, opened_at)
    select o.id, i.id, i.alliance, i.process, o.state, o.title, o.roles, o.due, i.at from input i join moved using (id),
      jsonb_to_recordset(i.opened) as o(id text, state text, title jsonb, roles text[], due date))`,
  persons: `kept as (insert into person_rows (id, case_id, kind, cipher, mark)
    select p.id, i.id, p.kind, decode(p.cipher, 'hex'), decode(p.mark, 'hex') from input i join moved using (id),
      jsonb_to_recordset(i.persons) as p(id uuid, kind text, cipher text, mark text))`,
  documents: `papers as (select i.id as case_id, i.alliance, d.* from input i join moved using (id),
      jsonb_to_recordset(i.documents) as d(id text, kind text, title jsonb, series text, symbol text, code text, data jsonb, "on" date,
        hands jsonb, supersedes boolean)),
  corrected as (update documents o set superseded_by = p.id, superseded_at = i.at
    from input i join moved using (id) join papers p on p.case_id = i.id
    where p.supersedes and o.id = (select l.id from documents l where l.case_id = p.case_id and l.kind = p.kind and l.superseded_by is null
      order by split_part(l.id, '/', 2)::int desc limit 1)),
  taken as (insert into registers as r (alliance_id, series, year, last)
    select alliance, series, extract(year from p."on")::int, count(*) from papers p where series is not null
    group by 1, 2, 3 order by 1, 2, 3
    on conflict (alliance_id, series, year) do update set last = r.last + excluded.last returning *),
  issued as (insert into documents (id, case_id, alliance_id, kind, title, series, year, number, symbol, code, data, issued_on,
      prepared_by, approved_by, signed_by, supersedes)
    select id, case_id, alliance, kind, title, series, year, no,
      case when no is not null then replace(replace(replace(replace(replace(
        coalesce((select a.number_patterns ->> numbered.series from alliances a where a.id = numbered.alliance), '{no}/{year}/{symbol}'),
        '{no}', lpad(no::text, greatest(2, length(no::text)), '0')), '{year}', year::text), '{symbol}', symbol),
        '{type}', split_part(symbol, '-', 1)),
        '{org}', (select a.abbreviation from alliances a where a.id = numbered.alliance)) end,
      code, data, "on", hands->>'preparedBy', hands->>'approvedBy', hands->>'signedBy', case when supersedes then (select o.id from documents o
        where o.case_id = numbered.case_id and o.kind = numbered.kind and o.superseded_by is null
        order by split_part(o.id, '/', 2)::int desc limit 1) end
    from (select p.*, t.year, t.last - count(*) over w + row_number() over w as no from papers p
      left join taken t on t.alliance_id = p.alliance and t.series = p.series and t.year = extract(year from p."on")::int
      window w as (partition by p.alliance, p.series, t.year)) numbered)`,
  cooperatives: `cooperatives_kept as (insert into cooperatives (alliance_id, code, name, kind, status, registered_on, commune, persons, case_id,
      name_key, source, updated_at, capital, members, representative)
    select i.alliance, k.code, k.name, k.kind, k.status, k."registeredOn", coalesce(k.commune, ''), coalesce(k.persons, '{}'), i.id,
      coalesce(k."nameKey", ''), 'case', i.at, k.capital, k.members, coalesce(k.representative, '')
    from input i join moved using (id), jsonb_to_recordset(i.cooperatives) as k(code text, name text, kind text,
      status text, "registeredOn" date, commune text, persons text[], "nameKey" text,
      capital bigint, members int, representative text)
    on conflict (alliance_id, code) do update set name = excluded.name, status = excluded.status, commune = excluded.commune,
      persons = excluded.persons, case_id = excluded.case_id, name_key = excluded.name_key, source = excluded.source,
      updated_at = excluded.updated_at, capital = coalesce(excluded.capital, cooperatives.capital),
      members = coalesce(excluded.members, cooperatives.members),
      representative = coalesce(nullif(excluded.representative, ''), cooperatives.representative))`,
  certificates: `certified as (insert into certificates as c (case_id, alliance_id, status, holder, cooperative, criterion, data,
      issued_on, valid_until, status_on, reason)
    select i.id, i.alliance, k->>'status', coalesce(k->>'holder', ''), k->>'cooperative', coalesce(k->>'criterion', ''), k,
      (i.event->>'on')::date, (k->>'validUntil')::date, (i.event->>'on')::date, k->>'reason'
    from input i join moved using (id), jsonb_array_elements(i.certificates) as k
    on conflict (case_id) do update set status = excluded.status, reason = excluded.reason, holder = excluded.holder,
      status_on = case when c.status = excluded.status then c.status_on else excluded.status_on end,
      valid_until = coalesce(excluded.valid_until, c.valid_until))`,
  votes: `unvoted as (update votes v set void = true
    from input i join moved using (id), jsonb_to_recordset(i.votes) as k(person text, void boolean)
    where k.void and v.case_id = i.id and v.person_id = k.person and not v.void),
  voted as (insert into votes (id, case_id, board_member, person_id, ballot, attempt, round, at)
    select i.id || '/' || (i.expect + 1), i.id, k."boardMember", k.person, k.ballot, coalesce(k.attempt, 1), coalesce(k.round, 1), i.at
    from input i join moved using (id), jsonb_to_recordset(i.votes) as k("boardMember" text, person text, ballot text, attempt int, round int, void boolean)
    where k.void is not true)`,
};

const texts = new Map<string, string>();

/** Statement for the sections in use; named, so that PostgreSQL plans each once per connection. */
function statement(opening: boolean, used: readonly Section[]): { name: string; text: string } {
  const name = `${opening ? 'open' : 'advance'}-${sections.map((section) => (used.includes(section) ? 1 : 0)).join('')}`;
  const known = texts.get(name);
  if (known) return { name, text: known };
  const steps = [
    input,
    opening ? openedCases : advanced,
    journal,
    ...used.map((section) => parts[section]),
  ];
  const text = `with ${steps.join(',\n')}\nselect id, number from moved`;
  texts.set(name, text);
  return { name, text };
}

/**
 * Commits the rows in one statement and answers with those that were written; a missing one lost the race.
 * @throws the database's error when a constraint refuses (a key already used, an open case on the subject); then
 * nothing of the group is written.
 */
export async function commit(
  pool: Pick<pg.Pool, 'query'>,
  rows: readonly CommitRow[],
): Promise<Committed[]> {
  const opening = rows[0]?.expect === 0;
  const used = sections.filter((section) => rows.some((row) => row[section] !== undefined));
  const { rows: written } = await pool.query<Committed>({
    ...statement(opening, used),
    values: [JSON.stringify(rows)],
  });
  return written;
}
