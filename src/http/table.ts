// A table on its way in: opened first in the process for files of strangers, and read only when it is sound and small.
import { readFile } from 'node:fs/promises';
import { unpackedBytes } from '../files/checks/archive.ts';
import type { Intake } from '../files/intake.ts';
import { refusals } from '../files/verdict.ts';
import { Problem } from '../problem.ts';
import type { Text } from '../../machines/text.ts';
import type { Sent } from './form.ts';

export type TableDeps = { intake: Intake };

/** What a table may come to once it is unpacked: a hundred thousand rows fit. */
const mostUnpacked = 40 * 1024 * 1024;

const tooMuch: Text = {
  vi: 'Bảng quá lớn; hãy chia thành nhiều bảng nhỏ hơn',
  en: 'The table is too large; split it into smaller ones',
};

/** Answers with the bytes of a table that may be read. @throws Problem `invalid` naming what is wrong with the file */
export async function takeTable({ intake }: TableDeps, sent: Sent): Promise<Uint8Array> {
  const file = await intake.receive(sent);
  try {
    const bytes = await readFile(file.place);
    // Text has nothing in it that could unfold.
    if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return bytes;
    const judged = await intake.judge({ ...file, name: 'table.xlsx' }, ['xlsx']);
    if ('refusal' in judged) throw unsound(judged.refusal, refusals[judged.refusal]);
    if ((await unpackedBytes(bytes)) > mostUnpacked) throw unsound('heavy', tooMuch);
    return bytes;
  } finally {
    await file.drop();
  }
}

function unsound(code: string, detail: Text): Problem {
  return new Problem('invalid', { detail, errors: [{ pointer: '/file', code, detail }] });
}
