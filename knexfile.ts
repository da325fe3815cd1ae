// Connection and migrations for the Knex command line; the service builds its own in src/db.ts.
import type { Knex } from 'knex';

const config: Knex.Config = {
  client: 'pg',
  connection: process.env['DATABASE_URL'] ?? 'postgres://localhost/sang_lap',
  migrations: { directory: './migrations', loadExtensions: ['.ts'] },
};

export default config;
