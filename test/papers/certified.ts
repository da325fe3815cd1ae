// A service whose papers are made as in life: an appraisal told over the API, effects worked off, files kept.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appraisal } from '../../machines/appraisal/index.ts';
import { openPress } from '../../src/documents/press.ts';
import { createOutbox, type Outbox } from '../../src/engine/outbox.ts';
import { folderStore } from '../../src/files/folder.ts';
import type { FileStore } from '../../src/files/store.ts';
import { mailboxMailer } from '../../src/mailbox.ts';
import { createPerform } from '../../src/perform.ts';
import { inkFor, sealOf } from '../../src/signing.ts';
import type { Seal } from '../../src/http/verify.ts';
import { startService, type Answer, type Client, type Service } from '../http/service.ts';

export const example = (type: string, index = 0): Record<string, unknown> =>
  structuredClone(appraisal.events[type]?.examples[index] ?? {});

export type PaperRow = {
  id: string;
  kind: string;
  code: string;
  symbol: string;
  state: string;
  path: string;
  sha256: Buffer;
  signature: object;
  prepared_by: string | null;
  approved_by: string | null;
  signed_by: string | null;
  supersedes: string | null;
  superseded_by: string | null;
};

export type Office = {
  service: Service;
  files: FileStore;
  outbox: Outbox;
  people: Record<'coop' | 'staff' | 'head' | 'leader' | 'other', Client>;
  board: Client[];
  /** The event happens. @throws Error when it is refused */
  act(id: string, by: Client, type: string, payload?: object): Promise<void>;
  /** What acting answers, refused or not. */
  attempt(id: string, by: Client, type: string, payload?: object): Promise<Answer>;
  /** An appraisal whose vote has passed. */
  passed(code?: string): Promise<string>;
  /** Works off all effects. */
  settle(): Promise<void>;
  seal: Seal;
  papers(id: string, kind?: string): Promise<PaperRow[]>;
  bytes(row: PaperRow): Promise<Buffer>;
  close(): Promise<void>;
};

/**
 * @param tsaUrl time-stamp server of its signatures
 * @param signerRoots issuers of people's own certificates
 */
export async function startOffice(
  tsaUrl?: string,
  signerRoots: readonly Uint8Array[] = [],
): Promise<Office> {
  const folder = mkdtempSync(join(tmpdir(), 'sang-lap-office-'));
  const files = folderStore(join(folder, 'files'));
  const ink = inkFor({ dataDir: folder, tsaUrl } as never);
  const seal = sealOf(ink);
  const ownSigning = { roots: signerRoots, put: (bytes: Uint8Array) => files.put(bytes) };
  const service = await startService({ openFile: (path) => files.read(path), seal, ownSigning });
  const { clock, cases, database } = service.engine;
  const { knex } = database;
  const press = openPress(ink);
  const mailer = mailboxMailer(knex, clock, 'localhost');
  const publicUrl = 'http://localhost';
  const { unseal, vault } = service.engine;
  const { letters } = service.signIn;
  const shared = { knex, clock, cases, mailer, unseal, vault, letters };
  const perform = createPerform({
    ...shared,
    press,
    ink,
    files,
    publicUrl,
    almanac: service.engine.almanac,
    ownSigning: signerRoots.length > 0,
    mailFrom: 'no-reply@localhost',
  });
  const outbox = createOutbox(knex, clock, 'test', perform);
  const people = {
    coop: await service.client('cooperative'),
    staff: await service.client('staff'),
    head: await service.client('unit-head'),
    leader: await service.client('leader'),
    other: await service.client('leader'),
  };
  const board = [
    await service.client('leader', 'board-chair'),
    await service.client('staff', 'board-secretary'),
    await service.client('board-member'),
    await service.client('board-member'),
    await service.client('board-member'),
  ];

  const office: Office = {
    service,
    files,
    outbox,
    seal,
    people,
    board,
    async attempt(id, by, type, payload = example(type)) {
      const { version } = await knex('cases').where({ id }).first('version');
      return by.send(
        'POST',
        `/api/cases/${id}/events`,
        { type, payload },
        { 'if-match': `"${version}"` },
      );
    },
    async act(id, by, type, payload) {
      const done = await office.attempt(id, by, type, payload);
      if (done.status !== 201) throw new Error(`${type}: ${JSON.stringify(done.body)}`);
    },
    passed: (code = '5400000001') => tellPassed(office, code),
    async settle() {
      while ((await outbox.work()) > 0) await outbox.idle();
    },
    papers: (id, kind) =>
      knex('documents')
        .where({ case_id: id, ...(kind ? { kind } : {}) })
        .orderByRaw(`split_part(id, '/', 2)::int, split_part(id, '/', 3)::int`),
    async bytes({ path }) {
      const chunks: Buffer[] = [];
      for await (const chunk of (await files.read(path)) ?? []) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
    async close() {
      await outbox.idle();
      await press.close();
      await service.close();
      rmSync(folder, { recursive: true });
    },
  };
  return office;
}

async function tellPassed(office: Office, code: string): Promise<string> {
  const { people, board, service } = office;
  const act: Office['act'] = (...given) => office.act(...given);
  const { knex } = service.engine.database;
  await knex('cooperatives')
    .insert({
      alliance_id: people.coop.person.allianceId,
      code,
      name: 'Hợp tác xã “Đồng Tâm & Phước Lợi”',
      kind: 'cooperative',
      status: 'Đang hoạt động',
      registered_on: '2022-05-10',
      commune: 'Xã Hòa Bình',
      persons: [people.coop.person.id],
    })
    .onConflict()
    .ignore();
  const payload = { ...example('SUBMIT'), cooperative: code };
  const opened = await people.coop.send('POST', '/api/cases', { process: 'appraisal', payload });
  if (opened.status !== 201) throw new Error(opened.text);
  const { id } = opened.body as { id: string };
  await act(id, people.staff, 'ACCEPT');
  const forming = example('FORM_BOARD') as { members: Record<string, unknown>[] };
  const members = forming.members.map((member, index) => ({
    ...member,
    person: board[index]?.person.id,
  }));
  await act(id, people.leader, 'FORM_BOARD', { members });
  for (const member of board) await act(id, member, 'DECLARE_CONFLICT', { conflict: 'none' });
  await act(id, people.staff, 'START_FIELD_CHECK');
  await act(id, people.staff, 'RECORD_FIELD');
  for (const member of board) await act(id, member, 'SCORE');
  const [chair] = board as [Client];
  await act(id, chair, 'OPEN', { present: board.map(({ person }) => person.id) });
  for (const member of board) await act(id, member, 'CAST_BALLOT', { ballot: 'for' });
  await act(id, chair, 'VOTE_PASS');
  return id;
}
