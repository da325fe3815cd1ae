import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseConfig, type Config, type Environment } from '../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'sang-lap-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SECRET = 'pK3vQ9xZ7mB2nL8wR4tY6uC1dF5gH0jA';
const KEY = 'Zt6Wn1Qe8Rb3Yx5Uc0Io7Pa2Sd4Fg9Hj';
const PRODUCTION = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://htx.example.vn',
  DATABASE_URL: 'postgres://app:x@db/sang_lap',
  SMTP_URL: 'smtps://mail.example.vn',
  SESSION_SECRET: SECRET,
  PERSONAL_KEY: KEY,
};

describe('defaults', () => {
  it('needs nothing outside production', () => {
    expect(configOf({ DATA_DIR: folder, SESSION_SECRET: SECRET, PERSONAL_KEY: KEY })).toEqual({
      databaseUrl: undefined,
      dataDir: folder,
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      processRole: 'all',
      smtpUrl: undefined,
      mailFrom: 'no-reply@localhost',
      files: { folder: join(folder, 'files') },
      clamdAddr: undefined,
      sessionKeys: [{ id: 1, secret: SECRET }],
      personalKeys: [{ id: 1, secret: KEY }],
      personalKeyFile: undefined,
      signingP12: undefined,
      signingPassword: undefined,
      tsaUrl: undefined,
      signerRoots: [],
      auditAnchorDir: join(folder, 'anchors'),
      oidc: undefined,
      trustProxy: 0,
      logLevel: 'info',
      nodeEnv: 'development',
      devClock: false,
    });
  });

  it('takes an empty value for an absent one', () => {
    const config = configOf({ SESSION_SECRET: SECRET, PORT: '', DATABASE_URL: ' ', DEV_CLOCK: '' });
    expect(config).toMatchObject({ port: 3000, databaseUrl: undefined, devClock: false });
    expect(config.dataDir).toBe(resolve('data'));
  });

  it('is frozen', () => {
    expect(Object.isFrozen(configOf({ SESSION_SECRET: SECRET }))).toBe(true);
  });
});

describe('keys of identifiers', () => {
  it('are made once, kept for their owner alone, and are not the session secret', () => {
    const dataDir = join(folder, 'keyed', 'data');
    const { personalKeys, personalKeyFile, sessionKeys } = configOf({ DATA_DIR: dataDir });
    const file = join(dataDir, 'personal-key');
    expect(personalKeyFile).toBe(file);
    expect(personalKeys).toEqual([{ id: 1, secret: readFileSync(file, 'utf8') }]);
    expect(personalKeys[0].secret).not.toBe(sessionKeys[0].secret);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(configOf({ DATA_DIR: dataDir }).personalKeys).toEqual(personalKeys);
  });

  it('may be several: the first writes', () => {
    const file = join(folder, 'keys');
    writeFileSync(file, ` 2:${KEY}\n1:${SECRET}\n`);
    const keys = [
      { id: 2, secret: KEY },
      { id: 1, secret: SECRET },
    ];
    expect(configOf({ PERSONAL_KEY: `2:${KEY},1:${SECRET}` }).personalKeys).toEqual(keys);
    expect(configOf({ PERSONAL_KEY_FILE: file }).personalKeys).toEqual(keys);
  });

  it.each(['0:x', '256:x', '1:', `1:x,1:y`, `x,y`])('cannot be %s', (text) => {
    expect(faultsOf({ PERSONAL_KEY: text })).toEqual([
      'PERSONAL_KEY must be one secret, or several as NUMBER:SECRET with numbers from 1 to 255',
    ]);
  });
});

describe('session secret', () => {
  it('is made once and kept for its owner alone', () => {
    const dataDir = join(folder, 'new', 'data');
    const first = configOf({ DATA_DIR: dataDir }).sessionKeys[0].secret;
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(configOf({ DATA_DIR: dataDir }).sessionKeys[0].secret).toBe(first);
    expect(statSync(join(dataDir, 'session-secret')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dataDir, 'session-secret'), 'utf8')).toBe(first);
  });

  it('may be several, of which the first writes; a lone one may hold any sign', () => {
    expect(configOf({ SESSION_SECRET: `7:${KEY}, 1:${SECRET}` }).sessionKeys).toEqual([
      { id: 7, secret: KEY },
      { id: 1, secret: SECRET },
    ]);
    expect(configOf({ SESSION_SECRET: 'a,b:c' }).sessionKeys).toEqual([{ id: 1, secret: 'a,b:c' }]);
    expect(faultsOf({ SESSION_SECRET: `1:${KEY},1:${SECRET}` })).toEqual([
      'SESSION_SECRET must be one secret, or several as NUMBER:SECRET with numbers from 1 to 255',
    ]);
  });

  it('is not made while anything else is wrong', () => {
    const dataDir = join(folder, 'untouched');
    expect(faultsOf({ DATA_DIR: dataDir, PORT: 'x' })).toEqual(['PORT must be a whole number']);
    expect(existsSync(dataDir)).toBe(false);
  });

  it('reports a data folder that cannot be made', () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect(faultsOf({ DATA_DIR: join(file, 'data') })).toEqual([
      expect.stringMatching(/^DATA_DIR cannot keep its secrets: ENOTDIR/),
    ]);
  });
});

const filesForm = 'must be file:FOLDER or s3:BUCKET/PREFIX?endpoint=…&region=…&pathStyle=1';

describe('forms', () => {
  it('reads every setting', () => {
    const config = configOf({
      SESSION_SECRET: SECRET,
      PORT: '8080',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'http://htx.local:8080/',
      PROCESS_ROLE: 'worker',
      MAIL_FROM: 'Liên minh HTX <lienminh@htx.local>',
      FILES: 'file:/srv/ho-so',
      CLAMD_ADDR: 'clamd:3310',
      SIGNING_P12: Buffer.from('p12').toString('base64'),
      SIGNING_PASSWORD: 'x',
      TSA_URL: 'http://tsa.local',
      AUDIT_ANCHOR_DIR: 'anchors',
      OIDC_ISSUER: 'https://sso.local',
      OIDC_CLIENT_ID: 'sang-lap',
      OIDC_CLIENT_SECRET: 'x',
      TRUST_PROXY: '2',
      LOG_LEVEL: 'debug',
      NODE_ENV: 'test',
      DEV_CLOCK: '1',
    });
    expect(config).toMatchObject({
      port: 8080,
      host: '0.0.0.0',
      publicUrl: 'http://htx.local:8080',
      processRole: 'worker',
      mailFrom: 'Liên minh HTX <lienminh@htx.local>',
      files: { folder: '/srv/ho-so' },
      clamdAddr: { host: 'clamd', port: 3310 },
      signingP12: Buffer.from('p12'),
      tsaUrl: 'http://tsa.local',
      auditAnchorDir: resolve('anchors'),
      oidc: { issuer: 'https://sso.local', clientId: 'sang-lap', clientSecret: 'x' },
      trustProxy: 2,
      logLevel: 'debug',
      nodeEnv: 'test',
      devClock: true,
    });
  });

  it.each([
    [{ FILES: 'file:papers' }, { files: { folder: resolve('papers') } }],
    [{ FILES: 'file:///srv/papers' }, { files: { folder: '/srv/papers' } }],
    [
      { FILES: 's3:ho-so' },
      {
        files: {
          bucket: 'ho-so',
          prefix: '',
          endpoint: undefined,
          region: 'us-east-1',
          pathStyle: false,
        },
      },
    ],
    [
      {
        FILES: 's3://ho-so/lien-minh/?endpoint=http://minio:9000&region=ap-southeast-1&pathStyle=1',
      },
      {
        files: {
          bucket: 'ho-so',
          prefix: 'lien-minh/',
          endpoint: 'http://minio:9000',
          region: 'ap-southeast-1',
          pathStyle: true,
        },
      },
    ],
    [{ CLAMD_ADDR: '/run/clamd.sock' }, { clamdAddr: { path: '/run/clamd.sock' } }],
    [{ PORT: '0' }, { port: 0 }],
  ])('reads %o', (env, expected) => {
    expect(configOf({ SESSION_SECRET: SECRET, ...env })).toMatchObject(expected);
  });

  it.each([
    ['PORT', '0x10', 'must be a whole number'],
    ['PORT', '1e3', 'must be a whole number'],
    ['PORT', '-1', 'must be a whole number'],
    ['PORT', '65536', 'must lie between 0 and 65535'],
    ['TRUST_PROXY', 'true', 'must be a whole number'],
    ['DEV_CLOCK', 'yes', 'must be 1 or absent'],
    [
      'DATABASE_URL',
      'mysql://x',
      'must be an address that begins with postgres:// or postgresql://',
    ],
    ['SMTP_URL', 'mail.local', 'must be an address that begins with smtp:// or smtps://'],
    ['PUBLIC_URL', 'https://htx.vn/app', 'must not carry a path'],
    ['HOST', 'a b', 'must be a host name or address'],
    ['MAIL_FROM', 'nobody', 'must be an e-mail address'],
    ['MAIL_FROM', 'a@b.vn\r\nBcc: c@d.vn', 'must be an e-mail address'],
    ['FILES', '/srv/papers', filesForm],
    ['FILES', 'file:', filesForm],
    ['FILES', 'ftp:papers', filesForm],
    ['FILES', 's3:Papers', filesForm],
    ['FILES', 's3:papers?endpoint=minio:9000', filesForm],
    ['FILES', 's3:papers?secret=x', filesForm],
    ['CLAMD_ADDR', 'clamd', 'must be HOST:PORT or the path of a socket'],
    ['SIGNING_P12', 'not base64!', 'must be base64'],
    ['SIGNER_ROOTS', 'not PEM', 'must be one or more certificates in PEM form'],
  ])('refuses %s=%s', (name, value, fault) => {
    expect(faultsOf({ SESSION_SECRET: SECRET, [name]: value })).toEqual([`${name} ${fault}`]);
  });

  it.each(['PROCESS_ROLE', 'LOG_LEVEL', 'NODE_ENV'])('refuses an unknown %s', (name) => {
    expect(faultsOf({ SESSION_SECRET: SECRET, [name]: 'prod' })).toEqual([
      expect.stringMatching(new RegExp(`^${name} has an invalid option`)),
    ]);
  });
});

describe('files', () => {
  it('reads the secret, the certificate bytes and the password', () => {
    writeFileSync(join(folder, 'secret'), `${SECRET}\n`);
    writeFileSync(join(folder, 'p12'), Buffer.from([0x30, 0x82, 0xff, 0x0a]));
    writeFileSync(join(folder, 'password'), 'mật khẩu\n');
    const config = configOf({
      SESSION_SECRET_FILE: join(folder, 'secret'),
      SIGNING_P12_FILE: join(folder, 'p12'),
      SIGNING_PASSWORD_FILE: join(folder, 'password'),
    });
    expect(config.sessionKeys).toEqual([{ id: 1, secret: SECRET }]);
    expect(config.signingP12).toEqual(Buffer.from([0x30, 0x82, 0xff, 0x0a]));
    expect(config.signingPassword).toBe('mật khẩu');
  });

  it('refuses both forms at once, and a file that is not there', () => {
    expect(
      faultsOf({
        SESSION_SECRET: SECRET,
        SESSION_SECRET_FILE: join(folder, 'none'),
        SIGNING_P12_FILE: join(folder, 'none'),
      }),
    ).toEqual([
      'SESSION_SECRET and SESSION_SECRET_FILE are both set',
      expect.stringMatching(/^SESSION_SECRET_FILE cannot be read: ENOENT/),
      expect.stringMatching(/^SIGNING_P12_FILE cannot be read: ENOENT/),
    ]);
  });
});

describe('settings that go together', () => {
  it('wants all three OIDC settings, and a certificate for its password', () => {
    expect(
      faultsOf({ SESSION_SECRET: SECRET, OIDC_CLIENT_ID: 'x', SIGNING_PASSWORD: 'x' }),
    ).toEqual([
      'OIDC_ISSUER is missing: the three OIDC settings go together',
      'OIDC_CLIENT_SECRET is missing: the three OIDC settings go together',
      'SIGNING_P12 is missing: SIGNING_PASSWORD alone signs nothing',
    ]);
  });
});

describe('keys', () => {
  const secrets = (env: Environment) => {
    const { personalKeys, sessionKeys, personalKeyFile } = configOf(env);
    return { personalKeys, sessionKeys, personalKeyFile };
  };

  it('of identifiers follow from those of sessions, number by number, and are not the same', () => {
    const { personalKeys, personalKeyFile } = secrets({ SESSION_SECRET: `2:${SECRET},1:${KEY}` });
    expect(personalKeys.map(({ id }) => id)).toEqual([2, 1]);
    expect(personalKeys.every(({ secret }) => /^[0-9a-f]{64}$/.test(secret))).toBe(true);
    expect(personalKeys[0]).not.toEqual(secrets({ SESSION_SECRET: KEY }).personalKeys[0]);
    expect(personalKeyFile).toBeUndefined();
  });

  it('are the same for all who serve one database in development, whatever their folders', () => {
    const on = (from: string) =>
      secrets({ DATABASE_URL: 'postgres://u@h/one', DATA_DIR: join(tmpdir(), from) });
    expect(on('a')).toEqual(on('b'));
    expect(on('a').personalKeys).not.toEqual(on('a').sessionKeys);
  });
});

describe('production', () => {
  it('starts with everything real', () => {
    expect(configOf(PRODUCTION)).toMatchObject({
      nodeEnv: 'production',
      publicUrl: 'https://htx.example.vn',
      mailFrom: 'no-reply@htx.example.vn',
    });
  });

  it('reports all that is missing, at once and beside other faults', () => {
    expect(faultsOf({ NODE_ENV: 'production', DEV_CLOCK: '1', PORT: 'x' })).toEqual([
      'PORT must be a whole number',
      'PUBLIC_URL must be set to an https address in production',
      'DATABASE_URL must be set in production',
      'SMTP_URL must be set in production',
      'DEV_CLOCK is refused in production',
      'SESSION_SECRET must be at least 32 random characters in production',
    ]);
  });

  it.each([
    ['PUBLIC_URL', 'http://htx.example.vn', 'must be set to an https address in production'],
    ['SESSION_SECRET', SECRET.slice(1), 'must be at least 32 random characters in production'],
    ['SESSION_SECRET', 'ab'.repeat(20), 'must be at least 32 random characters in production'],
    [
      'SESSION_SECRET',
      'please-change-me-0123456789-abcdefg',
      'is a placeholder, not a real secret',
    ],
    ['PERSONAL_KEY', KEY.slice(1), 'must be at least 32 random characters in production'],
    ['PERSONAL_KEY', `2:${KEY},1:short`, 'must be at least 32 random characters in production'],
    ['PERSONAL_KEY', 'my-personal-password-0123456789abc', 'is a placeholder, not a real secret'],
  ])('refuses %s=%s', (name, value, fault) => {
    expect(faultsOf({ ...PRODUCTION, [name]: value })).toEqual([`${name} ${fault}`]);
  });
});

function configOf(env: Environment): Config {
  const parsed = parseConfig(env);
  if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
  return parsed.config;
}

function faultsOf(env: Environment): string[] {
  const parsed = parseConfig(env);
  if (parsed.ok) throw new Error('No fault was found.');
  return parsed.faults;
}
