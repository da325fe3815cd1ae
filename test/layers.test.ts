// Who may import whom. A line may import the lines named in it, and itself; nothing else.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const KERNEL = ['problem', 'clock', 'db', 'vault', 'words', 'apart', 'away'].map(
  (name) => `src/${name}.ts`,
);
const CAPABILITIES = [
  'documents',
  'notices',
  'reports',
  'files',
  'accounts',
  'register',
  'sheets',
  'drafting',
  'criteria',
  'wording',
].map((name) => `src/${name}/`);

/** Start of a path → starts of the paths it may import. The longest start that fits counts. */
const LAYERS: Record<string, string[]> = {
  'machines/': [],
  'migrations/': [],
  'knexfile.ts': ['src/'],
  'src/config.ts': [
    'src/secret.ts',
    'src/file-setting.ts',
    'src/keys.ts',
    'src/certificate-setting.ts',
  ],
  'src/file-setting.ts': [],
  'src/certificate-setting.ts': [],
  'src/keys.ts': ['src/secret.ts'],
  'src/secret.ts': [],
  ...Object.fromEntries(KERNEL.map((file) => [file, ['machines/', ...KERNEL]])),
  'src/postgres/': [...KERNEL, 'src/secret.ts'],
  'src/engine/': ['machines/', ...KERNEL],
  ...Object.fromEntries(CAPABILITIES.map((folder) => [folder, ['machines/', ...KERNEL]])),
  'src/register/': ['machines/', ...KERNEL, 'src/sheets/'],
  'src/drafting/': ['machines/', ...KERNEL, 'src/sheets/'],
  'src/criteria/': ['machines/', ...KERNEL, 'src/sheets/'],
  // Wording is checked where it is used.
  'src/documents/': ['machines/', ...KERNEL, 'src/wording/'],
  'src/notices/': ['machines/', ...KERNEL, 'src/wording/'],
  'src/http/': ['machines/', ...KERNEL, 'src/engine/', ...CAPABILITIES],
  'src/pages/': ['machines/', ...KERNEL, 'src/engine/', ...CAPABILITIES, 'src/http/'],
  // Composition: app, main and what they alone put together.
  'src/': ['machines/', 'src/', 'migrations/', 'knexfile.ts'],
};

/** All that machines/ may take from outside. */
const MACHINE_PACKAGES = new Set(['xstate', 'zod']);

type Source = { path: string; text: string };

describe('layers', () => {
  it('holds in every file', () => {
    const sources = ['machines', 'migrations', 'src'].flatMap(sourcesIn);
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.flatMap(violations)).toEqual([]);
  });

  it.each([
    ['machines/founding.ts', `import { db } from '../src/db.ts';`],
    ['machines/founding.ts', `import { Pool } from 'pg';`],
    ['machines/founding.ts', `import { join } from 'node:path';`],
    ['src/engine/step.ts', `import type { Api } from '../http/cases.ts';`],
    ['src/engine/worker.ts', `const { send } = await import('../notices/mail.ts');`],
    ['src/documents/pdf.ts', `import { step } from '../engine/step.ts';`],
    ['src/documents/pdf.ts', `import {\n  send,\n} from '../notices/mail.ts';`],
    ['src/notices/mail.ts', `export { parseConfig } from '../config.ts';`],
    ['src/http/cases.ts', `import '../pages/layout.ts';`],
    ['src/postgres/cluster.ts', `import { step } from '../engine/step.ts';`],
    ['src/db.ts', `import { parseConfig } from './config.ts';`],
    ['src/pages/layout.ts', `import { createApp } from '../app.ts';`],
  ])('catches %s: %s', (path, text) => {
    expect(violations({ path, text })).toHaveLength(1);
  });

  it.each([
    ['machines/founding.ts', `import { z } from 'zod';\nimport { law } from './law.ts';`],
    ['src/engine/cases.ts', `import { problem } from '../problem.ts';`],
    ['src/documents/pdf.ts', `import type { Text } from '../../machines/text.ts';`],
    ['src/pages/staff.ts', `import { session } from '../http/session.ts';`],
    ['src/main.ts', `import { createApp } from './app.ts';`],
    ['src/perform.ts', `import { send } from './notices/mail.ts';`],
  ])('lets %s: %s', (path, text) => {
    expect(violations({ path, text })).toEqual([]);
  });
});

function sourcesIn(folder: string): Source[] {
  const root = join(import.meta.dirname, '..');
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function violations({ path, text }: Source): string[] {
  const layer = layerOf(path);
  if (layer === undefined) return [`${path} belongs to no layer`];
  const allowed = [layer, ...(LAYERS[layer] ?? [])];
  return importsIn(text)
    .filter((target) => !isAllowed(target, path, allowed))
    .map((target) => `${path} imports ${target}`);
}

function isAllowed(target: string, path: string, allowed: string[]): boolean {
  if (!target.startsWith('.')) return !path.startsWith('machines/') || MACHINE_PACKAGES.has(target);
  const file = normalize(join(dirname(path), target));
  return allowed.some((start) => file.startsWith(start));
}

function layerOf(path: string): string | undefined {
  return Object.keys(LAYERS)
    .filter((start) => path.startsWith(start))
    .toSorted((one, other) => other.length - one.length)[0];
}

function importsIn(text: string): string[] {
  const statements = /^(?:import|export)\s+(?:[\w\s{},*$]*?\sfrom\s+)?['"]([^'"\n]+)['"]/gm;
  const calls = /\bimport\(\s*['"]([^'"]+)['"]/g;
  return [...text.matchAll(statements), ...text.matchAll(calls)].map((match) => String(match[1]));
}
