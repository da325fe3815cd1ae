// What is wrong with a field, said to the person who filled it in: which field, and how to mend it.
import type { Text } from '../../../machines/text.ts';
import { wantedForms } from '../../engine/fault-words.ts';
import type { Fault } from '../../problem.ts';
import type { Shape } from './shape.ts';
import { pathOf } from './entry.ts';

export type FieldFault = { path: string; text: Text };

/** The faults of a payload as faults of the fields of its form. @param at start of their pointers, `/payload` */
export function fieldFaults(shape: Shape, faults: readonly Fault[], at = ''): FieldFault[] {
  return faults.map(({ pointer, code, detail }) => {
    const inside = pointer.startsWith(at) ? pointer.slice(at.length) : pointer;
    const steps = inside.split('/').slice(1).map(unescaped);
    const found = find(shape, steps);
    return { path: fieldOf(steps, found), text: found ? say(found, code, detail) : detail };
  });
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** A fault inside a choice of several belongs to the whole choice. */
function fieldOf(steps: readonly string[], found: Shape | undefined): string {
  const own =
    ['choices', 'seats', 'files'].includes(found?.kind ?? '') && /^\d+$/.test(steps.at(-1) ?? '');
  return (own ? steps.slice(0, -1) : steps).reduce(pathOf, '');
}

function find(shape: Shape, [step, ...rest]: readonly string[]): Shape | undefined {
  if (step === undefined || ['choices', 'seats', 'files'].includes(shape.kind)) return shape;
  if (shape.kind === 'rows') return find(shape.entry, rest);
  if (shape.kind !== 'group') return undefined;
  const part = shape.parts.find(({ name }) => name === step);
  return part && find(part, rest);
}

const forms: Readonly<Record<string, Text>> = {
  ...wantedForms,
  birthDate: { vi: 'ghi ngày, tháng, năm sinh', en: 'give day, month and year of birth' },
  address: { vi: 'ghi địa chỉ đầy đủ hơn', en: 'give the address more fully' },
};

function say(shape: Shape, code: string, detail: Text): Text {
  const { vi, en } = shape.label;
  const wrong = meant(shape, code);
  if (wrong) return { vi: `${vi}: ${wrong.vi}`, en: `${en}: ${wrong.en}` };
  return { vi: `${vi}: ${detail.vi}`, en: `${en}: ${detail.en}` };
}

const fillIn: Text = { vi: 'hãy điền', en: 'fill this in' };
const one: Text = { vi: 'hãy chọn một', en: 'choose one' };
const day: Text = {
  vi: 'ghi ngày, tháng, năm, ví dụ 24/11/2026',
  en: 'give a date, such as 24/11/2026',
};

type Wanted = {
  [K in Shape['kind']]: (shape: Shape & { kind: K }, code: string) => Text | undefined;
};

const missing: ReadonlySet<string> = new Set(['invalid_type', 'invalid_value', 'too_small']);
const wanted: Wanted = {
  choice: () => one,
  account: (_, code) => (code === 'person' ? undefined : one),
  seat: () => one,
  board: () => one,
  files: (_, code) => ifMissing(code, { vi: 'hãy chọn ít nhất một', en: 'choose at least one' }),
  seats: (_, code) => ifMissing(code, { vi: 'hãy chọn ít nhất một', en: 'choose at least one' }),
  date: () => day,
  choices: (_, code) => ifMissing(code, { vi: 'hãy chọn ít nhất một', en: 'choose at least one' }),
  rows: (_, code) => ifMissing(code, { vi: 'cần thêm dòng', en: 'add more entries' }),
  flag: (_, code) => ifMissing(code, fillIn),
  group: (_, code) => ifMissing(code, fillIn),
  number: (shape, code) => (code === 'invalid_type' ? numberWanted(shape) : undefined),
  text: textWanted,
};

function ifMissing(code: string, text: Text): Text | undefined {
  return missing.has(code) ? text : undefined;
}

function meant(shape: Shape, code: string): Text | undefined {
  return (wanted[shape.kind] as (shape: Shape, code: string) => Text | undefined)(shape, code);
}

function numberWanted(shape: Shape & { kind: 'number' }): Text {
  const example = shape.stands === 'VND' ? '5.000.000' : '7';
  const whole = shape.whole
    ? { vi: 'số nguyên', en: 'a whole number' }
    : { vi: 'số', en: 'a number' };
  return { vi: `ghi ${whole.vi}, ví dụ ${example}`, en: `give ${whole.en}, such as ${example}` };
}

function textWanted({ form }: Shape & { kind: 'text' }, code: string): Text | undefined {
  if (code === 'invalid_type') return fillIn;
  return (
    (form === undefined ? undefined : forms[form]) ?? (code === 'too_small' ? fillIn : undefined)
  );
}
