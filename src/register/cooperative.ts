// A cooperative as the register keeps it, and what makes a row of a table one.
import { z } from 'zod';
import { isLocalDate, type LocalDate } from '../../machines/calendar.ts';
import type { Text } from '../../machines/text.ts';
import { readDay } from '../sheets/date.ts';
import type { Column, GridRow } from '../sheets/grid.ts';
import { fold } from '../words.ts';

/** Legal statuses. @law NĐ 92/2024/NĐ-CP Đ27 */
export const statuses = [
  'Đang hoạt động',
  'Tạm ngừng kinh doanh',
  'Không hoạt động tại địa chỉ đã đăng ký',
  'Bị thu hồi do cưỡng chế về quản lý thuế',
  'Đang làm thủ tục giải thể, bị chia, bị hợp nhất, được sáp nhập',
  'Đang làm thủ tục phá sản',
  'Đã giải thể, phá sản, chấm dứt tồn tại',
] as const;

export type Cooperative = {
  code: string;
  name: string;
  kind: 'cooperative' | 'union';
  status: (typeof statuses)[number];
  registeredOn: LocalDate;
  commune: string;
  /** Of before 2025-07-01, for old addresses. */
  oldDistrict: string;
  address: string;
  /** Charter capital in VND. */
  capital?: number;
  members?: number;
  representative: string;
  sector: string;
};

export type Field = keyof Cooperative;

/** What is wrong with a cell and how to mend it. */
export type CellFault = { field: Field; detail: Text };

export const columns: readonly Column<Field>[] = [
  {
    key: 'code',
    title: { vi: 'Mã số', en: 'Code' },
    also: ['mã số htx', 'mã số thuế', 'mst', 'tax code'],
    required: true,
  },
  {
    key: 'name',
    title: { vi: 'Tên', en: 'Name' },
    also: ['tên htx', 'tên hợp tác xã', 'tên đơn vị'],
    required: true,
  },
  { key: 'kind', title: { vi: 'Loại hình', en: 'Kind' }, also: ['loại'] },
  {
    key: 'status',
    title: { vi: 'Tình trạng', en: 'Status' },
    also: ['trạng thái', 'tình trạng pháp lý'],
    required: true,
  },
  {
    key: 'registeredOn',
    title: { vi: 'Ngày đăng ký', en: 'Registered on' },
    also: ['ngày cấp', 'ngày thành lập'],
    required: true,
  },
  {
    key: 'commune',
    title: { vi: 'Xã, phường', en: 'Commune' },
    also: ['xã', 'phường', 'xã phường', 'xã phường đặc khu'],
  },
  { key: 'oldDistrict', title: { vi: 'Huyện (cũ)', en: 'Former district' }, also: ['huyện'] },
  { key: 'address', title: { vi: 'Địa chỉ', en: 'Address' }, also: ['địa chỉ trụ sở'] },
  { key: 'capital', title: { vi: 'Vốn điều lệ (đồng)', en: 'Capital' }, also: ['vốn điều lệ'] },
  { key: 'members', title: { vi: 'Số thành viên', en: 'Members' }, also: ['thành viên'] },
  {
    key: 'representative',
    title: { vi: 'Người đại diện', en: 'Representative' },
    also: ['người đại diện theo pháp luật', 'đại diện'],
  },
  { key: 'sector', title: { vi: 'Lĩnh vực', en: 'Sector' }, also: ['ngành nghề'] },
];

const line = (most: number) => z.string().max(most);
const whole = z
  .string()
  .transform((given) => given.replace(/[.\s]/g, ''))
  .pipe(z.string().regex(/^\d{1,15}$/))
  .transform(Number);

const kinds: Readonly<Record<string, Cooperative['kind']>> = {
  'hop tac xa': 'cooperative',
  htx: 'cooperative',
  cooperative: 'cooperative',
  'lien hiep hop tac xa': 'union',
  'lien hiep htx': 'union',
  union: 'union',
};

const fields = {
  code: z.string().regex(/^[0-9A-Z][0-9A-Z/.-]{2,29}$/i),
  name: line(300),
  kind: z
    .string()
    .transform((given) => kinds[fold(given)])
    .pipe(z.enum(['cooperative', 'union'])),
  status: z
    .string()
    .transform((given) => statuses.find((status) => fold(status) === fold(given)))
    .pipe(z.enum(statuses)),
  registeredOn: z.string().transform(readDay).pipe(z.string().refine(isLocalDate)),
  commune: line(200),
  oldDistrict: line(200),
  address: line(300),
  capital: whole,
  members: whole,
  representative: line(200),
  sector: line(300),
} as const satisfies Record<Field, z.ZodType>;

const remedies: Readonly<Record<Field, Text>> = {
  code: {
    vi: 'Ghi mã số của giấy chứng nhận đăng ký, ví dụ 1900123456',
    en: 'Give the code of the registration certificate, e.g. 1900123456',
  },
  name: {
    vi: 'Ghi tên đầy đủ, tối đa 300 ký tự',
    en: 'Give the full name, at most 300 characters',
  },
  kind: {
    vi: 'Ghi “Hợp tác xã” hoặc “Liên hiệp hợp tác xã”',
    en: 'Write “Hợp tác xã” or “Liên hiệp hợp tác xã”',
  },
  status: {
    vi: `Ghi một trong: ${statuses.join('; ')}`,
    en: `Write one of: ${statuses.join('; ')}`,
  },
  registeredOn: { vi: 'Ghi ngày dạng 05/01/2026', en: 'Write the date as 05/01/2026' },
  commune: { vi: 'Tối đa 200 ký tự', en: 'At most 200 characters' },
  oldDistrict: { vi: 'Tối đa 200 ký tự', en: 'At most 200 characters' },
  address: { vi: 'Tối đa 300 ký tự', en: 'At most 300 characters' },
  capital: {
    vi: 'Ghi số đồng, ví dụ 500.000.000',
    en: 'Write the amount in VND, e.g. 500.000.000',
  },
  members: { vi: 'Ghi một số nguyên', en: 'Write a whole number' },
  representative: { vi: 'Tối đa 200 ký tự', en: 'At most 200 characters' },
  sector: { vi: 'Tối đa 300 ký tự', en: 'At most 300 characters' },
};

const blank = { commune: '', oldDistrict: '', address: '', representative: '', sector: '' };

/** Reads a row of a table; what the kind is follows from the name when it is not said. */
export function cooperativeOf({
  cells,
}: GridRow<Field>): { cooperative: Cooperative } | { faults: CellFault[] } {
  const told: Partial<Record<Field, string>> = { kind: kindIn(cells.name), ...cells };
  const read: Record<string, unknown> = { ...blank };
  const faults: CellFault[] = [];
  for (const { key, required } of columns) {
    const given = told[key];
    if (given === undefined && !required) continue;
    const parsed = fields[key].safeParse(given);
    if (parsed.success) read[key] = parsed.data;
    else faults.push({ field: key, detail: remedies[key] });
  }
  return faults.length > 0 ? { faults } : { cooperative: read as Cooperative };
}

function kindIn(name = ''): string {
  return fold(name).startsWith('lien hiep') ? 'union' : 'cooperative';
}
