// The one gate: types, lint, format, unused code, tests with coverage. Runs all of it, says which
// failed, and ends with the count of tests. Where only a few files failed, these run once more, by themselves: what
// then passes was in want of the machine, not of mending, and is named as such.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..');
const SOURCES = ['src', 'machines', 'migrations', 'test', 'bench', '.ci'];
const CONFIGURATION = ['knexfile.ts', 'vitest.config.ts'];

/** More failed files than these are no accident of a loaded machine. */
const mostAgain = 4;

const report = z.object({
  numPassedTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.enum(['passed', 'failed']),
      message: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** @property failed how many tests, a file that does not load counting as one */
type Told = { passed: number; failed: number; files: string[]; reasons: string[] };

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'sang-lap-check-'));
  // Named, because oxlint left to itself also walks what is not ours.
  const paths = [...SOURCES, ...CONFIGURATION].filter((path) => existsSync(join(ROOT, path)));
  const verdicts = [
    run('types', 'tsc'),
    run('lint', 'oxlint', '--deny-warnings', ...paths),
    run('format', 'prettier', '--check', '--log-level=warn', '.'),
    run('unused code', 'knip', '--no-progress'),
  ];
  const { ok, told } = runTests(folder);
  verdicts.push({ name: 'tests', ok });
  rmSync(folder, { recursive: true });

  process.stdout.write('\n');
  for (const verdict of verdicts)
    process.stdout.write(`${verdict.ok ? 'ok  ' : 'FAIL'} ${verdict.name}\n`);
  for (const reason of told.reasons) process.stdout.write(`${reason}\n`);
  process.stdout.write(`${told.passed} passed, ${told.failed} failed\n`);
  process.exitCode = verdicts.every((verdict) => verdict.ok) ? 0 : 1;
}

/** All tests with coverage, which must be met in this run; then failed files once more, without others beside them. */
function runTests(folder: string): { ok: boolean; told: Told } {
  const whole = join(folder, 'tests.json');
  const coverage = ['--coverage', `--coverage.reportsDirectory=${folder}`];
  const { ok } = run('tests', 'npm', 'test', '--', ...coverage, ...reporters(whole));
  const first = tell(whole);
  if (!ok && !isCovered(folder)) first.reasons.push('coverage is below what vitest.config.ts asks');
  const again = first.files.length > 0 && first.files.length <= mostAgain && isCovered(folder);
  if (ok || !again) return { ok, told: first };

  const alone = join(folder, 'again.json');
  const args = ['--no-file-parallelism', ...first.files, ...reporters(alone)];
  const second = run('failed files again', 'vitest', 'run', ...args);
  const { passed, failed, files, reasons } = tell(alone);
  const once = first.reasons.map((reason) => `failed once, in company: ${reason}`);
  const total = first.passed + first.failed - failed;
  const told = { passed: total, failed, files, reasons: [...once, ...reasons] };
  return { ok: second.ok && passed > 0, told };
}

const whole = z.object({ pct: z.literal(100) });
const covered = z.object({ total: z.object({ lines: whole, branches: whole }) });

function isCovered(folder: string): boolean {
  const file = join(folder, 'coverage-summary.json');
  return existsSync(file) && covered.safeParse(JSON.parse(readFileSync(file, 'utf8'))).success;
}

const reporters = (file: string): string[] => [
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${file}`,
];

function run(name: string, command: string, ...args: string[]): { name: string; ok: boolean } {
  process.stdout.write(`\n== ${name}: ${[command, ...args].join(' ')}\n`);
  const path = `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
  const env = { ...process.env, PATH: path };
  const { status, error } = spawnSync(command, args, { cwd: ROOT, env, stdio: 'inherit' });
  if (error) process.stdout.write(`${error.message}\n`);
  return { name, ok: status === 0 };
}

/** From the runner's own report. No report counts as failed too. */
function tell(file: string): Told {
  if (!existsSync(file)) return { passed: 0, failed: 1, files: [], reasons: ['no report'] };
  const { numPassedTests, testResults } = report.parse(JSON.parse(readFileSync(file, 'utf8')));
  const files = testResults.filter(({ status }) => status === 'failed');
  const reasons = files.flatMap(({ name, message, assertionResults }) => {
    const place = relative(ROOT, name);
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0) return [`${place}: ${firstLine(message)}`];
    return failed.map((each) => {
      const [why = ''] = each.failureMessages ?? [];
      return `${place}: ${each.fullName}: ${firstLine(why)}`;
    });
  });
  const names = files.map(({ name }) => name);
  return { passed: numPassedTests, failed: reasons.length, files: names, reasons };
}

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').slice(0, 160);

main();
