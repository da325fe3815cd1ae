// Conflicts that the service knows of by itself, and those found later.
import { describe, expect, test } from 'vitest';
import type { Tie } from '../../../machines/lookup.ts';
import { appraisal } from '../../../machines/appraisal/index.ts';
import { person } from '../given.ts';
import {
  chair,
  codes,
  coop,
  example,
  fifth,
  fourth,
  formed,
  head,
  inSession,
  officer,
  passed,
  president,
  scheduled,
  scoring,
  seats,
  secretary,
  submitted,
  third,
  votes,
} from './board.ts';

const tie = (source: Tie['source'], kind: Tie['kind'] = 'other'): Tie => ({ kind, source });
const tied = (id: string, ...ties: Tie[]) => ({ cooperative: coop, ties: { [id]: ties } });
const foundConflict = { person: 'board-5', kinds: ['creditor'], detail: 'Cho hợp tác xã vay.' };

describe('a board', () => {
  const accepted = (settings = {}) => submitted(settings).as(officer).does('ACCEPT').as(president);

  test('has nobody whom anything known ties to the cooperative', () => {
    const story = accepted().found(
      tied('board-3', tie('kinship', 'family'), tie('loan', 'creditor')),
    );
    const refusal = story.refused('FORM_BOARD');
    expect(refusal.reasons).toMatchObject([
      { code: 'untied', have: ['Lê Văn Nông: người thân có trong hợp tác xã, cho hợp tác xã vay'] },
    ]);
    expect(refusal.reasons[0]?.law).toContain('Đ4.11');
    expect(
      story.found(tied('somebody-else', tie('charter', 'drafter'))).does('FORM_BOARD').state,
    ).toBe('board.formed');
    expect(codes(story.found(tied('board-6', tie('identity'))).refused('REPLACE_MEMBER'))).toEqual([
      'untied',
    ]);
  });

  test('may take who shares an address, where the alliance says so', () => {
    const neighbour = tied('board-3', tie('address'));
    expect(codes(accepted().found(neighbour).refused('FORM_BOARD'))).toEqual(['untied']);
    const relaxed = accepted({ addressIsTie: false }).found(neighbour);
    expect(relaxed.does('FORM_BOARD').state).toBe('board.formed');
  });

  test('asks for ties of those appointed, and of the one who acts', () => {
    const { events } = appraisal;
    const { data } = formed();
    expect(events['FORM_BOARD']?.looksUp?.(example('FORM_BOARD'), data)).toEqual({
      ties: { cooperative: coop.code, persons: seats.map(({ id }) => id) },
    });
    expect(events['CONFLICT_FOUND']?.looksUp?.({}, data).ties?.persons).toEqual([]);
    expect(events['CAST_BALLOT']?.looksUp?.({}, data).ties?.persons).toEqual([]);
  });
});

test('the moment of the vote decides, whatever was declared before', () => {
  const story = inSession()
    .as(fifth)
    .found(tied('board-5', tie('actsFor', 'memberOrOfficial')));
  const { reasons } = story.refused('CAST_BALLOT');
  expect(reasons).toMatchObject([
    { code: 'voterUntied', have: 'board-5: đại diện cho hợp tác xã' },
  ]);
  expect(
    codes(
      scoring()
        .as(fifth)
        .found(tied('board-5', tie('charter')))
        .refused('SCORE'),
    ),
  ).toEqual(['voterUntied']);
  expect(story.found({}).does('CAST_BALLOT').notices).toEqual([]);
});

describe('a conflict found later', () => {
  test('in session: the ballot is void and the member counts no longer', () => {
    const story = votes(inSession(), 'for', 'for', 'for', 'for', 'for');
    story.as(head).does('CONFLICT_FOUND', foundConflict);
    expect(story.state).toBe('meeting.inSession');
    expect(story.effects[0]).toEqual({
      kind: 'keep',
      register: 'vote',
      row: { person: 'board-5', void: true },
    });
    expect(story.notices).toContain('conflictDeclared');
    expect(story.told.at(-1)?.outcome.recused).toEqual(['board-5']);
    const { ballots } = story.data as { ballots: object };
    expect(Object.keys(ballots)).toEqual(['board-1', 'board-2', 'board-3', 'board-4']);
    story.as(chair).does('VOTE_PASS');
    const { votes: closed } = story.data as { votes: { tally: object }[] };
    expect(closed[0]?.tally).toEqual({ for: 4, against: 0, abstain: 0 });
  });

  test('quorum is counted anew', () => {
    const story = scheduled().as(chair).on('2026-03-05');
    story.does('OPEN', { present: ['board-1', 'board-2', 'board-3', 'board-4'] });
    votes(story, 'for', 'for', 'for', 'for').as(president);
    for (const id of ['board-2', 'board-3'])
      story.does('CONFLICT_FOUND', { ...foundConflict, person: id });
    expect(codes(story.as(chair).refused('VOTE_PASS'))).toEqual(['quorumReached']);
  });

  test('before the leader decides: the result falls and the board meets again', () => {
    const story = passed().as(president).does('CONFLICT_FOUND', foundConflict);
    expect(story.state).toBe('meeting.scheduled');
    expect(story.data['meeting']).toMatchObject({ attempt: 2 });
    expect(story.notices).toContain('meetingInvitation');
    expect(codes(story.refused('CONFLICT_FOUND', foundConflict))).toEqual(['sitsStill']);
  });

  test('of somebody who did not vote leaves the result as it is', () => {
    const story = scheduled().as(chair).on('2026-03-05');
    story.does('OPEN', { present: ['board-1', 'board-2', 'board-3', 'board-4'] });
    votes(story, 'for', 'for', 'for', 'for').does('VOTE_PASS');
    story.as(president).does('CONFLICT_FOUND', foundConflict);
    expect(story.state).toBe('decision.pending');
    expect(story.told.at(-1)?.outcome.recused).toEqual(['board-5']);
  });

  test('of the last one whose sheet was awaited calls the meeting', () => {
    const story = scoring();
    for (const each of seats.slice(0, 4)) story.as(each).does('SCORE');
    story.as(president).does('CONFLICT_FOUND', foundConflict);
    expect(story.state).toBe('meeting.scheduled');
  });

  test('needs a kind and a detail; the service itself needs a tie', () => {
    const story = inSession().as(president);
    const { person: id } = foundConflict;
    expect(codes(story.refused('CONFLICT_FOUND', { person: id }))).toEqual(['tieShown']);
    expect(codes(story.refused('CONFLICT_FOUND', { person: id, kinds: ['family'] }))).toEqual([
      'tieShown',
    ]);
    expect(codes(story.refused('CONFLICT_FOUND', { ...foundConflict, person: 'nobody' }))).toEqual([
      'sitsStill',
    ]);
    const service = { id: 'system', name: 'Hệ thống', roles: [] };
    expect(codes(story.as(service).refused('CONFLICT_FOUND', { person: id }))).toEqual([
      'tieShown',
    ]);
    story.found(
      tied(id, tie('kinship', 'family'), tie('address', 'family'), tie('loan', 'creditor')),
    );
    story.does('CONFLICT_FOUND', { person: id });
    expect(story.data['recusals']).toEqual([
      { person: id, name: 'Võ Văn Hội', kinds: ['family', 'creditor'] },
    ]);
  });

  test('is nobody’s business but the leaders’', () => {
    for (const each of [officer, secretary, third, fourth]) {
      expect(inSession().as(each).refused('CONFLICT_FOUND', foundConflict).code).toBe('forbidden');
    }
  });
});

describe('the signer', () => {
  test('is not tied to the cooperative', () => {
    const story = passed()
      .as(president)
      .found(tied('leader', tie('kinship', 'family')));
    expect(codes(story.refused('SIGN'))).toEqual(['signerClear']);
    expect(codes(story.refused('RETURN'))).toEqual(['signerClear']);
  });

  test('is another person than preparer and approver, by whichever account', () => {
    const twice = passed()
      .as(president)
      .found({ cooperative: coop, same: ['board-1'] });
    expect(codes(twice.refused('SIGN'))).toEqual(['fourEyes']);
    expect(codes(twice.found({ cooperative: coop, same: ['coop'] }).refused('SIGN'))).toEqual([
      'signerClear',
    ]);
    expect(twice.found({ cooperative: coop, same: ['elsewhere'] }).does('SIGN').state).toBe(
      'certified',
    );
  });
});

test('an administrator neither forms a board, votes nor certifies, whatever other roles they hold', () => {
  const both = person('leader', 'leader', 'administrator');
  const accepted = submitted().as(officer).does('ACCEPT').as(both);
  expect(accepted.refused('FORM_BOARD').code).toBe('forbidden');
  expect(passed().as(both).refused('SIGN').code).toBe('forbidden');
  const voter = person('board-5', 'board-member', 'administrator');
  expect(inSession().as(voter).refused('CAST_BALLOT').code).toBe('forbidden');
});
