// All stories on one clock, told in a few lines.
import { setTimeout as sleep } from 'node:timers/promises';
import { halfYear, period } from './half-year.ts';
import { history } from './history.ts';
import { laterAppraisals } from './later-appraisals.ts';
import { laterComplaints } from './later-complaints.ts';
import { laterFoundings } from './later-foundings.ts';
import type { Play } from './play.ts';
import { conduct } from './stage.ts';

const chapters: readonly (readonly [from: string, line: string])[] = [
  ['2018-03-05', '2018–2020: 21 hợp tác xã được thành lập'],
  ['2021-08-02', '2021: 14 hợp tác xã được công nhận tiêu chí 3.2'],
  [
    '2022-01-04',
    '6 tháng đầu năm 2022: 21 nhóm sáng lập, 1 liên hiệp, 7 hợp tác xã đề nghị công nhận',
  ],
  ['2022-07-01', 'Từ 7/2022: các kết cục không thuận, khiếu nại, hết hạn, thu hồi'],
];

const beforeAll = '2018-03-01';
/** Other processes of a service follow the clock within half a second. */
const followMs = 600;

/**
 * Plays from 2018 until the last ending.
 * @param helped begins when the clock is set, and is over before the half-year is
 */
export async function playEverything(
  play: Play,
  say: (line: string) => void,
  helped: () => Promise<void>,
): Promise<void> {
  const stories = [
    ...history(play),
    ...halfYear(play),
    ...laterFoundings(play),
    ...laterAppraisals(play),
    ...laterComplaints(play),
  ];
  const left = [...chapters];
  await setClock(play, beforeAll);
  await sleep(followMs);
  const help = helped();
  // When it fails the stories end with that, at the latest when the half-year is over; not the program at once.
  help.catch(() => undefined);
  await conduct(stories, async (day) => {
    if (day > period.to) await help;
    while (left[0] && left[0][0] <= day) say(`  ${left.shift()?.[1]}`);
    await setClock(play, day);
  });
}

async function setClock({ client }: Play, day: string): Promise<void> {
  await client.post('/dev/clock', { now: `${day}T09:00:00+07:00` });
}
