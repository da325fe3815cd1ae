// Queries of lists as forms send them: a field left empty is a filter not set.
import { z } from 'zod';

/** A filter that may be empty. */
export function choice<T>(schema: z.ZodType<T, string | undefined>) {
  return z
    .string()
    .max(400)
    .optional()
    .transform((given) => (given === '' ? undefined : given))
    .pipe(schema.optional());
}

/** The query as an address carries it, without what is not set. */
export function addressOf(
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  const text = new URLSearchParams(given as [string, string][]).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Where a form came from, when that is a page of ours below `/desk`; else the fallback. */
export function backOf(given: string | undefined, fallback: string): string {
  const known =
    given !== undefined && /^\/(desk|boards|cases)(\/[\w./-]*)?(\?[^\s#\\]*)?$/.test(given);
  return known ? given : fallback;
}
