// A founding conference as its people hear of it: who gets which letter how often, what calendars are told, and which
// paper takes the place of which.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { founding } from '../../machines/founding/index.ts';
import { isVerificationCode } from '../../src/documents/code.ts';
import { passCode } from '../../src/documents/pass.ts';
import { pagesOf } from '../documents/reading.ts';
import { openFounding, type Client } from '../http/service.ts';
import { startOffice, type Office } from './certified.ts';

let office: Office;
let founder: Client;
let id: string;

const example = (type: string, at = 0): Record<string, unknown> =>
  structuredClone(founding.events[type]?.examples[at]) as Record<string, unknown>;
const act = (type: string, payload: object = example(type), by = founder) =>
  office.act(id, by, type, payload);

type Mail = { recipient: string; subject: string; body_text: string; files: string[]; ics: string };

/** Letters since the last look. */
async function letters(): Promise<Mail[]> {
  await office.settle();
  const { knex } = office.service.engine.database;
  const rows = await knex('dev_mailbox').whereLike('notice_id', `${id}/%`).orderBy('recipient');
  await knex('dev_mailbox').del();
  return rows.map(({ attachments, ...row }) => {
    const files = attachments as { filename: string; text: string }[];
    const ics = files.find(({ filename }) => filename.endsWith('.ics'))?.text ?? '';
    return {
      ...row,
      files: files.map(({ filename }) => filename),
      ics: ics.replaceAll('\r\n ', ''),
    };
  }) as Mail[];
}

const field = (ics: string, name: string) =>
  new RegExp(`^${name}[:;](.*)$`, 'm').exec(ics)?.[1]?.trim();

beforeAll(async () => {
  office = await startOffice();
  founder = await office.service.client('founder');
  const { head } = office.people;
  id = await openFounding(founder);
  await act('ASSIGN', { ...example('ASSIGN'), adviser: head.person.id }, head);
  await act('RECORD_SESSION', example('RECORD_SESSION'), head);
  await act('CONCLUDE_VIABLE', example('CONCLUDE_VIABLE'), head);
  const parts = ['charter', 'plan', 'members', 'name', 'governance', 'assets'];
  for (const [at, part] of parts.entries()) {
    const draft = example('SUBMIT_DRAFT', at) as { members?: { list: object[] } };
    if (draft.members) {
      Object.assign(draft.members.list[5] as object, { email: 'gam@example.vn' });
      Object.assign(draft.members.list[6] as object, { email: 'hai@example.vn' });
    }
    await act('SUBMIT_DRAFT', draft);
    await act('ACCEPT_PART', { part }, head);
  }
  await letters();
}, 180_000);
afterAll(() => office.close());

describe('invitations', () => {
  let called: Mail[];

  it('reach each listed member with an address once, with a code of their own and a calendar file', async () => {
    const invitees = [{ name: 'UBND xã Hòa Bình', email: 'ubnd@example.vn' }];
    await act('SCHEDULE_ASSEMBLY', { ...example('SCHEDULE_ASSEMBLY'), invitees });
    called = await letters();
    const to = called.map(({ recipient }) => recipient);
    expect(new Set(to).size).toBe(to.length);
    expect(to.filter((address) => address.endsWith('@example.vn'))).toEqual(
      expect.arrayContaining(['gam@example.vn', 'hai@example.vn', 'ubnd@example.vn']),
    );
    expect(called.every(({ ics }) => field(ics, 'METHOD') === 'REQUEST')).toBe(true);
    const { vault } = office.service.engine;
    for (const [address, no] of [
      ['gam@example.vn', 6],
      ['hai@example.vn', 7],
    ] as const) {
      const mail = called.find(({ recipient }) => recipient === address);
      const code = passCode(vault, id, `assembly-1/${no}`);
      expect(isVerificationCode(code)).toBe(true);
      expect(mail?.body_text).toContain(code);
      expect(mail?.files).toEqual(['lich-hop.ics', 'ma-qr.png']);
    }
    const guest = called.find(({ recipient }) => recipient === 'ubnd@example.vn');
    expect(guest?.files).toEqual(['lich-hop.ics']);
    expect(guest?.body_text).not.toContain('Mã điểm danh');
    // The slips to hand out have the same codes; the journal and the data of the case have none.
    const [slips] = await office.papers(id, 'ASSEMBLY_PASSES');
    if (!slips) throw new Error('no slips');
    const text = (await pagesOf(await office.bytes(slips))).join(' ');
    const code = passCode(vault, id, 'assembly-1/7');
    expect(text).toContain(`Mã điểm danh: ${code}`);
    const journal = await founder.get(`/api/cases/${id}/events?limit=100`);
    const view = await founder.get(`/api/cases/${id}`);
    expect(journal.text + view.text).not.toContain(code);
  });

  it('are sent again when it moves: the same entry of the calendar under a higher sequence', async () => {
    await act('MOVE_ASSEMBLY');
    const moved = await letters();
    expect(moved.map(({ recipient }) => recipient)).toEqual(
      called.map(({ recipient }) => recipient),
    );
    for (const [at, { ics, subject }] of moved.entries()) {
      const before = called[at]?.ics ?? '';
      expect(subject).toMatch(/^(Đổi lịch|The founding conference has moved)/);
      expect(field(ics, 'METHOD')).toBe('REQUEST');
      expect(field(ics, 'UID')).toBe(field(before, 'UID'));
      expect(Number(field(ics, 'SEQUENCE'))).toBeGreaterThan(Number(field(before, 'SEQUENCE')));
      expect(ics).toContain('DTSTART;TZID=Asia/Ho_Chi_Minh:20260312T133000\r\n');
    }
    const invitations = await office.papers(id, 'ASSEMBLY_INVITATION');
    expect(invitations.map(({ superseded_by }) => superseded_by !== null)).toEqual([true, false]);
  });

  it('are struck out of calendars when it is called off', async () => {
    await act('POSTPONE');
    const off = await letters();
    expect(off).toHaveLength(called.length);
    for (const [at, { ics }] of off.entries()) {
      expect(field(ics, 'METHOD')).toBe('CANCEL');
      expect(field(ics, 'UID')).toBe(field(called[at]?.ics ?? '', 'UID'));
      expect(field(ics, 'STATUS')).toBe('CANCELLED');
    }
  });
});

it('corrected minutes take the place of the latest draft, not of those of an earlier attempt', async () => {
  await act('SCHEDULE_ASSEMBLY');
  await act('OPEN', { ...example('OPEN'), official: 3 });
  await act('ADJOURN_NO_QUORUM');
  await act('SCHEDULE_ASSEMBLY');
  for (const type of ['OPEN', 'RECORD_VOTE', 'ADOPT_MEMBER_LIST', 'VALUE_ASSETS', 'DECIDE'])
    await act(type);
  await act('CORRECT_MINUTES');
  await act('CORRECT_MINUTES', { reason: 'Nhầm họ', chair: 'Trần Văn Ân' });
  await office.settle();
  const minutes = await office.papers(id, 'ASSEMBLY_MINUTES');
  const [adjourned, draft, first, second] = minutes.map(({ id: paper }) => paper);
  expect(minutes.map(({ supersedes, superseded_by }) => [supersedes, superseded_by])).toEqual([
    [null, null],
    [null, first],
    [draft, second],
    [first, null],
  ]);
  expect(adjourned).toBeDefined();
  const pages = await pagesOf(await office.bytes(minutes[3] as never));
  expect(pages.join(' ')).toMatch(/thay bản soạn trước: Nhầm họ.*Trần Văn Ân/);
  await act('CLOSE_ASSEMBLY');
  const { body } = await founder.get(`/api/cases/${id}`);
  expect(body.state).toBe('dossier.preparing');
}, 60_000);
