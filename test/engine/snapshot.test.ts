import { describe, expect, it } from 'vitest';
import { hiddenPaths, places, publicName } from '../../machines/statechart.ts';
import {
  freeze,
  newSnapshot,
  scopeOf,
  standingOf,
  thaw,
  type CaseSnapshot,
} from '../../src/engine/snapshot.ts';
import { step } from '../../src/engine/step.ts';
import { loan } from '../machines/fixture.ts';
import { given, person, type Story } from '../machines/given.ts';

const founder = person('founder-1', 'founder');
const clerk = person('staff-1', 'staff');
const head = person('head-1', 'unit-head');

const asked = (): Story => given(loan).as(founder).does('ASK');
const checking = (): Story => asked().as(clerk).does('CHECK');
const ready = (): Story => checking().does('MACHINE_CHECKED').does('PERSON_CHECKED');
const repair = (): Story => ready().as(head).does('DECIDE').as(founder).does('ASK_MORE');

const facts = (story: Story) => (story.told.at(-1) as Story['told'][number]).facts;
const stored = ({ snapshot }: Story): CaseSnapshot =>
  JSON.parse(JSON.stringify(snapshot)) as CaseSnapshot;

describe('a snapshot', () => {
  it('before the first event is new', () => {
    expect(newSnapshot(loan)).toEqual({ version: 0, value: 'new', data: loan.data(), terms: {} });
  });

  const ways: [string, () => Story][] = [
    ['asked', asked],
    ['checking', checking],
    ['one check done', () => checking().does('MACHINE_CHECKED')],
    ['the other done', () => checking().does('PERSON_CHECKED')],
    ['ready', ready],
    ['repair', repair],
    ['withdrawn', () => repair().does('WITHDRAW')],
    ['opened again', () => repair().does('WITHDRAW').as(head).does('REOPEN')],
  ];

  it.each(ways)('%s, written down, thaws and freezes to the same', (_, told) => {
    const story = told();
    const { version, terms, ...frozen } = stored(story);
    const live = thaw(loan, stored(story), facts(story));
    expect(freeze(live)).toEqual(frozen);
    expect(standingOf(live)).toEqual(story.told.at(-1)?.outcome.standing);
    expect({ version, terms }).toEqual({
      version: story.snapshot.version,
      terms: story.snapshot.terms,
    });
  });

  it('keeps no facts: they are those of the moment', () => {
    const story = asked();
    expect(Object.keys(story.snapshot)).toEqual(['version', 'value', 'data', 'terms']);
    expect(JSON.stringify(story.snapshot)).not.toMatch(/facts|settings|2026-03-01T20/);
    const later = { ...facts(story), on: '2030-01-01' };
    expect((thaw(loan, story.snapshot, later).context as { facts: unknown }).facts).toBe(later);
  });

  it('keeps history only once something was left', () => {
    expect(asked().snapshot).not.toHaveProperty('history');
    expect(repair().does('WITHDRAW').snapshot.history).toEqual({
      'loan.open.last': [{ id: 'repair' }],
      'loan.open.lent.again': [{ id: 'repair' }],
    });
  });

  it('of a state that is not in the process is an error, never another state', () => {
    const lost = { ...asked().snapshot, value: { open: 'nowhere' } };
    expect(() => thaw(loan, lost, facts(asked()))).toThrow('nowhere');
  });

  it('is not changed by being thawed', () => {
    const story = repair();
    const before = stored(story);
    thaw(loan, before, facts(story));
    expect(before).toEqual(stored(story));
  });
});

describe('where a case stands', () => {
  it('is told without the wrapper of open states and without hidden ones', () => {
    expect(asked().standing).toEqual({
      state: 'asked',
      leaves: ['asked'],
      title: { vi: 'Chờ tiếp nhận', en: 'Asked' },
      turns: ['clerk'],
      closed: false,
    });
  });

  it('in a parallel state by the name of that state, with every leaf in the order of the definition', () => {
    const story = checking().does('PERSON_CHECKED');
    expect(story.standing).toEqual({
      state: 'checking',
      leaves: ['checking.machine.pending', 'checking.person.done'],
      title: { vi: 'Đang kiểm tra', en: 'Being checked' },
      turns: ['clerk'],
      closed: false,
    });
  });

  it('when it is closed', () => {
    expect(asked().does('WITHDRAW').standing).toMatchObject({ closed: true, turns: [] });
  });

  it('without a title shows its path', () => {
    const live = thaw(loan, newSnapshot(loan), facts(asked()));
    expect(standingOf(live)).toMatchObject({ state: 'new', title: { vi: 'new', en: 'new' } });
  });

  it('names are those of the definition', () => {
    expect(publicName('open')).toBe('open');
    expect(publicName('open.registration.supplement')).toBe('registration.supplement');
    expect(publicName('closed.open')).toBe('closed.open');
    expect([...hiddenPaths(places(loan.states))]).toEqual(['open.handling']);
  });
});

describe('the scope of a machine', () => {
  it('is made once', () => {
    expect(scopeOf(loan.machine)).toBe(scopeOf(loan.machine));
  });

  it('does nothing by itself', () => {
    const scope = scopeOf(loan.machine) as unknown as Record<string, () => unknown>;
    for (const name of ['defer', 'logger', 'stopChild', 'emit']) {
      expect(scope[name]?.()).toBeUndefined();
    }
  });

  it('carries nothing from one case to the next', () => {
    const [one, two] = [asked(), asked()];
    one.as(clerk).does('CHECK');
    const event = { type: 'NOTE', payload: { note: 'x' } };
    const stepped = step(loan, two.snapshot, event, { ...facts(two), by: clerk });
    expect(stepped).toMatchObject({ ok: true, outcome: { work: { opened: [], closed: [] } } });
  });
});
