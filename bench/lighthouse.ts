// Lighthouse on its telephone profile, over the pages that strangers, founders and staff see first. It is large and no
// part of the installation: `npm i --prefix FOLDER lighthouse`, then `LIGHTHOUSE=FOLDER npm run bench
// -- lighthouse`.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBrowser } from '../test/pages/chromium.ts';
import { cookieOf } from './pages.ts';
import { startServer } from './server.ts';
import { openStage } from './stage.ts';

const debugPort = 19_222;
const targets = { performance: 90, accessibility: 95, 'best-practices': 95 } as const;
type Category = keyof typeof targets;

type Audit = { title: string; score: number | null; scoreDisplayMode: string };
type Report = {
  categories: Record<Category, { score: number; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, Audit>;
};
type Lighthouse = (url: string, options: object) => Promise<{ lhr: Report }>;

/** One line for each page with its three scores, then what took points from it. */
export async function* lighthouseBench(): AsyncGenerator<string> {
  const folder = process.env['LIGHTHOUSE'];
  const entry = folder && join(resolve(folder), 'node_modules/lighthouse/core/index.js');
  if (!entry || !existsSync(entry)) {
    yield 'Lighthouse is not installed: npm i --prefix FOLDER lighthouse, then LIGHTHOUSE=FOLDER';
    return;
  }
  const { default: look } = (await import(pathToFileURL(entry).href)) as { default: Lighthouse };
  const stage = await openStage(8);
  const settings = { DATABASE_URL: stage.url, DATA_DIR: stage.folder, PROCESS_ROLE: 'web' };
  const server = await startServer({ ...settings, SESSION_SECRET: randomUUID() });
  const browser = await openBrowser([`--remote-debugging-port=${debugPort}`]);
  try {
    const session = { Cookie: await cookieOf(stage) };
    const pages = [
      ['/', {}],
      ['/verify', {}],
      ['/sign-in', {}],
      [`/cases/${await stage.draft()}`, session],
      ['/desk/work?role=any', session],
      ['/desk', session],
    ] as const;
    for (const [path, extraHeaders] of pages) {
      const { lhr } = await look(server.url + path, {
        port: debugPort,
        onlyCategories: Object.keys(targets),
        extraHeaders,
        logLevel: 'silent',
      });
      yield* told(path, lhr);
    }
  } finally {
    await browser.close();
    await server.stop();
    await stage.close();
  }
}

function* told(path: string, { categories, audits }: Report): Generator<string> {
  const names = Object.keys(targets) as Category[];
  const scores = names.map(
    (name) => `${name} ${Math.round(categories[name].score * 100)} (target >= ${targets[name]})`,
  );
  yield `${path}: ${scores.join(', ')}`;
  for (const name of names)
    for (const { id, weight } of categories[name].auditRefs) {
      const { title, score } = audits[id] as Audit;
      if (weight > 0 && score !== null && score < 0.9) yield `  ${id} ${score}: ${title}`;
    }
}
