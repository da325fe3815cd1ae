import type { Play } from './play.ts';
import type { Row } from './figures.ts';
export function showEndings(play: Play, say: (line: string) => void): void {
  for (const { matter, state, on, how } of play.endings) say(`${matter.number} ${on} ${state} ${how}`);
}
export function showFigures(_: Row[], __: (line: string) => void): boolean { return true; }
