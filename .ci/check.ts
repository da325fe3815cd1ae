// The one gate: types, lint, format, unused code, tests with coverage. Runs all of it, says which
// failed, and ends with the count of tests.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..');
const SOURCES = ['src', 'machines', 'migrations', 'test', 'bench', '.ci'];
const CONFIGURATION = ['knexfile.ts', 'vitest.config.ts'];

const report = z.object({
  success: z.boolean(),
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numFailedTestSuites: z.int(),
});

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'sang-lap-check-'));
  const reportFile = join(folder, 'tests.json');
  // Named, because oxlint left to itself also walks what is not ours.
  const paths = [...SOURCES, ...CONFIGURATION].filter((path) => existsSync(join(ROOT, path)));
  const vitest = ['--coverage', '--reporter=default', '--reporter=json'];
  const verdicts = [
    run('types', 'tsc'),
    run('lint', 'oxlint', '--deny-warnings', ...paths),
    run('format', 'prettier', '--check', '--log-level=warn', '.'),
    run('unused code', 'knip', '--no-progress'),
    run('tests', 'npm', 'test', '--', ...vitest, `--outputFile.json=${reportFile}`),
  ];
  const counts = countTests(reportFile);
  rmSync(folder, { recursive: true });

  process.stdout.write('\n');
  for (const { name, ok } of verdicts) process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${name}\n`);
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
  process.exitCode = verdicts.every(({ ok }) => ok) ? 0 : 1;
}

function run(name: string, command: string, ...args: string[]): { name: string; ok: boolean } {
  process.stdout.write(`\n== ${name}: ${[command, ...args].join(' ')}\n`);
  const path = `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
  const env = { ...process.env, PATH: path };
  const { status, error } = spawnSync(command, args, { cwd: ROOT, env, stdio: 'inherit' });
  if (error) process.stdout.write(`${error.message}\n`);
  return { name, ok: status === 0 };
}

/** From the runner's own report. No report, or a file that does not load, counts as failed too. */
function countTests(file: string): { passed: number; failed: number } {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const counted = report.parse(JSON.parse(readFileSync(file, 'utf8')));
  const unloaded = counted.success ? 0 : Math.max(counted.numFailedTestSuites, 1);
  return { passed: counted.numPassedTests, failed: counted.numFailedTests || unloaded };
}

main();
