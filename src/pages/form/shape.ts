// The form of an event, read from the JSON Schema of its payload: the same document that clients of the API get.
import type { Text } from '../../../machines/text.ts';
import type { JsonSchema } from '../../http/json-schema.ts';

export type Value = { value: string; words: Text };

type Common = {
  /** Its name among its neighbours; empty for an entry of a list. */
  name: string;
  label: Text;
  hint?: Text;
  optional: boolean;
  /** Asked only when a neighbour has one of these values. */
  asked?: { field: string; is: readonly string[] };
};

export type Shape =
  | (Common & { kind: 'text'; most: number; form?: string })
  | (Common & { kind: 'number'; whole: boolean; stands?: string })
  | (Common & { kind: 'date' | 'flag' | 'account' | 'seat' | 'seats' | 'board' | 'files' })
  | (Common & { kind: 'choice' | 'choices'; values: readonly Value[] })
  | Group
  | Rows;

export type Group = Common & { kind: 'group'; parts: readonly Shape[] };
export type Rows = Common & { kind: 'rows'; entry: Shape; least: number; most: number };

/** The shape of a whole payload. */
export function shapeOf(schema: JsonSchema): Group {
  return groupOf({ name: '', label: noText, optional: false }, schema);
}

const noText: Text = { vi: '', en: '' };
const longestRows = 300;

function read(name: string, schema: JsonSchema, optional: boolean): Shape {
  const common = commonOf(name, schema, optional);
  switch (schema['type']) {
    case 'object':
      return groupOf(common, schema);
    case 'array':
      return listOf(common, schema);
    case 'boolean':
      return { ...common, kind: 'flag' };
    case 'integer':
    case 'number':
      return numberOf(common, schema);
    default:
      return textOf(common, schema);
  }
}

function commonOf(name: string, schema: JsonSchema, optional: boolean): Common {
  const hint = schema['x-hint'] as Text | undefined;
  const asked = schema['x-asked'] as Common['asked'];
  const label = (schema['x-label'] as Text | undefined) ?? { vi: name, en: name };
  return { name, label, optional, ...(hint ? { hint } : {}), ...(asked ? { asked } : {}) };
}

function groupOf(common: Common, schema: JsonSchema): Group {
  const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>;
  const required = new Set((schema['required'] ?? []) as string[]);
  const parts = Object.entries(properties).map(([name, each]) =>
    read(name, each, !required.has(name)),
  );
  return { ...common, kind: 'group', parts };
}

function listOf(common: Common, schema: JsonSchema): Shape {
  const items = (schema['items'] ?? {}) as JsonSchema;
  if (items['enum']) return { ...common, kind: 'choices', values: valuesOf(items) };
  if (items['x-stands'] === 'seat') return { ...common, kind: 'seats' };
  if (items['x-stands'] === 'file') return { ...common, kind: 'files' };
  const entry = read('', { 'x-label': common.label, ...items }, false);
  const least = Number(schema['minItems'] ?? 0);
  const most = Math.min(Number(schema['maxItems'] ?? longestRows), longestRows);
  return { ...common, kind: 'rows', entry, least, most };
}

function numberOf(common: Common, schema: JsonSchema): Shape {
  const stands = schema['x-stands'] as string | undefined;
  const whole = schema['type'] === 'integer';
  return { ...common, kind: 'number', whole, ...(stands ? { stands } : {}) };
}

function textOf(common: Common, schema: JsonSchema): Shape {
  if (schema['enum']) return { ...common, kind: 'choice', values: valuesOf(schema) };
  if (schema['format'] === 'date') return { ...common, kind: 'date' };
  if (schema['x-stands'] === 'account') return { ...common, kind: 'account' };
  if (schema['x-stands'] === 'seat') return { ...common, kind: 'seat' };
  if (schema['x-stands'] === 'board') return { ...common, kind: 'board' };
  const form = schema['x-personal'] as string | undefined;
  const most = Number(schema['maxLength'] ?? 1_000);
  return { ...common, kind: 'text', most, ...(form ? { form } : {}) };
}

/** A value without words is shown as it is. */
function valuesOf(schema: JsonSchema): Value[] {
  const words = (schema['x-words'] ?? {}) as Record<string, Text>;
  return (schema['enum'] as string[]).map((value) => ({
    value,
    words: words[value] ?? { vi: value, en: value },
  }));
}

/**
 * A choice that decides which of its optional neighbours is filled in: their names are among its values. Undefined when
 * the group has none.
 */
export function chooserOf(group: Group): (Shape & { kind: 'choice' }) | undefined {
  const optional = group.parts.filter((part) => part.kind === 'group' && part.optional);
  return group.parts.find((part) => {
    if (part.kind !== 'choice') return false;
    const named = part.values.filter(({ value }) => optional.some(({ name }) => name === value));
    return named.length > 1;
  }) as (Shape & { kind: 'choice' }) | undefined;
}

/** The group with that neighbour alone, which then must be filled in. */
export function chosen(group: Group, chooser: Shape, value: string): Group {
  const others = new Set(chooser.kind === 'choice' ? chooser.values.map((each) => each.value) : []);
  const parts = group.parts.flatMap((part): Shape[] => {
    if (part.name === value) return [{ ...part, optional: false }];
    return others.has(part.name) ? [] : [part];
  });
  return { ...group, parts };
}
