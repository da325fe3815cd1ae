// The catalogue of processes over HTTP: events with their schemas and law, states, terms, rules, settings, and the
// state diagram.
import { z } from 'zod';
import { actsOf } from '../engine/acts.ts';
import type { Almanac } from '../engine/almanac.ts';
import { allProcesses, currentProcess, processOf } from '../../machines/index.ts';
import { toDot, toMermaid, type DiagramOptions } from '../../machines/diagram.ts';
import type { Process, State } from '../../machines/define.ts';
import type { Reading } from '../engine/reading.ts';
import type { Person } from '../engine/rights.ts';
import { statesOf } from '../engine/titles.ts';
import { Problem } from '../problem.ts';
import { drawSvg } from './drawing.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { operation, type Operation, type Reply } from './operation.ts';
import { languageOf } from './problems.ts';
import { processItem, processView } from './process-shapes.ts';
import { flag, id } from './shapes.ts';

export type ProcessDeps = { almanac: Almanac; reading: Reading };

const processId = z
  .string()
  .max(60)
  .regex(/^[a-z][a-zA-Z0-9-]*(@[1-9]\d{0,3})?$/);

export function processOperations(deps: ProcessDeps): Operation[] {
  return [
    operation({
      id: 'listProcesses',
      method: 'GET',
      path: '/api/processes',
      tag: 'processes',
      title: { vi: 'Danh mục quy trình', en: 'List processes' },
      answers: {
        200: {
          title: 'The version of each that new cases start on',
          schema: z.strictObject({ items: z.array(processItem).max(100) }),
        },
      },
      problems: [],
      handle: () => Promise.resolve({ body: { items: currentOnes().map(itemOf) } }),
    }),
    operation({
      id: 'readProcess',
      method: 'GET',
      path: '/api/processes/{id}',
      tag: 'processes',
      title: { vi: 'Một quy trình', en: 'Read a process' },
      params: { id: processId },
      answers: { 200: { title: 'All that its definition says', schema: processView } },
      problems: ['not-found'],
      handle: async ({ person, params }) => ({
        body: await describe(find(params.id), person, deps.almanac),
      }),
    }),
    diagramOperation(deps),
  ];
}

function diagramOperation({ reading }: ProcessDeps): Operation {
  return operation({
    id: 'readDiagram',
    method: 'GET',
    path: '/api/processes/{id}/diagram',
    tag: 'processes',
    title: { vi: 'Sơ đồ trạng thái', en: 'State diagram' },
    params: { id: processId },
    query: {
      format: z.enum(['svg', 'mermaid', 'dot']).default('svg'),
      case: id.optional().meta({ description: 'Marks where this case stands' }),
      law: flag.optional().meta({ description: 'Writes the articles under the acts' }),
      language: z.enum(['vi', 'en']).optional(),
    },
    answers: {
      200: {
        title: 'The diagram',
        types: ['image/svg+xml', 'text/vnd.mermaid', 'text/vnd.graphviz'],
      },
    },
    problems: ['invalid', 'not-found'],
    async handle({ ctx, person, params, query }) {
      const { format, law = false, case: caseId, language = languageOf(ctx) } = query;
      if (caseId === undefined) return draw(find(params.id), format, { language, law });
      const { process, leaves } = await reading.standing(person, caseId);
      if (process.id !== params.id.split('@')[0]) throw otherProcess(process);
      return draw(process, format, { language, law, current: leaves });
    },
  });
}

async function draw(
  process: Process,
  format: 'svg' | 'mermaid' | 'dot',
  options: DiagramOptions,
): Promise<Reply> {
  if (format === 'mermaid') return drawn('text/vnd.mermaid', toMermaid(process, options));
  if (format === 'dot') return drawn('text/vnd.graphviz', toDot(process, options));
  const { language, law = false, current = [] } = options;
  const paths = statesOf(process).flatMap(({ state, path }) =>
    current.includes(state) ? [path] : [],
  );
  return drawn('image/svg+xml', await drawSvg(process, { language, law, paths }));
}

function drawn(type: string, body: string): Reply {
  return { type: `${type}; charset=utf-8`, body };
}

function otherProcess({ id: own }: Process): Problem {
  const detail = {
    vi: `Hồ sơ này thuộc quy trình “${own}”`,
    en: `This case belongs to the process “${own}”`,
  };
  return new Problem('invalid', { errors: [{ pointer: '/query/case', code: 'process', detail }] });
}

function currentOnes(): Process[] {
  const ids = [...new Set(allProcesses().map((process) => process.id))];
  return ids.flatMap((each) => currentProcess(each) ?? []);
}

function find(name: string): Process {
  if (!name.includes('@')) {
    const current = currentProcess(name);
    if (current) return current;
  } else if (allProcesses().some(({ key }) => key === name)) return processOf(name);
  throw new Problem('not-found');
}

function itemOf(process: Process): object {
  const self = `/api/processes/${process.id}`;
  return {
    id: process.id,
    version: process.version,
    title: process.title,
    opensWith: process.opensWith,
    events: Object.keys(process.events).length,
    states: statesOf(process).length,
    links: { self, diagram: `${self}/diagram` },
  };
}

async function describe(process: Process, person: Person, almanac: Almanac): Promise<object> {
  const { settings } = await almanac.basis(person.allianceId, process);
  return {
    ...itemOf(process),
    key: process.key,
    versions: allProcesses().flatMap((each) => (each.id === process.id ? [each.version] : [])),
    actors: entries(process.actors, ({ title, roles }) => ({ title, roles })),
    events: Object.keys(process.events).map((type) => describeEvent(process, type)),
    states: statesOf(process).map((named) => describeState(process, named)),
    terms: entries(process.terms, describeTerm),
    rules: entries(process.rules, ({ title, law, remedy, reads }) => ({
      title,
      law,
      remedy,
      reads,
    })),
    settings: entries(process.settings, ({ title, source, value }, name) => ({
      title,
      source,
      value: settings[name] ?? value,
      usual: value,
    })),
  };
}

function entries<T>(
  table: Readonly<Record<string, T>>,
  shape: (value: T, name: string) => object,
): object[] {
  return Object.entries(table).map(([name, value]) => ({ name, ...shape(value, name) }));
}

function describeEvent(process: Process, type: string): object {
  const { title, concurrent, payload, examples } = process.events[
    type
  ] as Process['events'][string];
  const acts = actsOf(process, type);
  const names = [...new Set(acts.flatMap(({ by }) => by))];
  return {
    type,
    title,
    opens: type === process.opensWith,
    concurrent,
    law: [...new Set(acts.map(({ law }) => law))],
    by: names.map((name) => ({ name, title: process.actors[name]?.title ?? systemTitle })),
    rules: [...new Set(acts.flatMap(({ rules }) => rules))],
    payload: jsonSchemaOf(payload, 'input'),
    examples,
  };
}

const systemTitle = { vi: 'Hệ thống', en: 'The system' };

function describeState(
  process: Process,
  { state, title, path }: ReturnType<typeof statesOf>[number],
): object {
  const names = path.split('.');
  const place = placeOf(process, names);
  const { turn, terms = [], work, type, states } = place;
  return {
    state,
    title,
    group: states !== undefined && Object.keys(states).length > 0,
    parallel: type === 'parallel',
    closed: names.some((_, index) => placeOf(process, names.slice(0, index + 1)).closed === true),
    turn: turn ?? null,
    terms: [...terms],
    work: work?.title ?? null,
  };
}

function placeOf(process: Process, [first = '', ...rest]: readonly string[]): State {
  let place = process.states[first] as State;
  for (const name of rest) place = place.states?.[name] as State;
  return place;
}

function describeTerm({
  title,
  law,
  confidence,
  span,
  lapse,
  reminders,
  pausedIn,
  rolling,
}: Process['terms'][string]): object {
  return {
    title,
    law,
    confidence,
    span: typeof span === 'function' ? null : span,
    lapse,
    reminders: [...(reminders?.days ?? [])],
    pausedIn: [...(pausedIn ?? [])],
    rolling: rolling ?? false,
  };
}
