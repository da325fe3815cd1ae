// The agenda in its legal order, and who must be there.
import { describe, expect, it } from 'vitest';
import { agendaOf, leastPresent } from '../../../machines/founding/agenda.ts';
import type { Founding } from '../../../machines/founding/data.ts';
import type { Story } from '../given.ts';
import { dossier, example, inSession, ready, valued } from './story.ts';

const stages = (story: Story): string =>
  agendaOf(story.data as unknown as Founding, story.state)
    .map(({ stage }) => stage)
    .join(' ');

describe('Đ39: the agenda', () => {
  it('has its legal order', () => {
    const story = ready().does('SCHEDULE_ASSEMBLY');
    expect(
      agendaOf(story.data as unknown as Founding, story.state).map(({ event }) => event),
    ).toEqual([
      'OPEN',
      'RECORD_VOTE',
      'ADOPT_MEMBER_LIST',
      'VALUE_ASSETS',
      'DECIDE',
      'CLOSE_ASSEMBLY',
    ]);
  });

  it('says what is done, what is due, and what comes', () => {
    expect(stages(ready().does('SCHEDULE_ASSEMBLY'))).toBe('now later later later later later');
    expect(stages(inSession())).toBe('done now later later later later');
    expect(stages(valued())).toBe('done done done done now later');
    expect(stages(dossier())).toBe('done done done done done done');
  });

  it('begins anew when the conference was called off or failed', () => {
    const off = ready().does('SCHEDULE_ASSEMBLY').does('POSTPONE');
    expect(stages(off)).toBe('later later later later later later');
    expect(stages(inSession().does('SPLIT'))).toBe('later later later later later later');
  });

  it('leaves valuing out where all capital is cash', () => {
    const assets = { part: 'assets', assets: { cashOnly: true } };
    expect(stages(inSession({}, { assets }))).toBe('done now later spared later later');
  });
});

it('Đ4.7: the least attendance is that of the law, or the share the alliance sets where that is more', () => {
  const data = ready().does('SCHEDULE_ASSEMBLY', example('SCHEDULE_ASSEMBLY')).data;
  const least = (quorumPercent: number) =>
    leastPresent(data as unknown as Founding, { quorumPercent });
  expect(least(0)).toEqual({ need: 5, legal: 5, own: 0, percent: 0, all: 7 });
  expect(least(80)).toEqual({ need: 6, legal: 5, own: 6, percent: 80, all: 7 });
});
