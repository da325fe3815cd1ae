import { Client } from 'pg';
import { expect, it } from 'vitest';
import { freshDatabase } from './support.ts';

it('gives each test a migrated database of its own', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  expect(one.url).not.toBe(other.url);
  const client = new Client({ connectionString: one.url });
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query('select count(*)::int as n from knex_migrations');
  expect(rows[0].n).toBeGreaterThan(0);
  await one.drop();
  await expect(client.query('select 1')).rejects.toThrow();
  await other.drop();
});
