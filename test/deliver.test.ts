// Delivering what is owed: to whom, in which language, with what attached; a second attempt is the same to the byte.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changePreferences } from '../src/accounts/preferences.ts';
import { createDeliver } from '../src/deliver.ts';
import type { AskedEffect } from '../src/engine/effects.ts';
import { Permanent, type Owed } from '../src/engine/outbox.ts';
import type { Person } from '../src/engine/rights.ts';
import { DeliveryRefused, type Message } from '../src/notices/channel.ts';
import { isVerificationCode } from '../src/documents/code.ts';
import { passCode, passCodes, passLink } from '../src/documents/pass.ts';
import { qrPicture } from '../src/notices/qr-picture.ts';
import { createVault } from '../src/vault.ts';
import { founding } from '../machines/founding/index.ts';
import { ask, startEngine, type TestEngine } from './engine/engine.ts';

type Notify = Extract<AskedEffect, { kind: 'notify' }>;

let engine: TestEngine;
let founder: Person;
let caseId: string;
const sent: Message[] = [];
let refusal: Error | undefined;

beforeAll(async () => {
  engine = await startEngine();
  founder = await engine.person('founder');
  const request = ask(
    founder,
    'REQUEST_CONSULTATION',
    founding.events['REQUEST_CONSULTATION']?.examples[0],
  );
  caseId = (await engine.cases.open('founding', request)).answer.id;
});
afterAll(() => engine.close());

async function deliver(notice: Partial<Notify>, version = 1): Promise<Message | undefined> {
  const channel = {
    send: (message: Message) => {
      sent.push(message);
      return refusal ? Promise.reject(refusal) : Promise.resolve({ messageId: '' });
    },
    close: () => undefined,
  };
  const { database, unseal } = engine;
  const deliverer = createDeliver({
    clock: engine.clock,
    almanac: engine.almanac,
    knex: database.knex,
    unseal,
    vault: engine.vault,
    mailer: channel,
    publicUrl: 'https://htx.example.vn',
    mailFrom: 'Liên minh HTX <thongbao@example.vn>',
  });
  const payload: Notify = {
    kind: 'notify',
    template: 'assemblyInvitation',
    recipient: { name: 'Trần Văn An', person: founder.id },
    data: {},
    ...notice,
  };
  const owed: Owed = {
    id: `${caseId}/${version}/0`,
    case_id: caseId,
    kind: 'notify',
    payload,
    attempts: 1,
    created_at: new Date('2026-03-02T01:00:00.000Z'),
  };
  await deliverer.notice(owed, payload);
  return sent.at(-1);
}

describe('a notice', () => {
  it('speaks the language its reader has chosen, Vietnamese to others', async () => {
    expect((await deliver({}))?.text).toContain('Kính gửi Trần Văn An');
    await changePreferences(engine.database.knex, founder.id, { language: 'en' });
    const english = await deliver({});
    expect([english?.subject, english?.text]).toEqual([
      expect.stringContaining('Invitation'),
      expect.stringContaining('Dear Trần Văn An'),
    ]);
    await changePreferences(engine.database.knex, founder.id, { language: 'vi' });
    const stranger = { name: 'Chị Bảy', email: 'bay@example.vn' };
    expect(await deliver({ recipient: stranger })).toMatchObject({
      to: 'bay@example.vn',
      text: expect.stringContaining('Kính gửi Chị Bảy'),
    });
  });

  it('for nobody who can be reached, or refused for good, is given up', async () => {
    const nobody = { name: 'Ai đó', person: randomUUID() };
    await expect(deliver({ recipient: nobody })).rejects.toBeInstanceOf(Permanent);
    refusal = new DeliveryRefused('550');
    await expect(deliver({})).rejects.toBeInstanceOf(Permanent);
    refusal = new Error('451');
    await expect(deliver({})).rejects.toBe(refusal);
    refusal = undefined;
  });
});

describe('an invitation', () => {
  const meeting = { id: 'assembly-1', on: '2026-03-10', at: '08:00', place: 'Nhà văn hóa, xã' };
  const file = async (told: object, version = 5): Promise<string> => {
    const message = await deliver({ data: { meeting: told } }, version);
    const [attached] = message?.attachments ?? [];
    expect(attached?.filename).toBe('lich-hop.ics');
    const text = Buffer.from(attached?.content ?? []).toString('utf8');
    const method = /^METHOD:(\w+)/m.exec(text)?.[1] ?? '';
    expect(attached?.contentType).toBe(`text/calendar; charset=utf-8; method=${method}`);
    return text.replaceAll('\r\n ', '');
  };

  it('carries a calendar file with the time in Vietnam, whatever the zone of the server', async () => {
    for (const zone of ['UTC', 'America/New_York']) {
      process.env['TZ'] = zone;
      const text = await file(meeting);
      expect(text).toContain('METHOD:REQUEST\r\n');
      expect(text).toContain('TZID:Asia/Ho_Chi_Minh\r\n');
      expect(text).toContain('DTSTART;TZID=Asia/Ho_Chi_Minh:20260310T080000\r\n');
      expect(text).toContain('DTSTAMP:20260302T010000Z\r\n');
      expect(text).toContain('LOCATION:Nhà văn hóa\\, xã\r\n');
      expect(text).toContain(`UID:assembly-1.${caseId}@htx.example.vn\r\n`);
      expect(text).toContain('SEQUENCE:5\r\n');
      expect(text).toContain('thongbao@example.vn');
    }
    delete process.env['TZ'];
  });

  it('tells who is expected at the door their code, in words and as a QR picture that opens the hall', async () => {
    const message = await deliver({
      recipient: { name: 'Đỗ Thị Gấm', email: 'gam@example.vn', pass: 'assembly-1/6' },
      data: { meeting },
    });
    const code = passCode(engine.vault, caseId, 'assembly-1/6');
    expect(isVerificationCode(code)).toBe(true);
    expect(message?.text).toContain(`Mã điểm danh của Quý vị: ${code}`);
    expect(message?.attachments?.map(({ filename }) => filename)).toEqual([
      'lich-hop.ics',
      'ma-qr.png',
    ]);
    const link = passLink('https://htx.example.vn', caseId, code);
    expect(link).toBe(`https://htx.example.vn/cases/${caseId}/hall#${code}`);
    const picture = Buffer.from(message?.attachments?.[1]?.content ?? []);
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    expect(picture).toEqual((await qrPicture(link)).content);
    expect((await deliver({ data: { meeting } }))?.text).not.toContain('Mã điểm danh');
  });

  it('keeps the codes that are out when keys are renewed', () => {
    const [old, renewed] = [
      { id: 1, secret: 'of a test' },
      { id: 2, secret: 'new' },
    ];
    const sentOut = passCode(engine.vault, caseId, 'assembly-1/6');
    const now = createVault([renewed, old]);
    expect(passCode(now, caseId, 'assembly-1/6')).not.toBe(sentOut);
    expect(passCodes(now, caseId, 'assembly-1/6')).toContain(sentOut);
  });

  it('is the same to the byte when it is sent again', async () => {
    expect(await file(meeting)).toBe(await file(meeting));
  });

  it('moves and strikes out the same entry under a higher sequence', async () => {
    const uid = (text: string) => /^UID:.+$/m.exec(text)?.[0];
    const [called, off, again] = [
      await file(meeting, 5),
      await file({ ...meeting, off: true }, 6),
      await file({ ...meeting, on: '2026-03-20' }, 7),
    ];
    expect(new Set([called, off, again].map(uid)).size).toBe(1);
    expect(off).toContain('METHOD:CANCEL\r\n');
    expect(off).toContain('STATUS:CANCELLED\r\n');
    expect([called, off, again].map((text) => /^SEQUENCE:(\d+)/m.exec(text)?.[1])).toEqual([
      '5',
      '6',
      '7',
    ]);
  });

  it('without an hour takes the whole day', async () => {
    const text = await file({ id: 'board-1', on: '2026-03-10' });
    expect(text).toContain('DTSTART;VALUE=DATE:20260310\r\n');
  });

  it('is the only kind of notice with a file', async () => {
    expect((await deliver({}))?.attachments).toEqual([]);
  });
});
