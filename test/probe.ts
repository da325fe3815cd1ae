import { actsNamed } from './machines/paths.ts';
import { processes, waysThrough } from './machines/ways.ts';
for (const p of processes) {
  const t=performance.now();
  const e = waysThrough(p);
  const taken = new Set(e.steps.flatMap(s=>s.acts));
  console.log(p.key, e.visits.length, e.steps.length, Math.round(performance.now()-t)+'ms');
  const leaves = new Set(e.visits.flatMap(v=>v.standing.leaves));
  console.log(' leaves', leaves.size);
  console.log(' acts', actsNamed(p).length, 'untaken', actsNamed(p).filter(a=>!taken.has(a)));
}
