// outbox retry: puts failed effects back in line.
import type { Config } from '../config.ts';
import { openParts } from '../parts.ts';
import { flagsOf, report } from './report.ts';

export async function outboxVerb(config: Config, args: string[]): Promise<number> {
  const { values, positionals } = flagsOf(args, []);
  if (positionals[0] !== 'retry') throw new Error('usage: outbox retry');
  const parts = await openParts(config, 2);
  try {
    const retried = await parts.outbox.retry();
    report(values['json'], { retried }, [`${retried} effects will be tried again`]);
    return 0;
  } finally {
    await parts.close();
  }
}
