// The command line: one verb each in src/cli. Exit code 0 or 1; 78 when the settings are wrong.
import { parseConfig, type Config } from './config.ts';

type Verb = (config: Config, args: string[]) => Promise<number>;

const verbs: Record<string, () => Promise<Verb>> = {
  serve: async () => (await import('./cli/serve.ts')).serve,
  work: async () => (await import('./cli/serve.ts')).work,
  migrate: async () => (await import('./cli/migrate.ts')).migrateVerb,
  user: async () => (await import('./cli/user.ts')).user,
  token: async () => (await import('./cli/token.ts')).token,
  replay: async () => (await import('./cli/audit.ts')).replayVerb,
  audit: async () => (await import('./cli/audit.ts')).audit,
  cooperatives: async () => (await import('./cli/cooperatives.ts')).cooperatives,
  sample: async () => (await import('./cli/sample.ts')).sample,
  outbox: async () => (await import('./cli/outbox.ts')).outboxVerb,
  files: async () => (await import('./cli/files.ts')).files,
  export: async () => (await import('./cli/export.ts')).exportCase,
  keys: async () => (await import('./cli/keys.ts')).keys,
  backup: async () => (await import('./cli/backup.ts')).backup,
  restore: async () => (await import('./cli/backup.ts')).restore,
  version: async () => (await import('./cli/version.ts')).version,
};

/** Verbs that need no settings: they may run on any machine. */
const bare: Record<string, () => Promise<(args: string[]) => Promise<number>>> = {
  proof: async () => (await import('./cli/proof.ts')).proof,
};

const usage = `usage: npm run cli -- VERB
  serve                                   web, API and worker
  work                                    worker only
  migrate [--status]
  user create --email A --role R --name N [--password-stdin]
  user disable --email A      user list
  user enrol --email A        user reset-totp --email A
  user link --email A --subject S
  token create --user A --label L
  token list --user A         token revoke --id ID
  replay --verify [--case ID]
  audit verify [--anchor DIR] audit anchor
  cooperatives import FILE [--trial]
  sample                                  invented cases into an empty installation
  outbox retry
  files quarantined
  files release --id ID --reason WHY
  files delete --id ID --reason WHY
  export --case ID
  proof verify BUNDLE [--files DIR] [--anchor DIR]
  keys renew                              identifiers under the first PERSONAL_KEY
  backup DIR                  restore DIR
  version                                 (--json where it reports)
`;

async function main(): Promise<number> {
  const [name = '', ...args] = process.argv.slice(2);
  const loadBare = Object.hasOwn(bare, name) ? bare[name] : undefined;
  if (loadBare) return (await loadBare())(args);
  const load = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!load) {
    process.stderr.write(usage);
    return 1;
  }
  const parsed = parseConfig(process.env);
  if (!parsed.ok) {
    for (const fault of parsed.faults) process.stderr.write(`${fault}\n`);
    return 78;
  }
  const verb = await load();
  return verb(parsed.config, args);
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (process.env['LOG_LEVEL'] === 'debug')
    process.stderr.write(`${(error as Error).stack ?? ''}\n`);
  process.exitCode = 1;
}
