// The people of the appraisal stories, and how far a story has come when it begins.
import type { Actor, Cooperative, Process, SettingValue } from '../../../machines/define.ts';
import { appraisal } from '../../../machines/appraisal/index.ts';
import { given, person, type Story } from '../given.ts';

export const coop: Cooperative = {
  code: '5400000001',
  name: 'Hợp tác xã Nông nghiệp Hòa Bình',
  kind: 'cooperative',
  status: 'Đang hoạt động',
  registeredOn: '2022-05-10',
  commune: 'Xã Hòa Bình',
  persons: ['coop'],
};

export const applicant = person('coop', 'cooperative');
export const officer = person('staff', 'staff');
export const head = person('head', 'unit-head');
export const president = person('leader', 'leader');
export const seats = [
  person('board-1', 'leader', 'board-chair'),
  person('board-2', 'staff', 'board-secretary'),
  person('board-3', 'board-member'),
  person('board-4', 'board-member'),
  person('board-5', 'board-member'),
] as const;
export const [chair, secretary, third, fourth, fifth] = seats;
export const sixth = person('board-6', 'board-member');
export const process: Process = appraisal;

export const example = (event: string, index = 0): Record<string, unknown> =>
  process.events[event]?.examples[index] as Record<string, unknown>;

/** Until the dossier lies with the alliance. */
export function submitted(
  settings: Record<string, SettingValue> = {},
  payload: Record<string, unknown> = {},
): Story {
  return given(process, settings)
    .found({ cooperative: coop, openCases: 0 })
    .as(applicant)
    .does('SUBMIT', { ...example('SUBMIT'), ...payload });
}

/** Until the board declares its conflicts. */
export function formed(
  settings?: Record<string, SettingValue>,
  payload?: Record<string, unknown>,
): Story {
  return submitted(settings, payload).as(officer).does('ACCEPT').as(president).does('FORM_BOARD');
}

export function everyoneClear(
  story: Story,
  people: readonly (typeof seats)[number][] = seats,
): Story {
  for (const each of people) story.as(each).does('DECLARE_CONFLICT', { conflict: 'none' });
  return story;
}

/** Until the board scores. */
export function scoring(
  settings?: Record<string, SettingValue>,
  payload?: Record<string, unknown>,
): Story {
  return everyoneClear(formed(settings, payload))
    .as(officer)
    .does('START_FIELD_CHECK')
    .does('RECORD_FIELD');
}

type Line = { criterion: string; points?: number; met?: boolean; comment?: string };

/** A sheet of the 15 criteria with this total: criteria filled up to their maximum, one after the other. */
export function sheet(total: number, met = true): Line[] {
  const most = [7, 6, 11, 6, 8, 6, 6, 6, 4, 8, 8, 8, 6, 6, 4];
  let left = Math.round(total * 100);
  const lines = most.map((max, index) => {
    const points = Math.min(left, max * 100);
    left -= points;
    return { criterion: String(index + 1), points: points / 100, comment: 'Theo minh chứng.' };
  });
  return [...lines, { criterion: 'a', met, comment: 'Theo minh chứng.' }];
}

/** Until the meeting is called, every member having handed in this sheet. */
export function scheduled(
  scores?: readonly Line[],
  settings?: Record<string, SettingValue>,
): Story {
  const story = scoring(settings);
  for (const each of seats) story.as(each).does('SCORE', scores && { scores });
  return story;
}

/** Until the board is in session, everybody there. */
export function inSession(
  scores?: readonly Line[],
  settings?: Record<string, SettingValue>,
): Story {
  return scheduled(scores, settings).as(chair).does('OPEN');
}

/** Everybody present votes, in the order of the seats. */
export function votes(story: Story, ...ballots: ('for' | 'against' | 'abstain')[]): Story {
  for (const [index, ballot] of ballots.entries()) {
    story.as(seats[index] as typeof fifth).does('CAST_BALLOT', { ballot });
  }
  return story.as(chair);
}

export function passed(settings?: Record<string, SettingValue>): Story {
  return votes(inSession(undefined, settings), 'for', 'for', 'for', 'for', 'for').does('VOTE_PASS');
}

export function certified(settings?: Record<string, SettingValue>): Story {
  return passed(settings).as(president).does('SIGN');
}

/** Until the leader may sign a correction that staff proposed and the head of unit approved. */
export function correcting(settings?: Record<string, SettingValue>): Story {
  const story = certified(settings).on('2026-03-20').as(officer).does('PROPOSE_CORRECTION');
  return story.as(head).does('APPROVE_CORRECTION').as(president);
}

export function refused(settings?: Record<string, SettingValue>): Story {
  return votes(
    inSession(undefined, settings),
    'against',
    'against',
    'against',
    'against',
    'against',
  )
    .does('VOTE_FAIL')
    .as(president)
    .does('ISSUE');
}

type Seen = { sheets: object; ballots: object; votes: { ballots: object }[] };

/** What of the case this person may read. */
export function seen(story: Story, who: Actor): Seen {
  const { view } = process as Required<Process>;
  return view(story.data, who) as Seen;
}

export const codes = (refusal: { reasons: { code: string }[] }): string[] =>
  refusal.reasons.map(({ code }) => code);
