// How verbs report: lines for people, or one JSON value with --json.
import { parseArgs } from 'node:util';
import type { Knex } from 'knex';
import { isId } from '../engine/id.ts';

export type Flags = { values: Record<string, string | boolean | undefined>; positionals: string[] };

/** Strict options of a verb. @throws Error with a line for the terminal on an unknown or malformed one */
export function flagsOf(args: string[], strings: string[], booleans: string[] = []): Flags {
  const options = Object.fromEntries([
    ...strings.map((name) => [name, { type: 'string' as const }]),
    ...[...booleans, 'json'].map((name) => [name, { type: 'boolean' as const }]),
  ]);
  return parseArgs({ args, options, allowPositionals: true, strict: true }) as Flags;
}

/** A string option that must be there. @throws Error naming it */
export function need(values: Flags['values'], name: string): string {
  const value = values[name];
  if (typeof value !== 'string' || value.trim() === '') throw new Error(`--${name} is missing`);
  return value;
}

export function report(json: unknown, value: unknown, lines: string[]): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${lines.join('\n')}\n`);
}

/** The case that `--case` names, when it does. @throws Error when there is none */
export async function namedCase(values: Flags['values'], db: Knex): Promise<string | undefined> {
  const id = values['case'];
  if (typeof id !== 'string') return undefined;
  const row = isId(id) ? await db('cases').where({ id }).first('id') : undefined;
  if (!row) throw new Error(`there is no case ${id}`);
  return id;
}
