// Signing in, setting up an account, and one's own account.
import { createAccount } from '../../src/accounts/accounts.ts';
import { goodPassword, hire } from '../http/staff.ts';
import type { Album } from './album.ts';
import type { World } from './world.ts';

export async function doorStory(world: World, album: Album): Promise<void> {
  const { service } = world;
  const page = await album.seat();
  const pages = {
    'sign-in': '/sign-in',
    'sign-in-code': '/sign-in/code',
    'sign-in-staff': '/sign-in/staff',
    'sign-in-second': '/sign-in/second',
    'sign-in-forgotten': '/sign-in/reset',
  };
  for (const [name, path] of Object.entries(pages)) await album.page(page, name, path);
  await album.page(page, 'sign-in-enrol-gone', '/sign-in/enrol/x', { status: 422 });
  await album.page(page, 'sign-in-reset-gone', '/sign-in/reset/x', { status: 422 });
  const staff = await hire(service, 'clerk');
  await service.engine.database
    .knex('accounts')
    .where({ id: staff.id })
    .update({ name: 'Dương Ngọc Yến' });
  await album.page(page, 'sign-in-wrong', '/sign-in/staff', {
    async reach() {
      await page.locator('#email').fill(staff.email);
      await page.locator('#password').fill('sai mật khẩu rồi');
      await page.locator('main form button[type=submit], main form button').first().click();
    },
  });
  await enrolment(world, album);
  await page.goto(`${service.url}/sign-in/staff?next=%2Faccount`);
  await page.locator('#email').fill(staff.email);
  await page.locator('#password').fill(goodPassword);
  await page.getByRole('button', { name: 'Tiếp tục', exact: true }).click();
  service.ahead.ms += 30_000;
  await page.locator('#code').fill(await staff.code());
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await album.page(page, 'account', '/account');
  await page.context().close();
}

async function enrolment({ service }: World, album: Album): Promise<void> {
  const { knex } = service.engine.database;
  const { id: allianceId } = await knex('alliances').first('id');
  const given = { allianceId, email: 'moi@example.vn', name: 'Vàng A Páo', roles: ['staff'] };
  const { id } = await createAccount(knex, given, '2026-03-02T02:00:00Z');
  const { url } = await service.signIn.enrolment.invite(id);
  const page = await album.seat();
  await album.page(page, 'sign-in-enrol', new URL(url).pathname);
  await page.context().close();
}
