// JSON Schemas out of the zod schemas that validate: closed, with the longest length of every text.
import { z } from 'zod';
import { isLocalDate } from '../../machines/calendar.ts';
import type { PersonalKind } from '../../machines/personal.ts';

export type JsonSchema = Record<string, unknown>;

/** `input`: what callers send; `output`: what they get, and what query texts stand for. */
export type Side = 'input' | 'output';

const known = {
  input: new WeakMap<z.ZodType, JsonSchema>(),
  output: new WeakMap<z.ZodType, JsonSchema>(),
};

/** The JSON Schema (2020-12) of a zod schema; kept. */
export function jsonSchemaOf(schema: z.ZodType, side: Side): JsonSchema {
  const before = known[side].get(schema);
  if (before) return before;
  const { $schema: _, ...made } = z.toJSONSchema(schema, {
    io: side,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => complete(jsonSchema as JsonSchema, isDate(zodSchema)),
  }) as JsonSchema;
  known[side].set(schema, made);
  return made;
}

const personalLengths: Readonly<Record<PersonalKind, number>> = {
  phone: 15,
  email: 254,
  idNumber: 12,
  birthDate: 10,
  address: 300,
};

/** Lengths that other parts of the schema imply, said outright; our own keywords under `x-`. */
function complete(schema: JsonSchema, date: boolean): void {
  if (date) schema['format'] ??= 'date';
  completePersonal(schema);
  const open = schema['enum'] === undefined && schema['const'] === undefined;
  if (schema['type'] !== 'string' || !open) return;
  const longest = schema['maxLength'] ?? impliedLength(schema);
  if (longest !== undefined) schema['maxLength'] = longest;
}

function completePersonal(schema: JsonSchema): void {
  const personal = schema['personal'] as PersonalKind | undefined;
  if (personal === undefined) return;
  delete schema['personal'];
  schema['x-personal'] = personal;
  schema['maxLength'] ??= personalLengths[personal];
  if (personal === 'birthDate') schema['format'] = 'date';
}

/**
 * Local dates are texts that pass one test, which JSON Schema cannot say; the format can. One with a further test
 * loses the format it was declared with.
 */
function isDate({ _zod: { def } }: z.core.$ZodTypes): boolean {
  if ('format' in def && def.format === 'date') return true;
  const checks = 'checks' in def ? (def.checks ?? []) : [];
  return checks.some((check) => (check._zod.def as { fn?: unknown }).fn === isLocalDate);
}

function impliedLength({ format, pattern }: JsonSchema): number | undefined {
  if (format === 'date') return 10;
  if (format === 'uuid') return 36;
  const exact = /^\^\\d\{(\d+)\}\$$/.exec(typeof pattern === 'string' ? pattern : '');
  return exact ? Number(exact[1]) : undefined;
}
