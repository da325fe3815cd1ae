// All pages about criteria.
import type { Operation } from '../../http/operation.ts';
import { assessmentPages, type AssessmentPageDeps } from './assessment.ts';
import { editorPages } from './editor.ts';
import { rehearsalPages, type RehearsalPageDeps } from './rehearsal.ts';
import { setPages } from './sets.ts';
import { statusPages } from './status.ts';
import { trialPages } from './trial.ts';

export function criteriaPages(deps: RehearsalPageDeps & AssessmentPageDeps): Operation[] {
  return [
    ...setPages(deps),
    ...editorPages(deps),
    ...statusPages(deps),
    ...rehearsalPages(deps),
    ...trialPages(deps),
    ...assessmentPages(deps),
  ];
}
