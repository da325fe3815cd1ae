// Opinions for the dossiers of communes: one is guided on criterion 1.5, and each that asked has its opinion.
import { act, open, type Play } from './play.ts';
import type { Stage, Story } from './stage.ts';

type Opinion = {
  commune: string;
  set: 'BL_TCSX_13_1' | 'BL_KM_1_5';
  on: readonly [asked: string, prepared: string, signed: string];
  guided?: string;
};

const opinions: readonly Opinion[] = [
  {
    commune: 'Xã Vĩnh Hưng A',
    set: 'BL_TCSX_13_1',
    on: ['2022-03-09', '2022-03-15', '2022-03-17'],
  },
  {
    commune: 'Xã Long Điền',
    set: 'BL_KM_1_5',
    on: ['2022-05-10', '2022-05-17', '2022-05-20'],
    guided: 'Hướng dẫn xã bổ sung hợp đồng liên kết giữa các hợp tác xã.',
  },
];

const requirements = { BL_TCSX_13_1: 'abcdefhi', BL_KM_1_5: 'abcdefghi' } as const;

export function opinionStories(play: Play): Story[] {
  return opinions.map((each) => (stage) => given(play, stage, each));
}

async function given(
  play: Play,
  stage: Stage,
  { commune, set, on, guided }: Opinion,
): Promise<void> {
  const { commune: officer, staff, leader } = play.people;
  await stage.on(on[0]);
  const matter = await open(play, officer, 'opinion', {
    commune,
    criterionSet: set,
    period: 2022,
    cooperatives: play.older.slice(0, 1).map(({ code, name }) => ({ code, name })),
  });
  if (guided) await act(play, matter, staff, 'GUIDE_COMMUNE', { text: guided });
  await stage.on(on[1]);
  await act(play, matter, staff, 'PREPARE_OPINION', {
    lines: requirements[set].split('').map((criterion) => ({ criterion, met: true })),
    conclusion: 'met',
    text: 'Đủ cơ sở đề nghị công nhận xã đạt tiêu chí.',
  });
  await stage.on(on[2]);
  await act(play, matter, leader, 'SIGN_OPINION');
}
