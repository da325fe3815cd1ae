// What an adviser asks to be changed, tied to the field it is about: remarks travel with a returned part and stand
// beside their fields until the part is accepted or handed in again.
import { z } from 'zod';
import { worded } from '../choice.ts';
import { field } from '../define.ts';
import type { Text } from '../text.ts';
import type { Founding } from './data.ts';
import { partNames, partTitles, shapes, type Part } from './parts.ts';
import { line, rule } from './words.ts';

type Labelled = { meta(): Record<string, unknown> | undefined; def: unknown };

function labelOf(schema: Labelled): Text {
  const own = schema.meta()?.['x-label'] as Text | undefined;
  return own ?? labelOf((schema.def as { innerType: Labelled }).innerType);
}

/** Labels of the fields of a part, by name: `contributionMonths`. */
export function fieldTitles(part: Part): Readonly<Record<string, Text>> {
  const titles = Object.entries(shapes[part]).map(([name, schema]) => [name, labelOf(schema)]);
  return Object.fromEntries(titles) as Record<string, Text>;
}

/** `charter.contributionMonths`: the part, then the field. */
const places = Object.fromEntries(
  partNames.flatMap((part) =>
    Object.entries(fieldTitles(part)).map(([name, { vi, en }]) => [
      `${part}.${name}`,
      { vi: `${partTitles[part].vi}: ${vi}`, en: `${partTitles[part].en}: ${en}` },
    ]),
  ),
) as Readonly<Record<string, Text>>;

/** A field of the drafts; with `no`, one entry of its list. */
export const place = field(worded(z.enum(Object.keys(places)), places), {
  vi: 'Chỗ cần sửa',
  en: 'Field',
});

export const placeNo = field(
  z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'number')
    .min(1)
    .max(4)
    .optional(),
  { vi: 'Mục số, hoặc số thứ tự trong danh sách', en: 'Item, or number in the list' },
  { vi: 'Ví dụ mục 10 của điều lệ: ghi 10.', en: 'For item 10 of the charter: 10.' },
);

const remark = z.strictObject({ field: place, no: placeNo, text: line(1000, 'Góp ý', 'Remark') });

export const remarks = field(z.array(remark).max(100).optional(), {
  vi: 'Góp ý từng chỗ',
  en: 'Remarks by field',
});

export type Remark = z.infer<typeof remark>;

/** "Điều lệ: Nhiệm kỳ (năm): quá dài", as letters say it. */
export function remarked({ field: name, no, text }: Remark): Text {
  const { vi, en } = places[name] as Text;
  const number = no === undefined ? '' : ` ${no}`;
  return { vi: `${vi}${number}: ${text}`, en: `${en}${number}: ${text}` };
}

export const remarkRules = {
  remarksFit: rule<{ part: Part; remarks?: readonly Remark[] }>({
    title: {
      vi: 'Góp ý nói về phần được trả lại',
      en: 'The remarks are about the part that is returned',
    },
    law: 'Quy chế của Liên minh (cấu hình)',
    remedy: {
      vi: 'Chọn chỗ cần sửa trong phần đang trả lại.',
      en: 'Choose fields of the part that is returned.',
    },
    reads: 'payload',
    test: ({ payload: { part, remarks: given = [] } }) => {
      const others = given.filter((each) => !each.field.startsWith(`${part}.`));
      return { met: others.length === 0, need: part, have: others.map((each) => each.field) };
    },
  }),
};

/** What stands beside the fields of the forms: remarks of parts that are being mended. */
export function besideFields({ parts }: Founding): { path: string; text: string }[] {
  return partNames.flatMap((part) => {
    const { comments, remarks: given = [], sketch, content } = parts[part];
    const written = (sketch ?? content ?? {}) as Record<string, unknown>;
    return [
      ...(comments === undefined ? [] : [{ path: part, text: comments }]),
      ...given.map((each) => ({ path: pathOf(each, written), text: each.text })),
    ];
  });
}

/** `charter.items.9` for the entry that has the number, or else stands at it; the list itself when there is none. */
function pathOf({ field: name, no }: Remark, written: Record<string, unknown>): string {
  const list = written[name.slice(name.indexOf('.') + 1)];
  if (no === undefined || !Array.isArray(list)) return name;
  const own = list.findIndex((entry) => String((entry as { no?: unknown }).no) === no);
  const index = own < 0 && !list.some(isNumbered) ? Number(no) - 1 : own;
  return index >= 0 && index < list.length ? `${name}.${index}` : name;
}

const isNumbered = (entry: unknown): boolean => (entry as { no?: unknown }).no !== undefined;
