// The figures of the half-year as the service counts them, beside those of the printed report. What another run has
// left in the same service is taken off.
import { period } from './half-year.ts';
import { readJournals, type Entry, type Journal } from './journal.ts';
import type { Play } from './play.ts';

export type Row = {
  /** Row of the printed report. */
  seed: string;
  text: string;
  printed: string;
  counted: string;
  equal: boolean;
};

type Counts = {
  figures: { process: string; indicator: string; count: number }[];
  stocks: { stock: string; before: number; at: number }[];
};

export async function readCounts({ client, people }: Play): Promise<Counts> {
  const { from, to } = period;
  return client.get<Counts>(`/api/reports/counts?from=${from}&to=${to}`, people.head);
}

/** Targets that the printed percentages stand for; the report does not print them. */
const planned = { classes: 31, conferences: 30 };

/** Every printed figure that these processes count, with what they have counted since `before`. */
export async function rowsOf(play: Play, before: Counts): Promise<Row[]> {
  const [after, journals] = await Promise.all([readCounts(play), readJournals(play)]);
  const inPeriod = journals.map(({ matter, entries }) => ({
    matter,
    entries,
    within: within(entries),
  }));
  return [
    ...classRows(inPeriod),
    ...foundingRows(since(before, after), inPeriod),
    ...unionRows(inPeriod),
    ...recognitionRows(since(before, after)),
  ];
}

type Told = Journal & { within: Entry[] };

function within(entries: readonly Entry[]): Entry[] {
  return entries.filter(({ occurredOn: on }) => on >= period.from && on <= period.to);
}

type Since = {
  of: (indicator: string) => number;
  certificates: { before: number; at: number };
};

function since(before: Counts, after: Counts): Since {
  const count = ({ figures }: Counts, wanted: string): number =>
    figures.find(({ indicator }) => indicator === wanted)?.count ?? 0;
  const stock = ({ stocks }: Counts): { before: number; at: number } =>
    stocks.find((each) => each.stock === 'certificates') ?? { before: 0, at: 0 };
  const [was, is] = [stock(before), stock(after)];
  return {
    of: (indicator) => count(after, indicator) - count(before, indicator),
    certificates: { before: is.before - was.before, at: is.at - was.at },
  };
}

const dotted = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, '.');

function row(seed: string, text: string, printed: number, counted: number, how = ''): Row {
  const shown = how === '' ? dotted(counted) : `${how} = ${dotted(counted)}`;
  return { seed, text, printed: dotted(printed), counted: shown, equal: printed === counted };
}

function percentRow(seed: string, printed: number, [part, plan]: readonly [number, number]): Row {
  const counted = Math.round((part * 100) / plan);
  return {
    seed,
    text: `So với kế hoạch ${plan} (suy từ tỷ lệ đã in)`,
    printed: `${printed} %`,
    counted: `${part}/${plan} = ${counted} %`,
    equal: printed === counted,
  };
}

function classRows(told: readonly Told[]): Row[] {
  const classes = told.flatMap(({ within: acts }) =>
    acts.filter(({ type }) => type === 'RECORD_SESSION'),
  );
  const people = classes.reduce((sum, { payload }) => sum + Number(payload['attendees']), 0);
  return [
    row('S4-02', 'Lớp tư vấn, tuyên truyền trước thành lập', 27, classes.length),
    row('S4-02', 'Lượt người dự các lớp', 866, people),
    percentRow('S4-02', 87, [classes.length, planned.classes]),
  ];
}

/** The service counts unions with cooperatives; the report gives cooperatives alone. Journals say which are unions. */
function foundingRows({ of }: Since, told: readonly Told[]): Row[] {
  const unions = told.filter(isUnion);
  const some = (fits: (entry: Entry) => boolean): number =>
    unions.filter(({ within: acts }) => acts.some(fits)).length;
  const less = (text: string, printed: number, indicator: string, ofUnions: number): Row => {
    const all = of(indicator);
    return row('S4-03', text, printed, all - ofUnions, `${all} − ${ofUnions} liên hiệp`);
  };
  const held = some(({ type }) => type === 'CLOSE_ASSEMBLY');
  return [
    less(
      'Nhóm sáng lập viên được tư vấn xong',
      21,
      'groupsConsulted',
      some(({ from, to }) => from === 'drafting' && to === 'readyForAssembly'),
    ),
    less('Hợp tác xã tổ chức hội nghị thành lập', 16, 'assembliesHeld', held),
    percentRow('S4-03', 53, [of('assembliesHeld') - held, planned.conferences]),
    less('Hợp tác xã được cấp đăng ký', 13, 'registered', of('unionsRegistered')),
    row('S4-04', 'Liên hiệp hợp tác xã được cấp đăng ký', 1, of('unionsRegistered')),
  ];
}

function isUnion({ entries: [first] }: Journal): boolean {
  return first?.type === 'REQUEST_CONSULTATION' && first.payload['kind'] === 'union';
}

type Members = { members: { list: unknown[] } };

function unionRows(told: readonly Told[]): Row[] {
  const acts = told.filter(isUnion).flatMap(({ within: entries }) => entries);
  const of = (type: string): Entry[] => acts.filter((entry) => entry.type === type);
  const lists = of('SUBMIT_DRAFT').filter(({ payload }) => payload['part'] === 'members');
  const members = (lists.at(-1)?.payload as Members | undefined)?.members.list.length ?? 0;
  return [
    row('S4-04', 'Thành viên của liên hiệp', 21, members),
    row(
      'S4-04',
      'Vốn điều lệ của liên hiệp (đồng)',
      3_000_000_000,
      Number(of('GRANT')[0]?.payload['capital']),
    ),
  ];
}

function recognitionRows({ of, certificates: { before, at } }: Since): Row[] {
  const recognised = of('recognised');
  return [
    row('S4-08', 'Hợp tác xã được công nhận tiêu chí 3.2 trong kỳ', 7, recognised),
    row(
      'S4-08',
      'Hợp tác xã đạt tiêu chí 3.2 đến cuối kỳ',
      21,
      at,
      `${before} trước kỳ + ${at - before}`,
    ),
    row('S4-08', 'Xã được hướng dẫn tiêu chí 1.5', 1, of('communesGuided')),
  ];
}

/** Printed figures that these processes do not count. */
export const outside: readonly string[] = [
  'S4-05, S4-06: lớp chính sách và tập huấn cán bộ hợp tác xã (02; 02 và 01 lớp)',
  'S4-07: Quỹ hỗ trợ phát triển hợp tác xã (03 dự án; số tiền in “3.300.000 đồng”)',
  'S4-08: ý kiến về xã nông thôn mới (không in số lượng); bản trình diễn cho ý kiến về 13.1 và 1.5',
  'S4-09, S4-10: kết nối tiêu thụ sản phẩm, cụm thi đua, an sinh xã hội',
];
