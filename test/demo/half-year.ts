// The first half of 2022 in Bạc Liêu: 21 groups, 16 conferences, 13 registrations, a union of 21, 7 recognitions.
// The figures are those of the printed report; names, days within the half-year and sizes of classes are made up.
import { appraise } from './appraisal.ts';
import { consulted, registered, type Days } from './course.ts';
import { fates, type Fate } from './fates.ts';
import { ask, payIn, type Founding } from './founding.ts';
import { cooperative, union } from './groups.ts';
import { older, recognisedBefore } from './history.ts';
import { opinionStories } from './opinions.ts';
import type { Candidate, Play } from './play.ts';
import type { Stage, Story } from './stage.ts';

export const period = { from: '2022-01-01', to: '2022-06-30' } as const;

const waves: readonly Days[] = [
  ['2022-01-04', '2022-01-10', '2022-01-17', '2022-02-10', '2022-02-15', '2022-02-21'],
  ['2022-01-13', '2022-01-19', '2022-02-14', '2022-02-22', '2022-02-25', '2022-03-03'],
  ['2022-02-09', '2022-02-16', '2022-02-28', '2022-03-08', '2022-03-11', '2022-03-17'],
  ['2022-02-23', '2022-03-02', '2022-03-14', '2022-03-22', '2022-03-25', '2022-03-31'],
  ['2022-03-07', '2022-03-15', '2022-03-28', '2022-04-05', '2022-04-08', '2022-04-15'],
  ['2022-03-24', '2022-04-01', '2022-04-13', '2022-04-21', '2022-04-26', '2022-05-04'],
  ['2022-04-06', '2022-04-14', '2022-04-27', '2022-05-12', '2022-05-17', '2022-05-23'],
].map(
  ([asked, advised, drafted, held, filed, granted]) =>
    ({ asked, advised, drafted, held, filed, granted }) as Days,
);

const unionDays: Days = {
  asked: '2022-02-11',
  advised: '2022-02-18',
  drafted: '2022-03-10',
  held: '2022-04-19',
  filed: '2022-04-28',
  granted: '2022-05-06',
};

const recognitions: readonly (readonly [string, string, string])[] = [
  ['2022-02-14', '2022-03-02', '2022-03-14'],
  ['2022-04-12', '2022-05-05', '2022-05-18'],
];

/** 27 classes, 866 people together: one class for each group, a second one for five of them. */
const usualClass = 32;
const lastClass = 34;
const twice = 5;

/** Capital is paid in before the half-year is over. */
const paidOn = '2022-06-29';

/** How each of the 21 groups fares; those not named are registered and complete. */
const fateOf: Readonly<Record<number, Fate>> = {
  2: 'noConference',
  5: 'votedDown',
  8: 'lapsed',
  11: 'split',
  13: 'stopped',
  14: 'gaveUpBefore',
  16: 'complained',
  17: 'neverMet',
  18: 'paidInPart',
  19: 'tooFew',
};

export function halfYear(play: Play): Story[] {
  const groups = Array.from({ length: 21 }, (_, index) => groupStory(play, index));
  return [...groups, unionStory(play), ...recognitionStories(play), ...opinionStories(play)];
}

function groupStory(play: Play, index: number): Story {
  const group = cooperative('Hòa Phát', index);
  const days = waves[Math.floor(index / 3)] as Days;
  const fate = fateOf[index];
  return async (stage) => {
    await stage.on(days.asked);
    const owner = fate && fates[fate].owner ? play.people.founder : undefined;
    const founding = await ask(play, group, owner);
    const classes = index < twice ? [usualClass, usualClass] : [usualClass];
    await consulted(play, stage, { founding, days, classes });
    const course = fate ? fates[fate].course : registeredInTime;
    play.newcomers[index] = { code: founding.code, name: group.name, commune: group.commune };
    await course(play, stage, founding, days);
  };
}

async function registeredInTime(
  play: Play,
  stage: Stage,
  founding: Founding,
  days: Days,
): Promise<void> {
  await registered(play, stage, founding, days);
  await stage.on(paidOn);
  await payIn(play, founding);
}

function unionStory(play: Play): Story {
  const group = union(older.map(({ name }) => name));
  return async (stage) => {
    await stage.on(unionDays.asked);
    const founding = await ask(play, group);
    await consulted(play, stage, { founding, days: unionDays, classes: [lastClass] });
    await registeredInTime(play, stage, founding, unionDays);
  };
}

function recognitionStories(play: Play): Story[] {
  return older.slice(recognisedBefore).map((_, at) => async (stage) => {
    const days = recognitions[at < 4 ? 0 : 1] as (typeof recognitions)[number];
    await stage.on(days[0]);
    const candidate = play.older[recognisedBefore + at] as Candidate;
    play.recognised[at] = await appraise(play, stage, candidate, days);
  });
}
