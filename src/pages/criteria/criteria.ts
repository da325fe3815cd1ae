// All pages about criteria.
import type { Operation } from '../../http/operation.ts';
import { assessmentPages, type AssessmentPageDeps } from './assessment.ts';
import { campaignFigurePages } from './campaign-figures.ts';
import { memberPages } from './campaign-members.ts';
import { campaignPages, type CampaignPageDeps } from './campaigns.ts';
import { editorPages } from './editor.ts';
import { rehearsalPages, type RehearsalPageDeps } from './rehearsal.ts';
import { setPages } from './sets.ts';
import { statusPages } from './status.ts';
import { trialPages } from './trial.ts';

export function criteriaPages(
  deps: RehearsalPageDeps & AssessmentPageDeps & CampaignPageDeps,
): Operation[] {
  return [
    ...setPages(deps),
    ...editorPages(deps),
    ...statusPages(deps),
    ...rehearsalPages(deps),
    ...trialPages(deps),
    ...assessmentPages(deps),
    ...campaignPages(deps),
    ...memberPages(deps),
    ...campaignFigurePages(deps),
  ];
}
