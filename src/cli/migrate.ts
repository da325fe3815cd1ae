// migrate: brings the schema up to date, or says where it stands.
import type { Config } from '../config.ts';
import { migrate, migrationStatus } from '../db.ts';
import { startPostgres } from '../postgres/supervisor.ts';
import { flagsOf, report } from './report.ts';

export async function migrateVerb(config: Config, args: string[]): Promise<number> {
  const { values } = flagsOf(args, [], ['status']);
  const server = config.databaseUrl ? undefined : await startPostgres({ dataDir: config.dataDir });
  const url = config.databaseUrl ?? (server as { url: string }).url;
  try {
    if (values['status']) {
      const status = await migrationStatus(url);
      report(values['json'], status, [
        ...status.done.map((name) => `done     ${name}`),
        ...status.pending.map((name) => `pending  ${name}`),
      ]);
      return 0;
    }
    const ran = await migrate(url);
    report(
      values['json'],
      { ran },
      ran.length > 0 ? ran.map((name) => `ran ${name}`) : ['the schema is up to date'],
    );
    return 0;
  } finally {
    await server?.stop();
  }
}
