// The acts of a process by their events, wherever they stand: who may act and by what law, known before any case.
import { metaOf, type ActMeta } from '../../machines/compile.ts';
import type { Process } from '../../machines/define.ts';
import { edges, places, type Edge } from '../../machines/statechart.ts';

/** Every act of an event, wherever it stands in the process. */
export function actsOf(process: Process, type: string): readonly ActMeta[] {
  const known =
    catalogues.get(process) ?? Map.groupBy(edges(places(process.states)), ({ event }) => event);
  catalogues.set(process, known);
  return (known.get(type) ?? []).map(({ act }) => metaOf(act));
}

const catalogues = new WeakMap<Process, Map<string, Edge[]>>();
