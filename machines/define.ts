// The vocabulary a process is written in. A process is one value: its states, events, rules, terms and effects,
// each with its law and its texts. `defineProcess` refuses an incomplete one and names what is missing.
import { z } from 'zod';
import type { Calendar, Instant, LocalDate, Span } from './calendar.ts';
import type { Appointment, BriefSection, Checklist } from './glance.ts';
import { compile, type Machine } from './compile.ts';
import type { ScoringPart } from './scoring.ts';
import type { PublishedSet } from './criteria/set.ts';
import type { Slot } from './dossier.ts';
import type { Milestone, TellGuides } from './guide.ts';
import type { FoundTies, LooksUp, RegisteredBoard, TiePart } from './lookup.ts';
import type { Role } from './roles.ts';
import { generalSettings, type Setting } from './general-settings.ts';
import type { BoardPart } from './sitting.ts';
import { faultsOf } from './soundness.ts';
import { places } from './statechart.ts';
import type { Text } from './text.ts';

/** Who does something: a person with an account, or the system itself (timers, linked cases). */
export type Actor = { id: string; name: string; roles: readonly Role[] };
export const system: Actor = { id: 'system', name: 'Hệ thống', roles: [] };

export type SettingValue = number | string | boolean;

/** What the register of cooperatives says of the one an event names. */
export type Cooperative = {
  code: string;
  name: string;
  kind: 'cooperative' | 'union';
  /** One of the seven values of NĐ 92/2024 Đ27. */
  status: string;
  registeredOn: LocalDate;
  commune: string;
  /** Accounts that act for it. */
  persons: string[];
};

/** What was looked up outside the case for one event; kept in the journal, so a replay sees the same. */
export type Found = FoundTies & {
  cooperative?: Cooperative;
  /** Open cases on the same subject. */
  openCases?: number;
  /** The state of the linked case this one came from. */
  parent?: string;
  /** The board of the register that the payload names, while it is in use. */
  board?: RegisteredBoard;
  /** The files that count, one for each place of the dossier, as the event hands them in. */
  files?: HandedIn[];
  /** The file of the dossier that the payload names, unless it was refused or taken back. */
  file?: HandedIn;
};

/** A file under its digest; the journal covers it with the event. */
export type HandedIn = { id: string; slot: string; version: number; sha256: string };

/** All that a rule, a term or an effect may know of the world outside its case. */
export type Facts = {
  caseId: string;
  /** The case's readable number, `TL-2026-0012`. */
  number: string;
  /** When the act is recorded. */
  at: Instant;
  /** The legal date of the act, in Asia/Ho_Chi_Minh. */
  on: LocalDate;
  by: Actor;
  calendar: Calendar;
  settings: Readonly<Record<string, SettingValue>>;
  /** Criteria sets that the alliance has published; only for processes that use them. */
  criteria?: readonly PublishedSet[];
  found: Found;
};

export type Scope<D, P = never> = { data: D; payload: P; facts: Facts };

/** Who made a paper, by account: the one who prepared it, the one who approved it, the one who signed it. */
export type Hands = { preparedBy?: string; approvedBy?: string; signedBy: string };

/** A person who is told something: an account, or a contact kept in the case (a sealed e-mail). */
export type Recipient = {
  name: string;
  person?: string;
  email?: string;
  /** Name of a code of theirs that the notice tells them; the shell knows the code. */
  pass?: string;
};

export type Reading = { met: boolean; need?: unknown; have?: unknown; law?: string };

/** A named condition. `reads: 'case'` is known before acting and shown with the action; 'payload' only after. */
export type Rule<D> = {
  title: Text;
  law: string;
  remedy: Text;
  reads: 'case' | 'payload';
  test: (scope: Scope<D, Record<string, unknown>>) => Reading;
};

export type EventDefinition<D> = {
  title: Text;
  payload: z.ZodObject;
  /** Payloads that pass, one for each value a `when` picks by; shown in the documentation, used by the model tests. */
  examples: readonly Record<string, unknown>[];
  /** Does not depend on what others do meanwhile: no If-Match needed, a lost race is retried. */
  concurrent: boolean;
  /** Done in the room of the board: its form stands there, and what is filled in is recorded at once. */
  inRoom?: true;
  looksUp?: LooksUp<Record<string, unknown>, D>;
  /** Hands the dossier in: the journal keeps the digests of the files that count at that moment. */
  handsIn?: boolean;
  record: (scope: Scope<D, Record<string, unknown>>) => D;
  /** What the form of the event starts with, out of what the case knows already. */
  fill?: (data: D) => Record<string, unknown>;
  /** What whoever fills the form in should read beside a field, by its path: `charter.items.9`. */
  beside?: (data: D) => readonly { path: string; text: string }[];
};

/** A length of time that the law or the alliance sets, running while its state is active. */
export type Term<D> = {
  title: Text;
  law: string;
  /** How sure the source is; anything but 'verified' is shown as unconfirmed. */
  confidence: 'verified' | 'unconfirmed';
  span: Span | ((scope: Scope<D>) => Span);
  /** The day it counts from, when that is not the legal date of the event that started it; without a day it does not run. */
  from?: (data: D) => LocalDate | undefined;
  /** The event that the lapse causes. */
  lapse: string;
  /** Days before the end on which the people concerned are reminded, and the notice that does it. */
  reminders?: { days: readonly number[]; notice: string };
  /** Ids of states in which the clock stands still. */
  pausedIn?: readonly string[];
  /** Starts anew with every act: "no activity for n days". */
  rolling?: boolean;
};

export type Effect<D> =
  | {
      kind: 'notify';
      template: string;
      to: (data: D, facts: Facts) => Recipient[];
      with?: (data: D) => object;
    }
  | {
      kind: 'issue';
      document: string;
      title: Text;
      register?: Register;
      with: (data: D, facts: Facts) => object;
      /** Kept with the paper; the database refuses one person in two of the places. */
      hands?: (data: D, facts: Facts) => Hands | undefined;
      /** A correction: takes the place of the paper of this kind that the case has. */
      supersedes?: true;
    }
  | { kind: 'open'; process: string; event: string; payload: (data: D, facts: Facts) => object }
  | {
      kind: 'send';
      to: (data: D) => string | undefined;
      event: string;
      payload: (data: D) => object;
    }
  | {
      kind: 'keep';
      register: 'cooperative' | 'certificate' | 'vote';
      row: (scope: Scope<D, Record<string, unknown>>) => object;
    }
  | { kind: 'count'; title: Text; stock?: string; delta?: 1 | -1 };

/** A yearly number series; `{no}/{year}/{symbol}`. */
export type Register = { series: string; symbol: string };

/** A transition. `by` names actors of the process (or 'system'); `when` picks among acts of one event by payload. */
export type Act = {
  to?: string;
  by: readonly string[];
  law: string;
  /** Only for `always`: the name under which the step is known. */
  name?: string;
  when?: Readonly<Record<string, string>>;
  rules?: readonly string[];
  effects?: readonly string[];
  reenter?: boolean;
  /** Befalls people instead of being asked of them: never offered as the next step. */
  aside?: true;
};

export type State = {
  id?: string;
  title?: Text;
  type?: 'parallel' | 'history';
  history?: 'deep' | 'shallow';
  initial?: string;
  /** The actor whose turn it is, for the people who wait. */
  turn?: string;
  terms?: readonly string[];
  work?: { title: Text; for: string };
  closed?: boolean;
  /** Groups states without being one: its name is left out of public names. */
  hidden?: boolean;
  on?: Readonly<Record<string, Act | readonly Act[]>>;
  always?: Act | readonly Act[];
  states?: Readonly<Record<string, State>>;
};

export type ActorDefinition<D> = {
  title: Text;
  roles: readonly Role[];
  /** Beyond the role: the person's relation to this case. */
  is?: (data: D, actor: Actor) => boolean;
};

export type Definition<D> = {
  id: string;
  version: number;
  title: Text;
  /** Letters of the case number: `TL` gives `TL-2026-0012`. */
  series: string;
  opensWith: string;
  data: () => D;
  actors: Readonly<Record<string, ActorDefinition<D>>>;
  events: Readonly<Record<string, EventDefinition<D>>>;
  rules: Readonly<Record<string, Rule<D>>>;
  terms: Readonly<Record<string, Term<D>>>;
  effects: Readonly<Record<string, Effect<D>>>;
  settings: Readonly<Record<string, Setting>>;
  /** What is wrong with settings taken together, by the name of one of them. */
  settingFaults?: (
    values: Readonly<Record<string, SettingValue>>,
  ) => { name: string; detail: Text }[];
  /** Decides by criteria sets that each alliance publishes. */
  usesCriteria?: true;
  /** Accounts with a part in the case beyond their role: founders, applicant, board, adviser. */
  parties: (data: D) => readonly string[];
  /** Accounts of those who asked for the case: the other side of what the alliance says about it. */
  applicants?: (data: D) => readonly string[];
  /** The event by which the process names whose hands the case is in, when it has one. */
  assigns?: string;
  /** Accounts that must see nothing of the case. */
  recused?: (data: D) => readonly string[];
  /** What of the data this person may read; left out, all of it. */
  view?: (data: D, actor: Actor) => D;
  /** The fields that `view` narrows, each with who reads what of it. */
  narrowed?: Readonly<Record<string, Text>>;
  /** What of an event's payload this person may read in the journal; left out, all of it. */
  viewEvent?: (
    event: { type: string; payload: Record<string, unknown>; by: string },
    data: D,
    actor: Actor,
  ) => Record<string, unknown>;
  /** The places of the dossier under the law of that day; left out, nothing is sent in. */
  dossier?: (data: D, facts: Pick<Facts, 'on' | 'criteria'>) => readonly Slot[];
  /** Which of its events make ties, and which takes in one found later. */
  ties?: TiePart;
  /** What lists show, and the subject on which at most one case may be open. */
  heading: (data: D) => {
    title: string;
    commune?: string;
    assignee?: string;
    subject?: string;
    parent?: string;
  };
  /**
   * The usual way through, for those who ask what comes next and when. Only for processes that hide cases from nobody
   * of the alliance: how long others took is counted over all of them.
   */
  way?: readonly Milestone[];
  /** What somebody should know of the case at a glance, out of the data they may read. */
  brief?: (data: D, facts: Facts) => readonly BriefSection[];
  /** What people should know where the case stands, in plain words. */
  guides?: TellGuides<D>;
  /** What people score, each by themselves: the lines of the sheet, and the event that hands one in. */
  scoring?: ScoringPart<D>;
  /** What its applicant has to put right; left out or undefined, nothing. */
  checklist?: (data: D) => Checklist | undefined;
  /** The board that sits on a case. */
  board?: BoardPart<D>;
  /** Days people must be somewhere, by the public name of the state in which they lie ahead. */
  appointments?: Readonly<Record<string, Appointment<D>>>;
  states: Readonly<Record<string, State>>;
};

/** A checked process: the definition and the machine it compiles to. Data is opaque to whoever is not its author. */
export type Process = Definition<Record<string, unknown>> & {
  key: string;
  machine: Machine;
  /** Work items by the id of their state. */
  works: Readonly<Record<string, NonNullable<State['work']>>>;
};

/**
 * Checks a definition and compiles its machine.
 * @throws Error naming every fault: a transition without law or actor, an event without schema, label or example,
 * an inline guard or action, a child actor, a term's state without id, an open state with neither work item nor term.
 */
export function defineProcess<D extends object>(definition: Definition<D>): Process {
  const opaque = definition as unknown as Definition<Record<string, unknown>>;
  const faults = faultsOf(opaque);
  if (faults.length > 0) {
    throw new Error(`process ${definition.id} is not sound:\n- ${faults.join('\n- ')}`);
  }
  const works = Object.fromEntries(
    places(definition.states).flatMap(({ state }) =>
      state.work && state.id ? [[state.id, state.work]] : [],
    ),
  );
  return {
    ...opaque,
    settings: { ...generalSettings, ...opaque.settings },
    key: `${definition.id}@${definition.version}`,
    machine: compile(opaque),
    works,
  };
}

/** A payload field with its label, and a hint for the one who fills it in. */
export function field<S extends z.ZodType>(schema: S, label: Text, hint?: Text): S {
  return schema.meta({ title: label.vi, 'x-label': label, ...(hint ? { 'x-hint': hint } : {}) });
}

type Of<D, K> = Omit<Extract<Effect<D>, { kind: K }>, 'kind'>;
type Given<S extends z.ZodRawShape> = z.infer<z.ZodObject<S, z.core.$strict>>;

/** The words for one process, typed by its data. */
export function vocabulary<D extends object>() {
  return {
    /** An act someone performs. `record` returns the data after it; left out, nothing is kept beyond the journal. */
    event<S extends z.ZodRawShape>(
      this: void,
      given: {
        title: Text;
        payload: S;
        examples: readonly [
          NoInfer<z.input<z.ZodObject<S, z.core.$strict>>>,
          ...NoInfer<z.input<z.ZodObject<S, z.core.$strict>>>[],
        ];
        concurrent?: boolean;
        inRoom?: true;
        looksUp?: LooksUp<Given<S>, D>;
        handsIn?: boolean;
        record?: (scope: Scope<D, Given<S>>) => D;
        /** What the form starts with; any part of the payload. */
        fill?: (data: D) => { [K in keyof Given<S>]?: unknown };
        beside?: NonNullable<EventDefinition<D>['beside']>;
      },
    ): EventDefinition<D> {
      const { payload, record = ({ data }) => data, looksUp, ...about } = given;
      return {
        concurrent: false,
        ...about,
        payload: z.strictObject(payload),
        record: record as EventDefinition<D>['record'],
        ...(looksUp
          ? { looksUp: looksUp as unknown as NonNullable<EventDefinition<D>['looksUp']> }
          : {}),
      };
    },
    /** The event a lapsed term causes. */
    lapse(
      this: void,
      title: Text,
      record: (scope: Scope<D>) => D = ({ data }) => data,
    ): EventDefinition<D> {
      const timer = field(z.string().max(200), { vi: 'Mã thời hạn', en: 'Timer id' });
      return {
        title,
        examples: [{ timer: 'example' }],
        concurrent: true,
        payload: z.strictObject({ timer }),
        record: record as EventDefinition<D>['record'],
      };
    },
    rule<P = Record<string, unknown>>(
      this: void,
      given: Omit<Rule<D>, 'test' | 'reads'> & {
        reads?: 'case' | 'payload';
        test: (scope: Scope<D, P>) => Reading;
      },
    ): Rule<D> {
      return { reads: 'case', ...given, test: given.test as Rule<D>['test'] };
    },
    term: (term: Term<D>): Term<D> => term,
    notify: (
      template: string,
      to: (data: D, facts: Facts) => Recipient[],
      extra?: (data: D) => object,
    ): Effect<D> => ({ kind: 'notify', template, to, ...(extra ? { with: extra } : {}) }),
    issue: (given: Of<D, 'issue'>): Effect<D> => ({ kind: 'issue', ...given }),
    open: (given: Of<D, 'open'>): Effect<D> => ({ kind: 'open', ...given }),
    send: (given: Of<D, 'send'>): Effect<D> => ({ kind: 'send', ...given }),
    keep: (given: Of<D, 'keep'>): Effect<D> => ({ kind: 'keep', ...given }),
    count: (title: Text, stock?: { of: string; delta: 1 | -1 }): Effect<D> => ({
      kind: 'count',
      title,
      ...(stock ? { stock: stock.of, delta: stock.delta } : {}),
    }),
    actor: (
      title: Text,
      roleNames: readonly Role[],
      is?: ActorDefinition<D>['is'],
    ): ActorDefinition<D> => ({ title, roles: roleNames, ...(is ? { is } : {}) }),
  };
}
