// Which rules each part of the drafts answers to, and where each part stands. Accepted parts are judged again
// whenever the drafts are entered anew, because the law or another part may have changed.
import type { Facts, Rule } from '../define.ts';
import { charterRules } from './charter.ts';
import type { Founding, Stage } from './data.ts';
import { governanceRules } from './governance.ts';
import { membershipRules } from './membership.ts';
import { namingRules } from './naming.ts';
import { partNames, partTitles, type Part } from './parts.ts';
import { allianceRule, rule } from './words.ts';

const partRules = { ...charterRules, ...governanceRules, ...membershipRules, ...namingRules };
type PartRule = keyof typeof partRules;

/** Rules an adviser's acceptance of each part depends on. The law gives a plan no list of contents. */
export const rulesOf: Readonly<Record<Part, readonly PartRule[]>> = {
  charter: [
    'charterItems',
    'charterContribution',
    'charterTerm',
    'charterFund',
    'charterDistribution',
  ],
  plan: [],
  members: [
    'membersEnough',
    'memberNumbers',
    'membersEligible',
    'memberKinds',
    'memberCapital',
    'memberShares',
    'associateShares',
    'foreignShares',
    'foreignMembers',
  ],
  name: ['nameLawful'],
  governance: ['governanceVariant', 'boardSize', 'supervisorSize', 'governanceTerm'],
  assets: ['assetsListed'],
};

/** Titles of the rules a part does not meet under the case's law. */
export function faultsOf(part: Part, data: Founding, facts: Facts): string[] {
  return rulesOf[part]
    .map((name) => partRules[name])
    .filter(({ test }) => !test({ data, facts, payload: {} }).met)
    .map(({ title }) => title.vi);
}

/** Parts that are not both accepted and lawful. */
export function openParts(data: Founding, facts: Facts): Part[] {
  return partNames.filter(
    (part) => data.parts[part].stage !== 'accepted' || faultsOf(part, data, facts).length > 0,
  );
}

const stages = ['draft', 'underReview', 'returned', 'accepted'] as const;

/** Name of the rule that a part was last left at a stage. */
export function at(part: Part, stage: (typeof stages)[number]): string {
  return `${part}.${stage}`;
}

/** Name of the rule that an accepted part has become unlawful. */
export function unlawful(part: Part): string {
  return `${part}.unlawful`;
}

const redo = { vi: 'Soạn và nộp lại phần này.', en: 'Draft this part and hand it in again.' };

function stageRule(part: Part, stage: Stage): Rule<Founding> {
  const { vi, en } = partTitles[part];
  return rule({
    title: { vi: `${vi}: tiếp tục từ bước đã dừng`, en: `${en}: go on where it stood` },
    law: allianceRule,
    remedy: redo,
    test: ({ data }) => ({ met: data.parts[part].stage === stage }),
  });
}

function unlawfulRule(part: Part): Rule<Founding> {
  const { vi, en } = partTitles[part];
  return rule({
    title: { vi: `${vi}: không còn đúng luật`, en: `${en}: no longer lawful` },
    law: 'NĐ 92/2024/NĐ-CP Đ65.1',
    remedy: redo,
    test: ({ data, facts }) => {
      const have = faultsOf(part, data, facts);
      return { met: have.length > 0, have };
    },
  });
}

export const lawfulnessRules: Readonly<Record<string, Rule<Founding>>> = {
  ...partRules,
  ...Object.fromEntries(
    partNames.flatMap((part) => [
      ...stages.map((stage) => [at(part, stage), stageRule(part, stage)]),
      [unlawful(part), unlawfulRule(part)],
    ]),
  ),
  allPartsAccepted: rule({
    title: { vi: 'Cả sáu phần đã được chấp nhận', en: 'All six parts are accepted' },
    law: 'Luật 17/2023/QH15 Đ38.2, 40',
    remedy: { vi: 'Hoàn thiện các phần còn lại.', en: 'Complete the remaining parts.' },
    test: ({ data, facts }) => {
      const left = openParts(data, facts);
      return { met: left.length === 0, have: left };
    },
  }),
  readyFirst: rule({
    title: {
      vi: 'Lần đầu hoàn thành các dự thảo',
      en: 'The drafts are complete for the first time',
    },
    law: allianceRule,
    remedy: redo,
    test: ({ data }) => ({ met: data.timesReady === 1 }),
  }),
};
