// The line-based markup of templates/documents: one line is one block, its first sign says which.
// Values of a case can never become markup: `protect` hides their signs until parsing is over.

export type Style = 'title' | 'subject' | 'ground' | 'centre' | 'heading' | 'paragraph' | 'item';
export type Run = { text: string; bold: boolean };
export type TextBlock = { style: Style; runs: Run[] };
/**
 * `rows[0]` is the header; `widths` are shares of the line, equal when the template names none. Columns named in `right`
 * stand at their right edge, as figures do.
 */
export type TableBlock = { style: 'table'; widths: number[]; right: number[]; rows: string[][] };
/** `rows[0]` names the series after the first cell; the first column names the places, the others hold plain numbers. */
export type ChartBlock = {
  style: 'chart';
  look: 'bars' | 'line';
  title: string;
  rows: string[][];
};
/** To cut out: the QR code of a link, and beside it a name, a line, and a code under its label. */
export type SlipBlock = {
  style: 'slip';
  link: string;
  name: string;
  role: string;
  label: string;
  code: string;
};
export type Block = TextBlock | TableBlock | ChartBlock | SlipBlock;
export const isText = (block: Block): block is TextBlock => 'runs' in block;

/** An empty title means: the signer given with the paper. */
export type Signature = { title: string; name: string };
export type Heading = 'organisation' | 'national' | 'certificate';
export type Markup = {
  heading: Heading;
  /** Letters of the symbol, "QĐ" in "12/QĐ-LMHTX"; empty for papers without a number. */
  type: string;
  blocks: Block[];
  recipients: string[];
  signatures: Signature[];
};

/** Private-use signs: the guard starts every value, so that a line starting with one is text. */
const GUARD = '\uE000';
const HIDDEN = new Map([
  ['|', '\uE001'],
  ['*', '\uE002'],
  [';', '\uE003'],
  ['\n', '\uE004'],
]);
const SHOWN = new Map([...HIDDEN].map(([sign, hidden]) => [hidden, sign]));

const MARKS: [string, Style][] = [
  ['### ', 'heading'],
  ['## ', 'subject'],
  ['# ', 'title'],
  ['~ ', 'ground'],
  ['! ', 'centre'],
  ['* ', 'item'],
];
const ARTICLE = /^§ ([^.]+\.)\s*(.*)$/;

/** Returns the value as it may stand in a template: NFC, no control or invisible signs, no live markup. */
export function protect(value: string): string {
  const clean = value
    .normalize('NFC')
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cs}\p{Cn}]/gu, '')
    .trim();
  if (clean === '') return '';
  return GUARD + clean.replace(/[|*;\n]/g, (sign) => HIDDEN.get(sign) ?? sign);
}

/** Returns the value as it was before `protect`. */
export function reveal(text: string): string {
  return text
    .replaceAll(GUARD, '')
    .replace(/[\uE001-\uE004]/g, (hidden) => SHOWN.get(hidden) ?? hidden)
    .normalize('NFC');
}

/** Returns the paper a rendered template describes. @throws Error on an unknown directive */
export function parseMarkup(text: string): Markup {
  const markup: Markup = {
    heading: 'organisation',
    type: '',
    blocks: [],
    recipients: [],
    signatures: [],
  };
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line === '' || line === GUARD) continue;
    if (line.startsWith('@')) readDirective(markup, line);
    else if (line.startsWith('- ')) markup.recipients.push(reveal(line.slice(2)));
    else if (line.startsWith('|')) readTableLine(markup, line);
    else if (line.startsWith('& ')) markup.blocks.push(readSlip(line.slice(2)));
    else markup.blocks.push(readTextLine(line));
  }
  return markup;
}

function readDirective(markup: Markup, line: string): void {
  const [, name = '', rest = ''] = /^@(\w+)\s*(.*)$/.exec(line) ?? [];
  if (name === 'heading' && isHeading(rest)) markup.heading = rest;
  else if (name === 'type') markup.type = rest;
  else if (name === 'sign') markup.signatures.push(...rest.split('|').map(readSignature));
  else throw new Error(`Unknown directive in a document template: ${line}`);
}

function isHeading(text: string): text is Heading {
  return ['organisation', 'national', 'certificate'].includes(text);
}

function readSignature(text: string): Signature {
  const [title = '', name = ''] = text.split(';').map((part) => reveal(part).trim());
  return { title, name };
}

function readSlip(line: string): SlipBlock {
  const [link = '', name = '', role = '', label = '', code = ''] = line
    .split('|')
    .map((part) => reveal(part).trim());
  return { style: 'slip', link, name, role, label, code };
}

function readTableLine(markup: Markup, line: string): void {
  const last = markup.blocks.at(-1);
  if (line.startsWith('|=')) {
    const shares = reveal(line.slice(2)).trim().split(/\s+/);
    const right = shares.flatMap((share, index) => (share.endsWith('>') ? [index] : []));
    const widths = shares.map((share) => Number(share.replace('>', '')));
    markup.blocks.push({ style: 'table', widths, right, rows: [] });
    return;
  }
  if (line.startsWith('|%')) {
    const [, look = '', title = ''] = /^\|% (\w+) (.*)$/.exec(line.replaceAll(GUARD, '')) ?? [];
    if (look !== 'bars' && look !== 'line') throw new Error(`Unknown chart in a template: ${line}`);
    markup.blocks.push({ style: 'chart', look, title: reveal(title), rows: [] });
    return;
  }
  const cells = line.replace(/^\||\|$/g, '').split('|');
  const row = cells.map((cell) => reveal(cell).trim());
  if (last && 'rows' in last) last.rows.push(row);
  else markup.blocks.push({ style: 'table', widths: row.map(() => 1), right: [], rows: [row] });
}

function readTextLine(line: string): TextBlock {
  const article = ARTICLE.exec(line);
  if (article) return { style: 'paragraph', runs: readRuns(`**${article[1]}** ${article[2]}`) };
  const [mark, style] = MARKS.find(([sign]) => line.startsWith(sign)) ?? ['', 'paragraph' as const];
  return { style, runs: readRuns(line.slice(mark.length)) };
}

/** Odd pieces between `**` pairs are bold. */
function readRuns(text: string): Run[] {
  return text
    .split('**')
    .map((piece, index) => ({ text: reveal(piece), bold: index % 2 === 1 }))
    .filter((run) => run.text !== '');
}
