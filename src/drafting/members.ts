// The list of members as a table: what goes out, and what comes in as a draft. Cells that cannot be read are named, and
// left out of the draft; nothing is judged here.
import { isLocalDate } from '../../machines/calendar.ts';
import type { Founding } from '../../machines/founding/data.ts';
import type { Member } from '../../machines/founding/parts.ts';
import type { Text } from '../../machines/text.ts';
import { readDay } from '../sheets/date.ts';
import type { Column, GridRow } from '../sheets/grid.ts';
import { fold } from '../words.ts';

export type MemberField = keyof Member;

type Choice<V extends string> = Readonly<Record<V, string>>;

const memberships: Choice<Member['membership']> = {
  official: 'Chính thức',
  contributing: 'Liên kết góp vốn',
  noncontributing: 'Liên kết không góp vốn',
};

const kinds: Choice<Member['who']> = {
  citizen: 'Công dân Việt Nam',
  foreigner: 'Người nước ngoài cư trú',
  foreignInvestor: 'Nhà đầu tư nước ngoài',
  household: 'Hộ gia đình',
  group: 'Tổ hợp tác',
  legalPerson: 'Pháp nhân Việt Nam',
  cooperative: 'Hợp tác xã',
};

const yesNo = { true: 'Có', false: 'Không' } as const;

export const memberColumns: readonly Column<MemberField>[] = [
  { key: 'no', title: { vi: 'STT', en: 'Number' }, also: ['số thứ tự'] },
  {
    key: 'name',
    title: { vi: 'Họ và tên', en: 'Name' },
    also: ['họ tên', 'tên', 'tên tổ chức', 'thành viên'],
    required: true,
  },
  { key: 'membership', title: { vi: 'Loại thành viên', en: 'Membership' }, also: ['loại'] },
  { key: 'who', title: { vi: 'Đối tượng', en: 'Kind of person' } },
  {
    key: 'representative',
    title: { vi: 'Người đại diện', en: 'Representative' },
    also: ['đại diện'],
  },
  { key: 'birthDate', title: { vi: 'Ngày sinh', en: 'Date of birth' } },
  {
    key: 'idNumber',
    title: { vi: 'Số định danh', en: 'Personal number' },
    also: ['số cccd', 'cccd', 'căn cước'],
  },
  { key: 'address', title: { vi: 'Địa chỉ', en: 'Address' } },
  { key: 'email', title: { vi: 'Email', en: 'E-mail' }, also: ['thư điện tử', 'e-mail'] },
  {
    key: 'capital',
    title: { vi: 'Vốn cam kết góp (đồng)', en: 'Capital (VND)' },
    also: ['vốn góp', 'vốn cam kết', 'số vốn góp'],
    required: true,
  },
  { key: 'applied', title: { vi: 'Đã có đơn', en: 'Has applied' } },
  { key: 'capable', title: { vi: 'Đủ năng lực hành vi dân sự', en: 'Full capacity' } },
];

/** Members as cells, as they are saved or handed in. */
export function memberCells(data: Founding): Partial<Record<MemberField, string | number>>[] {
  const { sketch, content } = data.parts.members;
  const { list = [] } = (sketch ?? content ?? {}) as { list?: Partial<Member>[] };
  return list.map(({ membership, who, applied, capable, ...plain }) => ({
    ...(plain as Record<string, string | number>),
    ...(membership ? { membership: memberships[membership] } : {}),
    ...(who ? { who: kinds[who] } : {}),
    ...(applied === undefined ? {} : { applied: yesNo[`${applied}`] }),
    ...(capable === undefined ? {} : { capable: yesNo[`${capable}`] }),
  }));
}

export type MemberFault = { line: number; field: MemberField; detail: Text };

/** Reads rows as a draft; numbers are given in order where the table has none. */
export function membersIn(rows: readonly GridRow<MemberField>[]): {
  members: { list: Partial<Member>[] };
  faults: MemberFault[];
} {
  const faults: MemberFault[] = [];
  const list = rows.map(({ line, cells }, index) => {
    const member: Record<string, unknown> = { no: index + 1 };
    for (const [field, text] of Object.entries(cells) as [MemberField, string][]) {
      const { value, detail } = readers[field](text);
      if (detail) faults.push({ line, field, detail });
      else member[field] = value;
    }
    return member;
  });
  return { members: { list }, faults };
}

type Read = { value?: unknown; detail?: Text };

const plain = (text: string): Read => ({ value: text });

function chosen(options: Readonly<Record<string, string>>): (text: string) => Read {
  const list = Object.values(options).join('; ');
  return (text) => {
    const found = Object.entries(options).find(
      ([key, title]) => fold(title) === fold(text) || key === text,
    );
    return found
      ? { value: found[0] }
      : { detail: { vi: `Ghi một trong: ${list}`, en: `Write one of: ${list}` } };
  };
}

function whole(text: string): Read {
  const digits = text.replace(/[.\s]|đồng|đ$/giu, '');
  return /^\d{1,15}$/.test(digits)
    ? { value: Number(digits) }
    : { detail: { vi: 'Ghi số nguyên, ví dụ 50.000.000', en: 'Write a whole number' } };
}

function flag(text: string): Read {
  const word = fold(text);
  if (['co', 'x', 'roi', 'yes', 'true'].includes(word)) return { value: true };
  if (['khong', 'chua', 'no', 'false'].includes(word)) return { value: false };
  return { detail: { vi: 'Ghi “Có” hoặc “Không”', en: 'Write “Có” or “Không”' } };
}

function date(text: string): Read {
  const told = readDay(text);
  return isLocalDate(told)
    ? { value: told }
    : { detail: { vi: 'Ghi ngày dạng 20/05/1970', en: 'Write the date as 20/05/1970' } };
}

const readers: Readonly<Record<MemberField, (text: string) => Read>> = {
  no: whole,
  name: plain,
  membership: chosen(memberships),
  who: chosen(kinds),
  representative: plain,
  birthDate: date,
  idNumber: plain,
  address: plain,
  email: plain,
  capital: whole,
  applied: flag,
  capable: flag,
};
