// XML as office files use it: strict UTF-8, no document type, every element closed. Nothing is fetched or expanded.
import { Refused } from '../verdict.ts';

export type Element = {
  /** Without its prefix. */
  name: string;
  /** As written, entities and all. */
  attributes: string;
};

const deepest = 1_000;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a part. @throws Refused for any other encoding than UTF-8 */
export function markupText(content: Buffer): string {
  let text: string;
  try {
    text = utf8.decode(content);
  } catch {
    throw new Refused('unreadable', 'not UTF-8');
  }
  const declared = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)/.exec(text)?.[1];
  if (text.includes('\0') || (declared && !/^(utf-?8|us-ascii)$/i.test(declared)))
    throw new Refused('unreadable', `encoding ${declared}`);
  return text;
}

const token =
  /<(?:!--[\s\S]*?--|\?[\s\S]*?\?|!\[CDATA\[[\s\S]*?\]\]|(?<close>\/)?(?<name>[A-Za-z_][\w.:-]*)(?<attributes>(?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?<empty>\/)?)>/gy;

/** Its elements in their order. @throws Refused when it is not well formed */
export function* elementsOf(text: string): Generator<Element> {
  const open: string[] = [];
  for (const { name, attributes, closes, opens } of tokensOf(text)) {
    if (closes && !opens && open.pop() !== name) throw new Refused('unreadable', `</${name}>`);
    if (opens) yield { name: local(name), attributes };
    if (opens && !closes) open.push(name);
    if (open.length > deepest) throw new Refused('bomb', 'nested too deep');
  }
  if (open.length > 0) throw new Refused('unreadable', 'elements left open');
}

type Token = { name: string; attributes: string; opens: boolean; closes: boolean };

function* tokensOf(text: string): Generator<Token> {
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    token.lastIndex = at;
    const found = token.exec(text)?.groups ?? noToken();
    // Kept, because others may use the pattern meanwhile.
    at = token.lastIndex;
    const { close, name, attributes = '', empty } = found;
    const [opens, closes] = [close === undefined, close !== undefined || empty !== undefined];
    if (name !== undefined) yield { name, attributes, opens, closes };
  }
}

/** A document type is none of ours either: it could name other files, or unfold without end. */
function noToken(): never {
  throw new Refused('unreadable', 'no element');
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const named: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

/** The value of an attribute, whatever its prefix. */
export function attribute({ attributes }: Element, name: string): string | undefined {
  for (const [, key = '', double, single] of attributes.matchAll(
    /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  ))
    if (local(key) === name) return plain(double ?? single ?? '');
  return undefined;
}

/** The text with its entities resolved. */
export function plain(text: string): string {
  return text.replaceAll(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi,
    (all, hex, decimal, name) => {
      if (name) return named[name as string] ?? all;
      const code = hex ? Number.parseInt(hex as string, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    },
  );
}
