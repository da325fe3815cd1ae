// An exported case proves itself without a database; whatever is changed in it is named.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleOf, bundleShape, type Bundle } from '../../src/engine/bundle.ts';
import { firstHash, hashOf } from '../../src/engine/journal.ts';
import { proveBundle } from '../../src/engine/proof.ts';
import { startOffice, type Office, type PaperRow } from './certified.ts';

const folder = mkdtempSync(join(tmpdir(), 'sang-lap-proof-'));
let office: Office;
let whole: Bundle;
let certificate: PaperRow;

beforeAll(async () => {
  office = await startOffice();
  const id = await office.passed();
  await office.act(id, office.people.leader, 'SIGN');
  await office.settle();
  const { anchors, almanac, database } = office.service.engine;
  await anchors.write();
  const made = await bundleOf(database.knex, id, { almanac, anchors });
  whole = bundleShape.parse(JSON.parse(JSON.stringify(made)));
  [certificate] = (await office.papers(id, 'RECOGNITION_CERT')) as [PaperRow];
  writeFileSync(join(folder, 'case.json'), JSON.stringify(made));
  mkdirSync(join(folder, 'files'));
  writeFileSync(join(folder, 'files', 'giay.pdf'), await office.bytes(certificate));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await office.close();
});

const copy = (): Bundle => structuredClone(whole);
const breaks = (bundle: Bundle): string[] => proveBundle(bundle, undefined, undefined).breaks;

/** Every hash made anew, as somebody would who changes an entry. */
function rechained(bundle: Bundle): Bundle {
  let previous: Buffer = firstHash;
  for (const event of bundle.events) {
    event.prevHash = previous.toString('hex');
    previous = hashOf(previous, event.canonical);
    event.hash = previous.toString('hex');
  }
  return bundle;
}

describe('an exported case', () => {
  it('is whole: chain, replay, papers and anchors', () => {
    const report = proveBundle(whole, undefined, undefined);
    expect(report.breaks).toEqual([]);
    expect(report.anchored).toBe(report.events);
    expect(report.events).toBeGreaterThan(20);
    expect(report.papers).toBeGreaterThan(10);
  });

  it.each<[string, (bundle: Bundle) => void, RegExp]>([
    [
      'another word in an entry',
      ({ events }) => {
        const event = events[4] as Bundle['events'][number];
        event.canonical = event.canonical.replace('none', 'clear');
      },
      /^event 5: the hash does not fit the content$/,
    ],
    ['an event taken out', ({ events }) => events.splice(6, 1), /^event 7: version 8 stands here$/],
    ['the last event cut', ({ events }) => events.pop(), /^the case says \d+ events/],
    [
      'another snapshot',
      ({ case: matter }) => Object.assign(matter.snapshot, { value: 'elsewhere' }),
      /^replaying gives another snapshot$/,
    ],
    [
      'another state',
      ({ case: matter }) => Object.assign(matter, { state: 'intake' }),
      /^the journal ends in certified, the case says intake$/,
    ],
    [
      'a paper that nobody asked for',
      ({ documents }) => Object.assign(documents[0] as object, { kind: 'RECOGNITION_CERT' }),
      /no event asked for it$/,
    ],
    ['a paper taken out', ({ documents }) => documents.pop(), /asked for and not there$/],
    [
      'settings taken out',
      (bundle) => Object.assign(bundle, { bases: {} }),
      /^event 1: the calendar or the settings/,
    ],
    [
      'an export of before',
      (bundle) => delete bundle.calendars,
      /^calendars and settings are missing/,
    ],
    [
      'an unknown process',
      ({ case: matter }) => Object.assign(matter, { process: 'nothing@9' }),
      /^process nothing@9 is not known/,
    ],
  ])('%s is named', (_, change, said) => {
    const bundle = copy();
    change(bundle);
    expect(breaks(bundle)).toContainEqual(expect.stringMatching(said));
  });

  it('a chain made anew after a change is found by the replay or by the anchor', () => {
    const bundle = copy();
    const last = bundle.events.at(-1) as Bundle['events'][number];
    last.canonical = last.canonical.replace(/"type":"SIGN"/, '"type":"ISSUE"');
    const found = breaks(rechained(bundle));
    expect(found).toContainEqual(expect.stringMatching(/would be refused/));
    expect(found).toContainEqual(expect.stringMatching(/does not lie under anchor 1$/));
  });

  it('settings under which a decision would be another are found by the replay', () => {
    const bundle = copy();
    for (const basis of Object.values(bundle.bases ?? {})) basis.settings['passPart'] = 99;
    for (const basis of Object.values(bundle.bases ?? {})) basis.settings['validityYears'] = 9;
    expect(breaks(bundle)).toContainEqual('replaying gives another snapshot');
  });

  it('anchors are compared with those kept elsewhere', async () => {
    const { readAnchors } = await import('../../src/engine/anchor.ts');
    const kept = await readAnchors(office.service.engine.folder);
    expect(proveBundle(whole, undefined, kept).breaks).toEqual([]);
    const other = kept.map((anchor) => ({ ...anchor, root: 'ab'.repeat(32) }));
    const found = proveBundle(whole, undefined, other).breaks;
    expect(found).toContainEqual('anchor 1 does not follow the anchor before');
    expect(found).toContainEqual(expect.stringMatching(/^event 1: anchor 1 is not in the anchor/));
  });
});

describe('proof verify', () => {
  const verb = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['src/main.ts', 'proof', 'verify', ...args],
      // In production without settings: the verb needs none.
      { encoding: 'utf8', env: { PATH: process.env['PATH'], NODE_ENV: 'production' } },
    );
    return { status, stdout, stderr };
  };

  it('says yes, for people and for programs', () => {
    const told = verb(join(folder, 'case.json'), '--files', join(folder, 'files'));
    expect(told).toMatchObject({ status: 0, stderr: '' });
    expect(told.stdout).toMatch(/^YES case .* 1 compared with files: whole\n$/);
    const json = verb(
      join(folder, 'case.json'),
      '--json',
      '--anchor',
      office.service.engine.folder,
    );
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: true, breaks: [] });
  });

  it('says no with exit code 1, and which file is none of the case', async () => {
    writeFileSync(join(folder, 'files', 'khac.pdf'), 'another');
    const told = verb(join(folder, 'case.json'), '--files', join(folder, 'files'));
    expect(told.status).toBe(1);
    expect(told.stdout).toMatch(/^NO /);
    expect(told.stdout).toContain('BROKEN file khac.pdf: is none of the papers of this case');
  });

  it.each([
    ['/nowhere.json', 'cannot be read: ENOENT'],
    ['package.json', 'is no exported case: format'],
    ['README.md', 'is no JSON'],
  ])('%s: one line and exit code 1', (path, said) => {
    const told = verb(path);
    expect([told.status, told.stdout]).toEqual([1, '']);
    expect(told.stderr).toContain(said);
    expect(told.stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
