// Personal identifiers never enter a journal. At the edge each one is put away in a person row and the
// payload keeps a seal: where it lies, a salted digest of it, and for a birth date the age in full years.
import { z } from 'zod';
import type { LocalDate } from './calendar.ts';
import { isLocalDate } from './calendar.ts';

export const personalKinds = ['phone', 'email', 'idNumber', 'birthDate', 'address'] as const;
export type PersonalKind = (typeof personalKinds)[number];

/** `sealed:<row>:<digest>` or, for a birth date, `sealed:<row>:<digest>:<age in full years>`. */
export type Seal = { row: string; digest: string; age?: number };

const pattern = /^sealed:([0-9a-f-]{36}):([0-9a-f]{64})(?::(\d{1,4}))?$/;

/** Reads a sealed text; undefined when the text is not a seal. */
export function readSeal(text: string): Seal | undefined {
  const found = pattern.exec(text);
  if (!found) return undefined;
  const seal = { row: found[1] as string, digest: found[2] as string };
  return found[3] === undefined ? seal : { ...seal, age: Number(found[3]) };
}

export function writeSeal(seal: Seal): string {
  const text = `sealed:${seal.row}:${seal.digest}`;
  return seal.age === undefined ? text : `${text}:${seal.age}`;
}

/** Age in full years of a sealed birth date on the day it was given; undefined when unknown. */
export function sealedAge(birthDate: string | undefined): number | undefined {
  return birthDate === undefined ? undefined : readSeal(birthDate)?.age;
}

/** Age in full years on a day, 0 before birth. Born on 29 February: the birthday in other years is 1 March. */
export function ageOn(birthDate: LocalDate, on: LocalDate): number {
  const years = Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return Math.max(0, on.slice(5) >= birthDate.slice(5) ? years : years - 1);
}

const texts = {
  phone: z
    .string()
    .regex(/^(\+84|0)\d{9,10}$/, 'phone')
    .max(15),
  email: z.email().max(254),
  idNumber: z.string().regex(/^\d{12}$/, 'idNumber'),
  birthDate: z.string().refine(isLocalDate, 'birthDate'),
  address: z.string().trim().min(5).max(300),
} as const;

/** A text field that is put away as a personal identifier before the event is written. */
export function personal(kind: PersonalKind): z.ZodType<string, string> {
  return texts[kind].meta({ personal: kind });
}
