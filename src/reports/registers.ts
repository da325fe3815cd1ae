// The registers of numbers: what stands under each number of a series and year, and why a number is void. Numbers have
// no gap; what a reader may not see is told apart from what does not exist.
import type { Knex } from 'knex';
import type { LocalDate } from '../../machines/calendar.ts';
import type { Text } from '../../machines/text.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import type { Condition } from './counts.ts';

export type Register = { series: string; year: number; last: number; pattern: string };

/** `hidden`: of a case that the reader does not see. `missing` would be a gap: there is none. */
export type NumberState = 'owed' | 'issued' | 'superseded' | 'voided' | 'hidden' | 'missing';

export type Numbered = {
  number: number;
  symbol: string | null;
  kind: string | null;
  title: Text | null;
  caseNumber: string | null;
  issuedOn: LocalDate | null;
  state: NumberState;
  /** Whose name stands under the paper. */
  signer: string | null;
  /** Why it is void, or what took its place. */
  reason: string | null;
};

export const usualPattern = '{no}/{year}/{symbol}';
/** What a pattern may hold: the number, and what else stands around it. */
export const patternParts = ['no', 'year', 'symbol', 'type', 'org'] as const;

/** The registers of papers of an alliance, newest year first. */
export async function listRegisters(db: Knex, allianceId: string): Promise<Register[]> {
  const alliance = await db('alliances').where({ id: allianceId }).first('number_patterns');
  const patterns = (alliance?.number_patterns ?? {}) as Record<string, string>;
  const rows: Omit<Register, 'pattern'>[] = await db('registers')
    .where({ alliance_id: allianceId })
    .whereNot('series', 'like', 'case:%')
    .orderBy([{ column: 'year', order: 'desc' }, { column: 'series' }])
    .select('series', 'year', 'last');
  return rows.map((row) => ({ ...row, pattern: patterns[row.series] ?? usualPattern }));
}

type Row = Omit<Numbered, 'state' | 'reason'> & {
  seen: boolean;
  state: 'owed' | 'issued' | 'voided' | null;
  void_reason: string | null;
  next: string | null;
};

/** Every number of a series and year from 1 on; undefined when none was taken. */
export async function readRegister(
  db: Knex,
  { allianceId, series, year }: { allianceId: string; series: string; year: number },
  visible: Condition,
): Promise<Numbered[] | undefined> {
  const taken = { alliance_id: allianceId, series, year };
  const register = await db('registers').where(taken).first('last');
  if (!register || series.startsWith('case:')) return undefined;
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select n as number, d.symbol, d.kind, d.title, c.number as "caseNumber", d.issued_on as "issuedOn", d.state,
       nullif(d.data #>> '{signer,name}', '') as signer, d.void_reason, next.symbol as next, c.id is not null as seen
     from generate_series(1, ?::int) n
     left join documents d on d.alliance_id = ? and d.series = ? and d.year = ? and d.number = n
     left join documents next on next.id = d.superseded_by
     left join cases c on c.id = d.case_id and ${visible.sql}
     order by n`,
    [register.last, allianceId, series, year, ...visible.bindings] as never,
  );
  return rows.map(numberedOf);
}

function numberedOf({ seen, void_reason: why, next, ...row }: Row): Numbered {
  const { number } = row;
  if (row.state === null) return { ...nothing, number, state: 'missing' };
  if (!seen) return { ...nothing, number, state: 'hidden' };
  const state = row.state === 'issued' && next !== null ? 'superseded' : row.state;
  return { ...row, state, reason: why ?? next };
}

const nothing = {
  symbol: null,
  kind: null,
  title: null,
  caseNumber: null,
  issuedOn: null,
  signer: null,
  reason: null,
};

const heads = 'Số|Ký hiệu|Loại|Tên giấy tờ|Hồ sơ|Ngày|Tình trạng|Lý do, giấy thay thế'.split('|');
const states: Readonly<Record<NumberState, string>> = {
  owed: 'Đang lập',
  issued: 'Đã phát hành',
  superseded: 'Đã được thay thế',
  voided: 'Đã hủy',
  hidden: 'Không được xem',
  missing: 'Không có',
};

/** The register as a table to print: UTF-8 with its mark, so that spreadsheets read it rightly. */
export function registerTable(numbers: readonly Numbered[]): string {
  const rows = numbers.map((each) => [
    String(each.number),
    each.symbol,
    each.kind,
    each.title?.vi,
    each.caseNumber,
    each.issuedOn,
    states[each.state],
    each.reason,
  ]);
  return `\uFEFF${[heads, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

/** The register as what is printed of it: every number, then those void and why, then those whose paper is not out yet. */
export function registerPrint(
  numbers: readonly Numbered[],
  { series, year, on }: { series: string; year: number; on: LocalDate },
): Record<string, unknown> {
  const count = (state: NumberState): string =>
    String(numbers.filter((each) => each.state === state).length);
  return {
    text: `Sổ ${series}, năm ${year}`,
    items: [
      { label: 'Số cuối', value: String(numbers.length) },
      { label: 'Đã hủy', value: count('voided') },
      { label: 'Đã cấp số, chưa phát hành', value: count('owed') },
      { label: 'Ngày in', value: written(on) },
    ],
    tables: [
      {
        title: 'Các số đã cấp',
        widths: '1.3 5.5 3.1 4 2.7 2.7',
        rows: [
          ['Số', 'Ký hiệu', 'Ngày', 'Tên loại, hồ sơ', 'Người ký', 'Ghi chú'],
          ...numbers.map(printed),
        ],
      },
      ...some('Số đã hủy', numbers, 'voided'),
      ...some('Số đã cấp, văn bản chưa phát hành', numbers, 'owed'),
    ],
  };
}

function printed(each: Numbered): string[] {
  const { number, symbol, title, caseNumber, issuedOn, signer, state, reason } = each;
  const note = state === 'superseded' ? `Thay bằng ${reason ?? 'văn bản khác'}` : states[state];
  return [
    String(number),
    symbol ?? '',
    issuedOn === null ? '' : written(issuedOn),
    [title?.vi, caseNumber].filter(Boolean).join(', hồ sơ '),
    signer ?? '',
    state === 'issued' ? '' : note,
  ];
}

function some(title: string, numbers: readonly Numbered[], state: NumberState): object[] {
  const rows = numbers
    .filter((each) => each.state === state)
    .map(({ symbol, title: paper, reason, issuedOn }) => {
      return [
        symbol ?? '',
        paper?.vi ?? '',
        reason ?? (issuedOn === null ? '' : written(issuedOn)),
      ];
    });
  const head = ['Ký hiệu', 'Tên loại', state === 'voided' ? 'Lý do hủy' : 'Ngày cấp số'];
  return rows.length === 0 ? [] : [{ title, widths: '4 5 7', rows: [head, ...rows] }];
}

const written = (day: LocalDate): string => day.split('-').toReversed().join('/');

/** Quoted; what a spreadsheet would take for a formula is made a text. */
function cell(value: string | null | undefined): string {
  const text = (value ?? '').replace(/^(?=[=+\-@\t\r])/, "'");
  return `"${text.replaceAll('"', '""')}"`;
}

/** Says how numbers of a series are written from now on. */
export async function setPattern(
  tx: Tx,
  allianceId: string,
  series: string,
  pattern: string,
): Promise<void> {
  await tx('alliances')
    .where({ id: allianceId })
    .update({
      number_patterns: tx.raw('number_patterns || jsonb_build_object(?::text, ?::text)', [
        series,
        pattern,
      ]),
    });
}

/** Kinds whose fate is decided in their case, never beside it. */
const decidedInTheirCase = ['RECOGNITION_CERT', 'RECOGNITION_DECISION', 'REVOKE_DECISION'];

/**
 * Declares a paper void, with the reason; its number stays taken and explained.
 * @throws Problem `refused` for papers that are void already, or whose fate is decided in their case
 */
export async function voidPaper(
  tx: Tx,
  documentId: string,
  { by, at, reason }: { by: string; at: string; reason: string },
): Promise<void> {
  const changed = await tx('documents')
    .where({ id: documentId })
    .whereNot({ state: 'voided' })
    .whereNotIn('kind', decidedInTheirCase)
    .update({ state: 'voided', voided_at: at, voided_by: by, void_reason: reason });
  if (changed === 1) return;
  const detail = {
    vi: 'Giấy đã hủy, hoặc là quyết định, giấy chứng nhận: thu hồi hay đính chính trong hồ sơ.',
    en: 'It is void already, or it is a decision or certificate: revoke or correct it in its case.',
  };
  throw new Problem('refused', { detail });
}
