// The guide to the charter over HTTP, behind the one rights filter.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFounding, startService, type Client, type Service } from './service.ts';

let service: Service;
let founder: Client;

beforeAll(async () => {
  service = await startService();
  founder = await service.client('founder');
});
afterAll(() => service.close());

it('guides the founders of a case through the items the law asks for, and nobody else', async () => {
  const id = await openFounding(founder);
  const { status, body } = await founder.get(`/api/cases/${id}/charter?chosen=congress=delegates`);
  expect([status, body.profile, body.items.length]).toEqual([200, 'LAW_HTX_2023', 18]);
  const item = body.items.find(({ no }: { no: string }) => no === '10');
  expect(item.choice.options.map(({ value }: { value: string }) => value)).toEqual([
    'all',
    'delegates',
  ]);
  expect(item.suggestion).toContain('đại hội đại biểu');
  const stranger = await service.client('founder');
  expect((await stranger.get(`/api/cases/${id}/charter`)).status).toBe(404);
  expect((await founder.get(`/api/cases/${id}/charter?chosen=x`)).status).toBe(422);
});
