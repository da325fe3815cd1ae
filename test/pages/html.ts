// Reads HTML as strictly as our templates are written: what is opened is closed in its order, every attribute is quoted
// or bare, no id stands twice. Faults throw with what is around them.

export type Element = {
  tag: string;
  attributes: Readonly<Record<string, string>>;
  children: (Element | string)[];
  parent: Element | undefined;
};

const empty = new Set(
  'area base br col embed hr img input link meta source track wbr path rect circle'.split(' '),
);
const plain = new Set(['script', 'style', 'title', 'textarea']);
const tagText = /<(\/?)([a-z][a-z0-9]*)((?:\s+[^\s=>/]+(?:="[^"]*")?)*)\s*(\/?)>/y;
const attributeText = /\s+([^\s=>/]+)(?:="([^"]*)")?/g;
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: '\u00a0',
};

/** The whole document as one element of its own. @throws Error with the place of the first fault */
export function readHtml(html: string): Element {
  const root = elementOf('#document', {}, undefined);
  const reader: Reader = { html, at: 0, here: root, ids: new Set() };
  while (reader.at < html.length) readOne(reader);
  if (reader.here !== root) throw new Error(`<${reader.here.tag}> is never closed`);
  return root;
}

type Reader = { readonly html: string; at: number; here: Element; readonly ids: Set<string> };

function wrong({ html, at }: Reader, what: string): Error {
  return new Error(`${what}: …${html.slice(Math.max(0, at - 80), at + 120)}…`);
}

/** A run of text, a comment, or a tag. */
function readOne(reader: Reader): void {
  const { html, at, here } = reader;
  const next = html.indexOf('<', at);
  const end = next < 0 ? html.length : next;
  if (end > at) {
    here.children.push(unescaped(html.slice(at, end)));
    reader.at = end;
    return;
  }
  skippedText.lastIndex = at;
  if (skippedText.test(html)) reader.at = skippedText.lastIndex;
  else readTag(reader);
}

const skippedText = /<!doctype html>|<!--[\s\S]*?-->/iy;

function readTag(reader: Reader): void {
  tagText.lastIndex = reader.at;
  const [whole, closing, tag = '', rest = '', closed] = tagText.exec(reader.html) ?? [];
  if (whole === undefined) throw wrong(reader, 'no tag');
  if (closing) close(reader, tag);
  else open(reader, { tag, rest, inner: reader.at + whole.length, alone: closed === '/' });
  reader.at += plain.has(tag) && !closing ? 0 : whole.length;
}

function close(reader: Reader, tag: string): void {
  const { here } = reader;
  if (here.tag !== tag || here.parent === undefined)
    throw wrong(reader, `</${tag}> closes <${here.tag}>`);
  reader.here = here.parent;
}

type Opening = { tag: string; rest: string; inner: number; alone: boolean };

function open(reader: Reader, { tag, rest, inner, alone }: Opening): void {
  const { here, ids, html } = reader;
  const element = elementOf(tag, attributesOf(rest), here);
  const { id } = element.attributes;
  if (id !== undefined && ids.has(id)) throw wrong(reader, `id ${id} twice`);
  if (id !== undefined) ids.add(id);
  here.children.push(element);
  if (plain.has(tag)) {
    const until = html.indexOf(`</${tag}>`, inner);
    element.children.push(unescaped(html.slice(inner, until)));
    reader.at = until + tag.length + 3;
  } else if (!empty.has(tag) && !alone) reader.here = element;
}

function elementOf(
  tag: string,
  attributes: Element['attributes'],
  parent: Element | undefined,
): Element {
  return { tag, attributes, children: [], parent };
}

function attributesOf(text: string): Element['attributes'] {
  const found = [...text.matchAll(attributeText)];
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, unescaped(value)]));
}

function unescaped(text: string): string {
  return text.replaceAll(/&(#\d+|#x[0-9a-f]+|[a-z]+);/gi, (whole, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
    const found = entities[name];
    if (found === undefined) throw new Error(`${whole} is unknown`);
    return found;
  });
}

/** Elements below, in their order, that fit. */
export function all(under: Element, fits: (each: Element) => boolean): Element[] {
  return under.children.flatMap((child) =>
    typeof child === 'string' ? [] : [...(fits(child) ? [child] : []), ...all(child, fits)],
  );
}

export function tagged(under: Element, ...tags: string[]): Element[] {
  return all(under, ({ tag }) => tags.includes(tag));
}

export function classed(under: Element, name: string): Element[] {
  return all(under, ({ attributes }) => (attributes['class'] ?? '').split(/\s+/).includes(name));
}

/** What is read of it: words with one space between them. */
export function textOf(element: Element): string {
  return written(element).replaceAll(/\s+/g, ' ').trim();
}

function written({ tag, children }: Element): string {
  if (tag === 'script' || tag === 'style') return '';
  const text = children.map((child) => (typeof child === 'string' ? child : written(child)));
  return inline.has(tag) ? text.join('') : ` ${text.join('')} `;
}

const inline = new Set('a abbr b code em i span strong'.split(' '));

/** The element it stands in, itself included. */
export function around(element: Element, tag: string): Element | undefined {
  return element.tag === tag ? element : element.parent && around(element.parent, tag);
}
