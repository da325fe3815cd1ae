// Puts the personal identifiers of a payload away before the event is written. Which fields are personal is said by
// the schema; where they are kept is the caller's affair.
import type { z } from 'zod';
import { ageOn, writeSeal, type PersonalKind } from '../../machines/personal.ts';
import type { LocalDate } from '../../machines/calendar.ts';

/** Keeps one identifier and answers with its row and salted digest. */
export type PutAway = (kind: PersonalKind, value: string) => { row: string; digest: string };

type Def = {
  type: string;
  innerType?: z.ZodType;
  element?: z.ZodType;
  shape?: Record<string, z.ZodType>;
};

/** The payload with every personal field replaced by its seal. A payload without any is returned as it is. */
export function sealPayload<T>(schema: z.ZodType, payload: T, on: LocalDate, put: PutAway): T {
  return holdsPersonal(schema) ? (seal(schema, payload, on, put) as T) : payload;
}

const known = new WeakMap<z.ZodType, boolean>();

function holdsPersonal(schema: z.ZodType): boolean {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const { innerType, element, shape } = schema.def as unknown as Def;
  const children = [innerType, element, ...Object.values(shape ?? {})].filter(
    (child) => child !== undefined,
  );
  const holds = kindOf(schema) !== undefined || children.some(holdsPersonal);
  known.set(schema, holds);
  return holds;
}

function kindOf(schema: z.ZodType): PersonalKind | undefined {
  return (schema.meta() as { personal?: PersonalKind } | undefined)?.personal;
}

function seal(schema: z.ZodType, value: unknown, on: LocalDate, put: PutAway): unknown {
  if (value === undefined || value === null || !holdsPersonal(schema)) return value;
  const { innerType, element, shape } = schema.def as unknown as Def;
  if (innerType) return seal(innerType, value, on, put);
  if (element) return (value as unknown[]).map((item) => seal(element, item, on, put));
  if (shape) {
    const given = value as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(given).map(([name, item]) => [
        name,
        shape[name] ? seal(shape[name], item, on, put) : item,
      ]),
    );
  }
  const kind = kindOf(schema) as PersonalKind;
  const text = value as string;
  const away = put(kind, text);
  return writeSeal(kind === 'birthDate' ? { ...away, age: ageOn(text, on) } : away);
}
