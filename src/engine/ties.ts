// What ties people to a cooperative, computed from what is held: who acts for it, what they declared of themselves and
// their relatives, identifiers and addresses of its founders, loans, who wrote its charter. And the search for open
// cases that a new tie touches.
import type { Knex } from 'knex';
import { allProcesses } from '../../machines/index.ts';
import { system, type Found } from '../../machines/define.ts';
import type { Tie } from '../../machines/lookup.ts';
import { Problem } from '../problem.ts';
import type { Cases } from './cases.ts';

export type Wanted = { cooperative: string; persons: readonly string[]; by: string };

/** Ties of the accounts and of the one who acts; the revision changes with everything they are computed from. */
export type Ties = { found: Pick<Found, 'ties' | 'same'>; revision: number };

const statement = `with people as (
    select p.account, accounts_of(p.account) as accounts from unnest(?::text[]) as p(account)),
  coop as (select code, persons, case_id from cooperatives where alliance_id = ?::uuid and code = ?),
  said as (select p.account, r.* from people p join relations r
    on r.account_id::text = any(p.accounts) and r.withdrawn_at is null),
  shared as (select distinct said.account, said.relation, theirs.kind from said
    join person_rows ours on ours.case_id = said.id and ours.mark is not null
    join person_rows theirs on theirs.mark = ours.mark and theirs.kind = ours.kind
    join coop on coop.case_id = theirs.case_id),
  tied as (
    select p.account, 'memberOrOfficial' as kind, 'actsFor' as source from people p, coop where p.accounts && coop.persons
    union select account, 'memberOrOfficial', 'identity' from shared where relation = 'self' and kind <> 'address'
    union select account, 'family', 'kinship' from shared where relation not in ('self', 'creditor') and kind <> 'address'
    union select s.account, 'family', 'kinship' from said s, coop
      where s.relative is not null and accounts_of(s.relative::text) && coop.persons
    union select account, 'other', 'address' from shared where relation <> 'creditor' and kind = 'address'
    union select s.account, 'creditor', 'loan' from said s join coop on coop.code = s.cooperative where s.relation = 'creditor'
    union select p.account, 'drafter', 'charter' from people p, coop, case_events e
      where e.case_id = coop.case_id and e.type = any(?::text[]) and e.actor_id = any(p.accounts)
        and e.canonical::jsonb -> 'payload' @> ?::jsonb
    union select p.account, 'other', 'administrator' from people p, accounts a
      where a.id::text = any(p.accounts) and 'administrator' = any(a.roles))
  select (select ties from alliances where id = ?::uuid) as revision,
    (select array_remove(accounts, account) from people where account = ? limit 1) as same,
    coalesce((select jsonb_agg(to_jsonb(tied) order by account, kind, source) from tied), '[]') as tied`;

type Row = {
  revision: number;
  same: string[] | null;
  tied: { account: string; kind: Tie['kind']; source: Tie['source'] }[];
};

/** Who of these accounts, and of the one who acts, is tied to the cooperative. */
export async function tiesBetween(
  db: Knex,
  allianceId: string,
  { cooperative, persons, by }: Wanted,
): Promise<Ties> {
  const [wrote, which] = authorship();
  const accounts = [...new Set([...persons, by])];
  const place = [accounts, allianceId, cooperative, wrote, which, allianceId, by];
  const { rows } = await db.raw<{ rows: Row[] }>(statement, place as never);
  const { revision, same, tied } = rows[0] as Row;
  const groups = Map.groupBy(tied, ({ account }) => account);
  const ties = Object.fromEntries(
    [...groups].map(([account, all]) => [
      account,
      all.map(({ kind, source }): Tie => ({ kind, source })),
    ]),
  );
  return {
    found: { ...(groups.size > 0 ? { ties } : {}), ...(same?.length ? { same } : {}) },
    revision,
  };
}

/** By which events a charter is written, and what their payload says then. */
function authorship(): [string[], string] {
  const known = allProcesses().flatMap(({ ties }) => ties?.charterBy ?? []);
  return [known.flatMap(({ events }) => [...events]), JSON.stringify(known[0]?.when ?? {})];
}

/**
 * Lets every open case in which one of the person's accounts has a part find out what now ties them to its cooperative.
 * Answers with the cases that did.
 */
export async function discoverTies(
  db: Knex,
  cases: Pick<Cases, 'advance'>,
  { id, allianceId }: { id: string; allianceId: string },
): Promise<string[]> {
  const events = new Map(
    allProcesses().flatMap(({ key, ties }) => (ties?.foundBy ? [[key, ties.foundBy]] : [])),
  );
  const { rows } = await db.raw<{ rows: { id: string; process: string; person: string }[] }>(
    `select c.id, c.process, person from cases c, unnest(accounts_of(?)) as person
     where c.open and c.alliance_id = ?::uuid and c.process = any(?::text[]) and person = any(c.parties)
       and not person = any(c.recused)`,
    [id, allianceId, [...events.keys()]] as never,
  );
  const found: string[] = [];
  for (const row of rows) {
    const type = events.get(row.process) as string;
    const request = { by: { ...system, allianceId }, type, payload: { person: row.person } };
    await cases.advance(row.id, request).then(
      () => found.push(row.id),
      (error: unknown) => {
        // No tie, or no seat on the board: nothing to find here.
        if (!(error instanceof Problem && ['refused', 'forbidden'].includes(error.code)))
          throw error;
      },
    );
  }
  return found;
}
