// Diagrams of every process: nothing left out, nothing dangling, texts that cannot break the form.
import { describe, expect, it } from 'vitest';
import { nodeId, toDot, toMermaid } from '../../machines/diagram.ts';
import { allProcesses } from '../../machines/index.ts';
import { edges, places } from '../../machines/statechart.ts';

describe.each(allProcesses().map((process) => [process.key, process] as const))(
  '%s',
  (_, process) => {
    const all = places(process.states);
    const arrows = edges(all);

    it('has every leaf and every act in Graphviz, and no name that is not for people', () => {
      const dot = toDot(process, { language: 'en', law: true });
      for (const { path } of all.filter(({ leaf }) => leaf))
        expect(dot).toContain(`id="${nodeId(path)}"`);
      const joins = new Set(arrows.map(({ from, to }) => `${from} ${to}`));
      expect([...dot.matchAll(/ -> /g)]).toHaveLength(joins.size);
      const titles = ['', ...all.flatMap(({ state }) => state.title?.en ?? [])];
      for (const [, label] of dot.matchAll(/^\s*label="(.*)";$/gm)) expect(titles).toContain(label);
      const named = new Set([...dot.matchAll(/^\s*(s_\w+) \[/gm)].map(([, name]) => name));
      const joined = [...dot.matchAll(/(s_\w+) -> (s_\w+)/g)].flatMap(([, from, to]) => [from, to]);
      expect(joined.filter((name) => !named.has(name))).toEqual([]);
      const frames = new Set([...dot.matchAll(/subgraph (cluster_\w+)/g)].map(([, name]) => name));
      const cut = [...dot.matchAll(/l(?:head|tail)="(\w+)"/g)].map(([, name]) => name);
      expect(cut.filter((name) => !frames.has(name))).toEqual([]);
      expect(dot.split('{').length).toBe(dot.split('}').length);
      for (const { act } of arrows) expect(dot).toContain(act.law.replaceAll('"', '\\"'));
    });

    it('has every state and every act in Mermaid, each on a line of its own', () => {
      const mermaid = toMermaid(process, { language: 'vi', law: true });
      for (const { path } of all) expect(mermaid).toContain(`as ${nodeId(path)}\n`);
      const acts = mermaid.split('\n').filter((line) => /^ {2}s_\w+ --> s_\w+ : .+$/.test(line));
      expect(acts).toHaveLength(arrows.length);
      for (const line of acts)
        expect(line.slice(line.indexOf(' : ') + 3)).not.toMatch(/[:;#"<>{}]/);
      const known = new Set(all.map(({ path }) => nodeId(path)));
      const used = [...mermaid.matchAll(/\b(s_\w+)\b/g)].map(([, name]) => name as string);
      expect(used.filter((name) => !known.has(name))).toEqual([]);
      expect(mermaid.match(/\{$/gm)?.length).toBe(mermaid.match(/^\s*\}$/gm)?.length);
    });

    it('marks the states a case is in, and no other', () => {
      const leaf = all.find((place) => place.leaf && place.path.startsWith('open.'))
        ?.path as string;
      const current = [leaf.replace(/^open\./, '')];
      expect(toDot(process, { language: 'vi', current }).match(/penwidth=3/g)).toHaveLength(1);
      expect(toMermaid(process, { language: 'vi', current })).toContain(
        `class ${nodeId(leaf)} current`,
      );
      expect(toDot(process, { language: 'vi' })).not.toContain('penwidth=3');
    });
  },
);
