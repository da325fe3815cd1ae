// What is printed at the end: how cases ended, and counted figures beside printed ones.
import { outside, type Row } from './figures.ts';
import { period } from './half-year.ts';
import type { Play } from './play.ts';

type Say = (line: string) => void;

const day = (on: string): string => on.split('-').toReversed().join('/');

export function showEndings({ endings }: Play, say: Say): void {
  say(`\nCác kết cục không thuận (${endings.length}): ngày, hồ sơ, trạng thái, vì sao`);
  const told = endings.toSorted((a, b) => (a.on < b.on ? -1 : 1));
  for (const { matter, state, on, how } of told) {
    say(`  ${day(on)}  ${matter.number.padEnd(13)} ${state.padEnd(24)} ${how}`);
  }
}

/** Prints the table and answers whether every figure is equal. */
export function showFigures(rows: readonly Row[], say: Say): boolean {
  say(`\nSố liệu từ ${day(period.from)} đến ${day(period.to)}: bản in và số đếm từ nhật ký`);
  const heads = { seed: 'Dòng', text: 'Chỉ tiêu', printed: 'Bản in', counted: 'Đếm được' };
  const all = [heads, ...rows];
  const wide = (name: keyof typeof heads): number =>
    Math.max(...all.map((each) => each[name].length));
  const line = (each: typeof heads, last: string): string =>
    `  ${each.seed.padEnd(wide('seed'))}  ${each.text.padEnd(wide('text'))}  ${each.printed.padStart(wide('printed'))}  ${each.counted.padEnd(wide('counted'))}  ${last}`;
  say(line(heads, 'Khớp'));
  for (const each of rows) say(line(each, each.equal ? 'có' : 'KHÔNG'));
  say('\nSố in ngoài các quy trình này, không đếm:');
  for (const each of outside) say(`  ${each}`);
  say('Thư được gửi khi đồng hồ thử đã đi tiếp: ngày gửi có thể sau ngày của việc được báo.');
  say('Ngày trong kỳ, quy mô từng lớp, tên nhóm và tên người là giả định.');
  return rows.every(({ equal }) => equal);
}
