// All calls about criteria: sets and settings, scores, campaigns, grades.
import { assessmentOperations, type AssessmentDeps } from './assessments.ts';
import { boardAgendaOperations } from './board-agenda.ts';
import { campaignTableOperations } from './campaign-tables.ts';
import { campaignOperations, type CampaignDeps } from './campaigns.ts';
import { criteriaPreviewOperations } from './criteria-preview.ts';
import { criteriaSetOperations } from './criteria-sets.ts';
import { gradeOperations } from './grades.ts';
import type { Operation } from './operation.ts';
import { rehearsalOperations } from './rehearsal.ts';
import { scoringOperations } from './scoring.ts';
import { settingOperations } from './settings.ts';

export function criteriaOperations(deps: CampaignDeps & AssessmentDeps): Operation[] {
  return [
    ...criteriaSetOperations(deps),
    ...criteriaPreviewOperations(deps),
    ...rehearsalOperations(deps),
    ...settingOperations(deps),
    ...scoringOperations(deps),
    ...boardAgendaOperations(deps),
    ...assessmentOperations(deps),
    ...campaignOperations(deps),
    ...campaignTableOperations(deps),
    ...gradeOperations(deps),
  ];
}
