// What founders and cooperatives read and fill in, on a phone first.
import type { Album } from './album.ts';
import type { World } from './world.ts';

const go = { vi: 'Tiếp tục', en: 'Continue' } as const;

export async function founderStory(world: World, album: Album): Promise<void> {
  await groupInDrafting(world, album);
  await groupFurtherOn(world, album);
  await cooperative(world, album);
}

async function groupInDrafting({ people, foundings }: World, album: Album): Promise<void> {
  const page = await album.seat(people.founder);
  const id = foundings.drafting;
  const own = {
    case: '',
    founders: '/founders',
    dossier: '/dossier',
    drafting: '/drafting',
    'drafting-part': '/drafting/charter',
    charter: '/charter',
    members: '/members',
    'save-draft': '/acts/SAVE_DRAFT',
    'act-plan': '/acts/SUBMIT_DRAFT?pick=plan',
    messages: '/messages',
    path: '/path',
    journal: '/journal',
  };
  await album.page(page, 'cases', '/cases');
  await album.page(page, 'inbox', '/inbox');
  await album.page(page, 'account-founder', '/account');
  await album.page(page, 'your-data-signed', '/your-data');
  for (const [name, path] of Object.entries(own))
    await album.page(page, name, `/cases/${id}${path}`);
  await album.page(page, 'not-now', `/cases/${id}/acts/FILE`, { status: 409 });
  await album.page(page, 'new-case', '/cases/new/founding');
  await album.page(page, 'new-case-errors', '/cases/new/founding', {
    reach: (_, language) =>
      page.getByRole('button', { name: go[language], exact: true }).last().click(),
  });
  await album.page(page, 'check', '/cases/new/founding', {
    async reach(_, language) {
      await page.locator('input[name="kind"]').first().check();
      await page.locator('[name="group"]').fill('Nhóm trồng sen Ninh Thạnh Lợi');
      await page.locator('[name="commune"]').fill('Xã Ninh Thạnh Lợi');
      await page.locator('[name="representativeName"]').fill('Nguyễn Thị Ánh Nguyệt');
      await page.locator('[name="phone"]').fill('0912 345 678');
      await page.getByRole('button', { name: go[language], exact: true }).last().click();
    },
  });
  await album.page(page, 'done', `/cases/${foundings.requested}?done=REQUEST_CONSULTATION`);
  await album.page(page, 'invited', `/cases/${id}/founders`, {
    async reach() {
      await page.locator('#name').fill('Trần Văn Cường');
      await page.locator('form:has(#name) button').click();
      await page.locator('code').waitFor();
    },
  });
  await album.page(page, 'join', '/join?code=ABCD-1234');
  await page.context().close();
}

async function groupFurtherOn({ people, foundings }: World, album: Album): Promise<void> {
  const page = await album.seat(people.founder);
  const { conference, filing, supplement, refused, registered } = foundings;
  const pages = {
    'case-conference': `/cases/${conference}`,
    hall: `/cases/${conference}/hall`,
    'act-open': `/cases/${conference}/acts/OPEN`,
    'act-move': `/cases/${conference}/acts/MOVE_ASSEMBLY`,
    'case-filing': `/cases/${filing}`,
    'member-papers': `/cases/${filing}/member-papers`,
    'act-file': `/cases/${filing}/acts/FILE`,
    'dossier-filing': `/cases/${filing}/dossier`,
    'case-supplement': `/cases/${supplement}`,
    supplement: `/cases/${supplement}/supplement`,
    'case-refused': `/cases/${refused}`,
    'act-refile': `/cases/${refused}/acts/FIX_AND_REFILE`,
    'case-registered': `/cases/${registered}`,
    'act-withdraw': `/cases/${registered}/acts/WITHDRAW`,
  };
  for (const [name, path] of Object.entries(pages)) await album.page(page, name, path);
  await page.context().close();
}

async function cooperative({ people, appraisals }: World, album: Album): Promise<void> {
  const page = await album.seat(people.coop);
  const pages = {
    'coop-cases': '/cases',
    'coop-new-appraisal': '/cases/new/appraisal',
    'coop-case-certified': `/cases/${appraisals.certified}`,
    'coop-case-revoked': `/cases/${appraisals.revoked}`,
    'coop-case-refused': `/cases/${appraisals.turnedDown}`,
    'coop-complaint': `/cases/${appraisals.complaint}`,
    'coop-dossier': `/cases/${appraisals.asked}/dossier`,
    'coop-remedies': `/cases/${appraisals.remedy}`,
    'coop-checklist': `/cases/${appraisals.remedy}/checklist`,
    'coop-withdraw': `/cases/${appraisals.asked}/acts/WITHDRAW`,
    'coop-new-data-request': '/cases/new/data-request',
  };
  for (const [name, path] of Object.entries(pages)) await album.page(page, name, path);
  await page.context().close();
}
