// The cells of a table as text, read apart from the service (src/apart.ts): a table is a file of a stranger.
import { ask, Overtaxed, startApart, usualLimits, type Limits } from '../apart.ts';
import { Problem } from '../problem.ts';
import { mostRows, plainCells, type Cells } from './plain-cells.ts';

const script = new URL('./cells-process.ts', import.meta.url);
/** Text this short is read at once: what a person pastes into a form. */
const shortBytes = 64 * 1024;

let turn: Promise<unknown> = Promise.resolve();

/**
 * Returns the rows of the first sheet of an XLSX, or of a CSV. Each table gets a process of its own, one at a time.
 * @throws Problem `invalid` when it is no table, has too many rows, or takes more than `limits`
 */
export async function readCells(bytes: Uint8Array, limits: Limits = usualLimits): Promise<Cells> {
  const isText = bytes[0] !== 0x50 || bytes[1] !== 0x4b;
  const read = isText && bytes.length <= shortBytes ? plainCells(bytes) : apart(bytes, limits);
  const cells = await read.catch((error: unknown) => {
    throw error instanceof Overtaxed ? refused('heavy', error) : refused('table', error);
  });
  if (cells.length > mostRows) throw refused('rows');
  return cells;
}

function apart(bytes: Uint8Array, limits: Limits): Promise<Cells> {
  const done = turn.then(async () => {
    const reader = startApart(script, limits);
    try {
      return (await ask(reader, bytes, limits)) as Cells;
    } finally {
      reader.kill('SIGKILL');
    }
  });
  turn = done.catch(() => undefined);
  return done;
}

const details = {
  table: {
    vi: 'Không đọc được bảng; hãy gửi tệp .xlsx, hoặc .csv mã UTF-8',
    en: 'The table cannot be read; send an .xlsx file, or .csv in UTF-8',
  },
  heavy: {
    vi: 'Bảng quá nặng; bỏ bớt trang tính và hình, hoặc chia thành nhiều tệp',
    en: 'The table is too heavy; take out sheets and pictures, or split it into several files',
  },
  rows: {
    vi: 'Bảng dài quá 100.000 dòng; hãy chia thành nhiều tệp',
    en: 'The table has more than 100,000 rows; split it into several files',
  },
} as const;

function refused(code: keyof typeof details, cause?: unknown): Problem {
  const detail = details[code];
  return new Problem(
    'invalid',
    { detail, errors: [{ pointer: '/file', code, detail }] },
    { cause },
  );
}
