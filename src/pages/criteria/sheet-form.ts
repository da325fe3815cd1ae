// The form of a self-assessment: figures, points or met for each criterion, titles of evidence; what was sent read back.
import { formOf, type SetForm } from '../../../machines/criteria/form.ts';
import type { CriteriaSet, Figures } from '../../../machines/criteria/set.ts';
import type { Text } from '../../../machines/text.ts';
import type { Fields } from '../../http/operation.ts';
import { one } from '../../http/page-form.ts';
import { numberOf } from '../form/value.ts';
import type { FieldFault } from '../form/words.ts';
import { unitWords } from './words.ts';

/** As SAVE_ASSESSMENT takes it. */
export type SheetPayload = {
  figures: { figure: string; value: number }[];
  self: { criterion: string; points?: number; met?: boolean }[];
  evidence: { slot: string; title: string; file?: string }[];
};

export type SentSheet = SheetPayload & { faults: FieldFault[] };

type Title = { slot: string; title: string; file?: string | undefined };

/** What was sent; faults name the fields that cannot be read. Files put into a slot before stay there. */
export function sheetIn(
  set: CriteriaSet,
  fields: Fields,
  before: readonly Title[] = [],
): SentSheet {
  const form = formOf(set);
  const sent: SentSheet = { figures: [], self: [], evidence: [], faults: [] };
  for (const figure of form.figures) takeFigure(sent, figure, fields);
  for (const line of form.lines) takeLine(sent, line, fields);
  for (const { id } of form.evidence) {
    const title = one(fields, `evidence.${id}`)?.trim().slice(0, 200);
    const file = before.find(({ slot }) => slot === id)?.file;
    if (title) sent.evidence.push({ slot: id, title, ...(file ? { file } : {}) });
  }
  return sent;
}

function takeFigure(sent: SentSheet, { id, name }: SetForm['figures'][number], fields: Fields) {
  const path = `figure.${id}`;
  const value = amountIn(fields, path, 1e13);
  if (typeof value === 'number') sent.figures.push({ figure: id, value });
  else if (value) sent.faults.push({ path, text: within(name, amountWanted) });
}

function takeLine(sent: SentSheet, line: SetForm['lines'][number], fields: Fields): void {
  const { criterion, kind, max, name } = line;
  const path = `line.${criterion}`;
  if (kind === 'met') {
    const said = one(fields, path);
    if (said === 'yes' || said === 'no') sent.self.push({ criterion, met: said === 'yes' });
    return;
  }
  const points = amountIn(fields, path, max ?? 100);
  if (typeof points === 'number' && points >= 0) sent.self.push({ criterion, points });
  else if (points !== undefined)
    sent.faults.push({ path, text: within(name, pointsWanted(max ?? 100)) });
}

/** The number; `wrong` for what is none, is too large or has more than two decimals; undefined for nothing. */
function amountIn(fields: Fields, path: string, most: number): number | 'wrong' | undefined {
  const value = numberOf(one(fields, path) ?? '');
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || Math.abs(value) > most) return 'wrong';
  return Math.abs(Math.round(value * 100) - value * 100) < 1e-6 ? value : 'wrong';
}

const within = (name: Text, { vi, en }: Text): Text => ({
  vi: `${name.vi}: ${vi}`,
  en: `${name.en}: ${en}`,
});
const amountWanted: Text = {
  vi: 'ghi một số, ví dụ 1.200.000 hoặc 12,5',
  en: 'give a number, such as 1,200,000 or 12.5',
};
const pointsWanted = (max: number): Text => ({
  vi: `ghi số điểm từ 0 đến ${String(max).replace('.', ',')}, nhiều nhất hai chữ số thập phân`,
  en: `give points from 0 to ${max}, two decimals at most`,
});

type Filled = {
  figures: Figures;
  /** Points in hundredths, as the case keeps them. */
  self: readonly { criterion: string; points?: number; met?: boolean }[];
  evidence: readonly Title[];
};

export const emptySheet: Filled = { figures: {}, self: [], evidence: [] };

/** The form as templates draw it. @param sent shown again as it was typed, with what is wrong with it */
export function drawnSheet(
  set: CriteriaSet,
  { figures, self, evidence }: Filled,
  sent?: { fields: Fields; faults: readonly FieldFault[] },
): object {
  const form = formOf(set);
  const lines = new Map(self.map((line) => [line.criterion, line]));
  const titles = new Map(evidence.map(({ slot, title }) => [slot, title]));
  const field = (path: string, kept: string) => ({
    path,
    value: sent ? (sent.fields[path]?.[0] ?? '') : kept,
    error: sent?.faults.find((fault) => fault.path === path)?.text,
  });
  return {
    figures: form.figures.map((each) => ({
      ...each,
      ...field(`figure.${each.id}`, plain(figures[each.id])),
      unitTitle: unitWords[each.unit as keyof typeof unitWords],
    })),
    lines: form.lines.map((each) => ({
      ...each,
      ...field(`line.${each.criterion}`, saidOf(lines.get(each.criterion))),
    })),
    evidence: form.evidence.map((each) => ({
      ...each,
      ...field(`evidence.${each.id}`, titles.get(each.id) ?? ''),
    })),
  };
}

function saidOf(line: Filled['self'][number] | undefined): string {
  if (line?.met !== undefined) return line.met ? 'yes' : 'no';
  return plain(line?.points === undefined ? undefined : line.points / 100);
}

/** As people here write numbers; read back by the same rules. */
function plain(value: number | undefined): string {
  return value === undefined ? '' : value.toLocaleString('vi-VN', { maximumFractionDigits: 2 });
}
