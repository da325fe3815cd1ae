// The main ways by keyboard alone: Tab, Enter, Space and letters. Focus is always on something that shows it, the first
// stop leads past the head of the page, and a refused form puts its list of errors first.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { example as foundingExample, openFounding } from '../http/service.ts';
import { example, startOffice, type Office } from '../papers/certified.ts';
import { openBrowser } from './chromium.ts';
import { signedIn } from './signed.ts';
import type { Client } from '../http/service.ts';

const mostStops = 150;

let office: Office;
let browser: Browser;

beforeAll(async () => {
  [office, browser] = await Promise.all([startOffice(), openBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await office.close();
});

type Stop = { text: string; name: string; value: string; type: string; shown: boolean };

/** Where the focus is, and whether that can be seen: an outline, a shadow or a ground of its own, within the window. The
    day, month and year of a date field are the browser's own. */
const whereabouts = `(() => {
  const here = document.activeElement;
  const style = getComputedStyle(here);
  const label = here.labels?.[0] ? getComputedStyle(here.labels[0], '::before') : style;
  const drawn = [style, label].some(
    ({ outlineStyle, outlineWidth, boxShadow, backgroundColor }) =>
      (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none' || backgroundColor === 'rgb(255, 221, 0)',
  );
  const { top, bottom, width, height } = here.getBoundingClientRect();
  const inside = bottom > 0 && top < innerHeight && width > 0 && height > 0;
  return {
    text: (here.innerText ?? '').replace(/\\s+/g, ' ').trim(),
    name: here.name ?? '',
    value: here.value ?? '',
    type: here.type ?? '',
    shown: inside && (here.type === 'date' || (here !== document.body && here.matches(':focus-visible') && drawn)),
  };
})()`;

class Keyboard {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async stop(): Promise<Stop> {
    return (await this.page.evaluate(whereabouts)) as Stop;
  }

  /** Tab until the focus is there. Every stop on the way must be seen. */
  async to(fits: (stop: Stop) => boolean, what: string): Promise<void> {
    for (let stops = 0; stops < mostStops; stops += 1) {
      await this.page.keyboard.press('Tab');
      const stop = await this.stop();
      expect([what, stop]).toEqual([what, { ...stop, shown: true }]);
      if (fits(stop)) return;
    }
    throw new Error(`no ${what} in ${mostStops} stops on ${this.page.url()}`);
  }

  /** Onto a link or button with these words, and Enter, which brings another page. */
  async follow(words: string | RegExp): Promise<void> {
    const says = ({ text }: Stop): boolean =>
      typeof words === 'string' ? text === words : words.test(text);
    await this.to(says, String(words));
    await this.enter();
  }

  async enter(): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), this.page.keyboard.press('Enter')]);
  }

  async type(name: string, text: string): Promise<void> {
    await this.to((stop) => stop.name === name, name);
    await this.page.keyboard.type(text);
  }

  async tick(name: string): Promise<void> {
    await this.to((stop) => stop.name === name, name);
    await this.page.keyboard.press('Space');
  }

  /** The form is looked through and sent. */
  async send(): Promise<void> {
    await this.follow('Tiếp tục');
    await this.follow('Gửi');
    expect(await this.page.locator('main').innerText()).toContain('Đã ghi nhận');
  }
}

async function at(client: Client, path: string): Promise<Keyboard> {
  const context = await signedIn(office.service, browser, client);
  const page = await context.newPage();
  await page.goto(office.service.url + path);
  return new Keyboard(page);
}

describe('by keyboard alone', () => {
  it('a founder opens a case, is led to what is missing, and hands in a part', async () => {
    const { people, service } = office;
    const founder = await service.client('founder');
    const keys = await at(founder, '/cases');
    await keys.page.keyboard.press('Tab');
    expect(await keys.stop()).toMatchObject({ text: 'Đến nội dung chính', shown: true });
    await keys.page.keyboard.press('Enter');
    expect(new URL(keys.page.url()).hash).toBe('#main');
    await keys.follow(/^Thành lập hợp tác xã/);
    await keys.type('group', 'Nhóm rau sạch');
    await keys.enter();
    // The list of errors has the focus; its first line leads to its field.
    expect((await keys.stop()).text).toMatch(/^Còn chỗ cần sửa/);
    await keys.page.keyboard.press('Tab');
    await keys.page.keyboard.press('Enter');
    expect(await keys.stop()).toMatchObject({ name: 'kind', type: 'radio' });
    await keys.page.keyboard.press('Space');
    await keys.type('commune', 'Xã Hòa Bình');
    await keys.type('representativeName', 'Trần Văn An');
    await keys.type('phone', '0912345678');
    await keys.send();
    const path = new URL(keys.page.url()).pathname;
    const { head } = people;
    const id = path.replace('/cases/', '');
    await office.act(id, head, 'ASSIGN', { ...foundingExample('ASSIGN'), adviser: head.person.id });
    await office.act(id, head, 'RECORD_SESSION', foundingExample('RECORD_SESSION'));
    await office.act(id, head, 'CONCLUDE_VIABLE', foundingExample('CONCLUDE_VIABLE'));
    await keys.page.goto(office.service.url + path);
    await keys.follow('Nộp dự thảo');
    await keys.follow('Tên');
    await keys.type('name.name', 'Hợp tác xã Rau sạch Hòa Bình');
    await keys.send();
    await keys.page.context().close();
  }, 120_000);

  it('staff take the work that is due soonest, and do it', async () => {
    const { people, service } = office;
    await openFounding(await service.client('founder'), { group: 'Nhóm lúa tôm' });
    const keys = await at(people.head, '/desk');
    await keys.follow('Hàng việc');
    const row = keys.page.locator('tbody tr').first();
    const number = await row.locator('a').first().innerText();
    await keys.follow(`Nhận ${number}`);
    expect(await row.innerText()).toContain('Trả lại');
    await keys.follow(number);
    await keys.follow('Phân công chuyên viên tư vấn');
    await keys.to(({ name }) => name === 'adviser', 'adviser');
    await keys.page.keyboard.type('staff');
    expect((await keys.stop()).value).toBe(people.staff.person.id);
    await keys.type('adviserName', 'Nguyễn Thị Hoa');
    await keys.tick('noInterest');
    await keys.send();
    await keys.page.context().close();
  }, 120_000);

  it('a member of a board seals a sheet', async () => {
    const id = await scoring();
    const [, , member] = office.board as [Client, Client, Client];
    const keys = await at(member, '/boards');
    await keys.follow(/^TĐ-/);
    await keys.follow('Phiếu chấm điểm của tôi');
    const { scores } = example('SCORE') as { scores: { criterion: string; points?: number }[] };
    for (const { criterion, points } of scores) {
      const name = `value.${criterion}`;
      if (points === undefined) await keys.tick(name);
      else await keys.type(name, String(points).replace('.', ','));
    }
    await keys.follow('Nộp phiếu');
    expect(new URL(keys.page.url()).pathname).toBe(`/boards/${id}`);
    const { body } = await member.get(`/api/cases/${id}/events?limit=100`);
    expect(body.items.map(({ type }: { type: string }) => type)).toContain('SCORE');
    await keys.page.context().close();
  }, 120_000);
});

/** An appraisal whose board has declared and scores. */
async function scoring(): Promise<string> {
  const { people, board, service } = office;
  await service.engine.database.knex('cooperatives').insert({
    alliance_id: people.coop.person.allianceId,
    code: '5400000001',
    name: 'Hợp tác xã Lúa tôm Vĩnh Hậu',
    kind: 'cooperative',
    status: 'Đang hoạt động',
    registered_on: '2020-01-15',
    commune: 'Xã Vĩnh Hậu',
    persons: [people.coop.person.id],
  });
  const opening = { process: 'appraisal', payload: example('SUBMIT') };
  const { body } = await people.coop.send('POST', '/api/cases', opening);
  const id = body.id as string;
  await office.act(id, people.staff, 'ACCEPT');
  const { members } = example('FORM_BOARD') as { members: object[] };
  const seats = members.map((member, index) => ({ ...member, person: board[index]?.person.id }));
  await office.act(id, people.leader, 'FORM_BOARD', { members: seats });
  for (const member of board) await office.act(id, member, 'DECLARE_CONFLICT');
  await office.act(id, people.staff, 'START_FIELD_CHECK');
  await office.act(id, people.staff, 'RECORD_FIELD');
  return id;
}
