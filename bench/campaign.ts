// A campaign of 1,000 cooperatives: opened, watched as a page (p95 below 100 ms), filled in and graded, exported.
import { randomUUID } from 'node:crypto';
import { opening, stageOfCampaign, type CampaignStage } from './campaign-stage.ts';
import { cookieOf, measured } from './pages.ts';
import { startServer } from './server.ts';

const cooperatives = 1_000;
const secret = randomUUID();

export async function* campaignBench(): AsyncGenerator<string> {
  const stage = await stageOfCampaign(cooperatives);
  const timed = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
    const started = performance.now();
    const result = await work();
    return [result, performance.now() - started];
  };
  try {
    const [, openMs] = await timed(() => opening(stage));
    yield `opening ${cooperatives} self-assessments: ${(openMs / 1_000).toFixed(2)} s, ${Math.round(cooperatives / (openMs / 1_000))} per second`;
    yield* pagesOf(stage, 'all open');
    const [, gradeMs] = await timed(() => stage.grade());
    yield `saving, handing in and grading each: ${(gradeMs / 1_000).toFixed(2)} s, ${Math.round((cooperatives * 3) / (gradeMs / 1_000))} events per second`;
    const [progress, progressMs] = await timed(() => stage.progress());
    yield `progress by commune (${progress.communes.length} communes, ${progress.stages.graded} graded): ${progressMs.toFixed(0)} ms`;
    yield* pagesOf(stage, 'all graded');
    const [bytes, exportMs] = await timed(() => stage.export());
    yield `export for the registry: ${exportMs.toFixed(0)} ms, ${Math.round(bytes.length / 1_024)} KB`;
    const [, gradesMs] = await timed(() => stage.grades());
    yield `grades of the year: ${gradesMs.toFixed(0)} ms`;
  } finally {
    await stage.close();
  }
}

/** The page of the campaign, and its list of who has not handed in, as the service draws them. */
async function* pagesOf({ stage, campaign }: CampaignStage, when: string): AsyncGenerator<string> {
  const settings = { DATABASE_URL: stage.url, DATA_DIR: stage.folder, PROCESS_ROLE: 'web' };
  const server = await startServer({ ...settings, SESSION_SECRET: secret });
  try {
    const cookie = await cookieOf(stage);
    const address = `/desk/campaigns/${campaign.id}`;
    const page = await measured(stage, server, { cookie, path: () => address });
    yield `progress page, ${when}: ${page} (target p95 < 100 ms)`;
    const list = { cookie, path: () => `${address}/members?stage=unsent` };
    yield `who has not handed in, ${when}: ${await measured(stage, server, list)}`;
  } finally {
    await server.stop();
  }
}
