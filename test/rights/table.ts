// Who may do what and see what, derived from the processes, the rights filter and the operations of the API: as data to
// compare with, and as the page docs/rights.md.
import { list } from '../../machines/compile.ts';
import type { Process } from '../../machines/define.ts';
import { roles as roleTitles, type Role } from '../../machines/roles.ts';
import { edges, places } from '../../machines/statechart.ts';
import type { Text } from '../../machines/text.ts';
import { rights } from '../../src/engine/rights.ts';

export const roles = Object.keys(roleTitles) as Role[];

/** `role`: the role is enough in a case one sees; `bound`: only in the relation to the case that the actor names. */
export type Cell = 'role' | 'bound';

export type EventRight = {
  type: string;
  title: Text;
  actors: string[];
  cells: Partial<Record<Role, Cell>>;
};

export type OperationRight = {
  id: string;
  address: string;
  title: string;
  /** `anyone` needs no account. */
  roles: readonly (Role | 'anyone')[];
};

/** Every event that people cause, with the actors named by its acts and what that comes to for each role. */
export function eventRights(process: Process): EventRight[] {
  const acts = edges(places(process.states));
  return Object.entries(process.events).flatMap(([type, { title }]) => {
    const by = acts.filter(({ event }) => event === type).flatMap(({ act }) => list(act.by));
    const actors = [...new Set(by)].filter((name) => name !== 'system');
    if (actors.length === 0) return [];
    return [{ type, title, actors, cells: cellsOf(process, actors) }];
  });
}

function cellsOf(process: Process, actors: readonly string[]): EventRight['cells'] {
  const cells: EventRight['cells'] = {};
  for (const role of roles) {
    const kinds = actors.flatMap((name) => cellOf(process, name, role) ?? []);
    if (kinds.length > 0) cells[role] = kinds.includes('role') ? 'role' : 'bound';
  }
  return cells;
}

function cellOf(process: Process, name: string, role: Role): Cell | undefined {
  const { roles: needed, is } = process.actors[name] as Process['actors'][string];
  if (!needed.includes(role)) return undefined;
  return is ? 'bound' : 'role';
}

/** The operations of a description of the API. */
export function operationRights(document: { paths: Record<string, object> }): OperationRight[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Described>).map(([method, each]) => ({
      id: each.operationId,
      address: `${method.toUpperCase()} ${path}`,
      title: each.summary,
      roles: each['x-roles'],
    })),
  );
}

type Described = {
  operationId: string;
  summary: string;
  'x-roles': readonly (Role | 'anyone')[];
};

/** docs/rights.md. */
export function rightsPage(
  processes: readonly Process[],
  operations: readonly OperationRight[],
): string {
  return [
    '# Rights',
    '',
    'Printed from the code by `UPDATE_DOCS=1 npx vitest run test/rights`; a test fails when it is not fresh. Do not edit.',
    '',
    'One filter (`src/engine/rights.ts`) stands before every read, list, search, linked case, count, figure, paper, proof,',
    'act and notice. A case hidden by it is answered like one that does not exist. Whoever is recused from a case sees',
    'nothing of it, nor of the complaint or the appraisal that came of it, whatever their roles and by whichever of their',
    'accounts. An administrator acts in no process.',
    '',
    ...sightTable(),
    ...operationTable(operations),
    ...processes.flatMap(processTables),
  ]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}

const head = (first: string): string[] => [
  `| ${first} | ${roles.join(' | ')} |`,
  `|---|${roles.map(() => ':-:').join('|')}|`,
];

function sightTable(): string[] {
  const row = (name: string, cell: (role: Role) => string): string =>
    `| ${name} | ${roles.map(cell).join(' | ')} |`;
  return [
    '## What is seen',
    '',
    ...head('A case of'),
    row('the own alliance', (role) => (rights[role].sight === 'alliance' ? '●' : '')),
    row('the own alliance, being a party to it', () => '●'),
    row('another alliance', () => ''),
    row('any, being recused from it', () => ''),
    row('Identifiers of persons in it', (role) => (rights[role].identifiers ? '●' : 'masked')),
    '',
    'A party is whoever the process names: founders and adviser, applicant and those who act for the cooperative, the board.',
    '',
  ];
}

function operationTable(operations: readonly OperationRight[]): string[] {
  return [
    '## Operations of the API',
    '',
    '● may call, ○ needs no account. On one case: only if it is seen.',
    '',
    ...head('Operation'),
    ...operations
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, address, roles: may }) => {
        const cells = roles.map((role) =>
          may.includes('anyone') ? '○' : mark(may.includes(role)),
        );
        return `| ${id} \`${address}\` | ${cells.join(' | ')} |`;
      }),
    '',
  ];
}

const mark = (may: boolean): string => (may ? '●' : '');

function processTables(process: Process): string[] {
  const { title, actors, narrowed = {} } = process;
  const titled = (name: string): string => {
    const { vi, en } = (actors[name] as Process['actors'][string]).title;
    return `${vi} (${en})`;
  };
  return [
    `## ${process.key}: ${title.vi} (${title.en})`,
    '',
    '● by the role, ○ only in the relation to the case named in the last column.',
    '',
    `| Event | ${roles.join(' | ')} | As |`,
    `|---|${roles.map(() => ':-:').join('|')}|---|`,
    ...eventRights(process).map(({ type, title: said, cells, actors: names }) => {
      const marks = roles.map((role) =>
        cells[role] ? { role: '●', bound: '○' }[cells[role]] : '',
      );
      return `| ${type} ${said.vi} | ${marks.join(' | ')} | ${names.map(titled).join('; ')} |`;
    }),
    '',
    ...(Object.keys(narrowed).length === 0
      ? ['Whoever sees the case reads all of its data.']
      : Object.entries(narrowed).map(([name, { vi, en }]) => `- \`${name}\`: ${vi} (${en})`)),
    '',
  ];
}
