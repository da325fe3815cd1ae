// The whole way, told by the examples of the process alone, for each kind of case and each law.
import { describe, expect, it } from 'vitest';
import { granted, underReview, type Told } from './story.ts';

const ways: [string, Told][] = [
  ['a cooperative', { kind: 'cooperative' }],
  ['a union of cooperatives', { kind: 'union' }],
  ['a cooperative group that is converted', { kind: 'conversion' }],
  ['a cooperative under the 2012 law', { kind: 'cooperative', on: '2022-03-01' }],
  ['a union under the 2012 law', { kind: 'union', on: '2022-03-01' }],
];

describe('the way by examples alone', () => {
  it.each(ways)('founds %s', (_, told) => {
    const story = granted(told).does('CAPITAL_FULL');
    expect(story.state).toBe('completed');
    expect(story.standing.closed).toBe(true);
    expect(story.snapshot.terms).toEqual({});
  });

  it('counts each figure once: consulted, conference held, registered', () => {
    const counted = (told: Told) => granted(told).told.flatMap(({ outcome }) => outcome.counts);
    expect(counted({})).toEqual(['groupsConsulted', 'assembliesHeld', 'registered']);
    expect(counted({ kind: 'union' })).toEqual([
      'groupsConsulted',
      'assembliesHeld',
      'registered',
      'unionsRegistered',
    ]);
  });

  it('keeps the new cooperative in the register', () => {
    const story = underReview().does('GRANT');
    expect(story.state).toBe('postRegistration.obligations');
    expect(story.effects.find(({ kind }) => kind === 'keep')).toEqual({
      kind: 'keep',
      register: 'cooperative',
      row: {
        code: '1900123456',
        name: 'Hợp tác xã Rau sạch Hòa Bình',
        kind: 'cooperative',
        status: 'Đang hoạt động',
        registeredOn: '2026-03-02',
        commune: 'Xã Hòa Bình',
        persons: ['founder-1'],
        nameKey: 'hợptácxãrausạchhoàbình',
        capital: 700_000_000,
        members: 7,
        representative: 'Trần Văn An',
      },
    });
  });
});
