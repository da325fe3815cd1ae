// version: of the product and of the processes it runs.
import { readFileSync } from 'node:fs';
import { allProcesses } from '../../machines/index.ts';
import type { Config } from '../config.ts';
import { flagsOf, report } from './report.ts';

export function version(_config: Config, args: string[]): Promise<number> {
  const { values } = flagsOf(args, []);
  const product = productVersion();
  const processes = allProcesses().map(({ key }) => key);
  report(values['json'], { version: product, node: process.version, processes }, [
    `sang-lap ${product}`,
    `node ${process.version}`,
    ...processes,
  ]);
  return Promise.resolve(0);
}

export function productVersion(): string {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}
