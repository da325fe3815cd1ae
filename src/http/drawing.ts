// State diagrams as SVG. Each process is drawn once per language; the states of a case are marked in the drawing.
import { instance, type Viz } from '@viz-js/viz';
import type { Process } from '../../machines/define.ts';
import { nodeId, toDot } from '../../machines/diagram.ts';
import type { Language } from '../../machines/text.ts';

export type Drawing = {
  language: Language;
  law: boolean;
  /** Paths of the states to mark. */ paths: readonly string[];
};

let engine: Promise<Viz> | undefined;
const drawn = new Map<string, Promise<string>>();

/** The diagram of a process as SVG text. */
export async function drawSvg(
  process: Process,
  { language, law, paths }: Drawing,
): Promise<string> {
  const name = `${process.key} ${language} ${law}`;
  const svg = drawn.get(name) ?? draw(process, language, law);
  drawn.set(name, svg);
  svg.catch(() => drawn.delete(name));
  return paths.reduce(marked, await svg);
}

async function draw(process: Process, language: Language, law: boolean): Promise<string> {
  engine ??= instance();
  const viz = await engine;
  return viz.renderString(toDot(process, { language, law }), { format: 'svg' });
}

/** Fills the node and thickens its line: colour is not the only sign. */
function marked(svg: string, path: string): string {
  const start = svg.indexOf(`<g id="${nodeId(path)}" class="node">`);
  if (start < 0) return svg;
  const end = svg.indexOf('</g>', start);
  const node = svg
    .slice(start, end)
    .replace('class="node"', 'class="node current" aria-current="step"')
    .replaceAll(/fill="#?\w+"(?=[^>]* (d|points)=)/g, 'fill="#ffe08a"')
    .replaceAll(/stroke="([^"]+)"/g, 'stroke="$1" stroke-width="3"');
  return svg.slice(0, start) + node + svg.slice(end);
}
