// A place of the dossier as forms ask for its file: which kinds it takes, and what is said of a file that is not taken.
import { kinds, type Kind } from '../files/kinds.ts';
import { problemOf, statusOf } from '../http/problems.ts';
import { problemTexts, type ProblemCode } from '../problem.ts';
import type { Text } from '../../machines/text.ts';

/** The kinds in words, and as the file field names them. */
export function kindsTaken(list: readonly Kind[]): { takes: string; accept: string[] } {
  return {
    takes: list.map((kind) => kinds[kind].title.vi).join(', '),
    accept: list.flatMap((kind) => kinds[kind].extensions.map((end) => `.${end}`)),
  };
}

const told: ReadonlySet<ProblemCode> = new Set([
  'invalid',
  'refused',
  'forbidden',
  'too-large',
  'too-many',
  'unavailable',
]);

/** What to say beside the place. @throws the error itself where people can mend nothing */
export function faultIn(error: unknown): { text: Text; status: number } {
  const { code, extra } = problemOf(error);
  if (!told.has(code)) throw error;
  const text = extra.errors?.[0]?.detail ?? extra.detail ?? problemTexts[code];
  return { text, status: statusOf[code] };
}
