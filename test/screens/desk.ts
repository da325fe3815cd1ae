// The desk: lists, work, one act on many, the register of cooperatives, a case as staff read it.
import type { Album } from './album.ts';
import type { World } from './world.ts';

const staff = { readers: 'staff' } as const;

export async function deskStory(world: World, album: Album): Promise<void> {
  const { people, foundings } = world;
  await talk(world);
  const page = await album.seat(people.head);
  const id = foundings.drafting;
  const pages = {
    desk: '/desk',
    'desk-work': '/desk/work?role=any',
    'desk-cases': '/desk/cases',
    'desk-cases-none': '/desk/cases?text=kh%C3%B4ng-c%C3%B3',
    'desk-states': '/desk/states',
    'desk-agenda': '/desk/agenda?month=2026-03',
    'case-staff': `/cases/${id}`,
    'case-journal': `/cases/${id}/journal`,
    'case-brief': `/cases/${id}/brief`,
    'case-notes': `/cases/${id}/notes`,
    'case-messages': `/cases/${id}/messages`,
    'case-dossier': `/cases/${foundings.filing}/dossier`,
    'case-drafting-part': `/cases/${id}/drafting/charter`,
    'case-return': `/cases/${id}/acts/RETURN_PART?pick=members`,
    'case-session': `/cases/${foundings.requested}/acts/ASSIGN`,
    'desk-register': '/desk/register',
    'desk-cooperative': '/desk/register/cooperatives/5400000001',
    'desk-merge': '/desk/register/merge',
    'desk-merge-compared': '/desk/register/merge?keep=5400000001&double=5400000099',
    'desk-import': '/desk/register/import',
    keys: '/keys',
  };
  for (const [name, path] of Object.entries(pages)) await album.page(page, name, path, staff);
  await album.page(page, 'desk-import-tried', '/desk/register/import', {
    ...staff,
    async reach() {
      const buffer = Buffer.from(table);
      const file = { name: 'hop-tac-xa.csv', mimeType: 'text/csv', buffer };
      await page.locator('input[type=file]').setInputFiles(file);
      await page.locator('button:has-text("Thử trước"), button:has-text("Try")').first().click();
    },
  });
  const chosen = async (): Promise<void> => {
    for (const box of (await page.locator('input[name=case]').all()).slice(0, 3)) await box.check();
    await page
      .locator('button[formaction="/desk/cases"], form[action="/desk/cases"] button')
      .last()
      .click();
    await page.waitForURL(/\/desk\/many/);
  };
  await album.page(page, 'desk-many', '/desk/cases', { ...staff, reach: chosen });
  await page.context().close();
}

const table = [
  'Mã số,Tên,Tình trạng,Ngày đăng ký,Xã,Vốn điều lệ',
  '5400000120,Hợp tác xã Tôm Cái Đôi Vàm,Đang hoạt động,05/01/2026,Xã Vĩnh Lợi,800000000',
  '5400000121,Hợp tác xã Cua Năm Căn,Ngủ đông,05/01/2026,Xã Đông Hải,nhiều',
  '5400000003,Hợp tác xã Muối Đông Hải,Tạm ngừng kinh doanh,10/05/2022,Xã Đông Hải,900000000',
].join('\n');

async function talk({ people, foundings }: World): Promise<void> {
  const { head, founder } = people;
  const path = `/api/cases/${foundings.drafting}`;
  const said = [
    [head, 'notes', 'Đã gọi điện cho bà Nguyệt: nhóm sẽ sửa điều lệ trong tuần này.'],
    [founder, 'messages', 'Nhóm xin hỏi: vốn góp bằng máy cày thì định giá thế nào ạ?'],
    [head, 'messages', 'Các thành viên cùng thống nhất giá tại hội nghị; biên bản ghi rõ.'],
  ] as const;
  for (const [who, where, text] of said) {
    const sent = await who.send('POST', `${path}/${where}`, { text });
    if (sent.status >= 300) throw new Error(`${where}: ${sent.text}`);
  }
}
