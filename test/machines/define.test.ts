// Loading a process refuses whatever is incomplete or unsound, and names it.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineProcess, field, vocabulary, type Definition } from '../../machines/define.ts';
import { allProcesses, currentProcess, processOf } from '../../machines/index.ts';
import { allianceRoles, isRole, overseeingRoles, roles } from '../../machines/roles.ts';
import { edges, entered, places, reachable, resolve } from '../../machines/statechart.ts';
import { loan, loanDefinition, type Loan } from './fixture.ts';

/** A definition to be broken: nothing in it is checked by the compiler any more. */
// oxlint-disable-next-line typescript/no-explicit-any -- a broken definition has no type
type Loose = any;

/** A copy down to schemas and functions, which are shared. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  const plain =
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype;
  if (!plain) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
}

/** The faults of the fixture after one thing in it was broken. */
function faultsWhen(broken: (definition: Loose) => void): string[] {
  const definition = copy(loanDefinition) as Definition<Loan>;
  broken(definition);
  try {
    defineProcess(definition);
  } catch (error) {
    const [head, ...faults] = (error as Error).message.split('\n- ');
    expect(head).toBe('process loan is not sound:');
    return faults;
  }
  return [];
}

const label = { vi: 'Ghi chú', en: 'Note' };

describe('a sound process', () => {
  it('loads', () => {
    expect(faultsWhen(() => {})).toEqual([]);
    expect(loan.key).toBe('loan@1');
    expect(Object.keys(loan.works).toSorted()).toEqual([
      'asked',
      'checking',
      'gate',
      'lent',
      'ready',
    ]);
  });

  it('several faults are told at once', () => {
    const faults = faultsWhen((loose) => {
      delete loose.rules.adult.law;
      delete loose.events.ASK.title;
    });
    expect(faults).toEqual(['event ASK: no title in vi and en', 'rule adult: no law']);
  });
});

describe('an act', () => {
  const asked = (loose: Loose): Loose => loose.states.open.states.handling.states.asked.on;
  const at = 'open.handling.asked › CHECK';

  it('has a law', () => {
    expect(faultsWhen((loose) => (asked(loose).CHECK.law = ' '))).toEqual([`${at}: no law`]);
    expect(faultsWhen((loose) => delete asked(loose).CHECK.law)).toEqual([`${at}: no law`]);
  });

  it('has an actor', () => {
    expect(faultsWhen((loose) => (asked(loose).CHECK.by = []))).toEqual([`${at}: no actor`]);
    expect(faultsWhen((loose) => delete asked(loose).CHECK.by)).toEqual([`${at}: no actor`]);
  });

  it('names actors that exist', () => {
    expect(faultsWhen((loose) => (asked(loose).CHECK.by = ['clerk', 'mayor']))).toEqual([
      `${at}: unknown actor mayor`,
    ]);
  });

  it('names rules that exist', () => {
    expect(faultsWhen((loose) => (asked(loose).CHECK.rules = ['sunny']))).toEqual([
      `${at}: unknown guard sunny`,
    ]);
  });

  it('names effects that exist', () => {
    expect(faultsWhen((loose) => (asked(loose).CHECK.effects = ['sing']))).toEqual([
      `${at}: unknown action sing`,
    ]);
  });

  it('leads to a state that exists', () => {
    for (const to of ['nowhere', '#nobody', '#handling.nowhere', '.nowhere']) {
      expect(faultsWhen((loose) => (asked(loose).ASK_MORE.to = to))).toContain(
        `open.handling.asked › ASK_MORE: no state ${to}`,
      );
    }
  });

  it('has no inline guard', () => {
    expect(faultsWhen((loose) => (asked(loose).CHECK.guard = () => true))).toEqual([
      `${at}: inline guard; only named rules and effects`,
    ]);
    expect(faultsWhen((loose) => (asked(loose).CHECK.rules = [() => true]))).toEqual([
      `${at}: inline guard; give it a name`,
    ]);
  });

  it('has no inline action', () => {
    expect(faultsWhen((loose) => (asked(loose).CHECK.actions = [() => {}]))).toEqual([
      `${at}: inline actions; only named rules and effects`,
    ]);
    expect(faultsWhen((loose) => (asked(loose).CHECK.effects = [() => {}]))).toEqual([
      `${at}: inline action; give it a name`,
    ]);
  });

  it('has no name of its own: that would open it to everybody', () => {
    expect(faultsWhen((loose) => (asked(loose).CHECK.name = 'SHORTCUT'))).toEqual([
      `${at}: a name; only automatic steps have one`,
    ]);
  });

  it('picked by a value has an example with that value', () => {
    const faults = faultsWhen((loose) => loose.events.DECIDE.examples.pop());
    expect(faults).toEqual(['open.handling.ready › DECIDE: no example for {"decision":"refuse"}']);
  });
});

describe('an automatic step', () => {
  const step = (loose: Loose): Loose => loose.states.open.states.gate.always[1];

  it('has a name', () => {
    expect(faultsWhen((loose) => delete step(loose).name)).toEqual(['open.gate › always: no name']);
  });

  it('is by the system alone', () => {
    const fault = 'open.gate › INTACT: an automatic step is by the system';
    expect(faultsWhen((loose) => (step(loose).by = ['clerk']))).toEqual([fault]);
    expect(faultsWhen((loose) => delete step(loose).by)).toContain(fault);
  });

  it('is picked by no payload', () => {
    expect(faultsWhen((loose) => (step(loose).when = { decision: 'lend' }))).toEqual([
      'open.gate › INTACT: an automatic step is picked by no payload',
    ]);
  });

  it('is complete like any act', () => {
    expect(faultsWhen((loose) => (step(loose).law = ''))).toEqual(['open.gate › INTACT: no law']);
  });
});

describe('the usual way', () => {
  it('leads through states that are there', () => {
    expect(faultsWhen((loose) => (loose.way = [{ state: 'gate' }, { state: 'moon' }]))).toEqual([
      'way: no state moon',
    ]);
  });
});

describe('the room of a board', () => {
  it('names states and events that are there', () => {
    const formedBy = { event: 'ASK', field: 'members' };
    const fits = { meets: 'gate', opensBy: 'NOTE', formedBy };
    expect(faultsWhen((loose) => (loose.board = fits))).toEqual([]);
    const movesBy = { arrived: 'COME', left: 'GO' };
    const away = { ...formedBy, event: 'FLY' };
    const astray = { meets: 'moon', opensBy: 'LAND', formedBy: away, movesBy };
    expect(faultsWhen((loose) => (loose.board = astray))).toEqual([
      'board: no state moon',
      'board: no event FLY',
      'board: no event LAND',
      'board: no event COME',
      'board: no event GO',
    ]);
  });
});

describe('an event', () => {
  it('has a schema', () => {
    expect(faultsWhen((loose) => delete loose.events.NOTE.payload)).toEqual([
      'event NOTE: no schema',
    ]);
  });

  it('has a title in both languages', () => {
    expect(faultsWhen((loose) => (loose.events.NOTE.title.en = ' '))).toEqual([
      'event NOTE: no title in vi and en',
    ]);
    expect(faultsWhen((loose) => delete loose.events.NOTE.title.vi)).toEqual([
      'event NOTE: no title in vi and en',
    ]);
  });

  it('has a label in both languages on every field, however deep', () => {
    const bare = z.strictObject({ name: z.string() });
    const deep = field(z.array(bare).max(3).optional(), label);
    const shape = { note: field(z.string(), label), people: deep, flag: z.boolean() };
    const examples = [{ note: 'x', flag: true }];
    expect(
      faultsWhen((loose) =>
        Object.assign(loose.events.NOTE, { payload: z.strictObject(shape), examples }),
      ),
    ).toEqual([
      'event NOTE: field people.name has no label in vi and en',
      'event NOTE: field flag has no label in vi and en',
    ]);
  });

  it('keeps the label of a field that is made optional afterwards', () => {
    const payload = z.strictObject({ note: field(z.string(), label).optional() });
    expect(faultsWhen((loose) => (loose.events.NOTE.payload = payload))).toEqual([]);
  });

  it('has no field that identifiers could hide in', () => {
    const either = field(z.union([z.string(), z.number()]), label);
    const shape = { note: either, more: field(z.record(z.string(), z.string()).optional(), label) };
    expect(faultsWhen((loose) => (loose.events.NOTE.payload = z.strictObject(shape)))).toEqual([
      'event NOTE: field note is of kind union, which no form has',
      'event NOTE: field more is of kind record, which no form has',
    ]);
  });

  it('has an example', () => {
    expect(faultsWhen((loose) => (loose.events.NOTE.examples = []))).toEqual([
      'event NOTE: no example',
    ]);
    expect(faultsWhen((loose) => delete loose.events.NOTE.examples)).toEqual([
      'event NOTE: no example',
    ]);
  });

  it('has examples that pass', () => {
    const [fault] = faultsWhen((loose) => (loose.events.NOTE.examples = [{ note: 7 }]));
    expect(fault).toMatch(/^event NOTE: an example does not pass: note .+/);
  });

  it('is defined before a state takes it', () => {
    const on = { SING: { by: ['clerk'], law: 'x' } };
    expect(faultsWhen((loose) => Object.assign(loose.states.open.on, on))).toEqual([
      'state open: event SING has no definition',
    ]);
  });

  it('is taken somewhere', () => {
    expect(faultsWhen((loose) => delete loose.states.closed.on.REOPEN)).toEqual([
      'event REOPEN: no transition takes it',
    ]);
  });
});

describe('a state', () => {
  it.each([
    ['entry', 'inline entry action; name an effect on the act instead'],
    ['exit', 'inline exit action; name an effect on the act instead'],
    ['invoke', 'child actor; open a linked case instead'],
    ['after', 'XState delay; use a term instead'],
    ['tags', 'unknown key tags'],
  ])('has no %s', (key, fault) => {
    expect(faultsWhen((loose) => (loose.states.returned[key] = {}))).toEqual([
      `state returned: ${fault}`,
    ]);
  });

  it('with a term has an id', () => {
    const faults = faultsWhen((loose) => delete loose.states.open.states.gate.id);
    expect(faults).toContain(
      'state open.gate: a term or work item needs a state with an explicit id',
    );
  });

  it('with a work item has an id', () => {
    const faults = faultsWhen((loose) => {
      const { ready } = loose.states.open.states.handling.states;
      delete ready.id;
    });
    expect(faults).toEqual([
      'state open.handling.ready: a term or work item needs a state with an explicit id',
    ]);
  });

  it('has an id of its own', () => {
    expect(faultsWhen((loose) => (loose.states.returned.id = 'gate'))).toContain(
      'state returned: the id gate is taken',
    );
  });

  it.each(['a.b', 'a/b', 'a#b'])('has an id that targets and timers can name: not %s', (id) => {
    const { closed } = loanDefinition.states;
    const faults = faultsWhen((loose) => {
      loose.states.closed.states.refused = { ...closed?.states?.['refused'], id };
    });
    expect(faults).toEqual([`state closed.refused: the id ${id} has one of . / #`]);
  });

  it('names terms that exist', () => {
    expect(faultsWhen((loose) => loose.states.open.terms.push('eternity'))).toEqual([
      'state open: unknown term eternity',
    ]);
  });

  it('says what happens when its term lapses', () => {
    const fault = 'state open: nothing happens when quiet lapses (QUIET)';
    expect(faultsWhen((loose) => delete loose.states.open.on.QUIET)).toContain(fault);
  });

  it('lets the system tell it that its term has lapsed', () => {
    const fault = 'state open: nothing happens when quiet lapses (QUIET)';
    expect(faultsWhen((loose) => (loose.states.open.on.QUIET.by = ['clerk']))).toEqual([fault]);
  });

  it('has a title in both languages', () => {
    expect(faultsWhen((loose) => delete loose.states.returned.title.en)).toEqual([
      'state returned: no title in vi and en',
    ]);
    const { checking } = loanDefinition.states['open']?.states?.['handling']?.states ?? {};
    expect(
      faultsWhen((loose) => {
        loose.states.open.states.handling.states.checking = { ...checking, title: undefined };
      }),
    ).toEqual(['state open.handling.checking: no title in vi and en']);
  });

  it('that runs in parallel is shown under its name', () => {
    const faults = faultsWhen((loose) => {
      loose.states.open.states.handling.states.checking.hidden = true;
    });
    expect(faults).toEqual(['state open.handling.checking: a parallel state cannot be hidden']);
  });

  it('names people who exist', () => {
    const turn = faultsWhen((loose) => (loose.states.open.states.lent.turn = 'mayor'));
    expect(turn).toEqual(['state open.lent: unknown actor mayor']);
    const work = faultsWhen((loose) => {
      loose.states.open.states.handling.states.checking.work.for = 'mayor';
    });
    expect(work).toEqual(['state open.handling.checking: unknown actor mayor']);
  });

  it('that is open has a work item or a term', () => {
    const faults = faultsWhen((loose) => {
      loose.states.open.terms = [];
      Object.assign(loose.states.open.states.lent, { terms: [], work: undefined });
    });
    expect(faults).toEqual([
      'state open.lent.using: open, with neither work item nor term',
      'state open.lent.repair: open, with neither work item nor term',
    ]);
  });

  it('that is open waits for no clock that stands still in it', () => {
    const faults = faultsWhen((loose) => {
      Object.assign(loose.states.open.states.lent, { terms: [], work: undefined });
    });
    expect(faults).toEqual([
      'state open.lent.using: open, with neither work item nor term',
      'state open.lent.repair: open, with neither work item nor term',
    ]);
  });

  it('that is always left at once needs neither work item nor term', () => {
    const faults = (rules: string[]) =>
      faultsWhen((loose) => {
        loose.states.open.terms = [];
        const { gate } = loose.states.open.states;
        Object.assign(gate, { work: undefined, terms: [] });
        gate.always[1].rules = rules;
      });
    expect(faults([])).toEqual([]);
    expect(faults(['isBroken'])).toEqual([
      'state open.gate: open, with neither work item nor term',
    ]);
  });

  it('can be reached', () => {
    const island = { title: label };
    expect(faultsWhen((loose) => (loose.states.closed.states.island = island))).toEqual([
      'state closed.island: cannot be reached',
    ]);
  });

  it('is not reached by history alone: what is remembered was entered before', () => {
    const island = { title: label };
    expect(faultsWhen((loose) => (loose.states.open.states.lent.states.island = island))).toEqual([
      'state open.lent.island: cannot be reached',
    ]);
  });

  it('has a way to an end', () => {
    const trap = { id: 'trap', title: label, work: { title: label, for: 'clerk' } };
    const faults = faultsWhen((loose) => {
      loose.states.trap = trap;
      loose.states.open.on.WITHDRAW.to = '#trap';
    });
    expect(faults).toContain('state trap: no way to an end');
  });

  it('with states inside says which comes first', () => {
    expect(faultsWhen((loose) => delete loose.states.open.states.lent.initial)).toContain(
      'state open.lent: no initial state ',
    );
    expect(faultsWhen((loose) => (loose.states.open.states.lent.initial = 'attic'))).toContain(
      'state open.lent: no initial state attic',
    );
  });

  it('`new` takes the opening event', () => {
    const fault = 'state new: does not take the opening event ASK';
    expect(faultsWhen((loose) => delete loose.states.new.on)).toContain(fault);
    expect(faultsWhen((loose) => delete loose.states.new)).toContain(fault);
    expect(faultsWhen((loose) => (loose.opensWith = 'CHECK'))).toEqual([
      'state new: does not take the opening event CHECK',
    ]);
  });
});

describe('rules, terms, effects, settings and actors', () => {
  it.each([
    ['rules', 'adult', 'rule adult'],
    ['terms', 'answer', 'term answer'],
    ['settings', 'days', 'setting days'],
    ['actors', 'clerk', 'actor clerk'],
  ])('%s have titles in both languages', (kind, name, place) => {
    expect(faultsWhen((loose) => (loose[kind][name].title = { vi: 'Chỉ tiếng Việt' }))).toEqual([
      `${place}: no title in vi and en`,
    ]);
  });

  it.each([
    ['rules', 'adult', 'rule adult'],
    ['terms', 'answer', 'term answer'],
  ])('%s have a law', (kind, name, place) => {
    expect(faultsWhen((loose) => (loose[kind][name].law = ''))).toEqual([`${place}: no law`]);
    expect(faultsWhen((loose) => delete loose[kind][name].law)).toEqual([`${place}: no law`]);
  });

  it('a fault shows even when a term has the same name as a rule', () => {
    const faults = faultsWhen((loose) => {
      loose.rules.answer = { ...loose.rules.adult, law: '' };
    });
    expect(faults).toEqual(['rule answer: no law']);
  });

  it('a term lapses into an event that exists', () => {
    expect(faultsWhen((loose) => (loose.terms.quiet.lapse = 'BOREDOM'))).toContain(
      'term quiet: its lapse BOREDOM is not an event',
    );
  });

  it('a term reminds by a notice that exists', () => {
    const fault = (notice: string) =>
      faultsWhen((loose) => (loose.terms.quiet.reminders = { days: [1], notice }));
    expect(fault('whisper')).toEqual(['term quiet: unknown notice whisper']);
    expect(fault('lent')).toEqual(['term quiet: unknown notice lent']);
  });

  it('a term stands still in states that exist', () => {
    expect(faultsWhen((loose) => (loose.terms.quiet.pausedIn = ['lent', 'lunch']))).toEqual([
      'term quiet: paused in no state lunch',
    ]);
  });

  it.each(['arm', 'disarm', 'openWork', 'closeWork', 'record'])(
    'an effect is not called %s, which the core itself asks for',
    (name) => {
      expect(faultsWhen((loose) => (loose.effects[name] = loose.effects.lent))).toEqual([
        `effect ${name}: the name is taken`,
      ]);
    },
  );
});

describe('the words of a process', () => {
  const words = vocabulary<Loan>();

  it('an event that records nothing leaves the data as it is', () => {
    const event = words.event({ title: label, payload: {}, examples: [{}] });
    const data = loanDefinition.data();
    expect(event.record({ data, payload: {}, facts: undefined as never })).toBe(data);
    expect(event.concurrent).toBe(false);
    expect(event.looksUp).toBeUndefined();
    expect(event.payload.safeParse({ stray: 1 }).success).toBe(false);
  });

  it('a lapse carries its timer and needs no version', () => {
    const event = words.lapse(label);
    const data = loanDefinition.data();
    expect(event.record({ data, payload: {}, facts: undefined as never })).toBe(data);
    expect(event.concurrent).toBe(true);
    expect(event.payload.safeParse({ timer: '1/lapse/a/b' }).success).toBe(true);
    expect(event.payload.safeParse({}).success).toBe(false);
  });

  it('a field carries its label and its hint', () => {
    expect(field(z.string(), label).meta()).toEqual({ title: 'Ghi chú', 'x-label': label });
    const hint = { vi: 'Ngắn', en: 'Short' };
    expect(field(z.string(), label, hint).meta()).toMatchObject({ 'x-hint': hint });
  });

  it('a rule reads the case unless it says otherwise', () => {
    const rule = { title: label, law: 'x', remedy: label, test: () => ({ met: true }) };
    expect(words.rule(rule).reads).toBe('case');
    expect(words.rule({ ...rule, reads: 'payload' }).reads).toBe('payload');
  });

  it('counts, notices and actors carry only what they were given', () => {
    expect(words.count(label)).toEqual({ kind: 'count', title: label });
    expect(words.count(label, { of: 'out', delta: -1 })).toEqual({
      kind: 'count',
      title: label,
      stock: 'out',
      delta: -1,
    });
    const to = () => [];
    expect(words.notify('x', to)).toEqual({ kind: 'notify', template: 'x', to });
    expect(words.actor(label, ['staff'])).toEqual({ title: label, roles: ['staff'] });
  });
});

describe('the table of states', () => {
  const all = places(loan.states);
  const at = (path: string) => all.find((place) => place.path === path) as (typeof all)[number];

  it('resolves a target from where it stands', () => {
    const asked = at('open.handling.asked');
    expect(resolve(all, asked, undefined)).toBe('open.handling.asked');
    expect(resolve(all, asked, 'missing')).toBe('open.handling.missing');
    expect(resolve(all, asked, '#lent.repair')).toBe('open.lent.repair');
    expect(resolve(all, asked, '#nobody')).toBeUndefined();
    expect(resolve(all, at('open.lent'), '.repair')).toBe('open.lent.repair');
    expect(resolve(all, at('returned'), 'closed')).toBe('closed');
    expect(resolve(all, at('returned'), 'lent')).toBeUndefined();
  });

  it('says which leaves are entered by going to a state', () => {
    expect(entered(all, 'open')).toEqual(['open.handling.asked']);
    expect(entered(all, 'open.handling.checking')).toEqual([
      'open.handling.checking.machine.pending',
      'open.handling.checking.person.pending',
    ]);
    expect(entered(all, 'open.last')).toEqual(['open.handling.asked']);
    expect(entered(all, 'nowhere')).toEqual([]);
    expect(entered(places({ a: { states: { b: {} } } }), 'a')).toEqual([]);
  });

  it('says what can follow', () => {
    const after = reachable(all, ['closed.refused']);
    expect(after).toContain('open.handling.asked');
    expect(after).toContain('returned');
    expect(reachable(all, ['returned'])).toEqual(new Set(['returned']));
  });

  it('has automatic steps under their own names', () => {
    const steps = edges(all).filter(({ event }) => !(event in loan.events));
    expect(steps.map(({ from, event, to }) => [from, event, to])).toEqual([
      ['open.handling.checking', 'ALL_CHECKED', 'open.handling.ready'],
      ['open.gate', 'BROKEN', 'open.lent.repair'],
      ['open.gate', 'INTACT', 'returned'],
    ]);
    const nameless = places({ a: { always: { to: 'b', by: ['system'], law: 'x' } }, b: {} });
    expect(edges(nameless)).toMatchObject([{ from: 'a', event: 'always', to: 'b' }]);
    const lost = places({ a: { on: { GO: { to: 'b', by: ['clerk'], law: 'x' } } } });
    expect(edges(lost)).toEqual([]);
  });
});

describe('a view', () => {
  it('says which fields it narrows, and nothing is said without one', () => {
    const together = ['view: goes together with the fields it narrows'];
    expect(faultsWhen((loose) => (loose.view = (data: unknown) => data))).toEqual(together);
    expect(faultsWhen((loose) => (loose.narrowed = { notes: label }))).toEqual(together);
    expect(
      faultsWhen((loose) => {
        loose.view = (data: unknown) => data;
        loose.narrowed = { notes: { vi: 'Ghi chú', en: '' } };
      }),
    ).toEqual(['narrowed notes: no words in vi and en']);
  });
});

describe('a compiled machine', () => {
  it('runs no effect by itself', () => {
    const { actions } = loan.machine.implementations as unknown as {
      actions: Record<string, () => void>;
    };
    expect(Object.keys(actions).toSorted()).toEqual(
      [...Object.keys(loan.effects), 'arm', 'disarm', 'openWork', 'closeWork', 'record'].toSorted(),
    );
    expect(() => actions['received']?.()).toThrow('effects are performed by the shell');
  });
});

describe('the register of processes', () => {
  it('has each process once', () => {
    expect(allProcesses().map(({ key }) => key)).toEqual([
      'founding@1',
      'appraisal@1',
      'complaint@1',
      'classification@1',
      'data-request@1',
      'opinion@1',
      'duties@1',
    ]);
  });

  it('finds the version that a case runs on, and the one that new cases start on', () => {
    for (const process of allProcesses()) {
      expect(processOf(process.key)).toBe(process);
      const current = currentProcess(process.id);
      expect(current?.id).toBe(process.id);
      expect(current?.version).toBeGreaterThanOrEqual(process.version);
    }
    expect(currentProcess('loan')).toBeUndefined();
    expect(() => processOf('founding@99')).toThrow('no process founding@99');
  });

  it('has a series of case numbers for each process', () => {
    const ids = new Map(allProcesses().map(({ series, id }) => [series, id]));
    expect(ids.size).toBe(new Set(allProcesses().map(({ id }) => id)).size);
  });
});

describe('roles', () => {
  it('are those of the list and no other', () => {
    for (const role of Object.keys(roles)) expect(isRole(role)).toBe(true);
    for (const name of ['mayor', 'toString', '']) expect(isRole(name)).toBe(false);
  });

  it('of the alliance oversee its cases; founders and boards do not', () => {
    expect(overseeingRoles).toEqual(expect.arrayContaining([...allianceRoles, 'auditor']));
    expect(overseeingRoles).not.toContain('founder');
    expect(overseeingRoles).not.toContain('board-member');
  });
});
