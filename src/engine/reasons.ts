// Why something is not possible now, and what would make it so: the same words for the list of actions, the refusal
// and the page.
import { holds, picked, type ActMeta } from '../../machines/compile.ts';
import type { Process, Scope } from '../../machines/define.ts';
import type { Text } from '../../machines/text.ts';
import { actsOf } from './acts.ts';
import type { Standing } from './snapshot.ts';

export type Reason = {
  code: string;
  title: Text;
  need?: unknown;
  have?: unknown;
  law: string;
  remedy: Text;
};

/** `forbidden`: somebody else may. `refused`: nobody may, as things stand. */
export type Refusal = { code: 'forbidden' | 'refused'; reasons: Reason[] };

/** What a rule reads, whatever the process. */
export type Read = Scope<Record<string, unknown>, Record<string, unknown>>;

/** Reasons of the act that came closest, or of the state when no act is offered at all. */
export function refusalOf(
  process: Process,
  scope: Read,
  standing: Standing,
  { type, acts }: { type: string; acts: readonly ActMeta[] },
): Refusal {
  const fitting = acts.filter((act) => picked(act.when, scope.payload));
  if (fitting.length === 0) return { code: 'refused', reasons: [notHere(process, standing, type)] };
  const open = fitting.filter((act) => holds(process, scope.data, scope.facts.by, act.by));
  if (open.length === 0) return { code: 'forbidden', reasons: [notYours(process, fitting)] };
  return {
    code: 'refused',
    reasons: fewest(open.map((act) => unmetRules(process, scope, act.rules))),
  };
}

/** The shortest list of reasons: of the act that came closest. */
export function fewest(lists: readonly Reason[][]): Reason[] {
  return lists.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

/** The rules that are not met, as reasons. */
export function unmetRules(process: Process, scope: Read, rules: readonly string[]): Reason[] {
  return rules.flatMap((code) => {
    const rule = process.rules[code] as Process['rules'][string];
    const { met, need, have, law } = rule.test(scope);
    if (met) return [];
    const shown = {
      ...(need === undefined ? {} : { need }),
      ...(have === undefined ? {} : { have }),
    };
    return [{ code, title: rule.title, ...shown, law: law ?? rule.law, remedy: rule.remedy }];
  });
}

export function notHere(process: Process, standing: Standing, type: string): Reason {
  return {
    code: 'state',
    title: {
      vi: 'Việc này làm ở bước khác',
      en: 'This is done at another step',
    },
    have: standing.state,
    law: [...new Set(actsOf(process, type).map(({ law }) => law))].join('; '),
    remedy: {
      vi: `Hồ sơ đang ở bước “${standing.title.vi}”. Hãy làm một trong các việc đang mở của bước này.`,
      en: `The case is at “${standing.title.en}”. Take one of the actions open at this step.`,
    },
  };
}

export function notYours(process: Process, acts: readonly ActMeta[]): Reason {
  const names = [...new Set(acts.flatMap(({ by }) => by))].filter((name) => name !== 'system');
  const titles = names.map((name) => (process.actors[name] as Process['actors'][string]).title);
  return {
    code: 'role',
    title: { vi: 'Việc này do người khác thực hiện', en: 'Somebody else does this' },
    need: names,
    law: acts[0]?.law ?? '',
    remedy: {
      vi: `Người thực hiện: ${titles.map(({ vi }) => vi).join(', ') || 'hệ thống'}.`,
      en: `To be done by: ${titles.map(({ en }) => en).join(', ') || 'the system'}.`,
    },
  };
}

/** Refused by the database: of two at the same moment only one may open. */
export const oneOpenCase: Reason = {
  code: 'oneOpenCase',
  title: {
    vi: 'Đã có hồ sơ đang mở cho cùng nội dung',
    en: 'A case on the same subject is already open',
  },
  law: 'Quy chế của Liên minh (cấu hình)',
  remedy: {
    vi: 'Hãy tiếp tục hồ sơ đang mở, hoặc rút hồ sơ đó trước.',
    en: 'Go on with the open case, or withdraw it first.',
  },
};
