// What each member signs by hand: an application of their own, and a commitment of the capital they put in. Filled in
// from the list as it stands, so that it can be signed before the list is handed in.
import { vnd } from '../../machines/founding/sheets.ts';
import { nameOf, type Founding } from '../../machines/founding/data.ts';
import type { Contents, Member } from '../../machines/founding/parts.ts';
import { printedName, profile } from '../../machines/law.ts';
import { carriedOver } from '../../machines/founding/drafting.ts';
import { capitalTable, type CapitalTable } from './capital.ts';

export type OwnPaper = {
  kind: 'OWN_APPLICATION' | 'OWN_COMMITMENT';
  data: Record<string, unknown>;
  signer: { title: string; name: string };
};

export type OwnMember = CapitalTable['members'][number];

const as: Readonly<Record<Member['membership'], string>> = {
  official:
    'thành viên chính thức: góp vốn, đồng thời sử dụng sản phẩm, dịch vụ hoặc góp sức lao động',
  contributing: 'thành viên liên kết góp vốn: chỉ góp vốn',
  noncontributing:
    'thành viên liên kết không góp vốn: sử dụng sản phẩm, dịch vụ hoặc góp sức lao động và nộp phí thành viên theo điều lệ',
};

/** What stands before the name of those who act through a representative. */
const bodies: Readonly<Partial<Record<Member['who'], string>>> = {
  household: 'Hộ gia đình',
  group: 'Tổ hợp tác',
  legalPerson: 'Pháp nhân',
  cooperative: 'Hợp tác xã',
};

/** The members of the list as it stands, with identifiers given earlier and the part of the capital of each. */
export function ownMembers(data: Founding): OwnMember[] {
  const { members } = capitalTable(data);
  const known = carriedOver(members as Member[], data.parts.members.content?.list ?? []);
  return members.map((member, at) => ({ ...member, ...known[at] }));
}

/** The papers of one member: no commitment where no capital is put in. */
export function ownPapers(data: Founding, member: OwnMember): OwnPaper[] {
  const about = {
    law: printedName(profile(data.profile)),
    holder: { name: nameOf(data), ...headOffice(data) },
  };
  const { name = '', representative, who = 'citizen', membership } = member;
  const body = bodies[who];
  const signer = {
    title: body ? `Đại diện ${body.toLocaleLowerCase('vi')}` : '',
    name: body ? (representative ?? '') : name,
  };
  const application: OwnPaper = {
    kind: 'OWN_APPLICATION',
    data: {
      ...about,
      items: [...personLines(member), ...capitalLines(member)],
      text: membership ? as[membership] : '',
    },
    signer: { ...signer, title: signer.title || 'Người làm đơn' },
  };
  if (member.amount === 0) return [application];
  const lines = [...personLines(member), ...capitalLines(member), ...wayLines(data, member)];
  const commitment: OwnPaper = {
    kind: 'OWN_COMMITMENT',
    data: { ...about, items: [...lines, ...dueLines(data)] },
    signer: { ...signer, title: signer.title || 'Người cam kết' },
  };
  return [application, commitment];
}

type Line = { label: string; value: string };

function headOffice({ parts }: Founding): { address?: string } {
  const address = parts.charter.content?.address;
  return address === undefined ? {} : { address };
}

/** Left empty where nothing is known: to be filled in by hand. */
function personLines(member: OwnMember): Line[] {
  const { name = '', who = 'citizen', representative = '', birthDate = '' } = member;
  const { idNumber = '', address = '' } = member;
  const body = bodies[who];
  const born = birthDate.split('-').toReversed().join('/');
  const first = body
    ? [
        { label: `Tên ${body.toLocaleLowerCase('vi')}`, value: name },
        { label: 'Người đại diện', value: representative },
        { label: 'Số định danh của người đại diện', value: idNumber },
      ]
    : [
        { label: 'Họ và tên', value: name },
        { label: 'Ngày sinh', value: born },
        { label: 'Số định danh', value: idNumber },
      ];
  return [...first, { label: 'Địa chỉ', value: address }];
}

function capitalLines({ amount, share }: OwnMember): Line[] {
  if (amount === 0) return [];
  const about = share?.rounded ? 'khoảng ' : '';
  const part = share ? `, bằng ${share.fraction} vốn điều lệ (${about}${share.percent.vi})` : '';
  return [{ label: 'Vốn cam kết góp', value: `${vnd(amount)}${part}` }];
}

type Asset = NonNullable<Contents['assets']['list']>[number];

/** In assets as the inventory has them, the rest in money. */
function wayLines(data: Founding, { no, amount }: OwnMember): Line[] {
  const { sketch, content } = data.parts.assets;
  const { list = [] } = { ...content, ...(sketch as { list?: Partial<Asset>[] } | undefined) };
  const mine: Partial<Asset>[] = list.filter(({ member }) => member === no);
  const inKind = mine.reduce((sum, { value = 0 }) => sum + value, 0);
  const money = amount - inKind;
  return [
    ...(money > 0 ? [{ label: 'Góp bằng tiền', value: vnd(money) }] : []),
    ...mine.map(({ what = '', value = 0 }) => ({
      label: 'Góp bằng tài sản',
      value: `${what}, giá trị đề xuất ${vnd(value)}`,
    })),
  ];
}

function dueLines({ parts }: Founding): Line[] {
  const { contributionMonths: months } = parts.charter.content ?? {};
  if (months === undefined) return [];
  const value = `${months} tháng kể từ ngày được cấp Giấy chứng nhận đăng ký`;
  return [{ label: 'Thời hạn góp đủ theo dự thảo điều lệ', value }];
}
