// What boards, leaders and the officer of an appraisal read and do.
import type { Album } from './album.ts';
import type { World } from './world.ts';

const staff = { readers: 'staff' } as const;

export async function appraisalStory(world: World, album: Album): Promise<void> {
  await boards(world, album);
  await leader(world, album);
  await officer(world, album);
}

async function boards({ board, appraisals, service }: World, album: Album): Promise<void> {
  const chair = await album.seat(board[0]);
  const last = await album.seat(board[4]);
  await album.page(chair, 'boards', '/boards', staff);
  await album.page(last, 'board-declare', `/boards/${appraisals.formed}`, staff);
  await album.page(last, 'board-scoring', `/boards/${appraisals.scoring}`, staff);
  await album.page(last, 'board-sheet', `/boards/${appraisals.scoring}/sheet`, staff);
  await album.page(last, 'board-sheet-errors', `/boards/${appraisals.scoring}/sheet`, {
    ...staff,
    async reach(page, language) {
      await page.locator('[id="value.1"]').fill('99');
      const name = { vi: 'Nộp phiếu', en: 'Hand in' }[language];
      await page.getByRole('button', { name }).click();
    },
  });
  await album.page(chair, 'board-scores-sealed', `/boards/${appraisals.scoring}/scores`, staff);
  await album.page(chair, 'board-scores', `/boards/${appraisals.meetingOne}/scores`, staff);
  await album.page(chair, 'board-called', `/boards/${appraisals.meetingOne}`, staff);
  await chair.goto(`${service.url}/boards`);
  const meeting = await chair.locator('a[href^="/boards/meeting/"]').first().getAttribute('href');
  if (!meeting) throw new Error('no meeting of several');
  await album.page(chair, 'meeting', meeting, staff);
  await album.page(chair, 'meeting-no-quorum', meeting, {
    ...staff,
    reach: (page) =>
      page
        .getByRole('button', { name: /Khai mạc|Open/ })
        .first()
        .click(),
  });
  await chair.goto(service.url + meeting);
  for (const box of await chair.locator('input[name=present]').all()) await box.check();
  await chair.getByRole('button', { name: /Khai mạc/ }).click();
  await album.page(chair, 'meeting-open', meeting, staff);
  await album.page(chair, 'board-open', `/boards/${appraisals.meetingOne}`, staff);
  await album.page(
    last,
    'board-conflict',
    `/cases/${appraisals.formed}/acts/DECLARE_CONFLICT`,
    staff,
  );
  await Promise.all([chair.context().close(), last.context().close()]);
}

async function leader({ people, appraisals }: World, album: Album): Promise<void> {
  const page = await album.seat(people.leader);
  await album.page(page, 'signatures', '/signatures', staff);
  await album.page(page, 'act-sign', `/cases/${appraisals.voted}/acts/SIGN`, staff);
  await album.page(page, 'act-sign-check', `/cases/${appraisals.voted}/acts/SIGN`, {
    ...staff,
    reach: () => page.locator('main button[name=_step][value=review]').last().click(),
  });
  await album.page(page, 'leader-desk', '/desk', staff);
  await album.page(page, 'act-form-board', `/cases/${appraisals.accepted}/acts/FORM_BOARD`, staff);
  await page.context().close();
}

async function officer({ people, appraisals }: World, album: Album): Promise<void> {
  const page = await album.seat(people.staff);
  const pages = {
    'case-staff-asked': `/cases/${appraisals.asked}`,
    'case-staff-scoring': `/cases/${appraisals.scoring}`,
    'case-staff-certified': `/cases/${appraisals.certified}`,
    'case-staff-complaint': `/cases/${appraisals.complaint}`,
    'case-path': `/cases/${appraisals.certified}/path`,
    'appraisal-brief': `/cases/${appraisals.meetingTwo}/brief`,
    'appraisal-journal': `/cases/${appraisals.revoked}/journal`,
    'journal-comparison': `/cases/${appraisals.certified}/journal/5`,
    'act-supplement': `/cases/${appraisals.asked}/acts/REQUEST_SUPPLEMENT`,
    'act-inadmissible': `/cases/${appraisals.complaint}/acts/DECLARE_INADMISSIBLE`,
    'act-correction': `/cases/${appraisals.certified}/acts/PROPOSE_CORRECTION`,
  };
  for (const [name, path] of Object.entries(pages)) await album.page(page, name, path, staff);
  await page.context().close();
}
