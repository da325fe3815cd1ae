// A campaign of 1,000 cooperatives: opened, filled in and graded, watched, exported. No target is given: figures only.
import { opening, stageOfCampaign } from './campaign-stage.ts';

const cooperatives = 1_000;

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
    const [, gradeMs] = await timed(() => stage.grade());
    yield `saving, handing in and grading each: ${(gradeMs / 1_000).toFixed(2)} s, ${Math.round((cooperatives * 3) / (gradeMs / 1_000))} events per second`;
    const [progress, progressMs] = await timed(() => stage.progress());
    yield `progress by commune (${progress.communes.length} communes, ${progress.stages.graded} graded): ${progressMs.toFixed(0)} ms`;
    const [bytes, exportMs] = await timed(() => stage.export());
    yield `export for the registry: ${exportMs.toFixed(0)} ms, ${Math.round(bytes.length / 1_024)} KB`;
    const [, gradesMs] = await timed(() => stage.grades());
    yield `grades of the year: ${gradesMs.toFixed(0)} ms`;
  } finally {
    await stage.close();
  }
}
