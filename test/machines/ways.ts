// Where the ways through each process begin: a new case, and the points that stories told by its examples come to.
// Without them the six parallel drafts alone have more combinations than anybody can walk.
import { allProcesses } from '../../machines/index.ts';
import { system, type Process } from '../../machines/define.ts';
import {
  applicant,
  certified,
  correcting,
  example as ofAppraisal,
  inSession,
  officer,
  passed,
  president,
  refused,
  sheet,
  votes,
} from './appraisal/board.ts';
import { loan } from './fixture.ts';
import {
  clerk,
  example,
  founder,
  granted,
  inSession as conference,
  ready,
  refusedByRegistry,
  underReview,
} from './founding/story.ts';
import type { Story } from './given.ts';
import { explore, visitsOf, type Explored } from './paths.ts';

const split = () => votes(inSession(), 'for', 'for', 'for', 'for', 'against').does('VOTE_SPLIT');

/** A refusal was modified on a complaint, and another board is formed. */
function heardByOthers(): Story {
  const story = refused().as(applicant).does('COMPLAIN').as(system).does('MODIFIED');
  const { members } = ofAppraisal('FORM_BOARD') as { members: { person: string }[] };
  const others = members.map((each) => ({ ...each, person: `${each.person}-b` }));
  return story.as(president).does('FORM_BOARD', { members: others });
}

/** The first of these items is handed in; a day passes before that of the others. */
function remedying(items: string[] = ['Sửa điều lệ']): Story {
  const story = votes(inSession(sheet(60)), 'for', 'for', 'for', 'for', 'for');
  story.does('VOTE_CONDITIONAL', { items: items.map((item) => ({ item, dueOn: '2026-04-10' })) });
  return story.as(applicant).does('HAND_IN_ITEM').as(officer);
}

const stories: Readonly<Record<string, () => readonly Story[]>> = {
  'founding@1': () => [
    granted(),
    granted({ kind: 'union' }),
    granted({ kind: 'conversion' }),
    refusedByRegistry(),
    underReview(),
    conference(),
    underReview().as(founder).does('STOP_REQUEST').as(clerk).does('STOP_CONFIRMED'),
    // Too few have come.
    ready()
      .does('SCHEDULE_ASSEMBLY')
      .does('OPEN', { ...example('OPEN'), official: 4 }),
    ready().does('SCHEDULE_ASSEMBLY').on('2026-03-05').does('CHECK_IN'),
    ready().does('SCHEDULE_ASSEMBLY').on('2026-03-05').does('OPEN'),
  ],
  'appraisal@1': () => [
    certified(),
    correcting(),
    refused(),
    passed(),
    votes(split(), 'for', 'for', 'for', 'for', 'for'),
    votes(split(), 'against', 'against', 'against', 'against', 'against'),
    split().does('MEMBER_LEFT'),
    heardByOthers(),
    remedying(),
    remedying(['Sửa điều lệ', 'Trích lập quỹ']),
    remedying().does('CHECK_ITEM', { item: 1, verdict: 'notAccepted', reason: 'Thiếu chữ ký.' }),
  ],
};

/** Every process of the service, and the one of these tests. */
export const processes: readonly Process[] = [loan, ...allProcesses()];

const known = new Map<string, Explored>();

/** The ways through a process, walked once. */
export function waysThrough(process: Process): Explored {
  const before = known.get(process.key);
  if (before) return before;
  const told = (stories[process.key] ?? (() => []))();
  const from = told.map((story) => visitsOf(process, story.told).slice(1));
  const explored = explore(process, { visits: 500, each: 16 }, from);
  known.set(process.key, explored);
  return explored;
}
