// What a page says to whoever reads it in a browser: whether its English is English, and whether its help leads anywhere.
import type { Page } from 'playwright-core';

/** Texts and names with Vietnamese letters that do not say that they are Vietnamese. */
export async function foreignOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const letters = /[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]/i;
    const { document, NodeFilter } = globalThis as never as {
      document: { body: object; createTreeWalker: (...given: unknown[]) => Walker };
      NodeFilter: { SHOW_TEXT: number };
    };
    type Node = { data: string; parentElement: { closest(selector: string): unknown } };
    type Walker = { nextNode(): Node | null };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (letters.test(node.data) && !node.parentElement.closest('[lang=vi], textarea, script'))
        found.push(node.data.trim());
    return found;
  });
}

const lawPages = new Map<string, ReadonlySet<string>>();

/** Links of help in place without a target: articles on the page of the law, meanings on this page. */
export async function leadsNowhere(page: Page): Promise<string[]> {
  const { origin } = new URL(page.url());
  const told = lawPages.get(origin) ?? (await idsOf(`${origin}/law`));
  lawPages.set(origin, told);
  const here = idsIn(await page.content());
  const links = await page.locator('main a[href*="#"]').all();
  const targets = await Promise.all(links.map((each) => each.getAttribute('href')));
  return targets.filter((href): href is string => {
    const [place, id = ''] = href?.split('#') ?? [];
    if (place === '/law') return !told.has(id);
    return place === '' && id.startsWith('w-') && !here.has(id);
  });
}

async function idsOf(address: string): Promise<ReadonlySet<string>> {
  return idsIn(await (await fetch(address, { headers: { accept: 'text/html' } })).text());
}

function idsIn(html: string): ReadonlySet<string> {
  return new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id));
}
