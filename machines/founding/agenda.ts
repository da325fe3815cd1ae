// The agenda of the founding conference in its legal order, and how far it has come.
import { leastMembers, officialOf, type Founding } from './data.ts';

/** Each item with the event that settles it, and the public name of the state in which it is due. */
const items = [
  { event: 'OPEN', state: 'assembly.scheduled' },
  { event: 'RECORD_VOTE', state: 'assembly.inSession' },
  { event: 'ADOPT_MEMBER_LIST', state: 'assembly.charterAdopted' },
  { event: 'VALUE_ASSETS', state: 'assembly.listAdopted' },
  { event: 'DECIDE', state: 'assembly.valued' },
  { event: 'CLOSE_ASSEMBLY', state: 'assembly.decided' },
] as const;

export type AgendaItem = { event: string; stage: 'done' | 'now' | 'later' | 'spared' };

/** Returns the items in the order of the law; assets are not valued where all capital is cash. @law Luật 17/2023/QH15 Đ39 */
export function agendaOf(data: Founding, state: string): AgendaItem[] {
  const found = items.findIndex((item) => item.state === state);
  const at = found >= 0 || isBefore(state) ? found : items.length;
  return items.map(({ event }, index) => {
    if (event === 'VALUE_ASSETS' && data.parts.assets.content?.cashOnly)
      return { event, stage: 'spared' };
    return { event, stage: index < at ? 'done' : index === at ? 'now' : 'later' };
  });
}

/** Called off, or failed: nothing of it stands. */
function isBefore(state: string): boolean {
  return state.startsWith('assembly') || state === 'readyForAssembly';
}

export type Least = {
  /** Official members who must be there: the larger of the two below. */
  need: number;
  legal: number;
  /** The alliance's own share, rounded up; 0 when it set none. */
  own: number;
  percent: number;
  all: number;
};

/** Least attendance: the legal minimum, or the alliance's own quorum where that is more. @law Luật 17/2023/QH15 Đ4.7, 4.8, 39.2c */
export function leastPresent(data: Founding, settings: Readonly<Record<string, unknown>>): Least {
  const percent = Number(settings['quorumPercent']);
  const all = officialOf(data).length;
  const [legal, own] = [leastMembers(data), Math.ceil((all * percent) / 100)];
  return { need: Math.max(legal, own), legal, own, percent, all };
}
