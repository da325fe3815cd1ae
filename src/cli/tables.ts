// The tables of the product as the database itself knows them, so that a backup can forget none.
import type pg from 'pg';

/** Every table, each after those it refers to. The lists of migrations are not among them. */
export async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; refers: string[] }>(
    `select c.relname as name, coalesce(array_agg(f.relname) filter (where f.oid <> c.oid), '{}')::text[] as refers
      from pg_class c
      left join pg_constraint k on k.conrelid = c.oid and k.contype = 'f'
      left join pg_class f on f.oid = k.confrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname !~ '^knex_'
      group by c.oid, c.relname order by c.relname`,
  );
  const waiting = new Map(rows.map(({ name, refers }) => [name, refers]));
  const ordered: string[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].filter(([, refers]) => refers.every((name) => !waiting.has(name)));
    if (ready.length === 0)
      throw new Error(`tables refer to each other: ${[...waiting.keys()].join()}`);
    for (const [name] of ready) {
      ordered.push(name);
      waiting.delete(name);
    }
  }
  return ordered;
}

/** Removes the rows that migrations and the start have written, those that refer to others first. */
export async function emptyTables(client: pg.Client, tables: readonly string[]): Promise<void> {
  for (const table of tables.toReversed()) {
    const { rows } = await client.query(`select from ${table} limit 1`);
    // A table that refuses deletion has no rows yet, and is left alone.
    if (rows.length > 0) await client.query(`delete from ${table}`);
  }
}

/** Numbers given by the database go on after the highest there is. */
export async function resumeNumbering(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns
      where table_schema = 'public' and is_identity = 'YES'`,
  );
  for (const { table, column } of rows)
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), greatest(1, (select max("${column}") from "${table}")))`,
      [table, column],
    );
}
