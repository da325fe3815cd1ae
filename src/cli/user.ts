// user create | disable | list: accounts of people.
import { createAccount, disableAccount, findAccount, listAccounts } from '../accounts/accounts.ts';
import { ensureAlliance } from '../accounts/alliances.ts';
import { hashPassword } from '../accounts/password.ts';
import type { Config } from '../config.ts';
import { openParts, type Parts } from '../parts.ts';
import { flagsOf, need, report, type Flags } from './report.ts';

export async function user(config: Config, args: string[]): Promise<number> {
  const flags = flagsOf(args, ['email', 'role', 'name'], ['password-stdin']);
  const verbs: Record<string, (parts: Parts, flags: Flags) => Promise<number>> = {
    create,
    disable,
    list,
  };
  const verb = verbs[flags.positionals[0] ?? ''];
  if (!verb)
    throw new Error(
      'usage: user create --email A --role R --name N | user disable --email A | user list',
    );
  const parts = await openParts(config, 2);
  try {
    return await verb(parts, flags);
  } finally {
    await parts.close();
  }
}

async function create({ database, clock }: Parts, { values }: Flags): Promise<number> {
  const [email, role, name] = [need(values, 'email'), need(values, 'role'), need(values, 'name')];
  if (values['password-stdin'])
    throw new Error('--password-stdin: this version signs people in by token only; leave it out');
  const password = values['password-stdin'] ? await hashPassword(await firstLine()) : undefined;
  const alliance = await ensureAlliance(database.knex);
  const account = await createAccount(
    database.knex,
    { allianceId: alliance.id, email, name, roles: [role] },
    clock.now(),
  );
  if (password) await database.knex('accounts').where({ id: account.id }).update({ password });
  report(values['json'], account, [`${account.id}  ${account.email}  ${account.roles.join(', ')}`]);
  return 0;
}

/** The password as it is piped in, without its line end. */
async function firstLine(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) text += String(chunk);
  return text.split(/\r?\n/, 1)[0] ?? '';
}

async function disable({ database, clock }: Parts, { values }: Flags): Promise<number> {
  const email = need(values, 'email');
  const account = await findAccount(database.knex, email);
  if (!account) throw new Error(`there is no account ${email}`);
  const ended = account.disabledAt === undefined;
  if (ended) await disableAccount(database.knex, email, clock.now());
  report(values['json'], { email, disabled: ended }, [
    ended ? `${email} is disabled` : `${email} was disabled before`,
  ]);
  return 0;
}

async function list({ database }: Parts, { values }: Flags): Promise<number> {
  const accounts = await listAccounts(database.knex);
  report(
    values['json'],
    accounts,
    accounts.map(({ id, email, roles, name }) => `${id}  ${email}  ${roles.join(', ')}  ${name}`),
  );
  return 0;
}
