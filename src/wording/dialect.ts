// The closed language in which an alliance may reword notices and papers: text with names that are known, a condition
// on one of them, a list of them. Everything else between braces is a fault, so that wording can never become a
// program: no expressions, no calls, no names that are not on the list.
import type { Text } from '../../machines/text.ts';

type List = {
  each: string;
  fields: readonly string[];
  /** A list within each entry, by its field, and the name of one of its entries. */
  inner?: { field: string; each: string };
};

/** What one kind of text may name. */
export type Names = {
  /** `case.number` */
  paths: readonly string[];
  /** Lists by name, with the name of one entry in the loop and its fields; no fields for a list of plain texts. */
  lists: Readonly<Record<string, List>>;
  filters: readonly string[];
};

export type WordingFault = {
  /** Of the text, from 1. */
  line: number;
  text: Text;
};

export const longestWording = 20_000;

const token = /\{\{[^]*?\}\}|\{%[^]*?%\}|\{\{|\{%|\{#|%\}|\}\}|#\}/g;
const value = /^\{\{ ([A-Za-z.]+)(?: \+ [0-9]{1,2})?(?: \| ([A-Za-z]+))? \}\}$/;
const condition = /^\{% if (?:not )?([A-Za-z.]+)(?: != '')? %\}$/;
const loop = /^\{% for ([A-Za-z]+) in ([A-Za-z]+(?:\.[A-Za-z]+)?) %\}$/;
const inLoop: readonly string[] = ['loop.index', 'loop.first', 'loop.last'];
/** Signs that steer, or that stand for something else while a text is filled in. */
const unprintable = /[^\P{C}\n]/u;

type Open = {
  kind: 'if' | 'for';
  line: number;
  names: readonly string[];
  /** List that may be walked through here, and the name of one of its entries. */
  inner?: { list: string; each: string } | undefined;
  other?: boolean;
};
type Reading = { names: Names; open: Open[]; faults: WordingFault[] };

/** What is wrong with a text, each fault with its line; empty when it may be used. */
export function faultsIn(text: string, names: Names): WordingFault[] {
  if (text.length > longestWording) return [{ line: 1, text: tooLong }];
  const reading: Reading = { names, open: [], faults: [] };
  const at = (index: number): number => text.slice(0, index).split('\n').length;
  const bad = unprintable.exec(text);
  if (bad) reading.faults.push({ line: at(bad.index), text: unprintableSign });
  for (const { 0: found, index } of text.matchAll(token)) take(reading, found, at(index));
  for (const { line, kind } of reading.open) reading.faults.push({ line, text: notClosed(kind) });
  return reading.faults;
}

/** @throws Error naming the first fault */
export function checkWording(text: string, names: Names): void {
  const [fault] = faultsIn(text, names);
  if (fault) throw new Error(`wording, line ${fault.line}: ${fault.text.en}`);
}

/** Names of `names` that one text has and another has not. */
export function namesLost(before: string, after: string, { paths, lists }: Names): string[] {
  const used = (text: string): Set<string> =>
    new Set(
      [...text.matchAll(/\{[{%][^{}%]*[%}]\}/g)].flatMap(
        ([part]) => part.match(/[A-Za-z.]+/g) ?? [],
      ),
    );
  const [old, now] = [used(before), used(after)];
  return [...paths, ...Object.keys(lists)].filter((name) => old.has(name) && !now.has(name));
}

function take(reading: Reading, found: string, line: number): void {
  const isValue = found.startsWith('{{') && found !== '{{';
  const fault = isValue ? takeValue(reading, found) : takeBlock(reading, found, line);
  if (fault) reading.faults.push({ line, text: fault });
}

function known({ names, open }: Reading, name: string): boolean {
  return (
    names.paths.includes(name) ||
    Object.hasOwn(names.lists, name) ||
    open.some((each) => each.names.includes(name))
  );
}

function takeValue(reading: Reading, found: string): Text | undefined {
  const [, name, filter] = value.exec(found) ?? [];
  if (name === undefined) return unreadable(found);
  const list = Object.hasOwn(reading.names.lists, name);
  if (!known(reading, name) || (list && filter !== 'length')) return unknownName(name);
  if (filter !== undefined && !reading.names.filters.includes(filter)) return unknownName(filter);
  return undefined;
}

function takeBlock(reading: Reading, found: string, line: number): Text | undefined {
  if (found === '{% else %}') return takeElse(reading);
  const [, ended] = /^\{% end(if|for) %\}$/.exec(found) ?? [];
  if (ended !== undefined) return close(reading, ended as Open['kind']);
  const [, each, list] = loop.exec(found) ?? [];
  if (each !== undefined && list !== undefined) return takeLoop(reading, { each, list, line });
  const [, asked] = condition.exec(found) ?? [];
  if (asked === undefined) return unreadable(found);
  reading.open.push({ kind: 'if', line, names: [] });
  return known(reading, asked) ? undefined : unknownName(asked);
}

function takeElse({ open }: Reading): Text | undefined {
  const last = open.at(-1);
  if (!last || last.other) return unreadable('{% else %}');
  // What follows stands for an empty list: there is no entry to name.
  open[open.length - 1] = { ...last, names: [], inner: undefined, other: true };
  return undefined;
}

function takeLoop(
  { names, open }: Reading,
  { each, list, line }: { each: string; list: string; line: number },
): Text | undefined {
  const within = open.findLast(({ kind, other }) => kind === 'for' && !other);
  if (within) {
    open.push({ kind: 'for', line, names: [...inLoop, each] });
    const { inner } = within;
    return inner?.list === list && inner.each === each ? undefined : nestedLoop;
  }
  const about = Object.hasOwn(names.lists, list) ? names.lists[list] : undefined;
  open.push({ kind: 'for', line, ...namedIn(each, about) });
  return about?.each === each ? undefined : unknownName(`${each} in ${list}`);
}

/** What may be named within a list, and walked through. */
function namedIn(each: string, about: List | undefined): Pick<Open, 'names' | 'inner'> {
  const { fields = [], inner } = about ?? {};
  const names = [...inLoop, each, ...fields.map((field) => `${each}.${field}`)];
  return inner ? { names, inner: { list: `${each}.${inner.field}`, each: inner.each } } : { names };
}

function close({ open }: Reading, kind: Open['kind']): Text | undefined {
  if (open.at(-1)?.kind !== kind) return unreadable(`{% end${kind} %}`);
  open.pop();
  return undefined;
}

const tooLong: Text = {
  vi: `Nội dung dài hơn ${longestWording.toLocaleString('vi-VN')} ký tự`,
  en: `The text is longer than ${longestWording} characters`,
};
const unprintableSign: Text = {
  vi: 'Có ký tự điều khiển hoặc ký tự không in được; hãy gõ lại đoạn này',
  en: 'There is a sign that cannot be printed; type this part again',
};
const nestedLoop: Text = {
  vi: 'Không đặt danh sách này trong một danh sách khác',
  en: 'This list cannot stand within another list',
};
const unreadable = (part: string): Text => ({
  vi: `Không hiểu “${shortened(part)}”. Chỉ dùng những mẫu có trong phần hướng dẫn`,
  en: `“${shortened(part)}” is not understood. Use only what the guide beside it shows`,
});
const unknownName = (name: string): Text => ({
  vi: `Không có tên “${shortened(name)}” ở đây. Hãy chọn trong các tên liệt kê`,
  en: `There is no name “${shortened(name)}” here. Choose one of those listed`,
});
const notClosed = (kind: Open['kind']): Text => ({
  vi: `Thiếu {% end${kind} %}`,
  en: `{% end${kind} %} is missing`,
});

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
