// Accounts and tokens on a real PostgreSQL: names of roles, addresses, what a token is worth and for how long.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createAccount,
  disableAccount,
  findAccount,
  listAccounts,
  rolesOf,
} from '../../src/accounts/accounts.ts';
import { ensureAlliance } from '../../src/accounts/alliances.ts';
import { createTokens } from '../../src/accounts/tokens.ts';
import { openDatabase, type Database } from '../../src/db.ts';
import { Problem } from '../../src/problem.ts';
import { freshDatabase, type TestDatabase } from '../support.ts';

const at = '2026-03-02T02:00:00.000Z';

describe('accounts', () => {
  let home: TestDatabase;
  let db: Database;
  let allianceId: string;

  beforeAll(async () => {
    home = await freshDatabase();
    db = await openDatabase(home.url, 4);
    allianceId = (await ensureAlliance(db.knex)).id;
  });
  afterAll(async () => {
    await db.close();
    await home.drop();
  });

  const make = (email: string, roles = ['staff'], name = 'Lê Thị Bình') =>
    createAccount(db.knex, { allianceId, email, name, roles }, at);

  it.each([
    ['unit head', 'unit-head'],
    ['unit_head', 'unit-head'],
    ['unitHead', 'unit-head'],
    ['Unit-Head', 'unit-head'],
    ['boardMember', 'board-member'],
    ['board secretary', 'board-secretary'],
    ['admin', 'administrator'],
    [' leader ', 'leader'],
  ])('takes “%s” for the role %s', (given, role) => {
    expect(rolesOf([given])).toEqual([role]);
  });

  it('takes several roles at once, each once', () => {
    expect(rolesOf(['staff, clerk', 'Staff'])).toEqual(['staff', 'clerk']);
  });

  it.each(['king', '', 'constructor', 'staff;drop'])(
    'refuses the role “%s”, naming those there are',
    (name) => {
      expect(() => rolesOf([name])).toThrow(
        /There is no role .*founder, cooperative, commune, staff/,
      );
    },
  );

  it('keeps an address in lower case and finds it in any', async () => {
    const made = await make('  Binh.Le@Example.VN ');
    expect(made.email).toBe('binh.le@example.vn');
    expect(await findAccount(db.knex, 'BINH.LE@example.vn')).toEqual(made);
    expect((await listAccounts(db.knex, allianceId)).map(({ email }) => email)).toContain(
      made.email,
    );
  });

  it('refuses a second account for an address, whatever its case', async () => {
    await make('twice@example.vn');
    await expect(make('TWICE@example.vn')).rejects.toMatchObject({
      code: 'invalid',
      extra: { errors: [{ pointer: '/email', code: 'taken' }] },
    });
  });

  it.each([
    ['not an address', 'staff', 'Bình', '/email'],
    ['name@example.vn', 'staff', ' ', '/name'],
    ['name@example.vn', 'staff', 'a\u0000b', '/name'],
    ['name@example.vn', 'nobody', 'Bình', '/roles'],
  ])('refuses %j as %j named %j at %s', async (email, role, name, pointer) => {
    const refused = await make(email, [role], name).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Problem);
    expect((refused as Problem).extra.errors?.map((fault) => fault.pointer)).toEqual([pointer]);
    expect(await findAccount(db.knex, 'name@example.vn')).toBeUndefined();
  });

  it('makes one neutral alliance however often it is asked, and leaves it alone afterwards', async () => {
    await db.knex('alliances').where({ id: allianceId }).update({ name: 'Liên minh khác' });
    const again = await Promise.all([ensureAlliance(db.knex), ensureAlliance(db.knex)]);
    const kept = [allianceId, 'Liên minh khác'];
    expect(again.map(({ id, name }) => [id, name])).toEqual([kept, kept]);
  });

  describe('tokens', () => {
    it('are shown once, kept as a digest, and stand for their account', async () => {
      const tokens = createTokens(db.knex);
      const account = await make('holder@example.vn', ['clerk', 'auditor']);
      const { id, token } = await tokens.create(account.id, 'Máy khách', at);
      expect(token).toMatch(/^slt_[A-Za-z0-9_-]{43}$/);
      expect(await tokens.personOf(token)).toEqual({
        id: account.id,
        name: account.name,
        roles: ['clerk', 'auditor'],
        allianceId,
      });
      const [row] = await db.knex('api_tokens').where({ id });
      expect(JSON.stringify(row)).not.toContain(token.slice(4));
      expect(await tokens.list(account.id)).toEqual([{ id, label: 'Máy khách', createdAt: at }]);
    });

    it('are worth nothing once revoked, and there is nothing to revoke twice', async () => {
      const tokens = createTokens(db.knex);
      const account = await make('revoked@example.vn');
      const { id, token } = await tokens.create(account.id, 'x', at);
      expect(await tokens.personOf(token)).toBeDefined();
      expect(await tokens.revoke(id, at)).toBe(true);
      expect(await tokens.personOf(token)).toBeUndefined();
      expect(await tokens.revoke(id, at)).toBe(false);
    });

    it('end with their account, after three seconds at most', async () => {
      const [here, there] = [createTokens(db.knex), createTokens(db.knex)];
      const account = await make('disabled@example.vn');
      const { token } = await here.create(account.id, 'x', at);
      expect(await there.personOf(token)).toBeDefined();
      expect(await disableAccount(db.knex, account.email, at)).toBe(true);
      expect(await there.personOf(token)).toBeDefined();
      await new Promise((later) => setTimeout(later, 3_100));
      expect(await there.personOf(token)).toBeUndefined();
    });

    it.each(['', 'slt_', 'slt_' + 'a'.repeat(43), 'Bearer x', "slt_' or 1=1 --"])(
      'refuses %j',
      async (token) => {
        expect(await createTokens(db.knex).personOf(token)).toBeUndefined();
      },
    );

    it('asks the database once for callers that come together', async () => {
      const tokens = createTokens(db.knex);
      const { token } = await tokens.create((await make('many@example.vn')).id, 'x', at);
      let asked = 0;
      db.knex.on('query', () => (asked += 1));
      await Promise.all(Array.from({ length: 20 }, () => tokens.personOf(token)));
      db.knex.removeAllListeners('query');
      expect(asked).toBe(1);
    });

    it('need a label', async () => {
      const account = await make('label@example.vn');
      await expect(createTokens(db.knex).create(account.id, '  ', at)).rejects.toMatchObject({
        extra: { errors: [{ pointer: '/label' }] },
      });
    });
  });
});
