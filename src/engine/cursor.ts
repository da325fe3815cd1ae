// Where a page of a list ended: the sort key and the id of its last row. Opaque to callers, read back strictly.
import { z } from 'zod';
import { isLocalDate } from '../../machines/calendar.ts';
import { Problem } from '../problem.ts';

export type Cursor =
  | { order: 'due'; on: string | null; id: string }
  | { order: 'opened'; at: string; id: string }
  | { order: 'inbox'; at: string; id: string }
  | { order: 'name'; name: string; id: string }
  | { order: 'version'; version: number };

const id = z.string().regex(/^[0-9a-z:/-]{1,160}$/i);
const form = z.discriminatedUnion('order', [
  z.strictObject({ order: z.literal('due'), on: z.string().refine(isLocalDate).nullable(), id }),
  z.strictObject({ order: z.literal('opened'), at: z.iso.datetime(), id }),
  z.strictObject({ order: z.literal('inbox'), at: z.iso.datetime(), id }),
  z.strictObject({ order: z.literal('name'), name: z.string().max(400), id: z.uuid() }),
  z.strictObject({ order: z.literal('version'), version: z.int().min(1) }),
]);

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws Problem `invalid` when the text is not a cursor of this order */
export function readCursor<O extends Cursor['order']>(
  text: string | undefined,
  order: O,
): Extract<Cursor, { order: O }> | undefined {
  if (text === undefined) return undefined;
  const parsed = form.safeParse(json(text));
  if (parsed.success && parsed.data.order === order) {
    return parsed.data as Extract<Cursor, { order: O }>;
  }
  const detail = {
    vi: 'Vị trí trang không đọc được; hãy lấy lại từ trang đầu với cùng bộ lọc',
    en: 'The cursor cannot be read; start again from the first page with the same filters',
  };
  throw new Problem('invalid', { errors: [{ pointer: '/query/cursor', code: 'cursor', detail }] });
}

function json(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
