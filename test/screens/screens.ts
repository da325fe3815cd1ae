// Takes the pictures: page by page, each kind of reader in a story of their own. `SCREENS=desk,admin` tells some stories
// only. Fails naming every page without a picture, and everything that is in somebody's way on one.
import { expect, it } from 'vitest';
import { openBrowser } from '../pages/chromium.ts';
import { adminStory } from './admin.ts';
import { openAlbum } from './album.ts';
import { appraisalStory } from './appraisals.ts';
import { criteriaStory } from './criteria.ts';
import { deskStory } from './desk.ts';
import { doorStory } from './door.ts';
import { founderStory } from './founders.ts';
import { publicStory } from './public.ts';
import { openWorld } from './world.ts';

/** Pages that show nothing of their own. */
const unseen: Readonly<Record<string, string>> = {
  registerCsvPage: 'a download',
  registerJsonPage: 'a download',
  auditTablePage: 'a download',
  memberPapersFile: 'a download',
  draftPaperPage: 'a PDF',
  samplePaperPage: 'a PDF',
  oidcReturnPage: 'goes on to another page',
  liveCase: 'a stream',
  liveMeeting: 'a stream',
};

const stories = {
  public: publicStory,
  founders: founderStory,
  appraisals: appraisalStory,
  desk: deskStory,
  criteria: criteriaStory,
  admin: adminStory,
  door: doorStory,
};
const asked = process.env['SCREENS']?.split(',');

it('takes pictures', async () => {
  const [world, browser] = await Promise.all([openWorld(), openBrowser(['--lang=vi'])]);
  const album = openAlbum(world.service, browser);
  for (const [name, story] of Object.entries(stories))
    if (!asked || asked.includes(name)) await story(world, album);
  console.log(`${album.looks()} pages looked at, ${album.faults.length} with something in the way`);
  await browser.close();
  await world.close();
  expect(album.faults).toEqual([]);
  if (!asked) expect(album.missing(unseen), 'pages without a picture').toEqual([]);
  expect(world.service.logged.filter((line) => !line.startsWith('info'))).toEqual([]);
});
