// user create | disable | list | enrol | reset-totp | link: accounts of people.
import {
  createAccount,
  disableAccount,
  findAccount,
  listAccounts,
  type Account,
} from '../accounts/accounts.ts';
import { ensureAlliance } from '../accounts/alliances.ts';
import type { Config } from '../config.ts';
import { openParts, type Parts } from '../parts.ts';
import { flagsOf, need, report, type Flags } from './report.ts';

export async function user(config: Config, args: string[]): Promise<number> {
  const flags = flagsOf(args, ['email', 'role', 'name', 'subject'], ['password-stdin']);
  const verbs: Record<string, (parts: Parts, flags: Flags) => Promise<number>> = {
    create,
    disable,
    list,
    enrol,
    'reset-totp': resetGenerator,
    link: linkPerson,
  };
  const verb = verbs[flags.positionals[0] ?? ''];
  if (!verb)
    throw new Error(
      'usage: user create --email A --role R --name N | user disable|enrol|reset-totp --email A | user link --email A --subject S | user list',
    );
  const parts = await openParts(config, 2);
  try {
    return await verb(parts, flags);
  } finally {
    await parts.close();
  }
}

async function create({ database, clock, signIn }: Parts, { values }: Flags): Promise<number> {
  const [email, role, name] = [need(values, 'email'), need(values, 'role'), need(values, 'name')];
  const password = values['password-stdin'] ? await firstLine() : undefined;
  const alliance = await ensureAlliance(database.knex);
  const account = await database.knex.transaction(async (tx) => {
    const given = { allianceId: alliance.id, email, name, roles: [role] };
    const made = await createAccount(tx, given, clock.now());
    // A password that is refused leaves no account behind.
    if (password !== undefined) await signIn.credentials.setPassword(made, password, tx);
    return made;
  });
  report(values['json'], account, [`${account.id}  ${account.email}  ${account.roles.join(', ')}`]);
  return 0;
}

/** A link that sets up what the person signs in with; handed over by a safe way, good once. */
async function enrol({ database, signIn }: Parts, { values }: Flags): Promise<number> {
  const account = await usable(database.knex, need(values, 'email'));
  const link = await signIn.enrolment.invite(account.id);
  report(values['json'], link, [link.url, `until ${link.endsAt}`]);
  return 0;
}

/** For whoever lost phone and recovery codes: the password stays, others are told, a new enrolment link is needed. */
async function resetGenerator({ database, signIn }: Parts, { values }: Flags): Promise<number> {
  const account = await usable(database.knex, need(values, 'email'));
  const { had, told } = await database.knex.transaction((tx) =>
    signIn.lostPhone.takeAway(tx, account.id),
  );
  report(values['json'], { email: account.email, reset: had, told }, [
    had
      ? `${account.email} has no authenticator app any more (${told} others are told); next: user enrol --email ${account.email}`
      : `${account.email} had no authenticator app`,
  ]);
  return 0;
}

/** Lets a person of the organisation's identity provider in, by the subject that the provider calls them. */
async function linkPerson({ database, signIn }: Parts, { values }: Flags): Promise<number> {
  const [email, subject] = [need(values, 'email'), need(values, 'subject')];
  if (signIn.byOidc.issuer === undefined)
    throw new Error('OIDC_ISSUER is not set: there is nobody to link to');
  const account = await usable(database.knex, email);
  await signIn.byOidc.link(account.id, subject);
  report(values['json'], { email: account.email, subject }, [`${account.email} is linked`]);
  return 0;
}

async function usable(knex: Parts['database']['knex'], email: string): Promise<Account> {
  const account = await findAccount(knex, email);
  if (!account) throw new Error(`there is no account ${email}`);
  if (account.disabledAt) throw new Error(`the account ${email} is disabled`);
  return account;
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
