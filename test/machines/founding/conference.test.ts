// The founding conference: calling it, who must be there, what passes.
import { describe, expect, it } from 'vitest';
import type { Story } from '../given.ts';
import {
  adviser,
  draft,
  drafting,
  example,
  founder,
  inSession,
  listAdopted,
  membersWith,
  ready,
  valued,
  type Told,
} from './story.ts';

const codes = (story: Story, event: string, payload?: Record<string, unknown>) =>
  story.refused(event, payload).reasons.map(({ code }) => code);

const papers = (story: Story) =>
  story.effects.flatMap((effect) => (effect.kind === 'issue' ? [effect.document] : []));

/** A conference at which so many official members are present. */
function attended(official: number, told?: Told): Story {
  return ready(told)
    .does('SCHEDULE_ASSEMBLY')
    .does('OPEN', { ...example('OPEN'), official });
}

describe('Đ39.1: calling the conference', () => {
  const call = (assemblyOn: string) => ({ ...example('SCHEDULE_ASSEMBLY'), assemblyOn });

  it('three days of notice, a rule of the alliance by analogy with Đ60.1', () => {
    expect(ready().refused('SCHEDULE_ASSEMBLY', call('2026-03-04')).reasons).toMatchObject([
      { code: 'enoughNotice', need: 3, have: 2 },
    ]);
    expect(ready().does('SCHEDULE_ASSEMBLY', call('2026-03-05')).state).toBe('assembly.scheduled');
  });

  it('without a day it is the earliest; those invited get day, time and place', () => {
    const invitees = [{ name: 'UBND xã Hòa Bình', email: 'ubnd@example.vn' }, { name: 'Chị Bảy' }];
    const story = ready().does('SCHEDULE_ASSEMBLY', { ...example('SCHEDULE_ASSEMBLY'), invitees });
    const told = story.effects.filter(({ kind }) => kind === 'notify');
    expect(told).toHaveLength(3);
    expect(told[2]).toMatchObject({
      template: 'assemblyInvitation',
      recipient: { name: 'UBND xã Hòa Bình' },
      data: {
        items: [
          { vi: 'Thời gian: 08:00 05/03/2026', en: 'Time: 08:00 05/03/2026' },
          { vi: 'Địa điểm: Nhà văn hóa xã Hòa Bình', en: 'Place: Nhà văn hóa xã Hòa Bình' },
        ],
      },
    });
    expect(papers(story)).toEqual(['ASSEMBLY_INVITATION', 'ASSEMBLY_PASSES']);
  });

  it('goes into calendars, moves there when called again, and is struck out when called off', () => {
    const meetings = (story: Story) =>
      story.effects.flatMap((effect) =>
        effect.kind === 'notify' ? [(effect.data as { meeting?: object }).meeting] : [],
      );
    const meeting = {
      id: 'assembly-1',
      on: '2026-03-05',
      at: '08:00',
      place: 'Nhà văn hóa xã Hòa Bình',
    };
    const called = ready().does('SCHEDULE_ASSEMBLY');
    expect(meetings(called)).toEqual([meeting, meeting]);
    const off = called.does('POSTPONE');
    expect(meetings(off)).toEqual([
      { ...meeting, off: true },
      { ...meeting, off: true },
    ]);
    const again = off.does('SCHEDULE_ASSEMBLY', call('2026-03-20'));
    expect(meetings(again)[0]).toEqual({ ...meeting, on: '2026-03-20' });
    expect(meetings(again.does('WITHDRAW'))[0]).toMatchObject({ on: '2026-03-20', off: true });
    expect(meetings(attended(7).does('WITHDRAW'))).toEqual([undefined, undefined]);
    const next = attended(3).does('ADJOURN_NO_QUORUM').does('SCHEDULE_ASSEMBLY');
    expect(meetings(next)[0]).toMatchObject({ id: 'assembly-2' });
  });

  it('may be postponed, and called again', () => {
    const story = ready().does('SCHEDULE_ASSEMBLY').does('POSTPONE');
    expect(story.notices).toContain('assemblyPostponed');
    expect(story.does('SCHEDULE_ASSEMBLY').state).toBe('assembly.scheduled');
  });

  it('nobody is present who is not on the list', () => {
    const story = ready().does('SCHEDULE_ASSEMBLY');
    expect(codes(story, 'OPEN', { ...example('OPEN'), official: 8 })).toEqual([
      'attendancePossible',
    ]);
  });
});

describe('Đ4.7, 39.2c: who must be there', () => {
  it('with four of seven the charter is not voted on, the conference is adjourned', () => {
    const story = attended(4);
    expect(codes(story, 'RECORD_VOTE', { for: 4, against: 0, abstain: 0 })).toEqual(['quorum']);
    story.does('ADJOURN_NO_QUORUM');
    expect(story.state).toBe('readyForAssembly');
    expect(story.data['conference']).toMatchObject({ attempt: 2 });
    expect(story.notices).toContain('assemblyAdjourned');
    expect(papers(story)).toEqual(['ASSEMBLY_MINUTES']);
  });

  it('the second attempt is counted, and may succeed', () => {
    const story = attended(4).does('ADJOURN_NO_QUORUM').does('SCHEDULE_ASSEMBLY').does('OPEN');
    expect(story.does('RECORD_VOTE').state).toBe('assembly.charterAdopted');
    expect(story.data['conference']).toMatchObject({ attempt: 2 });
  });

  it('with five of seven it cannot be adjourned for want of members: the law sets no quorum', () => {
    const story = attended(5);
    expect(codes(story, 'ADJOURN_NO_QUORUM')).toEqual(['noQuorum']);
    story.does('RECORD_VOTE', { for: 4, against: 1, abstain: 0 });
    expect(story.state).toBe('assembly.charterAdopted');
  });

  it('an alliance may set a quorum of its own', () => {
    const told = { settings: { quorumPercent: 80 } };
    expect(attended(5, told).does('ADJOURN_NO_QUORUM').state).toBe('readyForAssembly');
    expect(codes(attended(6, told), 'ADJOURN_NO_QUORUM')).toEqual(['noQuorum']);
  });
});

describe('Đ39.5: majority, one vote each', () => {
  const vote = (yea: number, against: number, abstain: number) => ({ for: yea, against, abstain });

  it('four of seven official members carry the charter', () => {
    const story = inSession().does('RECORD_VOTE', vote(4, 3, 0));
    expect(story.state).toBe('assembly.charterAdopted');
    expect(papers(story)).toEqual(['BALLOT_MINUTES']);
  });

  it('three of seven do not, whatever the abstentions', () => {
    const story = inSession().does('RECORD_VOTE', vote(3, 0, 4));
    expect(story.state).toBe('assembly.failed');
    expect(story.effects.find(({ kind }) => kind === 'notify')).toMatchObject({
      template: 'assemblyFailed',
      data: { reason: 'Điều lệ' },
    });
  });

  it('a tie does not pass; the law gives no casting vote', () => {
    const six = { members: membersWith({}, {}, 6) };
    const open = () =>
      ready({}, six)
        .does('SCHEDULE_ASSEMBLY')
        .does('OPEN', { ...example('OPEN'), official: 6 });
    expect(open().does('RECORD_VOTE', vote(3, 3, 0)).state).toBe('assembly.failed');
    expect(open().does('SPLIT', { item: 'charter', ...vote(3, 3, 0) }).state).toBe(
      'assembly.failed',
    );
  });

  it('associates do not vote: the majority is of the official members', () => {
    const members = membersWith({ 7: { membership: 'contributing' } });
    const open = () =>
      ready({}, { members })
        .does('SCHEDULE_ASSEMBLY')
        .does('OPEN', { ...example('OPEN'), official: 6, associates: 1 });
    expect(codes(open(), 'RECORD_VOTE', vote(7, 0, 0))).toContain('votesPossible');
    expect(open().does('RECORD_VOTE', vote(4, 2, 0)).state).toBe('assembly.charterAdopted');
    expect(open().does('RECORD_VOTE', vote(3, 3, 0)).state).toBe('assembly.failed');
  });

  it('no more votes than official members present', () => {
    expect(codes(attended(5), 'RECORD_VOTE', vote(6, 0, 0))).toContain('votesPossible');
    expect(codes(attended(5), 'VOTE_FAILED', { item: 'plan', ...vote(0, 6, 0) })).toEqual([
      'votesPossible',
    ]);
  });

  it('an item that has passed is not recorded as failed, nor one without tie as split', () => {
    expect(codes(inSession(), 'VOTE_FAILED', { item: 'plan', ...vote(4, 3, 0) })).toEqual([
      'noMajority',
    ]);
    expect(codes(inSession(), 'SPLIT', { item: 'plan', ...vote(4, 3, 0) })).toEqual(['tie']);
  });

  it('a failed conference tells which item failed, and what may be done', () => {
    const story = valued().does('VOTE_FAILED');
    expect(story.effects.find(({ kind }) => kind === 'notify')).toMatchObject({
      template: 'assemblyFailed',
      data: { reason: 'Phương án sản xuất, kinh doanh' },
    });
    expect(story.does('ABANDON').state).toBe('closed.withdrawn');
    expect(story.notices).toContain('caseWithdrawn');
  });
});

describe('Đ39.2c: the member list', () => {
  const adopt = (withdrawn: number[], members?: Record<string, unknown>) => {
    const story = inSession({}, members ? { members } : {}).does('RECORD_VOTE');
    return { story, payload: { withdrawn } };
  };

  it('those who do not agree leave the list; five are enough', () => {
    const { story, payload } = adopt([6, 7]);
    story.does('ADOPT_MEMBER_LIST', payload);
    expect(story.effects[0]).toMatchObject({ document: 'MEMBER_LIST' });
    const { parts } = story.data as { parts: { members: { content: { list: object[] } } } };
    expect(parts.members.content.list).toHaveLength(5);
  });

  it('four are not', () => {
    const { story, payload } = adopt([5, 6, 7]);
    expect(story.refused('ADOPT_MEMBER_LIST', payload).reasons).toMatchObject([
      { code: 'listAdoptable', need: 5, have: { members: 4 } },
    ]);
  });

  it('Đ74.1: without those who leave nobody holds too much', () => {
    const { story, payload } = adopt([6], membersWith({ 7: { capital: 200_000_000 } }));
    expect(story.does('ADOPT_MEMBER_LIST', payload).state).toBe('assembly.listAdopted');
    const much = adopt([5, 6], membersWith({ 7: { capital: 250_000_000 } }));
    expect(much.story.refused('ADOPT_MEMBER_LIST', much.payload).reasons).toMatchObject([
      { have: { members: 5, faults: ['Vốn góp của mỗi thành viên chính thức trong giới hạn'] } },
    ]);
  });
});

describe('Đ39.4, 77.1: valuation', () => {
  const value = (payload: Record<string, unknown>) => listAdopted().does('VALUE_ASSETS', payload);
  const refused = (payload: Record<string, unknown>) =>
    codes(listAdopted(), 'VALUE_ASSETS', payload);

  it('all official and contributing members agree', () => {
    expect(refused({ method: 'unanimous', for: 6 })).toEqual(['valuationAgreed']);
    expect(value({ method: 'unanimous', for: 7 }).state).toBe('assembly.valued');
  });

  it('or an appraisal organisation values, and more than half of those present agree', () => {
    const appraiser = 'Công ty Thẩm định giá Miền Tây';
    expect(value({ method: 'appraiser', appraiser, for: 5, present: 8 }).state).toBe(
      'assembly.valued',
    );
    expect(refused({ method: 'appraiser', appraiser, for: 4, present: 8 })).toEqual([
      'valuationAgreed',
    ]);
    expect(refused({ method: 'appraiser', appraiser, for: 9, present: 8 })).toEqual([
      'valuationAgreed',
    ]);
    expect(refused({ method: 'appraiser', appraiser, for: 5 })).toEqual(['valuationAgreed']);
    expect(refused({ method: 'appraiser', for: 5, present: 8 })).toEqual(['valuationAgreed']);
  });

  it('nothing is valued when all is cash', () => {
    const assets = { part: 'assets', assets: { cashOnly: true } };
    const story = inSession({}, { assets }).does('RECORD_VOTE').does('ADOPT_MEMBER_LIST');
    expect(story.state).toBe('assembly.valued');
  });
});

describe('Đ67.2b, 71.3b: the end of the conference', () => {
  it('minutes, charter and resolution are signed', () => {
    const story = valued().does('DECIDE');
    const signed = example('CLOSE_ASSEMBLY');
    expect(codes(story, 'CLOSE_ASSEMBLY', { ...signed, charterSigned: false })).toEqual([
      'minutesSigned',
    ]);
    expect(codes(story, 'CLOSE_ASSEMBLY', { ...signed, minutesSigned: false })).toEqual([
      'minutesSigned',
    ]);
    story.does('CLOSE_ASSEMBLY', signed);
    expect(story.told.at(-1)?.outcome.counts).toEqual(['assembliesHeld']);
    expect(papers(story)).toEqual(['CHARTER']);
  });
});

describe('who writes for whom', () => {
  it('the adviser may write the minutes, never the drafts of founders who have accounts', () => {
    expect(drafting().as(adviser).refused('SUBMIT_DRAFT', draft('plan')).code).toBe('forbidden');
    const story = ready().as(adviser).does('SCHEDULE_ASSEMBLY').does('OPEN').does('RECORD_VOTE');
    expect(story.state).toBe('assembly.charterAdopted');
    expect(story.as(founder).does('ADOPT_MEMBER_LIST').state).toBe('assembly.listAdopted');
  });
});
