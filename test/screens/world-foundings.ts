// Foundings of the world, one at each stage that pages look different at.
import { partNames } from '../../machines/founding/parts.ts';
import { act, exampleOf, toAssembly, toDrafting, toFiling } from '../http/play.ts';
import { openFounding } from '../http/service.ts';
import type { Cast } from './world.ts';

export type Foundings = Record<
  'requested' | 'drafting' | 'conference' | 'filing' | 'supplement' | 'refused' | 'registered',
  string
>;

const groups = {
  requested: ['Nhóm trồng nấm Tân Phong', 'Xã Phong Thạnh'],
  drafting: ['Nhóm sản xuất rau sạch, nấm và thủy sản Hòa Bình', 'Xã Hòa Bình'],
  conference: ['Nhóm nuôi cua biển Đông Hải', 'Xã Đông Hải'],
  filing: ['Nhóm dệt chiếu Ninh Quới', 'Xã Ninh Quới'],
  supplement: ['Nhóm lúa hữu cơ Hồng Dân', 'Xã Hồng Dân'],
  refused: ['Nhóm vận tải Gành Hào', 'Xã Gành Hào'],
  registered: ['Nhóm muối trắng Long Điền', 'Xã Long Điền'],
} as const;

const cooperatives = {
  drafting: ['Hợp tác xã Rau nấm Hòa Bình', 'HTX Rau nấm Hòa Bình'],
  conference: ['Hợp tác xã Cua biển Đông Hải', 'HTX Cua biển Đông Hải'],
  filing: ['Hợp tác xã Chiếu lác Ninh Quới', 'HTX Chiếu lác Ninh Quới'],
  supplement: ['Hợp tác xã Lúa hữu cơ Hồng Dân', 'HTX Lúa hữu cơ Hồng Dân'],
  refused: ['Hợp tác xã Vận tải thủy Gành Hào', 'HTX Vận tải thủy Gành Hào'],
  registered: ['Hợp tác xã Muối trắng Long Điền', 'HTX Muối trắng Long Điền'],
} as const;

const families = ['Trần Văn', 'Lê Thị', 'Nguyễn Văn', 'Phạm Thị', 'Huỳnh Văn', 'Võ Thị'];
const firstNames = [
  'An',
  'Bảy',
  'Cường',
  'Dung',
  'Em',
  'Gấm',
  'Hải',
  'Kiều',
  'Lượm',
  'Mười',
  'Năm',
  'Út',
];

/** Twelve people and what each of them puts in. */
function manyMembers(): Record<string, unknown> {
  const handed = exampleOf('SUBMIT_DRAFT', 2) as { members: { list: object[] } };
  const [first] = handed.members.list;
  handed.members.list = firstNames.map((name, at) => ({
    ...first,
    no: at + 1,
    name: `${families[at % families.length]} ${name}`,
    capital: 60_000_000 + (at % 4) * 15_000_000,
  }));
  return handed;
}

/** Each founds a cooperative of its own name. */
function named(stage: keyof typeof cooperatives): { name: object } {
  const [name, shortName] = cooperatives[stage];
  return { name: { part: 'name', name: { name, shortName } } };
}

export async function playFoundings(cast: Cast): Promise<Foundings> {
  const { people } = cast;
  const { founder, second, head } = people;
  const opened: [string, string][] = [];
  for (const [stage, [group, commune]] of Object.entries(groups)) {
    const representativeName = founder.person.name;
    opened.push([stage, await openFounding(founder, { group, commune, representativeName })]);
  }
  const ids = Object.fromEntries(opened) as Foundings;
  await draft(cast, ids.drafting);
  const invited = await founder.send('POST', `/api/cases/${ids.drafting}/invitations`, {
    name: second.person.name,
  });
  if (invited.status < 300)
    await second.send('POST', '/api/invitations/accept', { code: invited.body.code });
  const members = manyMembers();
  await toAssembly(founder, head, ids.conference, { ...named('conference'), members });
  await act(founder, ids.conference, 'SCHEDULE_ASSEMBLY');
  for (const stage of ['filing', 'supplement', 'refused', 'registered'] as const) {
    await toFiling(founder, head, ids[stage], named(stage));
    if (stage !== 'filing') await file(cast, ids[stage], stage);
  }
  return ids;
}

/** One part accepted, one sent back with what is wrong, one handed in, the others not begun. */
async function draft({ people: { founder, head } }: Cast, id: string): Promise<void> {
  await toDrafting(head, id);
  await act(founder, id, 'SUBMIT_DRAFT', named('drafting').name);
  await act(head, id, 'ACCEPT_PART', { part: 'name' });
  await act(founder, id, 'SUBMIT_DRAFT', exampleOf('SUBMIT_DRAFT', partNames.indexOf('charter')));
  const comments = 'Mục 10 chưa ghi cách mời họp; vốn điều lệ chưa khớp danh sách thành viên.';
  await act(head, id, 'RETURN_PART', { part: 'charter', comments });
  await act(founder, id, 'SUBMIT_DRAFT', manyMembers());
}

async function file(
  { people: { founder, head } }: Cast,
  id: string,
  stage: 'supplement' | 'refused' | 'registered',
): Promise<void> {
  await act(founder, id, 'FILE');
  await act(head, id, 'RECEIPT_RECORDED');
  const points = [
    'Ghi rõ địa chỉ trụ sở chính đến số nhà hoặc ấp',
    'Bổ sung chữ ký của người đại diện trên danh sách thành viên',
  ];
  if (stage === 'supplement') await act(head, id, 'SUPPLEMENT_NOTICE', { points });
  if (stage === 'refused') await act(head, id, 'REFUSE');
  if (stage === 'registered') await act(head, id, 'GRANT');
}
