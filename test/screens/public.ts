// What anybody may read, without signing in.
import type { Album } from './album.ts';
import type { World } from './world.ts';

const pages = {
  start: '/',
  eligibility: '/eligibility',
  'eligibility-answered': '/eligibility?kind=cooperative&people=3&age=yes&need=no',
  law: '/law',
  words: '/words',
  complain: '/complain',
  'verify-enter': '/verify',
  register: '/register',
  statistics: '/statistics?from=2026-01-01&to=2026-12-31',
  grades: '/statistics/grades',
  'your-data': '/your-data',
  track: '/track',
  'name-check': `/name-check?name=${encodeURIComponent('Hợp tác xã Rau sạch Hòa Bình')}`,
  'sign-in': '/sign-in',
};

export async function publicStory(world: World, album: Album): Promise<void> {
  const page = await album.seat();
  for (const [name, path] of Object.entries(pages)) await album.page(page, name, path);
  await album.page(page, 'verify-unknown', '/verify/0000-0000-0000', { status: 404 });
  await album.page(page, 'problem-404', '/no-such-page', { status: 404 });
  const { appraisals, office, foundings } = world;
  const [certificate] = await office.papers(appraisals.certified, 'RECOGNITION_CERT');
  const [revoked] = await office.papers(appraisals.revoked, 'RECOGNITION_CERT');
  const [paper] = await office.papers(foundings.registered);
  if (!certificate || !revoked || !paper) throw new Error('papers are missing');
  await album.page(page, 'verify', `/verify/${certificate.code}`);
  await album.page(page, 'verify-revoked', `/verify/${revoked.code}`);
  const bytes = await office.bytes(certificate);
  for (const [name, buffer] of [
    ['verify-same', bytes],
    ['verify-other', Buffer.concat([bytes, Buffer.from(' ')])],
  ] as const)
    await album.page(page, name, `/verify/${certificate.code}`, {
      async reach() {
        const file = { name: 'giay-chung-nhan.pdf', mimeType: 'application/pdf', buffer };
        await page.locator('input[type=file]').setInputFiles(file);
        await page.locator('form:has(input[type=file]) button').click();
        await page.waitForURL(/\/file/);
      },
    });
  await album.page(page, 'track-found', `/track?code=${paper.code}`);
  await page.context().close();
  const founder = await album.seat(world.people.founder);
  await album.page(founder, 'problem-403', '/admin', { status: 403 });
  await founder.context().close();
}
