import { it } from 'vitest';
import { startService, openFounding } from './service.ts';
it('smoke', async () => {
  const s = await startService();
  const founder = await s.client('founder');
  const head = await s.client('unit-head');
  const id = await openFounding(founder);
  for (const path of ['/healthz','/readyz','/metrics','/openapi.json','/api/docs','/api/me','/api/cases',`/api/cases/${id}`,`/api/cases/${id}/actions`,`/api/cases/${id}/events`,`/api/cases/${id}/documents`,'/api/work-items','/api/processes','/api/processes/founding','/api/processes/founding/diagram',`/api/processes/founding/diagram?format=mermaid&case=${id}`,`/api/processes/founding/diagram?case=${id}`,'/api/reports/counts?from=2026-01-01&to=2026-12-31','/verify/XXXX','/api/calendar?year=2026','/dev/clock','/dev/mail','/dev/mail.json','/nope', '/api/cases?limit=0x10&x=1']) {
    const t = performance.now();
    const a = await head.get(path);
    console.log(path, a.status, Math.round(performance.now()-t)+'ms', a.text.length, a.text.slice(0, 700));
  }
  console.log(s.logged);
  await s.close();
});
