// The album: a page is looked at in both languages, at the widths of its readers, and remembered by its operation, so
// that pages without a picture can be named. What is in somebody's way is collected, never passed over.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Operation } from '../../src/http/operation.ts';
import type { Client, Service } from '../http/service.ts';
import { barriers, signedIn } from '../pages/signed.ts';

const folder = join(import.meta.dirname, '../../docs/screens');
const languages = ['vi', 'en'] as const;
const tallest = 3_000;

/** Who reads it: people on their phone in either language, or staff at a desk who take their phone along. */
export type Readers = 'everybody' | 'staff';

export type Album = {
  /** A page of this address, or what `reach` makes of it there, in both languages. */
  page(page: Page, name: string, path: string, about?: About): Promise<void>;
  /** A browser of this person; without one, of a visitor. */
  seat(client?: Client): Promise<Page>;
  /** All that was in somebody's way. */
  faults: string[];
  /** How many times a page was looked at for barriers. */
  looks(): number;
  /** Pages that no picture shows, and reasons for pages that one shows or that there are not. */
  missing(unseen: Readonly<Record<string, string>>): string[];
};

type About = {
  readers?: Readers;
  /** From the page as it opens to what is to be seen; once in each language. */
  reach?: (page: Page, language: 'vi' | 'en') => Promise<void>;
  /** What it is answered with. */
  status?: number;
};

type Opening = { name: string; path: string; language: 'vi' | 'en'; about: About };

export function openAlbum(service: Service, browser: Browser): Album {
  mkdirSync(folder, { recursive: true });
  const pages = service.app.operations.filter(({ page, method }) => page && method === 'GET');
  const seen = new Set<string>();
  const faults: string[] = [];
  let looks = 0;

  async function looked(page: Page, named: string): Promise<void> {
    looks += 1;
    for (const barrier of await barriers(page)) faults.push(`${named}: ${barrier}`);
    // 640 is a desk at 200 %, 320 one at 400 % and the smallest phone.
    for (const width of [640, 320]) {
      await page.setViewportSize({ width, height: 800 });
      const wide = Number(await page.evaluate('document.documentElement.scrollWidth'));
      if (wide > width) faults.push(`${named}: ${wide} pixels wide at ${width}`);
    }
  }

  async function opened(page: Page, { name, path, language, about }: Opening): Promise<void> {
    const { readers, reach, status = 200 } = about;
    await page.setViewportSize({ width: readers === 'staff' ? 1280 : 390, height: 900 });
    const answer = (await page.goto(service.url + path))?.status();
    if (answer !== status) faults.push(`${name}: ${answer} for ${path}`);
    await reach?.(page, language);
    const shown = operationAt(pages, new URL(page.url()).pathname);
    if (shown) seen.add(shown.id);
  }

  return {
    faults,
    looks: () => looks,
    missing(unseen) {
      const owed = pages.filter(({ id }) => !seen.has(id) && !(id in unseen));
      const idle = Object.keys(unseen).filter(
        (name) => seen.has(name) || !pages.some(({ id }) => id === name),
      );
      return [...owed.map(({ id, path }) => `${id} ${path}`), ...idle];
    },
    async seat(client) {
      const context = client
        ? await signedIn(service, browser, client)
        : await browser.newContext({ locale: 'vi-VN' });
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      return page;
    },
    async page(page, name, path, about = {}) {
      const { readers = 'everybody' } = about;
      for (const language of languages) {
        await speak(page.context(), service.url, language);
        await opened(page, { name, path, language, about });
        await looked(page, `${name} ${language}`);
        for (const [width, end] of shots[readers][language]) await picture(page, name + end, width);
      }
      await speak(page.context(), service.url, 'vi');
    },
  };
}

type Shot = readonly [width: number, end: string];
const shots: Readonly<Record<Readers, Readonly<Record<'vi' | 'en', readonly Shot[]>>>> = {
  everybody: {
    vi: [
      [390, '-vi'],
      [1280, '-1280'],
    ],
    en: [[390, '-en']],
  },
  staff: {
    vi: [
      [390, '-390'],
      [1280, '-1280'],
    ],
    en: [],
  },
};

/** As somebody does who chooses a language once. */
async function speak(context: BrowserContext, url: string, language: string): Promise<void> {
  await context.addCookies([{ name: 'sl_lang', value: language, url }]);
}

async function picture(page: Page, name: string, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.evaluate('document.fonts.ready');
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
  const clip = { x: 0, y: 0, width, height: Math.min(height, tallest) };
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, clip });
}

/** The operation that answers this path: the one with the most words of its own. */
export function operationAt(
  pages: readonly Pick<Operation, 'id' | 'path'>[],
  path: string,
): Pick<Operation, 'id' | 'path'> | undefined {
  const fits = pages.filter((each) =>
    new RegExp(`^${each.path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  const named = (each: { path: string }): number => each.path.replaceAll(/\{\w+\}/g, '').length;
  return fits.toSorted((one, other) => named(other) - named(one))[0];
}
