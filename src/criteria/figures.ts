// The figures of many cooperatives in one table: a row for each, a column for each figure of the set.
import type { CriteriaSet } from '../../machines/criteria/set.ts';
import type { Text } from '../../machines/text.ts';
import { readGrid, writeGrid, writeText, type Column } from '../sheets/grid.ts';
import type { MemberRow } from './campaigns.ts';
import { numberIn } from './spreadsheet.ts';

const code: Column<string> = {
  key: 'cooperative',
  title: { vi: 'Mã số hợp tác xã', en: 'Code of the cooperative' },
  also: ['mã số', 'mã số htx', 'code'],
  required: true,
};
const name: Column<string> = { key: 'name', title: { vi: 'Tên hợp tác xã', en: 'Name' } };

const figureColumns = ({ figures = [] }: CriteriaSet): Column<string>[] =>
  figures.map((each) => ({ key: each.id, title: each.name }));

/** Returns the empty table with the cooperatives of a campaign. */
export function writeFigures(set: CriteriaSet, members: readonly MemberRow[]): Promise<Uint8Array> {
  const rows = members.map((each) => ({ cooperative: each.cooperative, name: each.name ?? '' }));
  return writeGrid('Số liệu', [code, name, ...figureColumns(set)], rows);
}

export type FigureRow = {
  line: number;
  cooperative: string;
  figures: { figure: string; value: number }[];
  faults: { field: string; detail: Text }[];
};

/** Reads such a table. @throws Problem `invalid` when it is none */
export async function readFigures(set: CriteriaSet, bytes: Uint8Array): Promise<FigureRow[]> {
  const columns = figureColumns(set);
  const rows = await readGrid(bytes, [code, name, ...columns]);
  return rows.map(({ line, cells }) => {
    const row: FigureRow = {
      line,
      cooperative: cells['cooperative'] ?? '',
      figures: [],
      faults: [],
    };
    for (const { key } of columns) {
      const text = cells[key];
      if (text === undefined) continue;
      const value = numberIn(text);
      if (value === undefined) row.faults.push({ field: key, detail: notNumber });
      else row.figures.push({ figure: key, value });
    }
    return row;
  });
}

const notNumber: Text = {
  vi: 'Phải là một số, ví dụ 1.200.000 hoặc 12,5',
  en: 'A number, such as 1200000 or 12.5',
};

const stageTexts: Readonly<Record<MemberRow['stage'], string>> = {
  refused: 'Không mở được',
  waiting: 'Chưa mở',
  filling: 'Chưa nhập',
  saved: 'Đang nhập',
  handedIn: 'Đã nộp',
  graded: 'Đã xếp loại',
  notGraded: 'Không xếp loại',
};

const exported: readonly Column<string>[] = [
  code,
  name,
  { key: 'commune', title: { vi: 'Xã, phường', en: 'Commune' } },
  { key: 'number', title: { vi: 'Số hồ sơ', en: 'Case' } },
  { key: 'stage', title: { vi: 'Tình trạng', en: 'Stage' } },
  { key: 'handedInOn', title: { vi: 'Ngày nộp', en: 'Handed in on' } },
  { key: 'total', title: { vi: 'Tổng điểm', en: 'Points' } },
  { key: 'grade', title: { vi: 'Xếp loại', en: 'Grade' } },
];

/** Returns the table for the registry: every cooperative with its points and grade. */
export function writeGrades(members: readonly MemberRow[]): Promise<Uint8Array> {
  return writeGrid('Xếp loại', exported, rowsOf(members));
}

/** Returns the same table as CSV, with the mark by which spreadsheets know UTF-8. */
export function gradesAsText(members: readonly MemberRow[]): string {
  return writeText(exported, rowsOf(members));
}

function rowsOf(members: readonly MemberRow[]): Record<string, string | number>[] {
  return members.map((each) => ({
    cooperative: each.cooperative,
    name: each.name ?? '',
    commune: each.commune,
    number: each.number ?? '',
    stage: stageTexts[each.stage],
    handedInOn: each.handedInOn ?? '',
    grade: each.grade?.name.vi ?? '',
    ...(each.total === null ? {} : { total: each.total }),
  }));
}
