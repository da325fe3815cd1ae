// Stories of founding cases, told up to each stage by the examples of the process alone.
import { founding } from '../../../machines/founding/index.ts';
import { partNames, type Part } from '../../../machines/founding/parts.ts';
import type { SettingValue } from '../../../machines/define.ts';
import { given, person, type Story } from '../given.ts';

export const founder = person('founder-1', 'founder');
export const adviser = person('staff-1', 'staff');
export const head = person('head-1', 'unit-head');
export const leader = person('leader-1', 'leader');
export const clerk = person('clerk-1', 'clerk');

export type Kind = 'cooperative' | 'union' | 'conversion';

/** Which of the examples a story is told with: the kind of case, and the law it is opened under. */
export type Told = { kind?: Kind; on?: string; settings?: Record<string, SettingValue> };

/** One of the examples of an event that fits: its content is changed by a test, never written anew. */
export function example(type: string, at = 0): Record<string, unknown> {
  return structuredClone(founding.events[type]?.examples[at]) as Record<string, unknown>;
}

/** Places of the examples of SUBMIT_DRAFT. */
const places: Readonly<Record<Part, number>> = {
  charter: 0,
  plan: 1,
  members: 2,
  name: 3,
  governance: 4,
  assets: 5,
};

/** The example draft of a part for a kind of case under a law. */
export function draft(part: Part, { kind, on = '2026' }: Told = {}): Record<string, unknown> {
  if (part === 'members' && kind === 'union') return example('SUBMIT_DRAFT', 6);
  if (part === 'name' && kind === 'union') return example('SUBMIT_DRAFT', 7);
  if (part === 'charter' && on < '2024-07-01') return example('SUBMIT_DRAFT', 8);
  return example('SUBMIT_DRAFT', places[part]);
}

export function requested(told: Told = {}): Story {
  const { kind = 'cooperative', on = '2026-03-02', settings = {} } = told;
  const at = { cooperative: 0, union: 1, conversion: 2 }[kind];
  return given(founding, settings)
    .on(on)
    .as(founder)
    .does('REQUEST_CONSULTATION', example('REQUEST_CONSULTATION', at));
}

export function inConsultation(told?: Told): Story {
  return requested(told).as(head).does('ASSIGN').as(adviser);
}

export function drafting(told?: Told): Story {
  return inConsultation(told).does('RECORD_SESSION').does('CONCLUDE_VIABLE').as(founder);
}

/** The founders hand in a part, the adviser accepts it. */
export function accepted(story: Story, part: Part, payload: Record<string, unknown>): Story {
  return story
    .as(founder)
    .does('SUBMIT_DRAFT', payload)
    .as(adviser)
    .does('ACCEPT_PART', { part })
    .as(founder);
}

export function ready(
  told?: Told,
  changed: Partial<Record<Part, Record<string, unknown>>> = {},
): Story {
  return partNames.reduce(
    (story, part) => accepted(story, part, changed[part] ?? draft(part, told)),
    drafting(told),
  );
}

export function inSession(
  told?: Told,
  changed?: Partial<Record<Part, Record<string, unknown>>>,
): Story {
  return ready(told, changed).does('SCHEDULE_ASSEMBLY').does('OPEN');
}

export function listAdopted(
  told?: Told,
  changed?: Partial<Record<Part, Record<string, unknown>>>,
): Story {
  return inSession(told, changed).does('RECORD_VOTE').does('ADOPT_MEMBER_LIST');
}

export function valued(
  told?: Told,
  changed?: Partial<Record<Part, Record<string, unknown>>>,
): Story {
  return listAdopted(told, changed).does('VALUE_ASSETS');
}

export function dossier(
  told?: Told,
  changed?: Partial<Record<Part, Record<string, unknown>>>,
): Story {
  return valued(told, changed).does('DECIDE').does('CLOSE_ASSEMBLY');
}

export function completed(
  told: Told = {},
  changed: Partial<Record<Part, Record<string, unknown>>> = {},
): Story {
  const older = (told.on ?? '2026') < '2024-07-01';
  return dossier(told, changed).does(
    'COMPLETE_DOSSIER',
    example('COMPLETE_DOSSIER', older ? 1 : 0),
  );
}

export function underReview(told?: Told): Story {
  return completed(told).does('FILE').as(clerk).does('RECEIPT_RECORDED');
}

export function refusedByRegistry(told?: Told): Story {
  return underReview(told).does('REFUSE').as(founder);
}

export function granted(told?: Told): Story {
  return underReview(told).does('GRANT').as(founder);
}

/** Members of the example with some of them changed: `{ 2: { capital: 5 } }` changes number 2. */
export function membersWith(
  changes: Record<number, Record<string, unknown>>,
  told?: Told,
  upTo = 7,
): Record<string, unknown> {
  const payload = draft('members', told) as { members: { list: { no: number }[] } };
  payload.members.list = payload.members.list
    .slice(0, upTo)
    .map((member) => ({ ...member, ...changes[member.no] }));
  return payload;
}
