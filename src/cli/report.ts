// How verbs report: lines for people, or one JSON value with --json.
import { parseArgs } from 'node:util';

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
