// Numbered keys of sessions and of personal identifiers: as settings give them, or where they come from without.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { keptSecret } from './secret.ts';

export type NumberedKey = Readonly<{ id: number; secret: string }>;
/** The first writes, all read. */
export type Keys = readonly [NumberedKey, ...NumberedKey[]];

type Given = {
  SESSION_SECRET?: NumberedKey[] | undefined;
  PERSONAL_KEY?: NumberedKey[] | undefined;
  DATABASE_URL?: string | undefined;
};

type Secrets = {
  sessionKeys: Keys;
  personalKeys: Keys;
  /** Where the key is kept that was made here; undefined when it was given or follows from another. */
  personalKeyFile: string | undefined;
};

/** One secret, which is key 1, or lines and commas between `NUMBER:SECRET`. */
export function keysOf(text: string): NumberedKey[] {
  return text.split(/[\n,]/).map((line) => {
    const [, id = '1', secret = ''] = /^(?:(\d{1,3}):)?(.*)$/.exec(line.trim()) ?? [];
    return { id: Number(id), secret };
  });
}

/** The same; but a lone secret may hold any sign. */
export function sessionKeysOf(text: string): NumberedKey[] {
  return /^\d{1,3}:/.test(text.trim()) ? keysOf(text) : [{ id: 1, secret: text }];
}

export function areKeys(keys: readonly NumberedKey[]): boolean {
  const ids = new Set(keys.map(({ id }) => id));
  return (
    ids.size === keys.length &&
    keys.every(({ id, secret }) => id >= 1 && id <= 255 && secret.length > 0)
  );
}

/**
 * Identifiers have a key of their own, or one that follows from each session secret. Without either, in development:
 * made once and kept in files, or, on a database that others may serve too, the same for all of them.
 */
export function secretsOf(
  { SESSION_SECRET, PERSONAL_KEY, DATABASE_URL }: Given,
  dataDir: string,
): Secrets {
  const shared = DATABASE_URL && SESSION_SECRET === undefined ? sharedKeys : undefined;
  const session = (SESSION_SECRET as Keys | undefined) ?? shared;
  const personal = (PERSONAL_KEY as Keys | undefined) ?? (session && following(session));
  const file = join(dataDir, 'personal-key');
  return {
    sessionKeys: session ?? keptKeys(join(dataDir, 'session-secret')),
    personalKeys: personal ?? keptKeys(file),
    personalKeyFile: personal ? undefined : file,
  };
}

const keptKeys = (file: string): Keys => [{ id: 1, secret: keptSecret(file) }];

/** No secret: a development database holds nobody's data. */
const sharedKeys: Keys = [{ id: 1, secret: digestOf('development') }];

function following([first, ...others]: Keys): Keys {
  const follow = ({ id, secret }: NumberedKey): NumberedKey => ({
    id,
    secret: digestOf(`personal identifiers\n${secret}`),
  });
  return [follow(first), ...others.map(follow)];
}

function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
