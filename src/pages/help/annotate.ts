// Help in place: one pass over a page that was drawn. Citations become links to what the article says, the first
// use of a term becomes a link to what it means, and Vietnamese data on an English page says that it is Vietnamese.
// Texts of the product are told from data by marks that the template functions put around them; no mark goes out.
import type { Language } from '../../../machines/text.ts';
import { besideCitations, citationsIn, type Citation } from './citations.ts';
import { meaningsOf, termsIn, type TermUse } from './glossary.ts';
import { isVietnamese, vietnameseData, vietnameseWithin } from './vietnamese.ts';

// Not characters: Unicode keeps these two for use inside a program.
const opening = '\uFDD0';
const closing = '\uFDD1';
const marks = /[\uFDD0\uFDD1]/g;

/** A text of the product, recognised as such when the page is done. */
export function productText(text: string): string {
  return text === '' ? '' : opening + text + closing;
}

type Place = {
  tag: string;
  main: boolean;
  law: boolean;
  /** Takes no links. */
  closed: boolean;
  /** Takes no terms: not everybody opens it, so the first use is looked for elsewhere. */
  folded: boolean;
  /** Takes no markup at all. */
  plain: boolean;
};
type Pass = {
  language: Language;
  /** Elements around what is being read, the innermost last. */
  around: Place[];
  /** Terms explained so far. */
  told: Set<string>;
};

const token = /<!--[\s\S]*?-->|<!doctype[^>]*>|<(\/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>/gi;
const empty = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
/** What holds no links: they are links themselves, name a place, or take no elements. */
const closed = new Set('a button summary nav h1 h2 h3 h4 h5 h6 svg'.split(' '));
const plain = new Set('title option textarea script style svg'.split(' '));

/** The page with its help, and without marks. */
export function annotate(html: string, language: Language): string {
  const pass: Pass = { language, around: [], told: new Set() };
  const out: string[] = [];
  let at = 0;
  for (const found of html.matchAll(token)) {
    const text = html.slice(at, found.index);
    if (inOption(text, pass)) out.push(`${(out.pop() ?? '').slice(0, -1)} lang="vi">`);
    out.push(between(text, pass));
    at = found.index + found[0].length;
    out.push(tagOf(found, pass));
  }
  out.push(between(html.slice(at), pass));
  return out.join('');
}

/** A tag as it goes out; where the main part ends, with what its terms mean before it. */
function tagOf([whole, ending, name = '', attributes = '']: RegExpExecArray, pass: Pass): string {
  const tag = name.toLowerCase();
  const markup = whole.replaceAll(marks, '');
  if (ending === '/') {
    leave(pass, tag);
    return tag === 'main' ? meaningsOf([...pass.told], pass.language) + markup : markup;
  }
  if (tag !== '' && !empty.has(tag) && !attributes.endsWith('/')) enter(pass, tag, attributes);
  return markup;
}

// The page itself says `lang="vi" class=…`; whatever says its language inside has said enough.
const foreign = /(?<!href)lang="(?![^>]*govuk-template)/;
const lawClass = /class="[^"]*\bsl-law\b/;
const closedClass = /class="[^"]*\bgovuk-(?:tag|caption-)/;
const nowhere: Place = {
  tag: '',
  main: false,
  law: false,
  closed: false,
  folded: false,
  plain: false,
};

function enter({ around }: Pass, tag: string, attributes: string): void {
  const outer = around.at(-1) ?? nowhere;
  around.push({
    tag,
    main: outer.main || tag === 'main',
    law: outer.law || lawClass.test(attributes),
    closed: outer.closed || closed.has(tag) || closedClass.test(attributes),
    folded: outer.folded || tag === 'details',
    plain: outer.plain || plain.has(tag) || foreign.test(attributes),
  });
}

/** A choice with Vietnamese in it, on an English page: its element says so, since it takes no others. */
function inOption(text: string, { around, language }: Pass): boolean {
  if (around.at(-1)?.tag !== 'option' || language === 'vi' || !isVietnamese(text)) return false;
  const said = text.replaceAll(marks, '');
  return said === text || vietnameseWithin(said) !== said;
}

function leave({ around }: Pass, tag: string): void {
  const at = around.findLastIndex((each) => each.tag === tag);
  if (at >= 0) around.length = at;
}

/** A text between two tags. */
function between(text: string, pass: Pass): string {
  const place = pass.around.at(-1);
  if (!place || place.plain || !/[\p{L}\uFDD0]/u.test(text)) return text.replaceAll(marks, '');
  return runsOf(text)
    .map(({ said, product }) =>
      product ? ofProduct(said, place, pass) : ofData(said, place, pass),
    )
    .join('');
}

type Run = { said: string; product: boolean };

function runsOf(text: string): Run[] {
  let depth = 0;
  return text.split(/([\uFDD0\uFDD1])/).flatMap((said) => {
    if (said === opening) depth += 1;
    else if (said === closing) depth = Math.max(0, depth - 1);
    else if (said !== '') return [{ said, product: depth > 0 }];
    return [];
  });
}

function ofProduct(text: string, place: Place, pass: Pass): string {
  const { main, closed: noLinks, folded } = place;
  const asProduct = pass.language === 'en' ? vietnameseWithin : (given: string) => given;
  if (!main || noLinks) return asProduct(text);
  const citations = citationsIn(text);
  const uses = (folded ? [] : termsIn(text, pass.language)).filter(
    ({ at, end }) => !citations.some((each) => at < each.end && each.at < end),
  );
  const first = uses.filter(({ id }) => !pass.told.has(id) && pass.told.add(id));
  return woven(text, [...citations, ...first], asProduct, pass.language);
}

/** Definitions write `?` before a source that nobody has confirmed; readers get the words. */
function doubted(text: string, language: Language): string {
  const words = language === 'vi' ? ' (chưa xác nhận)' : ' (unconfirmed)';
  return text.replaceAll(/(?<=^|[\s(])\? ((?:[^;()]|\([^()]*\))+)/g, (_, source: string) =>
    source.includes('chưa') ? source : source.trimEnd() + words,
  );
}

function ofData(given: string, { main, law, closed: noLinks }: Place, { language }: Pass): string {
  const text = law ? doubted(given, language) : given;
  const citations = citationsIn(text);
  if (citations.length === 0) return asData(text, language);
  const rest = (each: string): string => asData(besideCitations(each, language), language);
  return woven(text, main && law && !noLinks ? citations : [], rest, language);
}

type Weave = Citation | TermUse;

function woven(
  text: string,
  places: readonly Weave[],
  rest: (text: string) => string,
  language: Language,
): string {
  const ordered = places.toSorted((one, other) => one.at - other.at);
  let from = 0;
  const parts = ordered.flatMap((place) => {
    const before = rest(text.slice(from, place.at));
    from = place.end;
    return [before, link(text.slice(place.at, place.end), place, language)];
  });
  return [...parts, rest(text.slice(from))].join('');
}

function link(text: string, place: Weave, language: Language): string {
  if ('id' in place)
    return `<a class="sl-word" role="doc-glossref" id="w-${place.id}-at" href="#w-${place.id}">${text}</a>`;
  const named =
    place.of === undefined ? '' : ` aria-label="${place.of} Đ${text.replace(/^\D+/, '')}"`;
  return `<a class="govuk-link" href="/law#${place.anchor}"${named}>${asData(besideCitations(text, language), language)}</a>`;
}

function asData(text: string, language: Language): string {
  return language === 'en' ? vietnameseData(text) : text;
}
