// The steps of an appraisal on criterion 3.2, 1.5 or the 15 criteria, each as the person in charge would take it.
import type { Matter, Person } from './client.ts';
import { act, everyone, open, type Candidate, type People, type Play } from './play.ts';
import type { Stage } from './stage.ts';

const sets = {
  '3.2': 'BL_NC_3_2',
  '1.5': 'BL_KM_1_5',
  TT01: 'TT01_2020',
} as const;
export type Criterion = keyof typeof sets;

const requirements = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
const points = [6, 5, 9.5, 5, 7, 6, 5, 5, 3, 7, 7, 6.5, 5, 5, 2];

/** A sheet in which everything is met, but for these requirements. */
export function sheet(criterion: Criterion, unmet: readonly string[] = []): object[] {
  if (criterion === 'TT01') {
    const scored = points.map((value, at) => ({ criterion: String(at + 1), points: value }));
    return [...scored, { criterion: 'a', met: true }];
  }
  return requirements.map((name) =>
    unmet.includes(name)
      ? { criterion: name, met: false, comment: 'Chưa có minh chứng.' }
      : { criterion: name, met: true },
  );
}

const papers = [
  { kind: 'APPRAISAL_REQUEST', title: 'Tờ trình đề nghị thẩm định' },
  { kind: 'SELF_SCORE', title: 'Bảng tự đánh giá' },
  { kind: 'FIN_REPORT', title: 'Báo cáo tài chính năm trước' },
  { kind: 'LINK_CONTRACT', title: 'Hợp đồng liên kết tiêu thụ' },
];

/** `by`: the cooperative itself unless said. */
export type Asked = { criterion?: Criterion; period: number; papers?: number; by?: Person };

export async function submit(
  play: Play,
  candidate: Candidate,
  { criterion = '3.2', period, papers: given = papers.length, by }: Asked,
): Promise<Matter> {
  play.addresses.add('ubnd-xa@noi-nhan.example');
  return open(play, by ?? play.people.cooperative, 'appraisal', {
    cooperative: candidate.code,
    criterionSet: sets[criterion],
    criterion,
    period,
    selfScore: sheet(criterion),
    documents: papers.slice(0, given),
    copies: [{ name: `UBND ${candidate.commune}`, email: 'ubnd-xa@noi-nhan.example' }],
  });
}

/** Five voting members from four bodies. */
export function boardOf({ chair, secretary, member, head, commune }: People): Person[] {
  return [chair, secretary, member, head, commune];
}

const bodies = [
  'Liên minh Hợp tác xã tỉnh',
  'Liên minh Hợp tác xã tỉnh',
  'Sở Nông nghiệp và Môi trường',
  'Sở Tài chính',
  'UBND xã',
];
const posts = ['chair', 'secretary', 'member', 'member', 'member'];

export function seated({ id, name }: Person, at: number): object {
  return { person: id, name, role: posts[at], body: bodies[at], voting: true };
}

/** The dossier is accepted and a board appointed. */
export async function appoint(play: Play, matter: Matter): Promise<void> {
  const { staff, leader } = play.people;
  await act(play, matter, staff, 'ACCEPT');
  await act(play, matter, leader, 'FORM_BOARD', { members: boardOf(play.people).map(seated) });
}

/** Nobody has a conflict; papers and field are looked at. */
export async function inspect(
  play: Play,
  matter: Matter,
  board: readonly Person[] = boardOf(play.people),
): Promise<void> {
  const { staff } = play.people;
  await everyone(play, matter, board, 'DECLARE_CONFLICT', { conflict: 'none' });
  await act(play, matter, staff, 'START_FIELD_CHECK');
  await act(play, matter, staff, 'RECORD_FIELD', {
    findings: 'Sổ sách và hoạt động phù hợp với hồ sơ.',
    signedByCooperative: true,
    signedByCommune: true,
  });
}

/** Every member hands in the same sheet; the last one calls the meeting. */
export async function score(
  play: Play,
  matter: Matter,
  scores: object[],
  board: readonly Person[] = boardOf(play.people),
): Promise<void> {
  await everyone(play, matter, board, 'SCORE', { scores });
}

type Ballot = 'for' | 'against' | 'abstain';

/** Everybody is there and votes, in the order of the seats. */
export async function vote(
  play: Play,
  matter: Matter,
  ballots: readonly Ballot[],
  board: readonly Person[] = boardOf(play.people),
): Promise<void> {
  for (const [at, ballot] of ballots.entries()) {
    await act(play, matter, board[at] as Person, 'CAST_BALLOT', { ballot });
  }
}

export async function convene(
  play: Play,
  matter: Matter,
  board: readonly Person[] = boardOf(play.people),
): Promise<void> {
  await act(play, matter, board[0] as Person, 'OPEN', { present: board.map(({ id }) => id) });
}

export const allFor: readonly Ballot[] = ['for', 'for', 'for', 'for', 'for'];
export const allAgainst: readonly Ballot[] = [
  'against',
  'against',
  'against',
  'against',
  'against',
];
export const divided: readonly Ballot[] = ['for', 'for', 'for', 'against', 'against'];

/** Until the board may meet, in two visits: asked and appointed, then looked at and scored. */
export async function prepared(
  play: Play,
  stage: Stage,
  candidate: Candidate,
  { asked, on, unmet = [] }: { asked: Asked; on: readonly [string, string]; unmet?: string[] },
): Promise<Matter> {
  await stage.on(on[0]);
  const matter = await submit(play, candidate, asked);
  await appoint(play, matter);
  await stage.on(on[1]);
  await inspect(play, matter);
  await score(play, matter, sheet(asked.criterion ?? '3.2', unmet));
  return matter;
}

/** From the request to the certificate, asked, looked at and signed on these days. */
export async function appraise(
  play: Play,
  stage: Stage,
  candidate: Candidate,
  [askedOn, seenOn, signedOn]: readonly [string, string, string],
): Promise<Matter> {
  const asked = { period: Number(askedOn.slice(0, 4)) - 1 };
  const matter = await prepared(play, stage, candidate, { asked, on: [askedOn, seenOn] });
  await stage.on(signedOn);
  await convene(play, matter);
  await vote(play, matter, allFor);
  await act(play, matter, play.people.chair, 'VOTE_PASS');
  await act(play, matter, play.people.leader, 'SIGN');
  return matter;
}
