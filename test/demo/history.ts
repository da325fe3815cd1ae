// What was there before the half-year: 21 cooperatives, of which 14 had been recognised on criterion 3.2.
import { appraise } from './appraisal.ts';
import { ask, call, draft, file, grant, hold, payIn, viable } from './founding.ts';
import { cooperative } from './groups.ts';
import { ends, type Play } from './play.ts';
import type { Stage, Story } from './stage.ts';

type Wave = readonly [asked: string, held: string, granted: string];

const foundings: readonly Wave[] = [
  ['2018-03-05', '2018-03-12', '2018-03-19'],
  ['2019-05-06', '2019-05-13', '2019-05-20'],
  ['2020-06-08', '2020-06-15', '2020-06-22'],
];

/** Late enough in 2021 for the certificates to be valid all through the half-year. */
const recognitions: readonly Wave[] = [
  ['2021-08-02', '2021-08-16', '2021-08-25'],
  ['2021-10-04', '2021-10-18', '2021-10-27'],
];

const expiredOn = '2022-09-05';

export const recognisedBefore = 14;
const count = 21;

/** The older cooperatives, in the order of their founding. Known by name at once, by code when they are registered. */
export const older = Array.from({ length: count }, (_, index) => cooperative('Đồng Tiến', index));

/** Stories of the foundings and of the recognitions that followed. */
export function history(play: Play): Story[] {
  return older.map((group, index) => async (stage: Stage) => {
    const [asked, held, granted] = foundings[Math.floor(index / 7)] as Wave;
    await stage.on(asked);
    const founding = await ask(play, group, play.people.cooperative);
    await viable(play, founding);
    await draft(play, founding);
    await call(play, founding, held);
    await stage.on(held);
    await hold(play, founding);
    await file(play, founding);
    await stage.on(granted);
    await grant(play, founding);
    await payIn(play, founding);
    const candidate = { code: founding.code, name: group.name, commune: group.commune };
    play.older[index] = candidate;
    if (index >= recognisedBefore) return;
    const days = recognitions[Math.floor(index / 7)] as Wave;
    const matter = await appraise(play, stage, candidate, days);
    if (index > 0) return;
    await stage.on(expiredOn);
    await ends(play, stage, matter, ['certificate.expired', 'giấy công nhận hết hạn sau 1 năm']);
  });
}
