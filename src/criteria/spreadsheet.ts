// A self-assessment as a spreadsheet: the template that a set gives, filled with what is known, and read back.
import type { SetForm } from '../../machines/criteria/form.ts';
import type { CriteriaSet, Figures } from '../../machines/criteria/set.ts';
import { formOf } from '../../machines/criteria/form.ts';
import type { Line } from '../../machines/criteria/sheet.ts';
import { Problem, type Fault } from '../problem.ts';
import { readGrid, writeGrid, type Column, type GridRow } from '../sheets/grid.ts';

type Key = 'id' | 'name' | 'unit' | 'value' | 'comment';

const columns: readonly Column<Key>[] = [
  { key: 'id', title: { vi: 'Mã', en: 'Id' }, required: true },
  { key: 'name', title: { vi: 'Nội dung', en: 'Item' } },
  { key: 'unit', title: { vi: 'Đơn vị, điểm tối đa', en: 'Unit or maximum' } },
  { key: 'value', title: { vi: 'Giá trị', en: 'Value' }, required: true },
  { key: 'comment', title: { vi: 'Ghi chú', en: 'Note' } },
];

export type Filled = {
  figures: Figures;
  /** Points in hundredths. */
  self: readonly Line[];
  evidence: readonly { slot: string; title: string }[];
};

/** Ids of figures, lines and evidence in one column: each with the kind it is of. */
const marks = { figure: 'SL:', line: 'TC:', evidence: 'MC:' } as const;

/** Returns the template as XLSX, with what has been filled in. */
export async function writeAssessment(set: CriteriaSet, filled: Filled): Promise<Uint8Array> {
  const form = formOf(set);
  const lines = new Map(filled.self.map((line) => [line.criterion, line]));
  const titles = new Map(filled.evidence.map(({ slot, title }) => [slot, title]));
  const figures = form.figures.map(({ id, name, unit }) => ({
    id: marks.figure + id,
    name: name.vi,
    unit,
    ...cell(filled.figures[id]),
  }));
  const scores = form.lines.map(({ criterion, name, max, kind }) => ({
    id: marks.line + criterion,
    name: name.vi,
    unit: kind === 'met' ? 'đạt / không' : String(max ?? ''),
    ...cell(shownLine(lines.get(criterion))),
  }));
  const evidence = form.evidence.map(({ id, name }) => ({
    id: marks.evidence + id,
    name: name.vi,
    unit: 'tên tài liệu',
    ...cell(titles.get(id)),
  }));
  return writeGrid('Tự đánh giá', columns, [...figures, ...scores, ...evidence]);
}

const cell = (value: string | number | undefined): { value?: string | number } =>
  value === undefined ? {} : { value };

function shownLine(line: Line | undefined): string | number | undefined {
  if (line?.points !== undefined) return line.points / 100;
  return line?.met === undefined ? undefined : line.met ? 'đạt' : 'không';
}

/** As an event takes it. */
export type Sheet = {
  figures: { figure: string; value: number }[];
  self: { criterion: string; points?: number; met?: boolean }[];
  evidence: { slot: string; title: string }[];
};

/**
 * Reads a filled template back. Rows left empty are left out.
 * @throws Problem `invalid` naming every row that cannot be read
 */
export async function readAssessment(set: CriteriaSet, bytes: Uint8Array): Promise<Sheet> {
  const form = formOf(set);
  const rows = (await readGrid(bytes, columns)).filter(({ cells }) => cells.value !== undefined);
  const sheet: Sheet = { figures: [], self: [], evidence: [] };
  const faults = rows.flatMap((row) => take(form, sheet, row));
  if (faults.length > 0) throw new Problem('invalid', { errors: faults.slice(0, 50) });
  return sheet;
}

function take(form: SetForm, sheet: Sheet, { line, cells }: GridRow<Key>): Fault[] {
  const { id = '', value = '' } = cells;
  const kind = (Object.keys(marks) as (keyof typeof marks)[]).find((each) =>
    id.startsWith(marks[each]),
  );
  const name = id.slice(3);
  const wrong = kind === undefined ? unknown(line) : taken(form, sheet, { kind, name, value });
  return wrong ? [{ pointer: `/file/${line}`, ...wrong }] : [];
}

type Cell = { kind: keyof typeof marks; name: string; value: string };
type Wrong = Omit<Fault, 'pointer'>;

function taken(form: SetForm, sheet: Sheet, { kind, name, value }: Cell): Wrong | undefined {
  if (kind === 'evidence') {
    sheet.evidence.push({ slot: name, title: value.slice(0, 200) });
    return undefined;
  }
  const line = form.lines.find(({ criterion }) => criterion === name);
  if (kind === 'line' && line?.kind === 'met') {
    const met = meaning(value);
    if (met !== undefined) sheet.self.push({ criterion: name, met });
    return met === undefined ? notYesNo : undefined;
  }
  const number = numberIn(value);
  if (number === undefined) return notNumber;
  if (kind === 'figure') sheet.figures.push({ figure: name, value: number });
  else sheet.self.push({ criterion: name, points: number });
  return undefined;
}

const unknown = (line: number): Wrong => ({
  code: 'unknown',
  detail: {
    vi: `Dòng ${line}: mã không có trong mẫu`,
    en: `Row ${line}: not an id of the template`,
  },
});
const notNumber: Wrong = {
  code: 'number',
  detail: {
    vi: 'Phải là một số, ví dụ 1.200.000 hoặc 12,5',
    en: 'A number, such as 1200000 or 12.5',
  },
};
const notYesNo: Wrong = {
  code: 'yesNo',
  detail: { vi: 'Ghi “đạt” hoặc “không”', en: 'Write “đạt” (met) or “không” (not)' },
};

function meaning(text: string): boolean | undefined {
  if (/^(đạt|có|x|1|yes|met|true)$/iu.test(text.trim())) return true;
  return /^(không|không đạt|0|no|not|false)$/iu.test(text.trim()) ? false : undefined;
}

/** Returns the number written the Vietnamese way (1.200.000,5) or plainly (1200000.5), two decimals at most. */
export function numberIn(text: string): number | undefined {
  const given = text.replaceAll(/[\s\u00a0]/g, '');
  if (/^-?\d{1,13}(\.\d{1,2})?$/.test(given)) return Number(given);
  if (!/^-?(\d{1,3}(\.\d{3}){0,4}|\d{1,13})(,\d{1,2})?$/.test(given)) return undefined;
  return Number(given.replaceAll('.', '').replace(',', '.'));
}
