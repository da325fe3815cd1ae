// All pages about criteria.
import type { Operation } from '../../http/operation.ts';
import { editorPages } from './editor.ts';
import { rehearsalPages, type RehearsalPageDeps } from './rehearsal.ts';
import { setPages } from './sets.ts';
import { statusPages } from './status.ts';

export function criteriaPages(deps: RehearsalPageDeps): Operation[] {
  return [...setPages(deps), ...editorPages(deps), ...statusPages(deps), ...rehearsalPages(deps)];
}
