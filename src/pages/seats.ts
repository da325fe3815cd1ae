// The seats of the board of a case, for forms that name somebody on it.
import type { Seat } from '../../machines/sitting.ts';
import type { Process } from '../../machines/define.ts';
import type { Value } from './form/shape.ts';

/** All seats. @param data of the case, as the reader may see it */
export function seatsFor({ board }: Process, data: Record<string, unknown>): Value[] {
  return (board?.seats(data) ?? []).map(valueOf);
}

/** One seat as a value to choose. */
export function valueOf({ person, name, post, voting, standing }: Seat): Value {
  const out = standing === 'recused';
  const vi = [post.vi, ...(voting ? [] : ['không biểu quyết']), ...(out ? ['đã từ chối'] : [])];
  const en = [post.en, ...(voting ? [] : ['without a vote']), ...(out ? ['recused'] : [])];
  return {
    value: person,
    words: { vi: `${name} (${vi.join(', ')})`, en: `${name} (${en.join(', ')})` },
  };
}
