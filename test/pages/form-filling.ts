// Fills in a form of a page in a real browser from what the act is to carry, as a person does: entries of lists are
// added with the button that does so, choices are ticked, texts are typed.
import type { Page } from 'playwright-core';

/** @param values by field, with groups and lists inside */
export async function fillIn(page: Page, values: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await put(page, name, value);
}

async function put(page: Page, name: string, value: unknown): Promise<void> {
  const field = page.locator(`main form [name="${name}"]:not([type=hidden])`);
  if ((await field.count()) > 0) return set(page, name, value);
  if (Array.isArray(value)) return rows(page, name, value);
  if (typeof value !== 'object' || value === null)
    throw new Error(`no field ${name} on ${page.url()}`);
  for (const [part, each] of Object.entries(value)) await put(page, `${name}.${part}`, each);
}

async function rows(page: Page, name: string, values: readonly unknown[]): Promise<void> {
  for (const [index, each] of values.entries()) {
    const row = page.locator(`[name="${name}.${index}"], [name^="${name}.${index}."]`);
    if ((await row.count()) === 0) {
      await page.locator(`button[value="add:${name}"]`).click();
      await row.first().waitFor();
    }
    await put(page, `${name}.${index}`, each);
  }
}

async function set(page: Page, name: string, value: unknown): Promise<void> {
  const field = page.locator(`main form [name="${name}"]:not([type=hidden])`);
  const kind = await field.first().evaluate((each) => {
    const { tagName, type } = each as unknown as { tagName: string; type: string };
    return tagName === 'SELECT' ? 'select' : type;
  });
  if (kind === 'select') await field.selectOption(String(value));
  else if (kind === 'radio')
    await page.locator(`[name="${name}"][value="${String(value)}"]`).check();
  else if (kind !== 'checkbox') await field.fill(String(value));
  else if (Array.isArray(value))
    for (const each of value)
      await page.locator(`[name="${name}"][value="${String(each)}"]`).check();
  else await field.setChecked(value === true);
}
