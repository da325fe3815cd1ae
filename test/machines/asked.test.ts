// What a process answers when it is asked about a case: where people must be, whose case it is, whose hands made it.
import { describe, expect, it } from 'vitest';
import { system, type Facts } from '../../machines/define.ts';
import { charterGuide } from '../../machines/founding/charter-guide.ts';
import { blank } from '../../machines/founding/data.ts';
import { correctingHands, revokingHands } from '../../machines/appraisal/hands.ts';
import { appraisal } from '../../machines/appraisal/index.ts';
import { complaint } from '../../machines/complaint/index.ts';
import { founding } from '../../machines/founding/index.ts';

const place = (process: typeof founding, state: string, data: object) => {
  const { on, at, place: where } = process.appointments?.[state] ?? {};
  const known = data as Record<string, unknown>;
  return [on?.(known), at?.(known), where?.(known)];
};

describe('appointments', () => {
  it('of a conference have day, hour and place', () => {
    const conference = { on: '2026-12-01', at: '08:00', place: 'Nhà văn hóa' };
    expect(place(founding, 'assembly.scheduled', { conference })).toEqual([
      '2026-12-01',
      '08:00',
      'Nhà văn hóa',
    ]);
  });

  it('of a board have the day that was set, or none yet', () => {
    const at = (meeting?: object) => place(appraisal, 'meeting.scheduled', { meeting })[0];
    expect([at({ expectedOn: '2026-12-02' }), at()]).toEqual(['2026-12-02', undefined]);
  });
});

describe('applicants of a complaint', () => {
  it('are those with an account', () => {
    const of = (complainant: object) => complaint.applicants?.({ complainant });
    expect([of({ name: 'An', person: 'p-1' }), of({ name: 'An' })]).toEqual([['p-1'], []]);
  });
});

describe('hands', () => {
  const facts = { by: { id: 'leader-1' }, settings: { fourEyes: true } } as unknown as Facts;

  it('leave out who is not known', () => {
    const none = {} as Parameters<typeof revokingHands>[0];
    expect(revokingHands(none, facts)).toEqual({ signedBy: 'leader-1' });
    const correction = { by: { person: 'staff-1', name: 'Hoa' } };
    const data = { correction } as unknown as typeof none;
    expect(correctingHands(data, facts)).toEqual({ preparedBy: 'staff-1', signedBy: 'leader-1' });
  });
});

describe('an appraisal opened by the system', () => {
  it('knows the certificate it renews; one that people open does not', () => {
    const submit = appraisal.events['SUBMIT'];
    const renewing = (by: object): unknown => {
      const facts = { by, found: {}, settings: {} } as unknown as Facts;
      const payload = { ...submit?.examples[0], renews: 'case-1' };
      return submit?.record({ data: appraisal.data(), payload, facts })['renews'];
    };
    expect([renewing(system), renewing({ id: 'p-1' })]).toEqual(['case-1', undefined]);
  });
});

describe('the guide to the charter', () => {
  it('counts the capital that is written, of a list that is not complete', () => {
    const data = blank();
    const sketch = { list: [{ no: 1 }, { no: 2, capital: 5_000_000 }] };
    data.parts.members = { stage: 'draft', sketch };
    expect(charterGuide(data).values({})['capital']).toBe('5.000.000 đồng');
  });
});
