// State diagrams of a process, as Graphviz and Mermaid text: states in their groups, acts as arrows, the states a
// case is in marked. Pure text out of the definition.
import type { Process } from './define.ts';
import { edges, hiddenPaths, places, publicName, type Edge, type Place } from './statechart.ts';
import type { Language } from './text.ts';

export type DiagramOptions = {
  language: Language;
  /** Write the article under each act. */
  law?: boolean;
  /** Public names of the states a case is in. */
  current?: readonly string[];
};

type Plan = {
  all: readonly Place[];
  hidden: ReadonlySet<string>;
  arrows: readonly Edge[];
  process: Process;
  options: DiagramOptions;
};

function planOf(process: Process, options: DiagramOptions): Plan {
  const all = places(process.states);
  return { all, hidden: hiddenPaths(all), arrows: edges(all), process, options };
}

/** Name of a state's node in both forms: letters, digits and underscores. */
export function nodeId(path: string): string {
  return `s_${path.replaceAll('.', '__')}`;
}

/** The diagram for Graphviz. Nodes carry their state's name as id, so that a drawing can be marked afterwards. */
export function toDot(process: Process, options: DiagramOptions): string {
  const plan = planOf(process, options);
  const lines = [
    `digraph ${quoted(process.id)} {`,
    '  rankdir=TB; compound=true; newrank=true; nodesep=0.35; ranksep=0.5;',
    '  graph [fontname="Arial", fontsize=13, style=rounded, color="#8a8a8a", labeljust=l];',
    '  node [fontname="Arial", fontsize=12, margin="0.22,0.08", shape=box, style="rounded,filled", fillcolor="#ffffff", color="#3c3c3c"];',
    '  edge [fontname="Arial", fontsize=10, color="#5a5a5a", fontcolor="#333333"];',
    ...childrenOf(plan, '').flatMap((place) => dotState(plan, place, '  ')),
    ...[...together(plan.arrows)].map((arrows) => `  ${dotArrow(plan, arrows)}`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function dotState(plan: Plan, place: Place, indent: string): string[] {
  const { path, state, leaf } = place;
  if (state.type === 'history')
    return [`${indent}${nodeId(path)} [label="H", shape=circle, width=0.3, fixedsize=true];`];
  if (leaf) return [`${indent}${nodeId(path)} [${dotLook(plan, place)}];`];
  const dashed = state.type === 'parallel' ? ['  style="rounded,dashed";'] : [];
  const inner = [
    `  label=${quoted(labelOf(plan, place, ''))};`,
    ...dashed,
    ...childrenOf(plan, path).flatMap((child) => dotState(plan, child, '  ')),
  ];
  return [
    `${indent}subgraph cluster_${nodeId(path)} {`,
    ...inner.map((line) => indent + line),
    `${indent}}`,
  ];
}

function dotLook(plan: Plan, place: Place): string {
  const look = [`id=${quoted(nodeId(place.path))}`, `label=${quoted(labelOf(plan, place, ''))}`];
  if (place.path === 'new')
    look.push('shape=circle', 'width=0.3', 'fixedsize=true', 'label=""', 'fillcolor="#3c3c3c"');
  if (isClosed(plan, place)) look.push('peripheries=2');
  if (isCurrent(plan, place)) look.push('fillcolor="#ffe08a"', 'penwidth=3');
  return look.join(', ');
}

/** Acts that lead from one state to one other share an arrow: loops on one state would lie upon each other. */
function together(arrows: readonly Edge[]): Iterable<[Edge, ...Edge[]]> {
  const shared = Map.groupBy(arrows, ({ from, to }) => `${from} ${to}`);
  return shared.values() as Iterable<[Edge, ...Edge[]]>;
}

/** Arrows join leaves; one that belongs to a group is cut at the group's frame. */
function dotArrow(plan: Plan, arrows: [Edge, ...Edge[]]): string {
  const [{ from, to }] = arrows;
  const tail = leafOf(plan, from);
  const head = leafOf(plan, to);
  const words = arrows.map(({ event, act }) => arrowLabel(plan, event, act.law, ''));
  const look = [`label=${quoted([...new Set(words)].join('\n'))}`];
  if (tail !== from) look.push(`ltail=${quoted(`cluster_${nodeId(from)}`)}`);
  if (head !== to) look.push(`lhead=${quoted(`cluster_${nodeId(to)}`)}`);
  return `${nodeId(tail)} -> ${nodeId(head)} [${look.join(', ')}];`;
}

/** The leaf that stands for a state: itself, or the first one inside. */
function leafOf(plan: Plan, path: string): string {
  const place = plan.all.find((each) => each.path === path);
  if (!place || place.leaf || place.state.type === 'history') return path;
  const first = place.state.initial ?? String(Object.keys({ ...place.state.states })[0]);
  return leafOf(plan, `${path}.${first}`);
}

/** The diagram for Mermaid (stateDiagram-v2). */
export function toMermaid(process: Process, options: DiagramOptions): string {
  const plan = planOf(process, options);
  const closed = plan.all.filter((place) => place.leaf && isClosed(plan, place));
  const current = plan.all.filter((place) => place.leaf && isCurrent(plan, place));
  const lines = [
    'stateDiagram-v2',
    ...childrenOf(plan, '').flatMap((place) => mermaidState(plan, place, '  ')),
    `  [*] --> ${nodeId('new')}`,
    ...plan.arrows.map((arrow) => `  ${mermaidArrow(plan, arrow)}`),
    ...closed.map(({ path }) => `  ${nodeId(path)} --> [*]`),
    ...(current.length > 0 ? ['  classDef current fill:#ffe08a,stroke-width:3px'] : []),
    ...current.map(({ path }) => `  class ${nodeId(path)} current`),
  ];
  return `${lines.join('\n')}\n`;
}

function mermaidState(plan: Plan, place: Place, indent: string): string[] {
  const { path, state, leaf } = place;
  const label =
    state.type === 'history' ? 'H' : plain(labelOf(plan, place, publicName(path, plan.hidden)));
  const heading = `${indent}state "${label}" as ${nodeId(path)}`;
  if (leaf || state.type === 'history') return [heading];
  const children = childrenOf(plan, path);
  const regions = children.map((child, index) => {
    const between = state.type === 'parallel' && index > 0 ? [`${indent}  --`] : [];
    return [...between, ...mermaidState(plan, child, `${indent}  `)];
  });
  const start = state.initial ? [`${indent}  [*] --> ${nodeId(`${path}.${state.initial}`)}`] : [];
  return [heading, `${indent}state ${nodeId(path)} {`, ...start, ...regions.flat(), `${indent}}`];
}

function mermaidArrow(plan: Plan, { from, to, event, act }: Edge): string {
  return `${nodeId(from)} --> ${nodeId(to)} : ${plain(arrowLabel(plan, event, act.law, event))}`;
}

function childrenOf({ all }: Plan, parent: string): Place[] {
  return all.filter((place) => place.parent === parent);
}

/** Its title, or else the name given: drawings for people leave frames and steps without a title blank. */
function labelOf({ options }: Plan, { state }: Place, name: string): string {
  return state.title?.[options.language] ?? name;
}

function arrowLabel({ process, options }: Plan, event: string, law: string, name: string): string {
  const title = process.events[event]?.title[options.language] ?? name;
  return options.law ? `${title}\n${law}`.trim() : title;
}

function isClosed({ all }: Plan, { path }: Place): boolean {
  return all.some(
    (place) =>
      place.state.closed === true && (path === place.path || path.startsWith(`${place.path}.`)),
  );
}

function isCurrent({ hidden, options }: Plan, { path }: Place): boolean {
  return options.current?.includes(publicName(path, hidden)) ?? false;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

/** Signs that mean something in Mermaid are left out. */
function plain(text: string): string {
  return text
    .replaceAll('\n', ' · ')
    .replace(/["#;:{}[\]<>`]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
