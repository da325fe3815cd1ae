// What one person may do with a case now, and for everything else why not. Pages and API render this list and
// nothing else; an action shown as enabled is never answered with "forbidden".
import { holds, metaOf, type ActMeta } from '../../machines/compile.ts';
import type { Facts, Process } from '../../machines/define.ts';
import { edges, places, type Edge } from '../../machines/statechart.ts';
import type { Text } from '../../machines/text.ts';
import { candidatesOf, standingOf, thaw, type CaseSnapshot } from './snapshot.ts';
import { notHere, notYours, unmetRules, type Reason } from './step.ts';
import { firstDue } from './terms.ts';

/** One way to take an action: which payload values pick it, and whether it is open. */
export type Option = { when: Readonly<Record<string, string>>; enabled: boolean; reasons: Reason[] };

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
  const standing = standingOf(live);
  const offered = candidatesOf(live);
  const due = firstDue(process, snapshot.terms)?.on;
  const shown = peopleEvents(process).map((type): Action => {
    const acts = offered.filter(({ event, act }) => event === type && !onlySystem(act)).map(({ act }) => act);
    const base = describe(process, type, acts);
    if (acts.length === 0) return { ...base, enabled: false, reasons: [notHere(process, standing)] };
    const options = optionsOf(process, snapshot, facts, acts);
    const open = options.some(({ enabled }) => enabled);
    const reasons = open ? [] : (options.toSorted((a, b) => a.reasons.length - b.reasons.length)[0] as Option).reasons;
    const picks = options.some(({ when }) => Object.keys(when).length > 0);
    return { ...base, enabled: open, reasons, ...(due ? { dueOn: due } : {}), ...(picks ? { options } : {}) };
  });
  const here = new Set(offered.map(({ event }) => event));
  return [...shown.filter(({ type }) => here.has(type)), ...shown.filter(({ type }) => !here.has(type))];
}

/** Events that some person may cause somewhere; the opening event belongs to no open case. */
function peopleEvents(process: Process): string[] {
  const lapses = new Set(Object.values(process.terms).map(({ lapse }) => lapse));
  return Object.keys(process.events).filter((type) => type !== process.opensWith && !lapses.has(type) && actorsOf(process, type).length > 0);
}

function onlySystem(act: ActMeta): boolean {
  return act.by.every((name) => name === 'system');
}

function optionsOf(process: Process, snapshot: CaseSnapshot, facts: Facts, acts: readonly ActMeta[]): Option[] {
  const groups = Map.groupBy(acts, ({ when }) => JSON.stringify(when ?? {}));
  return [...groups].map(([when, group]) => {
    const mine = group.filter((act) => holds(process, snapshot.data, facts.by, act.by));
    if (mine.length === 0) return { when: JSON.parse(when), enabled: false, reasons: [notYours(process, group)] };
    const unmet = mine.map((act) => unmetRules(process, snapshot.data, {}, facts, caseRules(process, act)));
    const least = unmet.toSorted((a, b) => a.length - b.length)[0] as Reason[];
    return { when: JSON.parse(when), enabled: least.length === 0, reasons: least };
  });
}

/** Rules that can be read before anybody fills in a form. */
function caseRules(process: Process, act: ActMeta): string[] {
  return act.rules.filter((rule) => process.rules[rule]?.reads === 'case');
}

function describe(process: Process, type: string, acts: readonly ActMeta[]): Omit<Action, 'enabled' | 'reasons'> {
  const { title, concurrent } = process.events[type] as Process['events'][string];
  const known = acts.length > 0 ? acts : actsOf(process, type);
  const names = [...new Set(known.flatMap(({ by }) => by))].filter((name) => name !== 'system');
  return {
    type,
    title,
    concurrent,
    law: [...new Set(known.map(({ law }) => law))],
    by: names.map((name) => ({ name, title: (process.actors[name] as Process['actors'][string]).title })),
  };
}

function actorsOf(process: Process, type: string): string[] {
  return actsOf(process, type).flatMap(({ by }) => by.filter((name) => name !== 'system'));
}

/** Every act of an event, wherever it stands in the process. */
export function actsOf(process: Process, type: string): readonly ActMeta[] {
  const known = catalogues.get(process) ?? Map.groupBy(edges(places(process.states)), ({ event }) => event);
  catalogues.set(process, known);
  return (known.get(type) ?? []).map(({ act }) => metaOf(act));
}

const catalogues = new WeakMap<Process, Map<string, Edge[]>>();
