// After the certificate, and how cases close and open again.
import { describe, expect, it } from 'vitest';
import type { Effect, Facts } from '../../../machines/define.ts';
import type { Founding } from '../../../machines/founding/data.ts';
import { effects } from '../../../machines/founding/effects.ts';
import type { Story } from '../given.ts';
import {
  accepted,
  adviser,
  clerk,
  completed,
  dossier,
  draft,
  drafting,
  example,
  founder,
  granted,
  head,
  inConsultation,
  inSession,
  leader,
  ready,
  refusedByRegistry,
  requested,
  underReview,
} from './story.ts';

const codes = (story: Story, event: string, payload?: Record<string, unknown>) =>
  story.refused(event, payload).reasons.map(({ code }) => code);

const events = (story: Story) => story.told.map(({ event }) => event.type);

describe('Đ74: capital', () => {
  it('Đ74.4: is paid in within six months of the certificate', () => {
    const { terms } = granted().snapshot;
    expect(terms['postRegistration/capitalContribution']?.due).toBe('2026-09-03');
    expect(terms['postRegistration/capitalContribution']?.since).toBe('2026-03-02');
  });

  it('counts from the date on the certificate', () => {
    const story = underReview().on('2026-03-20');
    story.does('GRANT', { ...example('GRANT'), grantedOn: '2026-03-05' });
    expect(story.snapshot.terms['postRegistration/capitalContribution']?.due).toBe('2026-09-07');
  });

  it('Đ74.7: real capital is registered within thirty days after that', () => {
    expect(granted().snapshot.terms['postRegistration/capitalFiling']?.due).toBe('2026-10-02');
  });

  it('the 2012 profile gives no time of its own for that', () => {
    const { terms } = granted({ on: '2022-03-01' }).snapshot;
    expect(terms['postRegistration/capitalFiling']?.due).toBe(
      terms['postRegistration/capitalContribution']?.due,
    );
  });

  it('reminders come 60, 30 and 7 days before, to the founders', () => {
    const story = granted().passes('2026-09-03');
    const days = story.told.flatMap(({ event }) =>
      String(event.payload['term']).endsWith('capitalContribution') ? [event.payload['days']] : [],
    );
    expect(days).toEqual([60, 30, 7]);
    expect(story.notices).toEqual(['capitalDue']);
  });

  it('both deadlines passed: founders and adviser are told, nothing moves', () => {
    const story = granted().passes('2026-10-03');
    expect(events(story)).toContain('CAPITAL_DUE');
    expect(events(story)).toContain('FILING_DUE');
    expect(story.state).toBe('postRegistration.obligations');
    expect(story.notices).toEqual(['capitalDue', 'capitalDue']);
  });

  it('Đ75: fully paid: share certificates, and the case is complete', () => {
    const story = granted().does('CAPITAL_FULL');
    expect(story.state).toBe('completed');
    expect(story.effects[0]).toMatchObject({
      document: 'SHARE_CERT',
      data: {
        items: [
          { label: 'Mã số', value: '1900123456' },
          { label: 'Vốn đã góp', value: '700.000.000 đồng' },
        ],
      },
    });
  });

  it('Đ15: what is owed besides goes on for whom the case knew, account or not', () => {
    const { adviser: _, ...data } = granted().does('CAPITAL_FULL').data as unknown as Founding;
    const some = { name: 'Lê Thị Sáu', email: 'sau@example.vn' };
    const { payload } = effects.openDuties as Extract<Effect<Founding>, { kind: 'open' }>;
    const facts = { caseId: 'c' } as Facts;
    expect(payload({ ...data, founders: [some, { name: 'Bảy', account: 'a-7' }] }, facts)).toEqual({
      ...payload(data, facts),
      persons: [expect.anything(), some, { name: 'Bảy', account: 'a-7' }],
    });
    expect(payload(data, facts)).not.toHaveProperty('adviser');
  });

  it('Đ74.6: who did not pay loses membership; the real capital is less', () => {
    const reduced = (change: object) => ({ ...example('CAPITAL_REDUCED'), ...change });
    expect(codes(granted(), 'CAPITAL_REDUCED', reduced({ capital: 700_000_000 }))).toEqual([
      'realCapitalLess',
    ]);
    const story = granted().does('CAPITAL_REDUCED', reduced({ withdrawn: [7] }));
    expect(story.state).toBe('completed');
    const { parts } = story.data as { parts: { members: { content: { list: object[] } } } };
    expect(parts.members.content.list).toHaveLength(6);
  });

  it('Đ74.7: until the change is filed the obligation stands', () => {
    const story = granted().does('CAPITAL_REDUCED', { capital: 600_000_000, changeFiled: false });
    expect(story.state).toBe('postRegistration.obligations');
    expect(story.does('CAPITAL_REDUCED').state).toBe('completed');
  });
});

describe('Đ103.1d: members below the minimum', () => {
  const below = (members: number) => ({ members });

  it('four of a cooperative are too few, five are not', () => {
    expect(codes(granted(), 'MEMBERS_BELOW_MIN', below(5))).toEqual(['belowMinimum']);
    const story = granted().does('MEMBERS_BELOW_MIN', below(4));
    expect(story.state).toBe('postRegistration.atRisk');
    expect(story.notices).toContain('membersBelowMinimum');
    expect(codes(story, 'MEMBERS_RESTORED', below(4))).toEqual(['atMinimum']);
    expect(story.does('MEMBERS_RESTORED', below(5)).state).toBe('postRegistration.obligations');
  });

  it('two of a union are too few; in 2022 six of a cooperative were', () => {
    expect(codes(granted({ kind: 'union' }), 'MEMBERS_BELOW_MIN', below(3))).toHaveLength(1);
    const older = granted({ on: '2022-03-01' });
    expect(codes(older, 'MEMBERS_BELOW_MIN', below(7))).toEqual(['belowMinimum']);
    expect(older.does('MEMBERS_BELOW_MIN', below(6)).state).toBe('postRegistration.atRisk');
  });

  it('after twelve months the registration may be revoked: a warning, and no more', () => {
    const story = granted().on('2026-03-09').does('MEMBERS_BELOW_MIN', {
      members: 4,
      since: '2026-03-04',
    });
    expect(story.snapshot.terms['postRegistrationAtRisk/belowMinimum']?.due).toBe('2027-03-04');
    story.passes('2027-03-05');
    expect(story.told.at(-1)?.event.type).toBe('REVOCATION_RISK');
    expect(story.state).toBe('postRegistration.atRisk');
  });

  it('with capital settled but too few members the case stays open', () => {
    const story = granted().does('MEMBERS_BELOW_MIN').does('CAPITAL_FULL').passes('2026-10-05');
    expect(story.state).toBe('postRegistration.atRisk');
    expect(codes(story, 'CAPITAL_FULL')).toEqual(['capitalOpen']);
    const told = story.told.filter(({ event }) => event.type === 'CAPITAL_DUE');
    expect(told).toHaveLength(1);
    expect(told[0]?.outcome.effects).toEqual([]);
    const reminded = story.told.filter(({ event }) =>
      String(event.payload['term']).endsWith('capitalContribution'),
    );
    expect(reminded.flatMap(({ outcome }) => outcome.effects)).toEqual([]);
  });
});

describe('withdrawal', () => {
  it('the founders have agreed, unless the alliance does not ask', () => {
    const payload = { ...example('WITHDRAW'), confirmed: false };
    expect(codes(ready(), 'WITHDRAW', payload)).toEqual(['foundersAgree']);
    const lax = ready({ settings: { withdrawalConfirmed: false } });
    expect(lax.does('WITHDRAW', payload).state).toBe('closed.withdrawn');
  });

  it('by the representative, not by staff', () => {
    expect(ready().as(adviser).refused('WITHDRAW').code).toBe('forbidden');
  });
});

describe('inactivity', () => {
  it('two reminders, then the case is closed', () => {
    const story = requested().passes('2026-09-04');
    const days = story.told.flatMap(({ event }) =>
      event.type === 'TERM_REMINDER' ? [event.payload['days']] : [],
    );
    expect(days).toEqual([60, 14]);
    expect(story.state).toBe('closed.inactive');
    expect(story.notices).toEqual(['caseInactive']);
  });

  it('every act starts the days anew', () => {
    const story = requested().on('2026-06-01').as(head).does('ASSIGN').passes('2026-09-04');
    expect(story.state).toBe('consultation.inProgress');
  });

  it('does not run while the registry or the law sets the pace', () => {
    expect(underReview().passes('2026-12-31').state).toBe('registration.underReview');
    expect(granted().passes('2026-12-31').state).toBe('postRegistration.obligations');
  });

  it('runs again when the group is waited for', () => {
    const story = underReview().does('SUPPLEMENT_NOTICE').passes('2026-05-06');
    expect(story.state).toBe('registration.void');
    expect(story.passes('2026-11-30').state).toBe('closed.inactive');
  });
});

describe('reopening', () => {
  it('within twelve months, by a manager', () => {
    const story = ready().does('WITHDRAW').on('2027-03-02');
    expect(story.as(adviser).refused('REOPEN').code).toBe('forbidden');
    expect(story.as(leader).does('REOPEN').state).toBe('readyForAssembly');
    expect(story.notices).toContain('caseReopened');
    expect(story.data['closedOn']).toBeUndefined();
  });

  it('a day later it is too late', () => {
    const story = ready().does('WITHDRAW').on('2027-03-03').as(head);
    expect(codes(story, 'REOPEN')).toEqual(['reopenInTime']);
  });

  it('drafting goes on exactly where it stood', () => {
    const story = accepted(drafting(), 'name', draft('name')).does('SUBMIT_DRAFT', draft('plan'));
    story.as(adviser).does('RETURN_PART', { part: 'plan', comments: 'Thiếu số liệu' });
    story.as(founder).does('SAVE_DRAFT', example('SAVE_DRAFT', 0));
    const leaves = story.standing.leaves;
    story.does('WITHDRAW').on('2026-05-01').as(head).does('REOPEN');
    expect(story.standing.leaves).toEqual(leaves);
  });

  it('a conference in session is found again', () => {
    expect(inSession().does('WITHDRAW').as(head).does('REOPEN').state).toBe('assembly.inSession');
  });

  it('a consultation is reopened under the law in force', () => {
    const story = inConsultation({ on: '2024-06-03' }).does('CONCLUDE_NOT_VIABLE');
    story.on('2024-08-01').as(head).does('REOPEN').as(adviser);
    expect(story.state).toBe('consultation.inProgress');
    expect(story.data['profile']).toBe('LAW_HTX_2023');
    const five = { ...example('CONCLUDE_VIABLE'), founders: 5 };
    expect(story.does('CONCLUDE_VIABLE', five).state).toBe('drafting');
  });

  const older = { on: '2024-06-03' };
  const poorFund = () => {
    const charter = draft('charter', older) as { charter: { fundPercent: number } };
    charter.charter.fundPercent = 4;
    return charter;
  };

  it('Luật 17/2023 Đ40: a charter of the older law is drafted again, for its items mean other things', () => {
    const story = dossier(older).does('WITHDRAW').on('2024-08-01').as(head).does('REOPEN');
    expect(story.standing.leaves).toContain('drafting.charter.returned');
    expect(story.standing.leaves).toContain('drafting.members.accepted');
  });

  it('drafts of the law in force take the case back to where it stood', () => {
    const story = dossier().does('WITHDRAW').as(head).does('REOPEN');
    expect(story.state).toBe('dossier.preparing');
  });

  it('NĐ 92 Đ65.1: drafts that it does not accept are drafted again, the others are kept', () => {
    const story = dossier(older, { charter: poorFund() }).does('WITHDRAW');
    story.on('2024-08-01').as(head).does('REOPEN');
    expect(story.standing.leaves).toEqual([
      'drafting.charter.returned',
      'drafting.plan.accepted',
      'drafting.members.accepted',
      'drafting.name.accepted',
      'drafting.governance.accepted',
      'drafting.assets.accepted',
    ]);
    accepted(story, 'charter', draft('charter'));
    expect(story.state).toBe('readyForAssembly');
    expect(story.told.flatMap(({ outcome }) => outcome.counts)).toEqual([
      'groupsConsulted',
      'assembliesHeld',
    ]);
  });

  it('drafting under the older law resumes with what it no longer accepts returned', () => {
    const story = accepted(drafting(older), 'charter', poorFund());
    story.does('SUBMIT_DRAFT', draft('plan')).does('WITHDRAW').on('2024-08-01').as(head);
    story.does('REOPEN');
    expect(story.standing.leaves).toContain('drafting.charter.returned');
    expect(story.standing.leaves).toContain('drafting.plan.underReview');
  });

  it('parts resume from where they were left, when the drafts are entered anew', () => {
    const story = dossier(older, { charter: poorFund() }).does('WITHDRAW');
    story.on('2024-08-01').as(head).does('REOPEN').as(founder);
    expect(story.does('SUBMIT_DRAFT', draft('charter')).standing.leaves).toContain(
      'drafting.charter.underReview',
    );
  });

  it('NĐ 92 Đ19.7: after a stop at the registry it goes on from the dossier', () => {
    const story = underReview().as(founder).does('STOP_REQUEST').as(clerk).does('STOP_CONFIRMED');
    story.as(head).does('REOPEN');
    expect(story.state).toBe('dossier.preparing');
    expect(story.data['filing']).not.toHaveProperty('stop');
  });

  it('a registered cooperative is not sent back to its drafts', () => {
    const story = granted(older).does('WITHDRAW').on('2024-08-01').as(head).does('REOPEN');
    expect(story.state).toBe('postRegistration.obligations');
  });

  it('a refusal that was given up may be remedied after all', () => {
    const story = refusedByRegistry().does('GIVE_UP').as(head).does('REOPEN').as(founder);
    expect(story.does('FIX_AND_REFILE').state).toBe('dossier.preparing');
  });

  it('a filing waits for its receipt again', () => {
    const story = completed().does('FILE').does('WITHDRAW').as(head).does('REOPEN');
    expect(story.state).toBe('registration.submitted');
  });
});
