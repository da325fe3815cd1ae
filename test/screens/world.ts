// An alliance in the middle of its work, on the morning of a founding conference: people with names, a register of
// cooperatives, foundings and appraisals at every stage. Played through the API as everybody would.
import { columns } from '../../src/register/cooperative.ts';
import { importCooperatives } from '../../src/register/import.ts';
import { readGrid } from '../../src/sheets/grid.ts';
import { type Client, type Service } from '../http/service.ts';
import { startOffice, type Office } from '../papers/certified.ts';
import { playAppraisals, type Appraisals } from './world-appraisals.ts';
import { playFoundings, type Foundings } from './world-foundings.ts';

export type World = {
  service: Service;
  office: Office;
  people: Record<'founder' | 'second' | 'commune' | 'admin' | 'auditor' | 'clerk', Client> &
    Office['people'];
  board: Client[];
  foundings: Foundings;
  appraisals: Appraisals;
  close(): Promise<void>;
};

export type Cast = Pick<World, 'service' | 'office' | 'people' | 'board'>;

const names = {
  coop: 'Lâm Thị Ngọc Bích',
  staff: 'Nguyễn Thị Hoa',
  head: 'Trần Quốc Thịnh',
  leader: 'Huỳnh Văn Nghĩa',
  other: 'Đặng Thị Phượng',
  founder: 'Nguyễn Thị Ánh Nguyệt',
  second: 'Lê Thị Bảy',
  commune: 'Phan Hữu Lộc',
  admin: 'Võ Minh Quân',
  auditor: 'Tạ Thị Kiều',
  clerk: 'Dương Ngọc Yến',
} as const;
const boardNames = ['Nguyễn Văn Chủ', 'Trần Thị Thư', 'Lê Văn Nông', 'Phạm Thị Tài', 'Võ Văn Hội'];

/** Code, name, commune, capital in VND, members. */
const cooperatives = [
  ['5400000001', 'Hợp tác xã Lúa tôm Vĩnh Hậu', 'Xã Vĩnh Hậu', 1_250_000_000, 42],
  ['5400000002', 'Hợp tác xã Rau an toàn Hòa Bình', 'Xã Hòa Bình', 500_000_000, 18],
  ['5400000003', 'Hợp tác xã Muối Đông Hải', 'Xã Đông Hải', 900_000_000, 27],
  ['5400000004', 'Hợp tác xã Nông nghiệp Phước Long', 'Xã Phước Long', 2_000_000_000, 65],
  ['5400000005', 'Hợp tác xã Nuôi tôm công nghệ cao Vĩnh Lợi', 'Xã Vĩnh Lợi', 5_400_000_000, 12],
  ['5400000006', 'Hợp tác xã Dệt chiếu Hồng Dân', 'Xã Hồng Dân', 350_000_000, 31],
  ['5400000007', 'Hợp tác xã Vận tải Gành Hào', 'Xã Gành Hào', 3_100_000_000, 9],
  ['5400000009', 'Hợp tác xã Sen Ninh Quới', 'Xã Ninh Quới', 480_000_000, 14],
  ['5400000010', 'Hợp tác xã Dịch vụ Láng Tròn', 'Phường Láng Tròn', 720_000_000, 16],
  ['5400000008', 'Hợp tác xã Khóm Ninh Thạnh Lợi', 'Xã Ninh Thạnh Lợi', 640_000_000, 22],
] as const;

async function keepRegister({ head }: Office['people'], { engine }: Service): Promise<void> {
  const titles = 'Mã số,Tên,Tình trạng,Ngày đăng ký,Xã,Huyện,Địa chỉ,Vốn điều lệ,Số thành viên';
  const rows = cooperatives.map(
    ([code, name, commune, capital, members]) =>
      `${code},${name},Đang hoạt động,10/05/2022,${commune},,Ấp Một,${capital},${members}`,
  );
  const { knex } = engine.database;
  const take = async (lines: readonly string[], at: string): Promise<void> => {
    const grid = await readGrid(new TextEncoder().encode([titles, ...lines].join('\n')), columns);
    const { allianceId } = head.person;
    await importCooperatives(knex, { allianceId, rows: grid, source: 'so-2026.csv' }, at);
  };
  await take(rows, '2026-01-05T01:00:00.000Z');
  const double = '5400000099,HTX Lúa tôm Vĩnh Hậu,Đang hoạt động,10/05/2022,Xã Vĩnh Hậu,,Ấp Ba,,40';
  const moved =
    '5400000001,Hợp tác xã Lúa tôm Vĩnh Hậu,Đang hoạt động,10/05/2022,Xã Vĩnh Hậu,,Ấp Ba,1500000000,45';
  await take([double, moved], '2026-02-10T01:00:00.000Z');
}

/** The person behind this client, from now on under that name. */
async function call(service: Service, client: Client, name: string): Promise<void> {
  const plain = name.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd');
  const email = `${plain.toLowerCase().replaceAll(' ', '.')}@lienminh.example`;
  const { knex } = service.engine.database;
  await knex('accounts').where({ id: client.person.id }).update({ name, email });
  client.person.name = name;
}

export async function openWorld(): Promise<World> {
  const office = await startOffice();
  const { service, board } = office;
  const people = {
    ...office.people,
    founder: await service.client('founder'),
    second: await service.client('founder'),
    commune: await service.client('commune'),
    admin: await service.client('administrator'),
    auditor: await service.client('auditor'),
    clerk: await service.client('clerk'),
  };
  for (const [who, name] of Object.entries(names))
    await call(service, people[who as keyof typeof names], name);
  for (const [at, name] of boardNames.entries()) await call(service, board[at] as Client, name);
  await keepRegister(people, service);
  await service.engine.database
    .knex('cooperatives')
    .where('code', 'like', '54000000%')
    .update({ persons: [people.coop.person.id] });
  const cast = { service, office, people, board };
  const foundings = await playFoundings(cast);
  const appraisals = await playAppraisals(cast);
  service.engine.at('2026-03-06T01:00:00.000Z');
  await service.engine.anchors.write();
  await office.settle();
  return { ...cast, foundings, appraisals, close: () => office.close() };
}
