// What an event asks of the shell, resolved to plain data against the case as it is after the step.
import type {
  Cooperative,
  Effect,
  Facts,
  Hands,
  Process,
  Recipient,
  Register,
} from '../../machines/define.ts';
import type { Text } from '../../machines/text.ts';
import type { Read } from './reasons.ts';
import type { Standing } from './snapshot.ts';
import { firstDue, termOf, type Terms } from './terms.ts';

/** Something asked of the shell. Its place among the effects of its event makes the key `case/version/index`. */
export type AskedEffect =
  | {
      kind: 'notify';
      template: string;
      recipient: Recipient;
      data: object;
      /** Waits for working hours, and for the daily mail of those who want one. */
      reminder?: true;
    }
  | {
      kind: 'issue';
      document: string;
      title: Text;
      register?: Register;
      data: object;
      hands?: Hands;
      supersedes?: true;
    }
  | { kind: 'open'; process: string; event: string; payload: object }
  | { kind: 'send'; caseId: string; event: string; payload: object }
  | { kind: 'keep'; register: 'cooperative' | 'certificate' | 'vote'; row: Cooperative | object };

/** What every notice and paper may say of the case. */
export function describeCase(
  process: Process,
  standing: Standing,
  facts: Facts,
  terms: Terms,
): object {
  const due = firstDue(process, terms);
  const term = due ? (termOf(process, due.key) as Process['terms'][string]) : undefined;
  return {
    case: { id: facts.caseId, number: facts.number, process: process.title, state: standing.title },
    ...(due && term ? { term: { title: term.title, dueOn: due.on, law: term.law } } : {}),
  };
}

/** The effects that one named effect comes to: a notice for each recipient who is not recused, nothing for a
 * mere count. */
export function resolveEffect(
  process: Pick<Process, 'recused'>,
  effect: Effect<Record<string, unknown>>,
  scope: Read,
  shared: object,
): AskedEffect[] {
  const { data, facts } = scope;
  switch (effect.kind) {
    case 'notify':
      return noticesOf(process, effect, scope, shared);
    case 'issue':
      return [issueOf(effect, scope, shared)];
    case 'open':
      return [
        {
          kind: 'open',
          process: effect.process,
          event: effect.event,
          payload: effect.payload(data, facts),
        },
      ];
    case 'send': {
      const caseId = effect.to(data);
      if (caseId === undefined) return [];
      return [{ kind: 'send', caseId, event: effect.event, payload: effect.payload(data) }];
    }
    case 'keep':
      return [{ kind: 'keep', register: effect.register, row: effect.row(scope) }];
    case 'count':
      return [];
  }
}

/** Whoever is recused hears nothing of the case. */
function noticesOf(
  process: Pick<Process, 'recused'>,
  effect: Extract<Effect<Record<string, unknown>>, { kind: 'notify' }>,
  { data, facts }: Read,
  shared: object,
): AskedEffect[] {
  const { kind, template } = effect;
  const recused = process.recused?.(data) ?? [];
  const content = { ...shared, ...effect.with?.(data) };
  return effect
    .to(data, facts)
    .filter(({ person }) => person === undefined || !recused.includes(person))
    .map((recipient) => ({ kind, template, recipient, data: content }));
}

type Issue<Kind extends { kind: string }> = Extract<Kind, { kind: 'issue' }>;

function issueOf(
  effect: Issue<Effect<Record<string, unknown>>>,
  { data, facts }: Read,
  shared: object,
): Issue<AskedEffect> {
  const { kind, document, title, register, supersedes } = effect;
  const hands = effect.hands?.(data, facts);
  return {
    kind,
    document,
    title,
    ...(register ? { register } : {}),
    data: { ...shared, ...effect.with(data, facts) },
    ...(hands ? { hands } : {}),
    ...(supersedes ? { supersedes } : {}),
  };
}
