// The board: composed, free of conflicts, changed.
import { expect, test } from 'vitest';
import { given, person } from '../given.ts';
import { appraisal } from '../../../machines/appraisal/index.ts';
import {
  applicant,
  chair,
  codes,
  coop,
  everyoneClear,
  example,
  fifth,
  formed,
  fourth,
  inSession,
  officer,
  president,
  scheduled,
  scoring,
  seats,
  secretary,
  sixth,
  submitted,
  third,
  votes,
} from './board.ts';

type Member = { person: string; name: string; role: string; body: string; voting: boolean };
const members = example('FORM_BOARD')['members'] as Member[];
const accepted = (settings = {}) => submitted(settings).as(officer).does('ACCEPT').as(president);
const faults = (changed: Member[], settings = {}) =>
  accepted(settings)
    .refused('FORM_BOARD', { members: changed })
    .reasons.find(({ code }) => code === 'boardSound')?.have;
const changed = (index: number, change: Partial<Member>) =>
  members.map((each, at) => (at === index ? { ...each, ...change } : each));
const extra = (id: string): Member => ({
  person: id,
  name: id,
  role: 'member',
  body: 'Hội Nông dân',
  voting: true,
});

test('five to nine voting members, odd in number', () => {
  expect(faults(members.slice(0, 4))).toEqual(['size', 'odd']);
  expect(faults([...members, extra('x')])).toEqual(['odd']);
  const nine = [...members, ...['a', 'b', 'c', 'd'].map(extra)];
  expect(accepted().does('FORM_BOARD', { members: nine }).state).toBe('board.formed');
  expect(faults([...nine, extra('e'), extra('f')])).toEqual(['size']);
  expect(
    accepted({ boardOdd: false }).does('FORM_BOARD', { members: [...members, extra('x')] }).state,
  ).toBe('board.formed');
});

test('a secretary without a vote does not count towards the size', () => {
  const silent = changed(1, { voting: false });
  expect(faults(silent)).toEqual(['size', 'odd']);
  expect(accepted().does('FORM_BOARD', { members: [...silent, extra('x')] }).state).toBe(
    'board.formed',
  );
});

test('one chair who votes, one secretary, nobody twice', () => {
  expect(faults(changed(2, { role: 'chair' }))).toEqual(['chair']);
  expect(faults([...changed(0, { voting: false }), extra('x')])).toEqual(['chair']);
  expect(faults(changed(0, { role: 'member' }))).toEqual(['chair']);
  expect(faults(changed(1, { role: 'member' }))).toEqual(['secretary']);
  expect(faults(changed(4, { person: 'board-4' }))).toEqual(['twice']);
});

test('the required bodies take part', () => {
  const refusal = accepted().refused('FORM_BOARD', {
    members: changed(2, { body: 'Sở Công Thương' }),
  });
  expect(refusal.reasons).toMatchObject([
    { code: 'bodiesPresent', have: ['Sở Nông nghiệp và Môi trường'] },
  ]);
});

test('nobody who acts for the cooperative sits on its board', () => {
  const refusal = accepted().refused('FORM_BOARD', {
    members: changed(4, { person: 'coop', name: 'Giám đốc' }),
  });
  expect(refusal.reasons).toMatchObject([{ code: 'independent', have: ['Giám đốc'] }]);
});

test('members are asked to declare and the decision names them', () => {
  const story = formed();
  expect(story.notices).toEqual(seats.map(() => 'boardAppointed'));
  expect(story.effects.at(-1)).toMatchObject({
    document: 'BOARD_DECISION',
    data: {
      members: expect.arrayContaining([
        {
          name: 'Trần Thị Thư',
          role: 'Thư ký',
          value: 'Phòng nghiệp vụ, Liên minh Hợp tác xã tỉnh',
        },
      ]),
    },
  });
  expect(story.told.at(-1)?.outcome.parties).toEqual(['coop', ...seats.map(({ id }) => id)]);
});

test('no documents before every voting member has declared', () => {
  const story = everyoneClear(formed(), seats.slice(0, 4));
  expect(story.state).toBe('board.formed');
  expect(story.as(third).does('DECLARE_CONFLICT').state).toBe('board.formed');
  expect(story.as(fifth).does('DECLARE_CONFLICT').state).toBe('review.documents');
});

test('a declaration of a conflict names its kind, and only then', () => {
  const story = formed().as(fifth);
  expect(codes(story.refused('DECLARE_CONFLICT', { conflict: 'declared' }))).toEqual([
    'declarationFits',
  ]);
  expect(codes(story.refused('DECLARE_CONFLICT', { conflict: 'none', kinds: ['family'] }))).toEqual(
    ['declarationFits'],
  );
});

test('Luật 17/2023 Đ4.11: a member with a conflict sees nothing, is replaced, and the newcomer declares', () => {
  const story = everyoneClear(formed(), seats.slice(0, 4))
    .as(fifth)
    .does('DECLARE_CONFLICT', example('DECLARE_CONFLICT', 1));
  expect(story.state).toBe('board.formed');
  expect(story.told.at(-1)?.outcome.recused).toEqual(['board-5']);
  expect(story.effects).toMatchObject([
    {
      template: 'conflictDeclared',
      recipient: { person: 'board-1' },
      data: { people: ['board-5'] },
    },
    { template: 'conflictDeclared', recipient: { person: 'leader' } },
  ]);
  expect(story.refused('DECLARE_CONFLICT').code).toBe('forbidden');
  story.as(president).does('REPLACE_MEMBER');
  expect(story.state).toBe('board.formed');
  expect(story.notices).toEqual([
    'boardReplaced',
    'boardReplaced',
    'boardReplaced',
    'boardReplaced',
    'boardReplaced',
  ]);
  expect(story.as(sixth).does('DECLARE_CONFLICT').state).toBe('review.documents');
  expect(story.told.at(-1)?.outcome.recused).toEqual(['board-5']);
});

test('the chair with a conflict: only the leader is told; a leader on the board is told once', () => {
  const story = formed().as(chair).does('DECLARE_CONFLICT', example('DECLARE_CONFLICT', 1));
  expect(story.effects).toMatchObject([{ recipient: { person: 'leader' } }]);
  const own = accepted()
    .does('FORM_BOARD', { members: changed(0, { person: 'leader' }) })
    .as(fifth)
    .does('DECLARE_CONFLICT', example('DECLARE_CONFLICT', 1));
  expect(own.effects).toHaveLength(1);
});

test('a replacement keeps the board sound and brings in nobody recused', () => {
  const story = formed()
    .as(fifth)
    .does('DECLARE_CONFLICT', example('DECLARE_CONFLICT', 1))
    .as(president);
  const replace = { ...example('REPLACE_MEMBER') } as {
    outgoing: string;
    incoming: Member;
    reason: string;
  };
  const incoming = (change: Partial<Member>, outgoing = 'board-5') =>
    codes(
      story.refused('REPLACE_MEMBER', {
        ...replace,
        outgoing,
        incoming: { ...replace.incoming, ...change },
      }),
    );
  expect(incoming({}, 'nobody')).toEqual(['onBoard']);
  expect(incoming({ voting: false })).toEqual(['boardSound']);
  expect(incoming({ person: 'board-1' })).toEqual(['boardSound']);
  expect(incoming({ person: 'board-5' }, 'board-4')).toEqual(['boardSound', 'independent']);
  expect(incoming({ person: 'coop' })).toEqual(['independent']);
  expect(incoming({ body: 'Sở Công Thương' }, 'board-3')).toEqual(['bodiesPresent']);
  expect(story.as(officer).refused('REPLACE_MEMBER').code).toBe('forbidden');
});

test('a non-voting secretary need not declare, but with a conflict is replaced all the same', () => {
  const silent = [...changed(1, { voting: false }), extra('board-6')];
  const story = accepted().does('FORM_BOARD', { members: silent });
  everyoneClear(story, [chair, third, fourth, fifth]);
  story
    .as(secretary)
    .does('DECLARE_CONFLICT', example('DECLARE_CONFLICT', 1))
    .as(sixth)
    .does('DECLARE_CONFLICT');
  expect(story.state).toBe('board.formed');
  const incoming = { ...extra('board-7'), role: 'secretary', voting: false };
  story
    .as(president)
    .does('REPLACE_MEMBER', { outgoing: 'board-2', incoming, reason: 'Xung đột lợi ích' });
  expect(story.state).toBe('review.documents');
});

test('a conflict found out late takes the member out of the base', () => {
  const story = scoring();
  for (const each of seats.slice(0, 4)) story.as(each).does('SCORE');
  story.as(fifth).does('DECLARE_CONFLICT', example('DECLARE_CONFLICT', 1));
  // The last sheet awaited will not come: the others are all in.
  expect(story.state).toBe('meeting.scheduled');
  expect(story.data['meeting']).toMatchObject({ attempt: 1 });
  story.as(chair);
  expect(codes(story.refused('OPEN'))).toContain('onlyMembers');
  story.does('OPEN', { present: ['board-1', 'board-2', 'board-3', 'board-4'] });
  votes(story, 'for', 'for', 'for', 'for').does('VOTE_PASS');
  const minutes = story.effects.find((effect) => effect.kind === 'issue');
  expect(minutes).toMatchObject({
    data: {
      members: expect.arrayContaining([
        { name: 'Võ Văn Hội', role: 'Thành viên', value: 'Không tham gia do xung đột lợi ích' },
      ]),
    },
  });
});

test('the sheet of a recused member does not count, and the first sheets stay', () => {
  const story = scheduled().as(fifth).does('DECLARE_CONFLICT', example('DECLARE_CONFLICT', 1));
  expect(Object.keys(story.data['sheets'] as object)).toEqual([
    'board-1',
    'board-2',
    'board-3',
    'board-4',
  ]);
  story.as(president).does('REPLACE_MEMBER').as(chair);
  const present = ['board-1', 'board-2', 'board-3', 'board-4', 'board-6'];
  expect(story.refused('OPEN', { present }).reasons).toMatchObject([
    { code: 'presentDeclared', have: ['Đặng Thị Thay'] },
  ]);
  expect(codes(story.as(sixth).refused('SCORE'))).toEqual(['hasDeclared']);
  story.does('DECLARE_CONFLICT', { conflict: 'none' }).does('SCORE');
  expect(codes(story.refused('SCORE'))).toEqual(['sheetAwaited']);
  expect(story.as(chair).does('OPEN', { present }).state).toBe('meeting.inSession');
});

test('a conflict declared in session makes the ballot void', () => {
  const story = inSession().as(fifth).does('CAST_BALLOT', { ballot: 'for' });
  expect(story.effects).toEqual([
    {
      kind: 'keep',
      register: 'vote',
      row: { boardMember: 'Võ Văn Hội', person: 'board-5', round: 1, attempt: 1, ballot: 'for' },
    },
  ]);
  story.does('DECLARE_CONFLICT', example('DECLARE_CONFLICT', 1));
  expect(story.effects).toMatchObject([
    {
      kind: 'keep',
      register: 'vote',
      row: { boardMember: 'Võ Văn Hội', person: 'board-5', round: 1, void: true },
    },
    { template: 'conflictDeclared' },
    { template: 'conflictDeclared' },
  ]);
  votes(story, 'for', 'for', 'for', 'for').does('VOTE_PASS');
  expect(story.data['votes']).toMatchObject([{ tally: { for: 4, against: 0, abstain: 0 } }]);
  const silent = inSession().as(fifth).does('DECLARE_CONFLICT', example('DECLARE_CONFLICT', 1));
  expect(silent.effects.every(({ kind }) => kind === 'notify')).toBe(true);
});

test('administrators never act, and a seat is no use without the case giving it', () => {
  const story = formed();
  expect(story.as(person('board-1', 'administrator')).refused('DECLARE_CONFLICT').code).toBe(
    'forbidden',
  );
  expect(story.as(person('board-9', 'board-member')).refused('DECLARE_CONFLICT').code).toBe(
    'forbidden',
  );
  expect(given(appraisal).as(applicant).found({ cooperative: coop }).refused('ACCEPT').code).toBe(
    'refused',
  );
});

test('a board from the register is one in office on the day; the case keeps by which decision', () => {
  const standing = 'board-of-2026';
  const board = {
    id: standing,
    name: 'Hội đồng thường xuyên',
    decision: '45/QĐ-LMHTX',
    from: '2026-01-01',
    to: '2026-06-30',
  };
  const from = (found: object, payload: object = { standing, members }) => {
    const story = accepted().found(found);
    try {
      return story.does('FORM_BOARD', { ...payload }).data['boardFrom'];
    } catch {
      return codes(story.refused('FORM_BOARD', { ...payload }));
    }
  };
  const { id, name, decision } = board;
  expect(from({ board })).toEqual({ id, name, decision });
  expect(from({ board: { ...board, to: null } })).toEqual({ id, name, decision });
  expect(from({ board: { ...board, to: '2026-01-31' } })).toEqual(['inOffice']);
  expect(from({ board: { ...board, from: '2026-06-01' } })).toEqual(['inOffice']);
  expect(from({})).toEqual(['inOffice']);
  expect(from({}, { members })).toBeUndefined();
  const asked = appraisal.events['FORM_BOARD']?.looksUp?.(
    { standing, members },
    { cooperative: coop },
  );
  expect(asked).toMatchObject({ board: standing });
  const formedFrom = accepted().found({ board }).does('FORM_BOARD', { standing, members });
  const paper = (story: typeof formedFrom) => JSON.stringify(story.effects);
  expect(paper(formedFrom)).toContain('Hội đồng thường xuyên, 45/QĐ-LMHTX');
  const unnumbered = accepted().found({ board: { ...board, decision: '' } });
  expect(paper(unnumbered.does('FORM_BOARD', { standing, members }))).toContain(
    '"Hội đồng thường xuyên"',
  );
});

test('the minutes of the field check name the team, the photos and who signed', () => {
  const story = everyoneClear(formed())
    .as(officer)
    .does('START_FIELD_CHECK', { team: ['Trần Thị Thư'] });
  const signers = { cooperativeSigner: 'Trần Văn An', communeSigner: 'Lê Thị Xã' };
  const payload = { ...example('RECORD_FIELD'), photos: ['photo-1', 'photo-2'], ...signers };
  const paper = JSON.stringify(story.does('RECORD_FIELD', payload).effects);
  for (const part of ['{"name":"Trần Thị Thư"}', '"Trần Văn An"', '"Lê Thị Xã"', '"value":"2"'])
    expect(paper).toContain(part);
});
