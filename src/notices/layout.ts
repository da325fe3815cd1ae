// One notice from lines to text and HTML: both parts always say the same.
import { readFileSync } from 'node:fs';
import nunjucks from 'nunjucks';

export type Language = 'vi' | 'en';
/** Text lines with their line breaks, an item of a list, or a link drawn as a button. */
export type NoticeBlock =
  | { kind: 'paragraph'; text: string }
  | { kind: 'item'; text: string }
  | { kind: 'link'; text: string; url: string };
export type NoticePart = { language: Language; subject: string; blocks: NoticeBlock[] };

const LAYOUT = new URL('../../templates/notices/layout.njk', import.meta.url);

let layout: nunjucks.Template | undefined;

/** Returns the text part: paragraphs apart, items with a dash, links written out. */
export function textOf({ blocks }: NoticePart): string {
  return blocks
    .map((block, index) => {
      const gap = block.kind === 'item' && blocks[index - 1]?.kind === 'item' ? '\n' : '\n\n';
      return (index === 0 ? '' : gap) + lineOf(block);
    })
    .join('')
    .concat('\n');
}

/** Returns the HTML part; everything that came from data is escaped by the layout. */
export function htmlOf(part: NoticePart): string {
  layout ??= new nunjucks.Template(
    readFileSync(LAYOUT, 'utf8'),
    new nunjucks.Environment(null, { autoescape: true, throwOnUndefined: true }),
  );
  return layout.render({ ...part, groups: grouped(part.blocks) });
}

type Group =
  | { kind: 'list'; items: string[] }
  | { kind: 'paragraph'; lines: string[] }
  | { kind: 'link'; text: string; url: string };

function grouped(blocks: NoticeBlock[]): Group[] {
  const groups: Group[] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    if (block.kind === 'item' && last?.kind === 'list') last.items.push(block.text);
    else if (block.kind === 'item') groups.push({ kind: 'list', items: [block.text] });
    else if (block.kind === 'link') groups.push(block);
    else groups.push({ kind: 'paragraph', lines: block.text.split('\n') });
  }
  return groups;
}

function lineOf(block: NoticeBlock): string {
  if (block.kind === 'item') return `- ${block.text.replaceAll('\n', '\n  ')}`;
  return block.kind === 'link' ? `${block.text}: ${block.url}` : block.text;
}
