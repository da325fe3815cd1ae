// Other people's programs that judge our files. Where one is not installed, a test says so and is skipped.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'vitest';

type Told = { status: number | null; out: string };

/** Runs a program; both outputs in one text. */
export function run(program: string, ...args: string[]): Told {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error) throw error;
  return { status, out: stdout + stderr };
}

export function has(program: string): boolean {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .some((folder) => existsSync(join(folder, program)));
}

/** Skips the test with a printed reason when the program is not on this machine. */
export function needs(context: TestContext, program: string, debian: string): void {
  if (!has(program)) skip(context, `${program} is not installed (Debian: ${debian})`);
}

const java = '/usr/share/java';
const jars = 'preflight pdfbox2 fontbox2 xmpbox commons-logging javax.activation jaxb-api'
  .split(' ')
  .map((name) => join(java, `${name}.jar`));

/** What Apache PDFBox Preflight says of a PDF/A-1b file. */
export function preflight(context: TestContext, file: string): Told {
  needs(context, 'java', 'default-jre-headless');
  const missing = jars.filter((jar) => !existsSync(jar));
  if (missing.length > 0) {
    skip(context, 'Preflight is not installed (Debian: libpdfbox2-java libactivation-java libjaxb-api-java)'); // prettier-ignore
  }
  const main = 'org.apache.pdfbox.preflight.Validator_A1b';
  return run('java', '-cp', jars.join(delimiter), main, file);
}

function skip(context: TestContext, reason: string): never {
  process.stdout.write(`skipped: ${context.task.name}: ${reason}\n`);
  return context.skip(reason);
}
