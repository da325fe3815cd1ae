// The register of cooperatives: 10,000 rows of a workbook taken in, and a name checked against 100,000.
import { importCooperatives } from '../src/register/import.ts';
import { columns, type Field } from '../src/register/cooperative.ts';
import { checkName } from '../src/register/names.ts';
import { readGrid, writeGrid } from '../src/sheets/grid.ts';
import { openStage, type Stage } from './stage.ts';

const rowsImported = 10_000;
const namesKept = 100_000;
const checks = 200;

export async function* registerBench(): AsyncGenerator<string> {
  const stage = await openStage(2);
  try {
    yield await imported(stage);
    yield await checked(stage);
  } finally {
    await stage.close();
  }
}

const sorts = ['Rau sạch', 'Lúa', 'Nuôi tôm', 'Muối', 'Xoài', 'Vận tải', 'Thủy lợi', 'Chăn nuôi'];
const places = ['Hòa Bình', 'Phước Long', 'Vĩnh Lợi', 'Đông Hải', 'Giá Rai', 'Hồng Dân'];

function cooperative(no: number): Record<Field, string> {
  const own = `${sorts[no % sorts.length]} ${places[no % places.length]} ${no.toString(36)}x`;
  return {
    code: String(1_900_000_000 + no),
    name: `Hợp tác xã ${own}`,
    kind: 'Hợp tác xã',
    status: 'Đang hoạt động',
    registeredOn: '05/01/2026',
    commune: `Xã ${places[no % places.length]}`,
    oldDistrict: '',
    address: `Ấp ${no % 20}`,
    capital: '500000000',
    members: '12',
    representative: 'Trần Văn An',
    sector: 'Nông nghiệp',
  };
}

const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => cooperative(from + index));

async function imported(stage: Stage): Promise<string> {
  const book = await writeGrid('HTX', columns, numbered(0, rowsImported));
  const started = performance.now();
  const rows = await readGrid(book, columns);
  const asked = { allianceId: stage.staff.allianceId, rows, source: 'htx.xlsx' };
  const results = await importCooperatives(stage.database.knex, asked, new Date().toISOString());
  const seconds = (performance.now() - started) / 1_000;
  const added = results.filter(({ outcome }) => outcome === 'added').length;
  return `${added} of ${rowsImported} rows of a workbook read and taken in, each with its result: ${seconds.toFixed(1)} s (target < 30 s)`;
}

async function checked(stage: Stage): Promise<string> {
  const rows = numbered(rowsImported, namesKept - rowsImported).map((cells, line) => ({
    line,
    cells,
  }));
  const asked = { allianceId: stage.staff.allianceId, rows, source: 'htx.xlsx' };
  await importCooperatives(stage.database.knex, asked, new Date().toISOString());
  await stage.database.knex.raw('analyze cooperatives');
  const times: number[] = [];
  for (let turn = 0; turn < checks; turn += 1) {
    const { name } = cooperative(turn * 487);
    const started = performance.now();
    const { similar } = await checkName(stage.database.knex, {
      name: turn % 2 === 0 ? name : `${name} 2`,
      words: places,
    });
    times.push(performance.now() - started);
    if (similar.length === 0) throw new Error(`${name} is not found`);
  }
  times.sort((one, other) => one - other);
  const at = (share: number): string => (times[Math.floor(share * (checks - 1))] ?? 0).toFixed(1);
  return `name against ${namesKept}, with free variants: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms (target < 20 ms)`;
}
