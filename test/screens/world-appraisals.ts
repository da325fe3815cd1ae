// Appraisals of the world, one at each stage that pages look different at, and the complaint that came of one.
import { example } from '../papers/certified.ts';
import type { Client } from '../http/service.ts';
import type { Cast } from './world.ts';

/** Where an appraisal is left. */
const stages = ['asked', 'accepted', 'formed', 'scoring', 'meeting', 'voted', 'certified'] as const;
type Stage = (typeof stages)[number];

export type Appraisals = Record<
  | Exclude<Stage, 'meeting'>
  | 'meetingOne'
  | 'meetingTwo'
  | 'remedy'
  | 'revoked'
  | 'turnedDown'
  | 'complaint',
  string
>;

export async function playAppraisals(cast: Cast): Promise<Appraisals> {
  const ids = {
    asked: await appraise(cast, '5400000008', 'asked'),
    accepted: await appraise(cast, '5400000010', 'accepted'),
    formed: await appraise(cast, '5400000006', 'formed'),
    scoring: await appraise(cast, '5400000005', 'scoring'),
    meetingOne: await appraise(cast, '5400000003', 'meeting'),
    meetingTwo: await appraise(cast, '5400000004', 'meeting'),
    voted: await appraise(cast, '5400000007', 'voted'),
    certified: await appraise(cast, '5400000001', 'certified'),
    revoked: await appraise(cast, '5400000002', 'certified'),
  };
  const { office, people } = cast;
  await office.act(ids.revoked, people.staff, 'REPORT_VIOLATION');
  await office.act(ids.revoked, people.coop, 'EXPLAIN');
  await office.act(ids.revoked, people.leader, 'REVOKE');
  const remedy = await appraise(cast, '5400000009', 'voted', 'abstain');
  const turnedDown = await appraise(cast, '5400000099', 'voted', 'against');
  await office.act(turnedDown, people.leader, 'ISSUE');
  await office.act(turnedDown, people.coop, 'COMPLAIN');
  await office.settle();
  const { knex } = cast.service.engine.database;
  const complaint = await knex('cases').where('process', 'like', 'complaint@%').first('id');
  return { ...ids, remedy, turnedDown, complaint: complaint.id };
}

async function appraise(
  cast: Cast,
  code: string,
  until: Stage,
  ballot: keyof typeof endings = 'for',
): Promise<string> {
  const { people, office } = cast;
  const payload = { ...example('SUBMIT'), cooperative: code };
  const opened = await people.coop.send('POST', '/api/cases', { process: 'appraisal', payload });
  if (opened.status !== 201) throw new Error(opened.text);
  const { id } = opened.body as { id: string };
  const reached = (stage: Stage): boolean => stages.indexOf(until) >= stages.indexOf(stage);
  if (reached('accepted')) await office.act(id, people.staff, 'ACCEPT');
  if (reached('formed')) await form(cast, id, until === 'formed');
  if (reached('scoring')) await score(cast, id, reached('meeting') ? 5 : 3);
  if (reached('voted')) await vote(cast, id, ballot);
  if (reached('certified')) await office.act(id, people.leader, 'SIGN');
  return id;
}

/** Appointed; everybody has declared, or the first two only. */
async function form({ office, people, board }: Cast, id: string, few: boolean): Promise<void> {
  const { members } = example('FORM_BOARD') as { members: Record<string, unknown>[] };
  const seats = members.map((member, at) => ({
    ...member,
    person: board[at]?.person.id,
    name: board[at]?.person.name,
  }));
  await office.act(id, people.leader, 'FORM_BOARD', { members: seats });
  for (const member of few ? board.slice(0, 2) : board)
    await office.act(id, member, 'DECLARE_CONFLICT', { conflict: 'none' });
}

async function score({ office, people, board }: Cast, id: string, sheets: number): Promise<void> {
  await office.act(id, people.staff, 'START_FIELD_CHECK');
  await office.act(id, people.staff, 'RECORD_FIELD');
  for (const member of board.slice(0, sheets)) await office.act(id, member, 'SCORE');
}

/** What the chair concludes when everybody votes alike. */
const endings = { for: 'VOTE_PASS', against: 'VOTE_FAIL', abstain: 'VOTE_CONDITIONAL' } as const;

async function vote(
  { office, board }: Cast,
  id: string,
  ballot: keyof typeof endings,
): Promise<void> {
  const [chair] = board as [Client];
  await office.act(id, chair, 'OPEN', { present: board.map(({ person }) => person.id) });
  for (const member of board) await office.act(id, member, 'CAST_BALLOT', { ballot });
  await office.act(id, chair, endings[ballot]);
}
