// People who are signed in, in a browser of their own.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { AxeBuilder } from '@axe-core/playwright';
import { createSessions } from '../../src/accounts/sign-in/sessions.ts';
import type { Role } from '../../machines/roles.ts';
import type { Client, Service } from '../http/service.ts';

export type Visitor = {
  /** The same person over the API. */
  client: Client;
  context: BrowserContext;
  page: Page;
};

type Look = { width?: number; locale?: string; scripts?: boolean };

/** Somebody of these roles, in front of a browser. */
export async function visitor(
  service: Service,
  browser: Browser,
  roles: readonly Role[],
  look: Look = {},
): Promise<Visitor> {
  const client = await service.client(...roles);
  const context = await signedIn(service, browser, client, look);
  return { client, context, page: await context.newPage() };
}

/** Another browser of the same person. */
export async function signedIn(
  { engine, url }: Service,
  browser: Browser,
  { person }: Client,
  { width = 1280, locale = 'vi-VN', scripts = true }: Look = {},
): Promise<BrowserContext> {
  const sessions = createSessions(engine.database.knex, () => Date.now());
  const begun = await sessions.begin({ accountId: person.id, method: 'password', device: 'Thử' });
  const viewport = { width, height: 900 };
  const context = await browser.newContext({ locale, viewport, javaScriptEnabled: scripts });
  await context.addCookies([{ name: 'session', value: begun.token, url }]);
  return context;
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What is in somebody's way on this page; empty when nothing is. */
export async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** How far the page is wider than a small phone. */
export async function excess(page: Page): Promise<number> {
  await page.setViewportSize({ width: 320, height: 800 });
  return Number(await page.evaluate('document.documentElement.scrollWidth')) - 320;
}
