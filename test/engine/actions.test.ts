import { describe, expect, it } from 'vitest';
import type { Actor, Process } from '../../machines/define.ts';
import { actionsOf, peopleEvents, type Action } from '../../src/engine/actions.ts';
import { actsOf } from '../../src/engine/acts.ts';
import { step } from '../../src/engine/step.ts';
import { loan, loanWith } from '../machines/fixture.ts';
import { given, person, type Story } from '../machines/given.ts';

const founder = person('founder-1', 'founder');
const clerk = person('staff-1', 'staff');
const head = person('head-1', 'unit-head');
const auditor = person('auditor-1', 'auditor');

const asked = (process: Process = loan): Story => given(process).as(founder).does('ASK');
const ready = (): Story =>
  asked().as(clerk).does('CHECK').does('MACHINE_CHECKED').does('PERSON_CHECKED');

/** What one person may do at the point a story has come to. */
function listFor(story: Story, by: Actor, found = {}): Action[] {
  const { facts } = story.told.at(-1) as (typeof story.told)[number];
  return actionsOf(loan, story.snapshot, { ...facts, by, found });
}

function action(story: Story, by: Actor, type: string, found = {}): Action {
  const listed = listFor(story, by, found).find((each) => each.type === type);
  if (!listed) throw new Error(`${type} is not listed`);
  return listed;
}

describe('the list of actions', () => {
  it('has every event a person may cause, those of the present state first', () => {
    const types = listFor(asked(), clerk).map(({ type }) => type);
    expect(types).toEqual([
      'ASK_MORE',
      'CHECK',
      'NOTE',
      'WITHDRAW',
      'SUPPLY',
      'MACHINE_CHECKED',
      'PERSON_CHECKED',
      'DECIDE',
      'EXTEND',
      'GIVE_BACK',
      'REPAIRED',
      'REOPEN',
    ]);
  });

  it('has neither the opening event nor what the system does', () => {
    expect(peopleEvents(loan)).not.toContain('ASK');
    expect(peopleEvents(loan)).not.toContain('QUIET');
    expect(peopleEvents(loan)).not.toContain('ANSWER_OVERDUE');
  });

  it('says of each its title, law, actors and end of the term', () => {
    expect(action(asked(), clerk, 'CHECK')).toEqual({
      type: 'CHECK',
      title: { vi: 'Kiểm tra', en: 'Check' },
      concurrent: false,
      law: ['Quy chế cho mượn máy'],
      by: [
        { name: 'clerk', title: { vi: 'Cán bộ', en: 'Clerk' } },
        { name: 'head', title: { vi: 'Trưởng phòng', en: 'Head' } },
      ],
      dueOn: '2026-03-09',
      enabled: true,
      reasons: [],
    });
    expect(action(asked(), clerk, 'NOTE').concurrent).toBe(true);
    const closed = asked().does('WITHDRAW');
    expect(action(closed, head, 'REOPEN')).not.toHaveProperty('dueOn');
  });

  it('does not name the system among those who may act', () => {
    expect(action(asked(), clerk, 'REPAIRED').by.map(({ name }) => name)).toEqual(['applicant']);
  });

  it('gathers the laws of all acts of an event', () => {
    const story = asked().as(clerk).does('CHECK');
    expect(action(story, clerk, 'NOTE').law).toEqual([
      'Quy chế cho mượn máy, mục 2',
      'Quy chế cho mượn máy',
    ]);
    expect(actsOf(loan, 'NOTE')).toHaveLength(2);
    expect(actsOf(loan, 'SING')).toEqual([]);
  });
});

describe('an action that is not possible', () => {
  it('in this state says in which state the case is', () => {
    const { enabled, reasons, options } = action(asked(), head, 'DECIDE');
    expect({ enabled, options }).toEqual({ enabled: false });
    expect(reasons).toMatchObject([{ code: 'state', have: 'asked' }]);
  });

  it('for this person says who may', () => {
    expect(action(asked(), founder, 'CHECK')).toMatchObject({
      enabled: false,
      reasons: [{ code: 'role', need: ['clerk', 'head'] }],
    });
  });

  it('as things stand names the rule', () => {
    const story = ready().as(head).does('DECIDE').as(founder).does('EXTEND');
    expect(action(story, founder, 'EXTEND')).toMatchObject({
      enabled: false,
      reasons: [{ code: 'once', need: 0, have: 1 }],
    });
  });

  it('but only for its payload is listed as possible: that is known after the form', () => {
    const story = ready();
    expect(action(story, head, 'DECIDE').enabled).toBe(true);
    expect(story.as(head).refused('DECIDE', { decision: 'lend', days: 90 }).reasons[0]?.code).toBe(
      'termAllowed',
    );
  });
});

describe('a rule that reads the payload', () => {
  it('is not asked before there is one', () => {
    const process = loanWith((state) => ({
      ...state,
      on: { ...state.on, CHECK: { to: 'checking', by: ['clerk'], law: 'x', rules: ['adult'] } },
    }));
    const story = asked(process);
    const { facts } = story.told.at(-1) as (typeof story.told)[number];
    const check = actionsOf(process, story.snapshot, { ...facts, by: clerk })[1];
    expect(check).toMatchObject({ type: 'CHECK', enabled: true, reasons: [] });
    expect(story.as(clerk).refused('CHECK').reasons[0]?.code).toBe('adult');
  });
});

describe('options of an action', () => {
  it('are its values, each possible or not', () => {
    expect(action(ready(), clerk, 'DECIDE')).toMatchObject({
      enabled: true,
      reasons: [],
      options: [
        { when: { decision: 'lend' }, enabled: false, reasons: [{ code: 'role', need: ['head'] }] },
        { when: { decision: 'refuse' }, enabled: true, reasons: [] },
      ],
    });
  });

  it('leave one value possible when a rule is in the way of the other', () => {
    expect(action(ready(), head, 'DECIDE', { openCases: 1 })).toMatchObject({
      enabled: true,
      options: [
        { enabled: false, reasons: [{ code: 'freeMachine' }] },
        { enabled: true, reasons: [] },
      ],
    });
  });

  it('give the nearest reasons when none is possible', () => {
    expect(action(ready(), founder, 'DECIDE')).toMatchObject({
      enabled: false,
      reasons: [{ code: 'role' }],
      options: [{ enabled: false }, { enabled: false }],
    });
  });

  it('give what is in the way of one who may act, before who else may', () => {
    const pick = (decision: string, by: string, rules: string[]) => ({
      when: { decision },
      to: 'checking',
      by: [by],
      law: 'x',
      rules,
    });
    const acts = [pick('lend', 'clerk', ['isBroken', 'bothChecked']), pick('refuse', 'head', [])];
    const process = loanWith((state) => ({ ...state, on: { ...state.on, DECIDE: acts } }));
    const story = asked(process);
    const { facts } = story.told.at(-1) as (typeof story.told)[number];
    const decide = actionsOf(process, story.snapshot, { ...facts, by: clerk }).find(
      ({ type }) => type === 'DECIDE',
    );
    expect(decide?.reasons.map(({ code }) => code)).toEqual(['isBroken', 'bothChecked']);
  });

  it('are left out where nothing is picked', () => {
    expect(action(asked(), clerk, 'CHECK')).not.toHaveProperty('options');
  });

  it('are read with their own value, as the event will be', () => {
    const rule = { ...loan.rules['freeMachine'], test: readsDecision } as typeof loan.rules.x;
    const process = { ...loan, rules: { ...loan.rules, freeMachine: rule } } as Process;
    const story = ready();
    const { facts } = story.told.at(-1) as (typeof story.told)[number];
    const decide = actionsOf(process, story.snapshot, { ...facts, by: head }).find(
      ({ type }) => type === 'DECIDE',
    );
    expect(decide?.options?.[0]).toMatchObject({ when: { decision: 'lend' }, enabled: true });
  });
});

describe('acts of one event without values', () => {
  const acts = [['isBroken', 'bothChecked'], ['isBroken']].map((rules) => ({
    to: 'checking',
    by: ['clerk'],
    law: 'x',
    rules,
  }));

  it('are possible when one of them is', () => {
    const process = loanWith((state) => ({
      ...state,
      on: { ...state.on, CHECK: [...acts, { to: 'checking', by: ['clerk'], law: 'y' }] },
    }));
    const story = asked(process);
    const { facts } = story.told.at(-1) as (typeof story.told)[number];
    const check = actionsOf(process, story.snapshot, { ...facts, by: clerk })[1];
    expect(check).toMatchObject({ type: 'CHECK', enabled: true, law: ['x', 'y'] });
  });

  it('give the reasons of the act that comes closest', () => {
    const process = loanWith((state) => ({ ...state, on: { ...state.on, CHECK: acts } }));
    const story = asked(process);
    const { facts } = story.told.at(-1) as (typeof story.told)[number];
    const check = actionsOf(process, story.snapshot, { ...facts, by: clerk })[1];
    expect(check?.reasons.map(({ code }) => code)).toEqual(['isBroken']);
  });

  it('that are the system’s alone are not offered to people', () => {
    const own = { by: ['system'], law: 'x' };
    const process = loanWith((state) => ({ ...state, on: { ...state.on, REPAIRED: own } }));
    const story = asked(process);
    const { facts } = story.told.at(-1) as (typeof story.told)[number];
    const repaired = actionsOf(process, story.snapshot, { ...facts, by: founder }).find(
      ({ type }) => type === 'REPAIRED',
    );
    expect(repaired).toMatchObject({ enabled: false, reasons: [{ code: 'state' }] });
  });
});

describe('the list and the decision agree', () => {
  const ways: [string, () => Story][] = [
    ['asked', asked],
    ['missing', () => asked().as(clerk).does('ASK_MORE')],
    ['checking', () => asked().as(clerk).does('CHECK')],
    ['ready', ready],
    ['lent', () => ready().as(head).does('DECIDE')],
    ['repair', () => ready().as(head).does('DECIDE').as(founder).does('ASK_MORE')],
    ['closed', () => asked().does('WITHDRAW')],
    ['returned', () => ready().as(head).does('DECIDE').as(founder).does('GIVE_BACK')],
  ];
  const people = [founder, person('founder-2', 'founder'), clerk, head, auditor];

  it.each(ways)('at %s: enabled is never forbidden, disabled always has a reason', (_, told) => {
    const story = told();
    for (const by of people) for (const listed of listFor(story, by)) agree(story, by, listed);
  });
});

/** Holds one action of a person against what the core decides on each example. */
function agree(story: Story, by: Actor, { type, enabled, reasons, options }: Action): void {
  const facts = { ...(story.told.at(-1) as Story['told'][number]).facts, by };
  expect(reasons.length > 0, `${by.id} ${type}`).toBe(!enabled);
  for (const { title, remedy, law } of reasons) {
    expect([title.vi, title.en, remedy.vi, remedy.en, law]).not.toContain('');
  }
  for (const payload of loan.events[type]?.examples ?? []) {
    const option = options?.find(({ when }) => when['decision'] === payload['decision']);
    const stepped = step(loan, story.snapshot, { type, payload }, facts);
    if (options ? option?.enabled : enabled) {
      expect(stepped.ok || stepped.refusal.code, `${by.id} ${type}`).not.toBe('forbidden');
    } else expect(stepped.ok, `${by.id} ${type}`).toBe(false);
  }
}

function readsDecision({ payload }: { payload: Record<string, unknown> }): { met: boolean } {
  return { met: payload['decision'] === 'lend' };
}
