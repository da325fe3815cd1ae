// What a form needs to know of a field beyond its label: the words of the values to choose among, when the question is
// asked at all, and what a plain number or text stands for.
import { z } from 'zod';
import type { Text } from './text.ts';

/** Values to choose among, each with its words. */
export function choice<const Words extends Readonly<Record<string, Text>>>(words: Words) {
  const values = Object.keys(words) as [keyof Words & string, ...(keyof Words & string)[]];
  return worded(z.enum(values), words);
}

/** The words of an enumeration that is written elsewhere. */
export function worded<S extends z.ZodType<string>>(
  schema: S,
  words: Readonly<Record<z.output<S>, Text>>,
): S {
  return schema.meta({ 'x-words': words });
}

/** Asked only when a field beside it has one of these values; otherwise it is left out of what is sent. */
export function asked<S extends z.ZodType>(schema: S, field: string, is: readonly string[]): S {
  return schema.meta({ 'x-asked': { field, is } });
}

/**
 * `VND`: an amount of money. `account`: the id of an account. `seat`: of the account of somebody on the board of the case.
 * `board`: the id of a board of the register. `file`: of a file in the dossier of the case. `ordinal`: the place in a list, given by itself.
 */
export type Stands = 'VND' | 'account' | 'seat' | 'board' | 'file' | 'ordinal';

export function stands<S extends z.ZodType>(schema: S, meaning: Stands): S {
  return schema.meta({ 'x-stands': meaning });
}
