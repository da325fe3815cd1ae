// How the service stands, for whoever looks at two in the morning: what is wrong first, each with what to do.
import { permissions } from '../../../engine/permissions.ts';
import { readHealth } from '../../../engine/health.ts';
import { hostOf } from '../../../engine/pulse.ts';
import type { Operation } from '../../../http/operation.ts';
import type { AdminDeps } from '../admin.ts';
import { keeping } from './keeping.ts';
import { running } from './running.ts';

export function healthPages({ page, knex, clock }: AdminDeps): Operation[] {
  return [
    page({
      id: 'adminPage',
      path: '/admin',
      title: { vi: 'Quản trị', en: 'Administration' },
      roles: permissions.keepRunning,
      handle: () => Promise.resolve({ to: '/admin/health' }),
    }),
    page({
      id: 'healthPage',
      path: '/admin/health',
      title: { vi: 'Tình trạng hệ thống', en: 'System health' },
      roles: permissions.keepRunning,
      async handle() {
        const health = await readHealth(knex, clock);
        const findings = [...running(health), ...keeping(health)];
        const of = (state: string) => findings.filter((each) => each.state === state);
        const processes = health.processes.map((each) => ({ ...each, host: hostOf(each.name) }));
        const model = { wrong: of('wrong'), unknown: of('unknown'), fine: of('fine'), processes };
        return { view: 'admin/health', model: { dense: true, ...model, now: clock.now() } };
      },
    }),
  ];
}
