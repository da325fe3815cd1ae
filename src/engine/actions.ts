// What one person may do with a case now, and for everything else why not. Pages and API render this list and
// nothing else; an action shown as enabled is never answered with "forbidden".
import { holds, type ActMeta } from '../../machines/compile.ts';
import type { Facts, Process } from '../../machines/define.ts';
import type { Text } from '../../machines/text.ts';
import { actsOf } from './acts.ts';
import { fewest, notHere, notYours, unmetRules, type Read, type Reason } from './reasons.ts';
import { candidatesOf, standingOf, thaw, type CaseSnapshot } from './snapshot.ts';
import { firstDue } from './terms.ts';

/** One way to take an action: which payload values pick it, and whether it is open. */
export type Option = {
  when: Readonly<Record<string, string>>;
  enabled: boolean;
  reasons: Reason[];
};

export type Action = {
  type: string;
  title: Text;
  enabled: boolean;
  /** Why not; empty when enabled. */
  reasons: Reason[];
  law: string[];
  /** Who may act, by the names of the process. */
  by: { name: string; title: Text }[];
  /** Does not depend on the state: needs no If-Match. */
  concurrent: boolean;
  /** Last day of the term that runs, if one does. */
  dueOn?: string;
  /** Only for actions that a payload field picks among. */
  options?: Option[];
};

/** All events people can cause in this process: those the state offers first, in the order of the definition. */
export function actionsOf(process: Process, snapshot: CaseSnapshot, facts: Facts): Action[] {
  const live = thaw(process, snapshot, facts);
  const due = firstDue(process, snapshot.terms)?.on;
  const offered = Map.groupBy(
    candidatesOf(live).filter(({ act }) => !onlySystem(act)),
    ({ event }) => event,
  );
  const scope: Read = { data: snapshot.data, payload: {}, facts };
  const shown = peopleEvents(process).map((type): Action => {
    const acts = offered.get(type)?.map(({ act }) => act);
    const base = { ...describe(process, type, acts), ...(due ? { dueOn: due } : {}) };
    if (!acts)
      return { ...base, enabled: false, reasons: [notHere(process, standingOf(live), type)] };
    return { ...base, ...verdict(optionsOf(process, scope, acts)) };
  });
  return [
    ...shown.filter(({ type }) => offered.has(type)),
    ...shown.filter(({ type }) => !offered.has(type)),
  ];
}

function verdict(options: Option[]): Pick<Action, 'enabled' | 'reasons' | 'options'> {
  const enabled = options.some((option) => option.enabled);
  const picks = options.some(({ when }) => Object.keys(when).length > 0);
  // To one who may act, what is in the way; to one who may not, who may.
  const mine = options.filter((option) => option.reasons[0]?.code !== 'role');
  const telling = mine.length > 0 ? mine : options;
  const reasons = enabled ? [] : fewest(telling.map((option) => option.reasons));
  return { enabled, reasons, ...(picks ? { options } : {}) };
}

/** Events that some person may cause somewhere; the opening event belongs to no open case. */
export function peopleEvents(process: Process): string[] {
  return Object.keys(process.events).filter(
    (type) => type !== process.opensWith && actsOf(process, type).some((act) => !onlySystem(act)),
  );
}

function onlySystem(act: ActMeta): boolean {
  return act.by.every((name) => name === 'system');
}

function optionsOf(process: Process, scope: Read, acts: readonly ActMeta[]): Option[] {
  return [...Map.groupBy(acts, ({ when }) => JSON.stringify(when ?? {}))].map(([key, group]) => {
    const when = JSON.parse(key) as Option['when'];
    const mine = group.filter((act) => holds(process, scope.data, scope.facts.by, act.by));
    if (mine.length === 0) return { when, enabled: false, reasons: [notYours(process, group)] };
    const given = { ...scope, payload: when };
    const reasons = fewest(mine.map((act) => unmetRules(process, given, caseRules(process, act))));
    return { when, enabled: reasons.length === 0, reasons };
  });
}

/** Rules that can be read before anybody fills in a form. */
function caseRules(process: Process, act: ActMeta): string[] {
  return act.rules.filter((rule) => process.rules[rule]?.reads === 'case');
}

type Description = Pick<Action, 'type' | 'title' | 'concurrent' | 'law' | 'by'>;

function describe(process: Process, type: string, acts = actsOf(process, type)): Description {
  const { title, concurrent } = process.events[type] as Process['events'][string];
  const names = [...new Set(acts.flatMap(({ by }) => by))].filter((name) => name !== 'system');
  const by = names.map((name) => ({
    name,
    title: (process.actors[name] as Process['actors'][string]).title,
  }));
  return { type, title, concurrent, law: [...new Set(acts.map(({ law }) => law))], by };
}
