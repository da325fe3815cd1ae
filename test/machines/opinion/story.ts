// Where the stories of an opinion begin.
import { opinion } from '../../../machines/opinion/index.ts';
import { given, person, type Story } from '../given.ts';

export const communeOfficer = person('commune', 'commune');

export function asked(payload: Record<string, unknown> = {}): Story {
  const example = opinion.events['ASK_OPINION']?.examples[0] as Record<string, unknown>;
  return given(opinion)
    .as(communeOfficer)
    .does('ASK_OPINION', { ...example, ...payload });
}
