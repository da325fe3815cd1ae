// A browser without scripts: it keeps cookies, reads the pages as they are sent, and does only what a page offers: its
// links, its fields, its buttons. What a page does not offer throws.
import { all, around, readHtml, tagged, textOf, type Element } from './html.ts';

export type PlainBrowser = {
  readonly path: string;
  readonly status: number;
  readonly document: Element;
  /** What stands in the main part, as read aloud. */
  readonly main: string;
  readonly heading: string;
  /** An address typed in. Everything else is followed from a page. */
  go(path: string): Promise<void>;
  /** Follows the one link with these words. */
  follow(words: string | RegExp): Promise<void>;
  /** Fills in fields of the page by name; entries of lists are added with the button that does so. */
  write(values: Readonly<Record<string, unknown>>): Promise<void>;
  /** Presses the one button with these words. */
  press(words: string | RegExp): Promise<void>;
  /** What stands in a field. */
  value(name: string): string;
  /** The choices of a select with these words, by their value. */
  option(name: string, words: string | RegExp): string;
};

type Filled = Map<string, string[]>;

const field = 'input select textarea'.split(' ');

/** @param session token of somebody who is signed in */
export function openPlainBrowser(origin: string, session?: string): PlainBrowser {
  const cookies = new Map(session === undefined ? [] : [['session', session]]);
  let path = '';
  let status = 0;
  let document = readHtml('');
  let filled: Filled = new Map();

  const call = async (to: string, form?: URLSearchParams): Promise<void> => {
    let [next, body]: [string, URLSearchParams | undefined] = [to, form];
    for (let hops = 0; hops < 5; hops += 1) {
      const answer = await fetch(origin + next, {
        method: body ? 'POST' : 'GET',
        redirect: 'manual',
        headers: {
          accept: 'text/html',
          'accept-language': 'vi',
          'sec-fetch-site': 'same-origin',
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        },
        ...(body ? { body } : {}),
      });
      keep(cookies, answer.headers.getSetCookie());
      const location = answer.headers.get('location');
      if (answer.status === 303 && location !== null) {
        await answer.arrayBuffer();
        [next, body] = [location, undefined];
        continue;
      }
      const type = answer.headers.get('content-type') ?? '';
      if (!type.startsWith('text/html')) throw new Error(`${next} is ${type}`);
      [path, status, document, filled] = [
        next,
        answer.status,
        readHtml(await answer.text()),
        new Map(),
      ];
      return;
    }
    throw new Error(`${to} never arrives`);
  };

  const browser: PlainBrowser = {
    get path() {
      return path;
    },
    get status() {
      return status;
    },
    get document() {
      return document;
    },
    get main() {
      return tagged(document, 'main').map(textOf).join(' ');
    },
    get heading() {
      return tagged(document, 'h1').map(textOf).join(' ');
    },
    go: (to) => call(to),
    async follow(words) {
      const links = tagged(document, 'a').filter((link) => says(link, words));
      const targets = [...new Set(links.map(({ attributes }) => attributes['href'] ?? ''))];
      await call(only(targets, `link "${words}" on ${path}`));
    },
    async write(values) {
      for (const [name, value] of Object.entries(values)) await put(name, value);
    },
    async press(words) {
      const buttons = tagged(document, 'button').filter(
        (button) => says(button, words) && button.attributes['aria-hidden'] === undefined,
      );
      await send(only(buttons, `button "${words}" on ${path}: ${browser.main.slice(0, 400)}`));
    },
    value: (name) => only(standing(fieldsNamed(name)), `value of ${name} on ${path}`),
    option(name, words) {
      const select = only(fieldsNamed(name), `field ${name}`);
      const found = tagged(select, 'option').filter((option) => says(option, words));
      return only(found, `"${words}" in ${name} on ${path}`).attributes['value'] ?? '';
    },
  };

  const fieldsNamed = (name: string): Element[] =>
    all(
      document,
      ({ tag, attributes }) =>
        field.includes(tag) && attributes['name'] === name && attributes['type'] !== 'hidden',
    );

  /** A value under a name: text, tick, choice, several choices, or whole groups and lists of them. */
  const put = async (name: string, value: unknown): Promise<void> => {
    const fields = fieldsNamed(name);
    if (fields.length > 0) {
      filled.set(name, textsFor(fields, name, value));
    } else if (Array.isArray(value)) {
      for (const [index, each] of value.entries()) {
        const row = `${name}.${index}`;
        if (!has(row)) await add(name);
        if (!has(row)) throw new Error(`${row} is not offered on ${path}`);
        await put(row, each);
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const [part, each] of Object.entries(value)) await put(`${name}.${part}`, each);
    } else throw new Error(`no field ${name} on ${path}: ${browser.heading}`);
  };

  const has = (row: string): boolean =>
    all(document, ({ tag, attributes }) => {
      const name = attributes['name'] ?? '';
      return field.includes(tag) && (name === row || name.startsWith(`${row}.`));
    }).length > 0;

  const add = async (list: string): Promise<void> => {
    const buttons = tagged(document, 'button').filter(
      ({ attributes }) => attributes['value'] === `add:${list}`,
    );
    await send(only(buttons, `button that adds to ${list} on ${path}`));
  };

  const standing = (fields: readonly Element[]): string[] =>
    fields.flatMap((each) => filled.get(each.attributes['name'] ?? '') ?? writtenIn(each));

  const send = async (button: Element): Promise<void> => {
    const form = around(button, 'form');
    if (!form) throw new Error(`"${textOf(button)}" is in no form`);
    const entries = entriesOf(form, filled);
    const { name, value = '' } = button.attributes;
    if (name !== undefined) entries.push([name, value]);
    const data = new URLSearchParams(entries);
    const to = form.attributes['action'] ?? path;
    await (form.attributes['method'] === 'post'
      ? call(to, data)
      : call(`${to}?${data.toString()}`));
  };
  return browser;
}

function keep(cookies: Map<string, string>, lines: readonly string[]): void {
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/;\s*max-age=0\b/i.test(line) || value === '') cookies.delete(name);
    else cookies.set(name, value);
  }
}

function says(element: Element, words: string | RegExp): boolean {
  const text = textOf(element);
  return typeof words === 'string' ? text === words : words.test(text);
}

function only<T>(found: readonly T[], what: string): T {
  if (found.length !== 1) throw new Error(`${found.length} × ${what}`);
  return found[0] as T;
}

/** What a form sends: its fields as they were written, and those that nobody touched. */
function entriesOf(form: Element, filled: Filled): [string, string][] {
  const fields = tagged(form, ...field).filter(({ attributes }) => 'name' in attributes);
  const named = Map.groupBy(fields, ({ attributes }) => attributes['name'] as string);
  return [...named].flatMap(([name, same]) => {
    const hidden = same.every(({ attributes }) => attributes['type'] === 'hidden');
    const texts = (hidden ? undefined : filled.get(name)) ?? same.flatMap(writtenIn);
    return texts.map((text): [string, string] => [name, text]);
  });
}

/** What a field sends when nobody touched it. */
function writtenIn(element: Element): string[] {
  const { tag, attributes } = element;
  if (tag === 'textarea')
    return [
      element.children
        .filter((each) => typeof each === 'string')
        .join('')
        .replace(/^\n/, ''),
    ];
  if (tag === 'select') return chosenIn(element);
  if (!isTick(element)) return [attributes['value'] ?? ''];
  return 'checked' in attributes ? [attributes['value'] ?? 'on'] : [];
}

function isTick({ attributes }: Element): boolean {
  return attributes['type'] === 'checkbox' || attributes['type'] === 'radio';
}

function chosenIn(select: Element): string[] {
  const options = tagged(select, 'option');
  const chosen = options.find(({ attributes }) => 'selected' in attributes) ?? options[0];
  return chosen ? [chosen.attributes['value'] ?? textOf(chosen)] : [];
}

/** The texts that a value means in these fields. @throws Error for a choice that is not offered */
function textsFor(fields: readonly Element[], name: string, value: unknown): string[] {
  const [one] = fields as [Element];
  if (!isTick(one) && one.tag !== 'select') return [String(value)];
  if (one.attributes['type'] === 'checkbox' && value === false) return [];
  const offered =
    one.tag === 'select' ? fields.flatMap((each) => tagged(each, 'option')) : [...fields];
  const values = new Set(offered.map((each) => each.attributes['value'] ?? 'on'));
  const wanted = (Array.isArray(value) ? value : [value]).map(String);
  const missing = wanted.filter((each) => !values.has(each));
  if (missing.length > 0) throw new Error(`${name} does not offer ${missing.join(', ')}`);
  return wanted;
}
