// The settings: read from the environment once, at start, into one frozen object.
// The only place that knows their names, forms and defaults.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { certificates } from './certificate-setting.ts';
import { filesForm, filesOf, type Files } from './file-setting.ts';
import { areKeys, keysOf, secretsOf, sessionKeysOf, type Keys } from './keys.ts';

export type Config = Readonly<{
  /** Absent: the embedded PostgreSQL under `dataDir`. */
  databaseUrl: string | undefined;
  /** Absolute path. */
  dataDir: string;
  /** 0: any free port. */
  port: number;
  host: string;
  /** Origin without a final slash: `https://htx.example.vn`. */
  publicUrl: string;
  processRole: 'web' | 'worker' | 'all';
  /** Absent: messages stay in the development mailbox. */
  smtpUrl: string | undefined;
  mailFrom: string;
  files: Files;
  /** As `net.connect` takes it. Absent: files are not scanned. */
  clamdAddr: { host: string; port: number } | { path: string } | undefined;
  /** What signing in seals and authenticates with; the first key writes, all of them read. */
  sessionKeys: Keys;
  /** What identifiers of persons are encrypted under; the first key writes, all of them read. */
  personalKeys: Keys;
  /** Where the key is kept when none is given. */
  personalKeyFile: string | undefined;
  /** Bytes of the organisation's PKCS #12 file. Absent: the development key signs, and papers say so. */
  signingP12: Buffer | undefined;
  signingPassword: string | undefined;
  /** Bytes of a second PKCS #12 file, of the person who signs before the organisation seals. */
  cosigningP12: Buffer | undefined;
  cosigningPassword: string | undefined;
  /** Time-stamp server. Absent: signatures are B-B, not B-T. */
  tsaUrl: string | undefined;
  /** Certificates (DER) of the issuers whose signatures of persons are taken; none: the service signs all papers. */
  signerRoots: readonly Uint8Array[];
  /** Absolute path. */
  auditAnchorDir: string;
  oidc: Readonly<{ issuer: string; clientId: string; clientSecret: string }> | undefined;
  /** How many proxies stand before the service and may be believed. */
  trustProxy: number;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  nodeEnv: 'development' | 'test' | 'production';
  /** Whether the clock may be set and advanced from outside. */
  devClock: boolean;
}>;

export type Environment = Readonly<Record<string, string | undefined>>;
/** Faults are whole lines that name the setting, meant for the terminal. */
export type ParsedConfig = { ok: true; config: Config } | { ok: false; faults: string[] };

const PRODUCTION_SECRETS = [
  'SESSION_SECRET',
  'PERSONAL_KEY',
  'SIGNING_PASSWORD',
  'COSIGNING_PASSWORD',
  'OIDC_CLIENT_SECRET',
] as const;
const severalKeys = 'must be one secret, or several as NUMBER:SECRET with numbers from 1 to 255';
const PLACEHOLDER = /change.?(me|it)|secret|password|example|default|develop/i;
const KEPT_IN_FILES = [
  'SESSION_SECRET',
  'PERSONAL_KEY',
  'SIGNING_P12',
  'SIGNING_PASSWORD',
  'COSIGNING_P12',
  'COSIGNING_PASSWORD',
  'SIGNER_ROOTS',
] as const;

const settings = z.object({
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  DATA_DIR: z.string().default('./data'),
  PORT: integer(0, 65_535).default(3000),
  HOST: z.string().regex(/^\S+$/, 'must be a host name or address').default('127.0.0.1'),
  PUBLIC_URL: url('http:', 'https:').refine(isOrigin, 'must not carry a path').optional(),
  PROCESS_ROLE: z.enum(['web', 'worker', 'all']).default('all'),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s<]@[^\s>]+>?$/, 'must be an e-mail address')
    .optional(),
  FILES: z
    .string()
    .refine((text) => filesOf(text, '') !== undefined, filesForm)
    .optional(),
  CLAMD_ADDR: z
    .string()
    .regex(/^(\/.+|[^\s/:]+:\d{1,5})$/, 'must be HOST:PORT or the path of a socket')
    .optional(),
  SESSION_SECRET: z.string().transform(sessionKeysOf).refine(areKeys, severalKeys).optional(),
  PERSONAL_KEY: z.string().transform(keysOf).refine(areKeys, severalKeys).optional(),
  SIGNING_P12: keyFile(),
  SIGNING_PASSWORD: z.string().optional(),
  COSIGNING_P12: keyFile(),
  COSIGNING_PASSWORD: z.string().optional(),
  SIGNER_ROOTS: certificates().optional(),
  TSA_URL: url('http:', 'https:').optional(),
  AUDIT_ANCHOR_DIR: z.string().optional(),
  OIDC_ISSUER: url('http:', 'https:').optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  TRUST_PROXY: integer(0, 16).default(0),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  DEV_CLOCK: z.enum(['0', '1'], 'must be 1 or absent').default('0'),
});

type Settings = z.infer<typeof settings>;
type Values = Record<string, string | Buffer | undefined>;

/**
 * The settings, or every fault in them at once. Reads the `*_FILE` files; outside production it
 * makes a session secret and a key for identifiers in the data folder when none is given.
 */
export function parseConfig(env: Environment): ParsedConfig {
  const { values, faults } = valuesOf(env);
  const parsed = settings.safeParse(values);
  if (!parsed.success) faults.push(...parsed.error.issues.map(lineOf));
  faults.push(...pairFaults(values));
  if (values['NODE_ENV'] === 'production') faults.push(...productionFaults(values));
  if (!parsed.success || faults.length > 0) return { ok: false, faults: onePerSetting(faults) };
  try {
    return { ok: true, config: Object.freeze(configOf(parsed.data)) };
  } catch (error) {
    return { ok: false, faults: [`DATA_DIR cannot keep its secrets: ${textOf(error)}`] };
  }
}

/** Empty counts as absent; what a `*_FILE` names replaces the setting itself. */
function valuesOf(env: Environment): { values: Values; faults: string[] } {
  const faults: string[] = [];
  const given = Object.entries(env).filter(([, value]) => value?.trim());
  const values: Values = Object.fromEntries(given);
  for (const name of KEPT_IN_FILES) {
    const file = values[`${name}_FILE`];
    if (file === undefined) continue;
    if (values[name] !== undefined) faults.push(`${name} and ${name}_FILE are both set`);
    try {
      const bytes = readFileSync(file);
      values[name] = name.endsWith('_P12') ? bytes : bytes.toString('utf8').trim();
    } catch (error) {
      faults.push(`${name}_FILE cannot be read: ${textOf(error)}`);
    }
  }
  return { values, faults };
}

function pairFaults(values: Values): string[] {
  const faults: string[] = [];
  const oidc = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'];
  const missing = oidc.filter((name) => values[name] === undefined);
  if (missing.length < oidc.length) {
    faults.push(
      ...missing.map((name) => `${name} is missing: the three OIDC settings go together`),
    );
  }
  if (values['SIGNING_PASSWORD'] && !values['SIGNING_P12'] && !values['SIGNING_P12_FILE']) {
    faults.push('SIGNING_P12 is missing: SIGNING_PASSWORD alone signs nothing');
  }
  if (values['COSIGNING_P12'] && !values['SIGNING_P12']) {
    faults.push('SIGNING_P12 is missing: COSIGNING_P12 signs together with it');
  }
  return faults;
}

function productionFaults(values: Values): string[] {
  const faults: string[] = [];
  if (!String(values['PUBLIC_URL']).startsWith('https:')) {
    faults.push('PUBLIC_URL must be set to an https address in production');
  }
  for (const name of ['DATABASE_URL', 'SMTP_URL']) {
    if (values[name] === undefined) faults.push(`${name} must be set in production`);
  }
  if (values['DEV_CLOCK'] === '1') faults.push('DEV_CLOCK is refused in production');
  return [...faults, ...secretFaults(values)];
}

function secretFaults(values: Values): string[] {
  const faults: string[] = [];
  const own = values['PERSONAL_KEY'];
  const given = {
    SESSION_SECRET: sessionKeysOf(String(values['SESSION_SECRET'] ?? '')),
    ...(own === undefined ? {} : { PERSONAL_KEY: keysOf(String(own)) }),
  };
  for (const [name, secrets] of Object.entries(given)) {
    if (secrets.some(({ secret }) => isWeak(secret)))
      faults.push(`${name} must be at least 32 random characters in production`);
  }
  for (const name of PRODUCTION_SECRETS) {
    if (PLACEHOLDER.test(String(values[name] ?? ''))) {
      faults.push(`${name} is a placeholder, not a real secret`);
    }
  }
  return faults;
}

function isWeak(secret: string): boolean {
  return secret.length < 32 || new Set(secret).size < 8;
}

function configOf(given: Settings): Config {
  const dataDir = resolve(given.DATA_DIR);
  const publicUrl = new URL(given.PUBLIC_URL ?? `http://localhost:${given.PORT}`);
  return {
    databaseUrl: given.DATABASE_URL,
    dataDir,
    port: given.PORT,
    host: given.HOST,
    publicUrl: publicUrl.origin,
    processRole: given.PROCESS_ROLE,
    smtpUrl: given.SMTP_URL,
    mailFrom: given.MAIL_FROM ?? `no-reply@${publicUrl.hostname}`,
    files: filesOf(given.FILES, dataDir) as Files,
    clamdAddr: socketOf(given.CLAMD_ADDR),
    ...secretsOf(given, dataDir),
    signingP12: given.SIGNING_P12,
    signingPassword: given.SIGNING_PASSWORD,
    cosigningP12: given.COSIGNING_P12,
    cosigningPassword: given.COSIGNING_PASSWORD,
    tsaUrl: given.TSA_URL,
    signerRoots: given.SIGNER_ROOTS ?? [],
    auditAnchorDir: resolve(given.AUDIT_ANCHOR_DIR ?? join(dataDir, 'anchors')),
    oidc: oidcOf(given),
    trustProxy: given.TRUST_PROXY,
    logLevel: given.LOG_LEVEL,
    nodeEnv: given.NODE_ENV,
    devClock: given.DEV_CLOCK === '1',
  };
}

function socketOf(text: string | undefined): Config['clamdAddr'] {
  if (text === undefined) return undefined;
  if (text.startsWith('/')) return { path: text };
  const [host = '', port] = text.split(':');
  return { host, port: Number(port) };
}

function oidcOf(given: Settings): Config['oidc'] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = given;
  return issuer && clientId && clientSecret ? { issuer, clientId, clientSecret } : undefined;
}

/** Digits only: Number() would also take "0x10", "1e3" and " 7 ". */
function integer(least: number, most: number) {
  return z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must lie between ${least} and ${most}`);
}

function keyFile() {
  return z
    .union([z.instanceof(Buffer), z.base64().transform(fromBase64)], 'must be base64')
    .optional();
}

function url(...protocols: string[]) {
  return z
    .string()
    .refine(
      (text) => protocols.includes(URL.parse(text)?.protocol ?? ''),
      `must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    );
}

function isOrigin(text: string): boolean {
  const parsed = URL.parse(text);
  return parsed === null || `${parsed.origin}/` === parsed.href;
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}

function lineOf(issue: z.core.$ZodIssue): string {
  return `${String(issue.path[0])} ${issue.message.replace(/^Invalid /, 'has an invalid ')}`;
}

/** The first fault of a setting is the one to mend first. */
function onePerSetting(faults: string[]): string[] {
  const settingOf = (fault: string) => fault.split(' ', 1)[0];
  return faults.filter(
    (fault, index) => faults.findIndex((other) => settingOf(other) === settingOf(fault)) === index,
  );
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
