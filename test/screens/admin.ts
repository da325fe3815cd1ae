// Administration: people, units, boards, days off, numbers, wording, processes, what failed, what was done.
import { example } from '../papers/certified.ts';
import type { Album } from './album.ts';
import type { World } from './world.ts';

const staff = { readers: 'staff' } as const;

export async function adminStory(world: World, album: Album): Promise<void> {
  const { people } = world;
  await prepare(world);
  const page = await album.seat(people.admin);
  const pages = {
    'admin-health': '/admin/health',
    'admin-people': '/admin/people',
    'admin-people-acts': '/admin/people/acts',
    'admin-signers': '/admin/signers',
    'admin-units': '/admin/units',
    'admin-boards': '/admin/boards',
    'admin-board-new': '/admin/boards/new',
    'admin-calendar': '/admin/calendar?year=2026',
    'admin-numbers': '/admin/numbers',
    'admin-texts': '/admin/texts',
    'admin-text': '/admin/texts/notice/filed',
    'admin-law': '/admin/law',
    'admin-processes': '/processes',
    'admin-process': '/processes/founding',
    'admin-outbox': '/admin/outbox',
    'admin-audit': '/admin/audit',
  };
  for (const [name, path] of Object.entries(pages)) await album.page(page, name, path, staff);
  await album.page(page, 'admin-calendar-moved', '/admin/calendar?year=2026', {
    ...staff,
    async reach() {
      await page.locator('summary:has-text("Thêm ngày"), summary:has-text("Add a day")').click();
      await page.locator('#date').fill('2026-03-10');
      await page.locator('#kind').selectOption('swap-off');
      await page.locator('#name').fill('Nghỉ bù của tỉnh');
      await page.locator('#basis').fill('Công văn 12/UBND ngày 01/3/2026');
      await page.locator('main form:has(#date) button').first().click();
    },
  });
  const { items } = (await people.admin.get('/api/boards')).body;
  await album.page(page, 'admin-board', `/admin/boards/${items[0].id}`, staff);
  await page.context().close();
}

async function prepare({ people, service, foundings, board }: World): Promise<void> {
  const { knex } = service.engine.database;
  const error = 'Máy chủ thư từ chối: 550 không có hộp thư này';
  const failed = knex('outbox').where({ case_id: foundings.registered }).limit(2).select('id');
  await knex('outbox').whereIn('id', failed).update({ state: 'failed', error, done_at: null });
  const unit = { code: 'phong-tu-van', name: { vi: 'Phòng Tư vấn', en: 'Advice' } };
  const made = await people.admin.send('POST', '/api/units', unit);
  if (made.status >= 300) throw new Error(made.text);
  const { members } = example('FORM_BOARD') as { members: Record<string, unknown>[] };
  const seats = members.map(({ role, body, voting }, at) => ({
    person: board[at]?.person.id,
    role,
    body,
    voting,
  }));
  const kept = await people.staff.send('POST', '/api/boards', {
    name: 'Hội đồng thẩm định năm 2026',
    kind: 'standing',
    decision: '45/QĐ-LMHTX ngày 05/01/2026',
    from: '2026-01-05',
    to: '2026-12-31',
    seats,
  });
  if (kept.status >= 300) throw new Error(kept.text);
}
