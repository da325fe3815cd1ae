// Criteria sets, the rehearsal of a draft, campaigns of self-assessment, and the sheet a cooperative fills in.
import { exampleLines } from '../../machines/appraisal/fields.ts';
import { small } from '../machines/criteria/sets.ts';
import type { Album } from './album.ts';
import type { World } from './world.ts';

const staff = { readers: 'staff' } as const;
const draft = '/desk/criteria/TT01_2020/1';

export async function criteriaStory(world: World, album: Album): Promise<void> {
  const { people } = world;
  const made = { from: { set: 'TT01_2020', version: 0 } };
  await people.staff.send('POST', '/api/criteria-sets', made);
  await publishSmall(world);
  const page = await album.seat(people.head);
  const officer = await album.seat(people.staff);
  const pages = {
    'criteria-sets': '/desk/criteria',
    'criteria-set': '/desk/criteria/TT01_2020/0',
    'criteria-form': '/desk/criteria/TT01_2020/0/form',
    'criteria-draft': draft,
    'criteria-changes': `${draft}/changes`,
    'criteria-publish': `${draft}/publish`,
    'criteria-retire': '/desk/criteria/SMALL/1/retire',
    'criteria-rehearsal': `${draft}/rehearsal`,
  };
  for (const [name, path] of Object.entries(pages)) await album.page(page, name, path, staff);
  const edited = `${draft}/edit?at=groups.0.criteria.2`;
  await album.page(officer, 'criteria-edit', edited, staff);
  await album.page(officer, 'criteria-edit-errors', edited, {
    ...staff,
    async reach() {
      await officer.locator('[id="name.en"]').fill('');
      await officer.getByRole('button', { name: /^(Lưu|Save)$/ }).click();
    },
  });
  await campaign(world, album);
  await Promise.all([page.context().close(), officer.context().close()]);
}

/** A set in force, which may be retired. */
async function publishSmall({ people: { staff: officer, head } }: World): Promise<void> {
  const copied = { from: { set: 'TT01_2020', version: 0 }, as: 'SMALL' };
  await officer.send('POST', '/api/criteria-sets', copied);
  await officer.send('PUT', '/api/criteria-sets/SMALL/1', { edition: 1, content: small });
  const told = await head.send('POST', '/api/criteria-sets/SMALL/1/publish', {
    from: '2026-01-01',
  });
  if (told.status >= 300) throw new Error(told.text);
}

async function campaign(world: World, album: Album): Promise<void> {
  const { people, service } = world;
  const page = await album.seat(people.head);
  const officer = await album.seat(people.staff);
  await page.goto(`${service.url}/desk/campaigns`);
  await page.locator('#title').fill('Xếp loại hợp tác xã năm 2026');
  await page.locator('#set').selectOption('TT01_2020');
  await page.getByRole('button', { name: 'Xem trước' }).click();
  await page.getByRole('button', { name: 'Mở phiếu cho tất cả' }).click();
  const address = new URL(page.url()).pathname;
  await world.office.settle();
  await album.page(page, 'campaigns', '/desk/campaigns', staff);
  const { items } = (await people.staff.get(`/api${address.replace('/desk', '')}/members`)).body;
  const asked = items as { caseId: string; cooperative: string }[];
  const [first, second] = asked.filter(({ cooperative }) => cooperative.startsWith('54'));
  if (!first || !second) throw new Error('nobody was asked');
  await world.office.act(first.caseId, people.coop, 'SAVE_ASSESSMENT', { self: exampleLines });
  await world.office.act(first.caseId, people.coop, 'HAND_IN', { checkedBy: 'Lê Thị Soát' });
  await world.office.act(first.caseId, people.staff, 'CONFIRM_GRADE', {});
  await world.office.act(second.caseId, people.coop, 'SAVE_ASSESSMENT', {
    self: exampleLines.slice(0, 6),
  });
  await album.page(page, 'campaign', address, staff);
  await album.page(page, 'campaign-members', `${address}/members`, staff);
  await album.page(officer, 'campaign-figures', `${address}/figures`, staff);
  await album.page(page, 'grades-staff', '/statistics/grades', staff);
  const coop = await album.seat(people.coop);
  await album.page(coop, 'assessment', `/cases/${second.caseId}/assessment`);
  await album.page(coop, 'case-graded', `/cases/${first.caseId}`);
  for (const each of [page, officer, coop]) await each.context().close();
}
