// npm run bench [commit] [http] [pages] [scale] [replay] [register] [papers] [campaign] [lighthouse]: figures beside their targets, ratios taken side by side in one run.
import { availableParallelism, loadavg } from 'node:os';
import { campaignBench } from './campaign.ts';
import { commitBench } from './commit.ts';
import { httpBench } from './http.ts';
import { lighthouseBench } from './lighthouse.ts';
import { papersBench } from './papers.ts';
import { registerBench } from './register.ts';
import { pagesBench } from './pages.ts';
import { replayBench } from './replay.ts';
import { scaleBench } from './scale.ts';

const benches = {
  commit: commitBench,
  http: httpBench,
  scale: scaleBench,
  pages: pagesBench,
  replay: replayBench,
  register: registerBench,
  papers: papersBench,
  campaign: campaignBench,
  lighthouse: lighthouseBench,
};

async function main(): Promise<void> {
  const asked = process.argv.slice(2);
  const load = loadavg().map((value) => value.toFixed(2));
  process.stdout.write(
    `node ${process.version}, ${availableParallelism()} cores, load ${load.join(' ')}\n`,
  );
  for (const [name, bench] of Object.entries(benches)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    process.stdout.write(`\n== ${name}\n`);
    for await (const line of bench()) process.stdout.write(`${line}\n`);
  }
}

await main();
