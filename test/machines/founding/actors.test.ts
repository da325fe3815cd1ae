// Who may act: founders, adviser, manager, recorder, and the adviser of a group that has no account.
import { describe, expect, it } from 'vitest';
import { founding } from '../../../machines/founding/index.ts';
import { partNames } from '../../../machines/founding/parts.ts';
import { given, person, type Story } from '../given.ts';
import {
  adviser,
  clerk,
  draft,
  drafting,
  example,
  founder,
  head,
  inConsultation,
  leader,
  requested,
  underReview,
} from './story.ts';

/** A group that came in person; its adviser writes for it. */
function walkIn(): Story {
  const story = given(founding).as(clerk).does('REQUEST_CONSULTATION').as(head).does('ASSIGN');
  story.as(adviser).does('CONCLUDE_VIABLE');
  for (const part of partNames) {
    story.does('SUBMIT_DRAFT', draft(part)).does('ACCEPT_PART', { part });
  }
  return story;
}

describe('who acts', () => {
  it('founders of this case, and no others', () => {
    const stranger = person('founder-2', 'founder');
    expect(drafting().as(stranger).refused('SUBMIT_DRAFT', draft('plan')).code).toBe('forbidden');
  });

  it('the adviser assigned, or a head of unit standing in', () => {
    const other = person('staff-2', 'staff');
    expect(inConsultation().as(other).refused('RECORD_SESSION').code).toBe('forbidden');
    expect(inConsultation().as(head).does('RECORD_SESSION').data['sessions']).toMatchObject({
      held: 1,
    });
  });

  it('a manager assigns', () => {
    expect(requested().as(adviser).refused('ASSIGN').code).toBe('forbidden');
    expect(requested().as(leader).does('ASSIGN').state).toBe('consultation.inProgress');
  });

  it('a founder who is not the representative cannot withdraw for all', () => {
    const second = person('founder-2', 'founder');
    const story = given(founding)
      .as(founder)
      .does('REQUEST_CONSULTATION', {
        ...example('REQUEST_CONSULTATION'),
        founders: [{ name: 'Lê Thị Bảy', account: 'founder-2' }],
      });
    expect(story.as(second).refused('WITHDRAW').code).toBe('forbidden');
    expect(story.as(founder).does('WITHDRAW').state).toBe('closed.withdrawn');
  });

  it('of a registration: staff and clerks record, founders do not', () => {
    expect(underReview().as(founder).refused('REFUSE').code).toBe('forbidden');
    expect(underReview().as(clerk).does('REFUSE').state).toBe('registration.refused');
  });
});

describe('a group of which nobody has an account', () => {
  it('is written for by its adviser, from the request to a withdrawal', () => {
    const story = walkIn();
    expect(story.state).toBe('readyForAssembly');
    expect(story.does('WITHDRAW').state).toBe('closed.withdrawn');
  });

  it('complains through its adviser', () => {
    const story = walkIn().does('SCHEDULE_ASSEMBLY').does('OPEN').does('RECORD_VOTE');
    story.does('ADOPT_MEMBER_LIST').does('VALUE_ASSETS').does('DECIDE').does('CLOSE_ASSEMBLY');
    story.does('COMPLETE_DOSSIER').does('FILE').does('RECEIPT_RECORDED').does('REFUSE', {
      ground: 'dossier',
      reason: 'Thiếu danh sách thành viên',
    });
    expect(story.effects[0]).not.toHaveProperty('data.text');
    story.does('COMPLAIN');
    expect(story.effects[0]).toMatchObject({ payload: { nameRefusal: false } });
    expect(story.effects[0]).not.toHaveProperty('payload.complainantAccount');
  });
});
