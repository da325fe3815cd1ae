// A form that was refused is shown again with what is wrong, and where.
import type { Text } from '../../../machines/text.ts';
import { detailOf, statusOf } from '../../http/problems.ts';
import { Problem, problemTexts } from '../../problem.ts';
import type { PageAnswer } from '../page.ts';

/** Faults by the name of their field; `form` stands for all of it. */
export type Faults = Readonly<Record<string, Text>>;

/** Problems that the person who filled the form can do something about. */
const mendable = new Set(['invalid', 'refused', 'too-many']);

/**
 * The answer of the work; or the form once more, when the work was refused for something its sender can mend.
 * @param fields names of the fields of this form: a fault elsewhere is one of the whole form
 */
export async function orAgain(
  work: () => Promise<PageAnswer>,
  fields: readonly string[],
  again: (faults: Faults) => Promise<PageAnswer>,
): Promise<PageAnswer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem) || !mendable.has(error.code)) throw error;
    const answer = await again(faultsOf(error, fields));
    return 'view' in answer ? { ...answer, status: statusOf[error.code] } : answer;
  }
}

function faultsOf({ code, extra }: Problem, fields: readonly string[]): Faults {
  const faults = (extra.errors ?? []).map(({ pointer, detail }): [string, Text] => {
    const name = pointer.slice(1);
    return [fields.includes(name) ? name : 'form', detail];
  });
  if (faults.length > 0) return Object.fromEntries(faults);
  return { form: waiting(code, extra.retryAfterSeconds) ?? detailOf(extra) ?? problemTexts[code] };
}

function waiting(code: string, seconds = 60): Text | undefined {
  if (code !== 'too-many') return undefined;
  const minutes = Math.ceil(seconds / 60);
  return {
    vi: `Đã thử quá nhiều lần. Hãy thử lại sau ${minutes} phút.`,
    en: `There were too many tries. Try again in ${minutes} minutes.`,
  };
}
