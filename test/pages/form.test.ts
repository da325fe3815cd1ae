// Forms drawn from every event of every process: what an example says can be filled in, sent, and comes out the same.
import { describe, expect, it } from 'vitest';
import { allProcesses } from '../../machines/index.ts';
import { founding } from '../../machines/founding/index.ts';
import { jsonSchemaOf } from '../../src/http/json-schema.ts';
import type { Fields } from '../../src/http/operation.ts';
import { asFields, sent, started } from '../../src/pages/form/entry.ts';
import { chooserOf, chosen, shapeOf, type Group, type Shape } from '../../src/pages/form/shape.ts';
import { blankSheet, sheetOf, type SheetSource } from '../../src/pages/form/sheet.ts';
import { dateOf, numberOf, payloadOf } from '../../src/pages/form/value.ts';

const examples = allProcesses().flatMap(({ key, events }) =>
  Object.entries(events).flatMap(([type, event]) =>
    event.examples.map((example, index) => ({ name: `${key} ${type} ${index}`, event, example })),
  ),
);

function fieldsOf(pairs: readonly (readonly [string, string])[]): Fields {
  const groups = Map.groupBy(pairs, ([name]) => name);
  return Object.fromEntries(
    [...groups].map(([name, group]) => [name, group.map(([, value]) => value)]),
  );
}

function narrowed(shape: Group, example: Record<string, unknown>): Group {
  const chooser = chooserOf(shape);
  return chooser ? chosen(shape, chooser, String(example[chooser.name])) : shape;
}

describe('a form', () => {
  it.each(examples)('carries the example $name there and back', ({ event, example }) => {
    const shape = narrowed(shapeOf(jsonSchemaOf(event.payload, 'input')), example);
    const fields = fieldsOf(asFields(shape, started(shape, example)));
    const back = payloadOf(shape, sent(shape, fields));
    const wanted = event.payload.parse(example);
    expect(event.payload.parse(back)).toEqual({ ...emptied(shape, wanted), ...wanted });
  });

  it('has words for every value to choose among', () => {
    const bare = allProcesses().flatMap(({ key, events }) =>
      Object.entries(events).flatMap(([type, { payload }]) =>
        wordless(shapeOf(jsonSchemaOf(payload, 'input'))).map((name) => `${key} ${type} ${name}`),
      ),
    );
    expect(bare).toEqual([]);
  });
});

/** A required flag that the example leaves to its default, and lists that are not optional, are sent as they look. */
function emptied(shape: Group, wanted: object): object {
  const parts = shape.parts.filter(({ name, kind }) => !(name in wanted) && kind === 'flag');
  return Object.fromEntries(
    parts.filter(({ optional }) => !optional).map(({ name }) => [name, false]),
  );
}

function wordless(shape: Shape): string[] {
  if (shape.kind === 'group') return shape.parts.flatMap(wordless);
  if (shape.kind === 'rows') return wordless(shape.entry);
  if (shape.kind !== 'choice' && shape.kind !== 'choices') return [];
  return shape.values.some(({ value, words }) => words.vi === value) ? [shape.name] : [];
}

const source = (type: string, data: Record<string, unknown> = founding.data()): SheetSource => ({
  event: founding.events[type] as SheetSource['event'],
  accounts: undefined,
  data,
});

describe('a list in a form', () => {
  const members = (more: Fields) =>
    sheetOf(source('SUBMIT_DRAFT'), { _pick: ['members'], part: ['members'], ...more });

  it('grows and shrinks by its buttons and keeps what was written', () => {
    const one: Fields = { 'members.list.rows': ['1'], 'members.list.0.name': ['Trần Văn An'] };
    const grown = members({ ...one, 'members.list.0.no': ['4'], _step: ['add:members.list'] });
    expect(grown.step).toBe('change');
    const names = new Map(grown.hidden);
    expect(names.get('members.list.rows')).toBe('2');
    expect(names.get('members.list.0.name')).toBe('Trần Văn An');
    // The next place in the list is given by itself.
    expect(names.get('members.list.1.no')).toBe('5');
    const shrunk = members({ ...fieldsOf(grown.hidden), _step: ['remove:members.list.0'] });
    expect(new Map(shrunk.hidden).get('members.list.rows')).toBe('1');
    expect(new Map(shrunk.hidden).get('members.list.0.name')).toBeUndefined();
  });

  it('never shows more entries than it may have', () => {
    const many = members({ 'members.list.rows': ['999999999'], _step: ['change'] });
    expect(new Map(many.hidden).get('members.list.rows')).toBe('300');
    const none = members({ 'members.list.rows': ['-1e9'], _step: ['change'] });
    expect(new Map(none.hidden).get('members.list.rows')).toBe('0');
  });
});

describe('a draft of one part', () => {
  const none = { charter: {}, plan: {}, members: {}, name: {}, governance: {}, assets: {} };

  it('asks first which part, then for that part alone', () => {
    for (const pick of [undefined, 'nothing']) {
      const first = blankSheet(source('SAVE_DRAFT', { parts: none }), pick);
      expect(first.choose?.values?.map(({ value }) => value)).toContain('charter');
    }
    const second = blankSheet(source('SAVE_DRAFT', { parts: none }), 'plan');
    expect(second.choose).toBeUndefined();
    expect(second.drawn.map(({ name }) => name)).toEqual(['plan']);
  });

  it('begins with what was written before', () => {
    const stage = { stage: 'draft', sketch: { address: 'Ấp Một, xã Hòa Bình' } };
    const parts = { ...none, charter: stage };
    const sheet = blankSheet(source('SUBMIT_DRAFT', { parts }), 'charter');
    expect(new Map(sheet.hidden).get('charter.address')).toBe('Ấp Một, xã Hòa Bình');
  });
});

describe('faults', () => {
  it('name the field as people know it, and the remedy', () => {
    const fields: Fields = { kind: [''], group: ['Nhóm'], phone: ['12'], email: ['x'] };
    const { faults } = sheetOf(source('REQUEST_CONSULTATION'), fields);
    const said = new Map(faults.map(({ path, text }) => [path, text.vi]));
    expect(said.get('kind')).toBe('Muốn thành lập: hãy chọn một');
    expect(said.get('commune')).toBe('Xã, phường, đặc khu: hãy điền');
    expect(said.get('phone')).toContain('0912345678');
    expect(said.has('group')).toBe(false);
  });
});

describe('figures and days', () => {
  it.each([
    ['1.500.000', 1_500_000],
    ['1 500 000 đồng', 1_500_000],
    ['1,500,000', 1_500_000],
    ['7,5', 7.5],
    ['7.5', 7.5],
    ['0x10', '0x10'],
    ['1e3', '1e3'],
    ['', undefined],
  ])('reads %j as %j', (text, number) => expect(numberOf(text)).toBe(number));

  it.each([
    ['24/11/2026', '2026-11-24'],
    ['4-1-2026', '2026-01-04'],
    ['2026-11-24', '2026-11-24'],
    ['hôm nay', 'hôm nay'],
  ])('reads the day %j as %j', (text, day) => expect(dateOf(text)).toBe(day));
});
