// What is changed behind the back of the service is found: by the chain, by the replay, by the anchors.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { home, json, leaveHomes, lived, tampered, verb, type Lived } from './homes.ts';
import { dataFolder } from './running.ts';

let old: Lived;
beforeAll(async () => {
  old = await lived();
});
afterAll(leaveHomes);

describe('a change behind the back of the service', () => {
  it('none: the chain, the anchors and the replay are whole', async () => {
    const untouched = await tampered(old);
    const { code, out } = await verb(untouched, 'audit', 'verify');
    expect([code, out]).toEqual([0, '1 cases, 3 events checked: whole\n1 anchors\n']);
  });

  it.each([
    [
      'another payload',
      `update case_events set canonical = replace(canonical, 'Hòa Bình', 'Hòa Lợi') where version = 1`,
      'the hash does not fit the content',
    ],
    [
      'another actor in the column',
      `update case_events set actor_id = 'somebody' where version = 2`,
      'actor_id differs from what the hash covers',
    ],
    [
      'another date in the column',
      `update case_events set occurred_on = occurred_on - 1 where version = 2`,
      'occurred_on differs from what the hash covers',
    ],
    [
      'an event taken out of the middle',
      `delete from case_events where version = 2`,
      'version 2 is missing',
    ],
    [
      'the newest event cut',
      `delete from case_events where version = 3`,
      'the journal has 2 events',
    ],
    ['the case taken away', `delete from cases`, 'the case is gone'],
  ])('%s is found in the chain', async (_, statement, what) => {
    const changed = await tampered(old, statement);
    const { code, out } = await verb(changed, 'audit', 'verify');
    expect(code).toBe(1);
    expect(out).toContain(`BROKEN ${old.id} version`);
    expect(out).toContain(what);
  });

  it('the newest event cut together with all traces of it is found by the anchor alone', async () => {
    const cut = await tampered(
      old,
      `update cases c set version = 2, head = e.hash, state = (e.canonical::jsonb ->> 'to') from case_events e where e.case_id = c.id and e.version = 2`,
      'delete from case_events where version = 3',
      'delete from anchors',
    );
    const told = await verb(cut, 'audit', 'verify', '--json');
    expect(told.code).toBe(1);
    expect(json(told)).toMatchObject({
      breaks: [],
      anchors: {
        breaks: ['anchor 1: 3 events anchored, 2 found', 'anchor 1: the events have changed'],
      },
    });
    expect((await verb(cut, 'replay', '--verify')).code).toBe(1);
  });

  it('a chain written anew from the first event on is found by the anchor alone', async () => {
    const forged = await tampered(
      old,
      `update case_events set canonical = replace(canonical, 'Hòa Bình', 'Hòa Lợi')`,
      `do $$ declare e record; last bytea := decode(repeat('00', 32), 'hex'); begin
         for e in select * from case_events order by version loop
           update case_events set prev_hash = last, hash = sha256(last || convert_to(e.canonical, 'UTF8'))
             where case_id = e.case_id and version = e.version returning hash into last;
         end loop;
         update cases set head = last; end $$`,
    );
    const told = await verb(forged, 'audit', 'verify', '--json');
    expect(told.code).toBe(1);
    expect(json(told)).toMatchObject({
      breaks: [],
      anchors: { breaks: ['anchor 1: the events have changed'] },
    });
  });

  it('another snapshot or state is found by the replay', async () => {
    const snapshot = await tampered(
      old,
      `update cases set snapshot = jsonb_set(snapshot, '{data,commune}', '"Xã Khác"')`,
    );
    const told = await verb(snapshot, 'replay', '--verify');
    expect([told.code, told.out]).toEqual([
      1,
      expect.stringContaining('replaying gives another snapshot'),
    ]);
    const state = await tampered(old, `update cases set state = 'completed'`);
    expect((await verb(state, 'replay', '--verify')).out).toContain('the case says completed');
  });

  it('an anchor taken out of the file is missed', async () => {
    const untouched = await tampered(old);
    const told = await verb(untouched, 'audit', 'verify', '--anchor', dataFolder());
    expect([told.code, told.out]).toEqual([
      1,
      expect.stringContaining('anchor 1: the database remembers one that the file has not'),
    ]);
  });
});

describe('the anchor file', () => {
  it('is made good when a power cut tore its last line, and keeps its chain', async () => {
    const settings = await tampered(old);
    const file = join(settings.DATA_DIR, 'anchors', 'anchors.jsonl');
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.slice(0, 40));
    expect((await verb(settings, 'audit', 'verify')).code).toBe(1);
    expect((await verb(settings, 'audit', 'anchor')).out).toBe('nothing new to anchor\n');
    expect(readFileSync(file, 'utf8')).toBe(`${whole.slice(0, 40)}\n${whole}`);
    expect((await verb(settings, 'audit', 'verify')).code).toBe(0);
  });

  it('counts when the service was killed before the database had it too', async () => {
    const settings = await tampered(old, 'delete from anchors');
    expect((await verb(settings, 'audit', 'anchor')).out).toBe('nothing new to anchor\n');
    expect((await verb(settings, 'audit', 'verify')).code).toBe(0);
  });

  it('of another journal is not gone on with', async () => {
    const { DATABASE_URL } = await home();
    const told = await verb({ ...old, DATABASE_URL }, 'audit', 'anchor');
    expect([told.code, told.err]).toEqual([1, expect.stringContaining('is not of this journal')]);
  });
});
