// From what zod finds wrong to faults people can mend: JSON pointer, code, and a sentence in both languages.
import type { z } from 'zod';
import type { Fault } from '../problem.ts';
import { faultWords } from './fault-words.ts';

/** Parses input; the faults carry `at` in front of their pointers. */
export function parse<S extends z.ZodType>(
  schema: S,
  given: unknown,
  at = '',
): { ok: true; value: z.output<S> } | { ok: false; faults: Fault[] } {
  const parsed = schema.safeParse(given, { reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    faults: parsed.error.issues.slice(0, 50).flatMap((issue) => faultsOf(issue, at)),
  };
}

function faultsOf(issue: z.core.$ZodIssue, at: string): Fault[] {
  const pointer = at + issue.path.map((key) => `/${escape(String(key))}`).join('');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: `${pointer}/${escape(key)}`,
      code: 'unknown',
      detail: {
        vi: `Trường “${key}” không có trong biểu mẫu này, hãy bỏ đi`,
        en: `The field “${key}” is not part of this form; leave it out`,
      },
    }));
  }
  return [{ pointer, code: issue.code, detail: faultWords(issue) }];
}

/** Escapes one step of a JSON pointer (RFC 6901 §3). */
function escape(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
