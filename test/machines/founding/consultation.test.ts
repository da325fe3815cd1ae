// Consultation in the words of the law and of the alliance's rules.
import { describe, expect, it } from 'vitest';
import { founding } from '../../../machines/founding/index.ts';
import { given, person } from '../given.ts';
import { adviser, clerk, example, founder, head, inConsultation, requested } from './story.ts';

const codes = ({ reasons }: { reasons: { code: string }[] }) => reasons.map(({ code }) => code);

describe('the request', () => {
  it('a contact phone or e-mail is given', () => {
    const { phone: _, email: __, ...rest } = example('REQUEST_CONSULTATION');
    const start = given(founding).as(founder);
    expect(codes(start.refused('REQUEST_CONSULTATION', rest))).toEqual(['contactGiven']);
    const story = start.does('REQUEST_CONSULTATION', { ...rest, email: 'an@example.vn' });
    expect(story.state).toBe('consultation.requested');
  });

  it('the law of the day of the request is frozen in the case', () => {
    expect(requested({ on: '2024-06-30' }).data['profile']).toBe('LAW_HTX_2012');
    expect(requested({ on: '2024-07-01' }).data['profile']).toBe('LAW_HTX_2023');
  });

  it('a day before the 2012 law took effect is not accepted', () => {
    expect(requested({ on: '2013-07-01' }).data['profile']).toBe('LAW_HTX_2012');
    const early = given(founding).on('2013-06-30').as(founder);
    expect(codes(early.refused('REQUEST_CONSULTATION'))).toEqual(['lawKnown']);
  });

  it('personal identifiers are sealed, the account of the founder who asks is kept', () => {
    const { representative } = requested().data as { representative: Record<string, string> };
    expect(representative['account']).toBe('founder-1');
    expect(representative['phone']).toMatch(/^sealed:/);
    expect(representative['email']).toMatch(/^sealed:/);
  });

  it('staff may enter the request of a group that comes in person', () => {
    const story = given(founding)
      .as(clerk)
      .does('REQUEST_CONSULTATION', {
        ...example('REQUEST_CONSULTATION'),
        need: 'Bán chung rau',
        representativeAccount: 'founder-7',
        founders: [
          { name: 'Lê Thị Bảy', email: 'bay@example.vn' },
          { name: 'Phạm Văn Cường', account: 'founder-9' },
        ],
      });
    expect(story.data).toMatchObject({
      need: 'Bán chung rau',
      representative: { account: 'founder-7' },
      founders: [{ name: 'Lê Thị Bảy' }, { account: 'founder-9' }],
    });
    expect(story.told[0]?.outcome.parties).toEqual(['founder-7', 'founder-9']);
    expect(story.effects.filter(({ kind }) => kind === 'notify')).toHaveLength(3);
    expect(story.effects.find(({ kind }) => kind === 'issue')).toMatchObject({
      document: 'CONSULT_REQUEST',
      data: {
        holder: { name: 'Nhóm trồng rau sạch Hòa Bình', address: 'Xã Hòa Bình' },
        items: [{ label: 'Người đại diện', value: 'Trần Văn An' }],
        text: 'Bán chung rau',
      },
    });
  });

  it('a group without account or e-mail can only be told by phone', () => {
    const { email: _, ...rest } = example('REQUEST_CONSULTATION');
    expect(given(founding).as(clerk).does('REQUEST_CONSULTATION', rest).notices).toEqual([]);
  });
});

describe('the assignment', () => {
  it('the adviser has no personal interest in the group', () => {
    const story = requested().as(head);
    const payload = example('ASSIGN');
    expect(codes(story.refused('ASSIGN', { ...payload, noInterest: false }))).toEqual([
      'noPersonalInterest',
    ]);
    expect(codes(story.refused('ASSIGN', { ...payload, adviser: 'founder-1' }))).toEqual([
      'noPersonalInterest',
    ]);
  });

  it('an alliance may do without the declaration, never with a founder as adviser', () => {
    const story = requested({ settings: { interestDeclaration: false } }).as(head);
    const payload = { ...example('ASSIGN'), noInterest: false };
    expect(story.refused('ASSIGN', { ...payload, adviser: 'founder-1' }).code).toBe('refused');
    expect(story.does('ASSIGN', payload).state).toBe('consultation.inProgress');
  });

  it('is due in three working days, then the work item is overdue and nothing moves', () => {
    const story = requested({ on: '2026-03-06' });
    expect(story.told[0]?.outcome.work.opened[0]).toMatchObject({
      state: 'consultationRequested',
      dueOn: '2026-03-11',
    });
    const late = story.passes('2026-03-12');
    expect(late.told.at(-1)?.event.type).toBe('SERVICE_OVERDUE');
    expect(late.state).toBe('consultation.requested');
  });

  it('can be changed later without moving the case', () => {
    const story = inConsultation().as(head);
    story.does('ASSIGN', { adviser: 'staff-2', adviserName: 'Lê Văn Minh', noInterest: true });
    expect(story.state).toBe('consultation.inProgress');
    expect(story.told.at(-1)?.outcome.heading.assignee).toBe('staff-2');
    expect(story.as(adviser).refused('RECORD_SESSION').code).toBe('forbidden');
    expect(
      story.as(person('staff-2', 'staff')).does('RECORD_SESSION').data['sessions'],
    ).toMatchObject({ held: 1, attendees: 9 });
  });
});

describe('the conclusion', () => {
  const viable = (founders: number) => ({ ...example('CONCLUDE_VIABLE'), founders });

  it('Đ30.1: the founders are of age and capable', () => {
    const payload = { ...viable(5), eligible: false };
    expect(inConsultation().refused('CONCLUDE_VIABLE', payload).reasons[0]).toMatchObject({
      code: 'foundersEligible',
      need: 18,
    });
  });

  it('the founders get a checklist of drafts and charter items', () => {
    const story = inConsultation().does('CONCLUDE_VIABLE', viable(5));
    const notice = story.effects.find(({ kind }) => kind === 'notify') as {
      data: { items: { vi: string }[] };
    };
    const items = notice.data.items.map(({ vi }) => vi);
    expect(items).toContain('Phương án sản xuất, kinh doanh');
    expect(items).toContain('Điều lệ, mục 2: Ngành, nghề kinh doanh');
    expect(items.filter((item) => item.includes('mục 9:'))).toEqual([]);
  });

  it('not viable: the reason and other ways are told, the case is closed', () => {
    const story = inConsultation().does('CONCLUDE_NOT_VIABLE');
    expect(story.state).toBe('closed.notViable');
    expect(story.effects.find(({ kind }) => kind === 'notify')).toMatchObject({
      template: 'notViable',
      data: { reason: 'Mới có ba người tham gia' },
    });
    expect(story.effects.find(({ kind }) => kind === 'issue')).toMatchObject({
      document: 'CONSULT_RECORD',
      data: { text: 'Mới có ba người tham gia' },
    });
  });
});

describe('Đ108, NĐ 92 Đ61: conversion of a cooperative group', () => {
  const story = (on = '2026-03-02') => inConsultation({ kind: 'conversion', on });
  const withGroup = (change: object) => {
    const payload = example('CONCLUDE_VIABLE') as { group: object };
    return { ...payload, group: { ...payload.group, ...change } };
  };
  const refused = (payload: Record<string, unknown>, on?: string) =>
    codes(story(on).refused('CONCLUDE_VIABLE', payload));

  it('the group has a certificate of registration', () => {
    const { group: _, ...rest } = example('CONCLUDE_VIABLE');
    expect(refused(rest)).toEqual(['conversionReady']);
  });

  it('all its members agree', () => {
    expect(refused(withGroup({ allAgree: false }))).toEqual(['conversionReady']);
  });

  it('the 2012 law did not provide for it', () => {
    expect(refused(example('CONCLUDE_VIABLE'), '2022-03-01')).toEqual(['conversionReady']);
  });
});
