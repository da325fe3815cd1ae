// All pages about criteria.
import type { Operation } from '../../http/operation.ts';
import { editorPages } from './editor.ts';
import { setPages, type CriteriaPageDeps } from './sets.ts';
import { statusPages } from './status.ts';

export function criteriaPages(deps: CriteriaPageDeps): Operation[] {
  return [...setPages(deps), ...editorPages(deps), ...statusPages(deps)];
}
