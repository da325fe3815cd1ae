// Shapes that several calls take or answer, as zod schemas with the longest texts they can hold.
import { z } from 'zod';
import { isLocalDate } from '../../machines/calendar.ts';
import { roles as roleTitles, type Role } from '../../machines/roles.ts';
import { problemTexts } from '../problem.ts';

/** Text of at most so many characters, not blank. */
export const text = (most: number) => z.string().trim().min(1).max(most);

/** What we answer, never longer than so many characters. */
export const said = (most: number) => z.string().max(most);

const idForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const id = z.string().max(36).regex(idForm).meta({ format: 'uuid' });

/** `case.version.index`, as work items and papers are addressed. Slashes are taken too. */
export const placedId = z
  .string()
  .max(120)
  .regex(/^[0-9a-f-]{36}([./][0-9a-z]{1,20}){2,4}$/);

export const localDate = z.string().max(10).refine(isLocalDate, 'date').meta({ format: 'date' });
export const instant = z.string().max(30).meta({ format: 'date-time' });

export const bilingual = z.strictObject({ vi: said(5_000), en: said(5_000) });

const roleNames = Object.keys(roleTitles) as [Role, ...Role[]];
export const role = z.enum(roleNames);

export const who = z.strictObject({ id: said(64), name: said(200).nullable() });

export const law = said(500);

/** Digits only: `Number()` would also take "0x10", "1e3" and " 7 ". */
export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'integer')
    .transform(Number)
    .pipe(z.int().min(least).max(most));

export const flag = z
  .enum(['true', 'false'])
  .transform((given) => given === 'true')
  .pipe(z.boolean());

/** Query parameters of every list. */
export const paging = {
  limit: wholeNumber(1, 100).optional().meta({ description: 'Rows per page; 25 when left out' }),
  cursor: z.string().min(1).max(400).optional().meta({ description: '`next` of the page before' }),
};

export const usualLimit = 25;

export const reason = z.strictObject({
  code: said(100),
  title: bilingual,
  need: z.unknown().optional(),
  have: z.unknown().optional(),
  law,
  remedy: bilingual,
});

const codes = Object.keys(problemTexts) as [string, ...string[]];

/** RFC 9457 with the request id as `instance`. */
export const problem = z.strictObject({
  type: said(100),
  title: said(200),
  status: z.int().min(400).max(599),
  detail: said(20_000).optional(),
  code: z.enum(codes),
  instance: said(36),
  errors: z
    .array(
      z.strictObject({
        pointer: said(500),
        code: said(100),
        detail: bilingual,
        message: said(5_000),
      }),
    )
    .max(50)
    .optional(),
  reasons: z.array(reason).max(100).optional(),
});

/** `data` and payloads have the shape that their process gives them. */
export const openObject = z.record(z.string().max(100), z.unknown());
