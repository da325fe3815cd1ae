// What has no business inside a picture: how large it may be, and marks of archives, papers, programs and pages.
import { Refused, type Outline } from '../verdict.ts';

const mostPixels = 40_000_000;
const longestSide = 20_000;
const longestText = 1024 * 1024;

/** @throws Refused for a picture that is too large to be shown, or has no size */
export function bearable(width: number, height: number): Outline {
  if (width === 0 || height === 0) throw new Refused('unreadable', 'no size');
  if (width * height > mostPixels || Math.max(width, height) > longestSide)
    throw new Refused('pixels', `${width} × ${height}`);
  return { width, height };
}

const pages = ['%pdf-', '<html', '<script', '<svg', '<?php', '<!doctype', 'javascript:'];
const archives = ['pk\u0003\u0004', 'pk\u0005\u0006', 'rar!\u001a', '7z\u00bc\u00af'];

/** Telephones put small things behind a picture; archives, papers and pages do not belong there. */
export function checkBehind(rest: Buffer): void {
  if (has(rest, [...pages, ...archives])) throw new Refused('hidden', 'data behind the picture');
  if (rest.toString('latin1', 0, 2) === 'MZ') throw new Refused('hidden', 'a program');
}

/** Descriptions may be long, but they are no pages and no archives. */
export function checkDescription(content: Buffer): void {
  if (content.length > longestText) throw new Refused('bomb', 'a description without end');
  if (has(content, [...pages, ...archives.slice(0, 1)]))
    throw new Refused('hidden', 'code in a description');
}

function has(content: Buffer, marks: readonly string[]): boolean {
  const text = content.toString('latin1').toLowerCase();
  return marks.some((mark) => text.includes(mark));
}
