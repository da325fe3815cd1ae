// The demonstration as anyone runs it: its own service, the half-year over HTTP, papers and letters on disk.
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const program = new URL('./demo.ts', import.meta.url).pathname;
const longestMs = 540_000;

type Run = { code: number | null; told: string; complained: string };
let folder: string;
let run: Run;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sang-lap-demo-test-'));
  await chmod(folder, 0o755);
  await mkdir(join(folder, 'tmp'));
  run = await play(folder);
}, longestMs + 20_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

function play(cwd: string): Promise<Run> {
  const { SANG_LAP_URL: _, SANG_LAP_TOKENS: __, ...env } = process.env;
  const child = spawn(process.execPath, [program], {
    cwd,
    env: { ...env, TMPDIR: join(cwd, 'tmp') },
    timeout: longestMs,
  });
  const texts = { told: '', complained: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (texts.told += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (texts.complained += chunk));
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => done({ code, ...texts }));
  });
}

test('ends well and stops its service', async () => {
  expect(run).toMatchObject({ code: 0, complained: '' });
  expect(await readdir(join(folder, 'tmp'))).toEqual([]);
});

test('every printed figure is counted', () => {
  const rows = run.told.split('\n').filter((line) => /^ {2}S4-\d\d {2}/.test(line));
  const read = rows.map((line) =>
    line
      .trim()
      .split(/ {2,}/)
      .map((cell) => cell.trim()),
  );
  expect(read.map(([seed, , printed, counted, equal]) => [seed, printed, counted, equal])).toEqual([
    ['S4-02', '27', '27', 'có'],
    ['S4-02', '866', '866', 'có'],
    ['S4-02', '87 %', '27/31 = 87 %', 'có'],
    ['S4-03', '21', '22 − 1 liên hiệp = 21', 'có'],
    ['S4-03', '16', '17 − 1 liên hiệp = 16', 'có'],
    ['S4-03', '53 %', '16/30 = 53 %', 'có'],
    ['S4-03', '13', '14 − 1 liên hiệp = 13', 'có'],
    ['S4-04', '1', '1', 'có'],
    ['S4-04', '21', '21', 'có'],
    ['S4-04', '3.000.000.000', '3.000.000.000', 'có'],
    ['S4-08', '7', '7', 'có'],
    ['S4-08', '21', '14 trước kỳ + 7 = 21', 'có'],
    ['S4-08', '1', '1', 'có'],
  ]);
});

test('every unhappy ending is played', () => {
  const lines = run.told.split('\n').filter((line) => /^ {2}\d\d\/\d\d\/\d{4} {2}/.test(line));
  const states = lines.map((line) => /(?:TL|TĐ|KN)-\d{4}-\d+ +(\S+)/.exec(line)?.[1]);
  for (const state of [
    'closed.notViable',
    'closed.withdrawn',
    'closed.inactive',
    'closed.refused',
    'registration.void',
    'postRegistration.atRisk',
    'closed.expired',
    'closed.ineligible',
    'closed.notRecognised',
    'certificate.expired',
    'certificate.revoked',
    'inadmissible',
    'decided.upheld',
    'decided.modified',
    'decided.cancelled',
    'decided.withdrawn',
    'decided2',
    'court',
    'closed.final',
  ]) {
    expect(states).toContain(state);
  }
});

test('every paper and letter is written and listed', async () => {
  const out = join(folder, 'out');
  const page = await readFile(join(out, 'index.html'), 'utf8');
  const listed = [...page.matchAll(/href="([^"]+)"/g)].map(([, path]) => decodeURI(path ?? ''));
  const written = await readdir(out, { recursive: true, withFileTypes: true });
  const files = written.filter((entry) => entry.isFile() && entry.name !== 'index.html');
  const [, papers, letters] = /(\d+) giấy tờ, (\d+) thư/.exec(run.told) ?? [];
  expect(files).toHaveLength(Number(papers) + Number(letters));
  expect(listed).toHaveLength(files.length);
  const heads = await Promise.all(
    listed.map(async (path) => (await readFile(join(out, path))).subarray(0, 5).toString()),
  );
  expect(heads.filter((head) => head === '%PDF-')).toHaveLength(Number(papers));
  expect(heads.filter((head) => head.startsWith('To: '))).toHaveLength(Number(letters));
});
