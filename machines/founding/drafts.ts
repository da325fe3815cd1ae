// The six drafts as parallel regions of one state. Each region resumes from the data, so that leaving the drafts and
// coming back needs no memory of the machine, and an accepted part that has become unlawful is returned by itself.
import type { Act, State } from '../define.ts';
import type { Text } from '../text.ts';
import { at, rulesOf, unlawful } from './lawfulness.ts';
import { partTitles, type Part } from './parts.ts';
import { allianceRule } from './words.ts';

const submission = 'Luật 17/2023/QH15 Đ38.2, 40';

const laws: Readonly<Record<Part, string>> = {
  charter: 'Luật 17/2023/QH15 Đ40',
  plan: 'Luật 17/2023/QH15 Đ38.2',
  members: 'Luật 17/2023/QH15 Đ30, 74',
  name: 'Luật 17/2023/QH15 Đ50',
  governance: 'Luật 17/2023/QH15 Đ56',
  assets: 'Luật 17/2023/QH15 Đ73, 76',
};

/** Papers drawn up when a part is handed in. */
const drawnUp: Readonly<Partial<Record<Part, readonly string[]>>> = {
  charter: ['charterPaper'],
  plan: ['planPaper'],
  members: ['applications', 'commitments'],
};

const founders = ['founders', 'scribe'];

function go(to: string, rules: readonly string[]): Act {
  return { to, name: 'resume', by: ['system'], law: allianceRule, rules };
}

/** "Điều lệ: chờ xem xét" */
function titled(part: Part, vi: string, en: string): { title: Text } {
  const name = partTitles[part];
  return { title: { vi: `${name.vi}: ${vi}`, en: `${name.en}: ${en}` } };
}

/** What the founders do with a part that is theirs to write. */
function writing(part: Part): Pick<State, 'on'> {
  const save: Act = {
    to: 'draft',
    by: founders,
    law: submission,
    when: { part },
    rules: ['partGiven'],
  };
  return {
    on: {
      SAVE_DRAFT: save,
      SUBMIT_DRAFT: { ...save, to: 'underReview', effects: drawnUp[part] ?? [] },
    },
  };
}

function underReview(part: Part): State {
  const { vi, en } = partTitles[part];
  const review: Act = { by: ['adviser'], law: allianceRule, when: { part } };
  return {
    id: `${part}UnderReview`,
    ...titled(part, 'chờ xem xét', 'under review'),
    turn: 'adviser',
    terms: ['review'],
    work: { title: { vi: `Xem xét: ${vi}`, en: `Review: ${en}` }, for: 'adviser' },
    on: {
      RETURN_PART: {
        ...review,
        to: 'returned',
        rules: ['remarksFit'],
        effects: ['tellReturned'],
      },
      ACCEPT_PART: {
        ...review,
        to: 'accepted',
        law: laws[part],
        rules: rulesOf[part],
        effects: ['tellAccepted'],
      },
    },
  };
}

function region(part: Part): State {
  const write = { ...writing(part), turn: 'founders' };
  return {
    initial: 'resume',
    ...titled(part, 'dự thảo', 'draft'),
    states: {
      resume: {
        ...titled(part, 'tiếp tục', 'resuming'),
        always: [
          go('accepted', [at(part, 'accepted')]),
          go('returned', [at(part, 'returned')]),
          go('underReview', [at(part, 'underReview')]),
          go('draft', [at(part, 'draft')]),
          go('empty', []),
        ],
      },
      empty: { ...titled(part, 'chưa có', 'none yet'), ...write },
      draft: { ...titled(part, 'đang soạn', 'being drafted'), ...write },
      underReview: underReview(part),
      returned: { ...titled(part, 'cần sửa', 'returned'), ...write },
      accepted: {
        ...titled(part, 'đã chấp nhận', 'accepted'),
        ...writing(part),
        always: {
          ...go('returned', [unlawful(part)]),
          name: 'NO_LONGER_LAWFUL',
          law: 'NĐ 92/2024/NĐ-CP Đ65.1',
        },
      },
    },
  };
}

const ready: Act = {
  to: '#readyForAssembly',
  name: 'ALL_PARTS_ACCEPTED',
  by: ['system'],
  law: 'Luật 17/2023/QH15 Đ38.2, 40',
  rules: ['allPartsAccepted'],
  effects: ['tellReady'],
};

export const drafting: State = {
  id: 'drafting',
  title: { vi: 'Soạn dự thảo', en: 'Drafting' },
  type: 'parallel',
  turn: 'founders',
  always: [
    {
      ...ready,
      rules: ['allPartsAccepted', 'readyFirst'],
      effects: ['tellReady', 'groupsConsulted'],
    },
    ready,
  ],
  states: {
    charter: region('charter'),
    plan: region('plan'),
    members: region('members'),
    name: region('name'),
    governance: region('governance'),
    assets: region('assets'),
  },
};
