// What an alliance sets for itself in each process: read with what is usual, changed by name with a reason, never to
// something that a process cannot work with.
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import type { Process, SettingValue } from '../../machines/define.ts';
import type { Setting } from '../../machines/general-settings.ts';
import type { Tx } from '../db.ts';
import { Problem, type Fault } from '../problem.ts';

type Values = Readonly<Record<string, SettingValue>>;

export type SettingView = {
  name: string;
  title: Setting['title'];
  source: string;
  value: SettingValue;
  usual: SettingValue;
  /** True when the alliance has a value of its own. */
  own: boolean;
};

/** Returns the settings of a process as the alliance has them. */
export async function readSettings(
  db: Knex | Tx,
  allianceId: string,
  process: Process,
): Promise<SettingView[]> {
  const own = await ownOf(db, allianceId, process);
  return Object.entries(process.settings).map(([name, { title, source, value: usual }]) => {
    const value = own[name];
    return { name, title, source, value: value ?? usual, usual, own: value !== undefined };
  });
}

async function ownOf(db: Knex | Tx, allianceId: string, { id }: Process): Promise<Values> {
  const row = await db('alliances').where({ id: allianceId }).first('settings');
  return (row?.settings?.[id] ?? {}) as Values;
}

export type SettingChange = {
  allianceId: string;
  process: Process;
  /** Null goes back to what is usual. */
  values: Readonly<Record<string, SettingValue | null>>;
  reason: string;
  by: string;
  at: Instant;
};

/**
 * Changes settings of an alliance; open cases are decided on them from their next event on.
 * @throws Problem `invalid` naming every setting that cannot be so
 */
export async function changeSettings(tx: Tx, change: SettingChange): Promise<SettingView[]> {
  const { allianceId, process, values } = change;
  // Held until the transaction ends, so that two changes do not undo each other.
  await tx('alliances').where({ id: allianceId }).forUpdate().first('id');
  const before = await ownOf(tx, allianceId, process);
  const faults = Object.entries(values).flatMap(([name, value]) => faultsOf(process, name, value));
  if (faults.length > 0) throw new Problem('invalid', { errors: faults });
  const after = Object.fromEntries(
    Object.entries({ ...before, ...values }).filter(([, value]) => value !== null),
  ) as Values;
  const together = jointFaults(process, after);
  if (together.length > 0) throw new Problem('invalid', { errors: together });
  await tx('alliances')
    .where({ id: allianceId })
    .update({
      settings: tx.raw('jsonb_set(settings, array[?]::text[], ?::jsonb)', [
        process.id,
        JSON.stringify(after),
      ]),
    });
  await keep(tx, change, before);
  return readSettings(tx, allianceId, process);
}

async function keep(tx: Tx, change: SettingChange, before: Values): Promise<void> {
  const { allianceId, process, values, reason, by, at } = change;
  const rows = Object.entries(values)
    .filter(([name, value]) => (before[name] ?? null) !== value)
    .map(([name, value]) => ({
      alliance_id: allianceId,
      process: process.id,
      name,
      before: JSON.stringify(before[name] ?? null),
      after: JSON.stringify(value),
      reason,
      changed_by: by,
      changed_at: at,
    }));
  if (rows.length > 0) await tx('setting_changes').insert(rows);
}

function faultsOf(process: Process, name: string, value: SettingValue | null): Fault[] {
  const setting = Object.hasOwn(process.settings, name) ? process.settings[name] : undefined;
  const pointer = `/values/${name}`;
  if (setting === undefined) {
    const detail = { vi: 'Không có thiết lập này', en: 'There is no such setting' };
    return [{ pointer, code: 'unknown', detail }];
  }
  if (value === null || fits(setting, value)) return [];
  const detail = {
    vi: `Giá trị không hợp lệ; mặc định là ${String(setting.value)}`,
    en: `This value is not possible; the usual one is ${String(setting.value)}`,
  };
  return [{ pointer, code: 'value', detail }];
}

function fits({ value: usual, allowed }: Setting, value: SettingValue): boolean {
  if (typeof usual !== typeof value) return false;
  if (allowed) return allowed.safeParse(value).success;
  if (typeof value === 'string') return value.length <= 1_000;
  return (
    typeof value !== 'number' || (Number.isSafeInteger(value) && value >= 0 && value <= 36_500)
  );
}

function jointFaults(process: Process, own: Values): Fault[] {
  const usual = Object.fromEntries(
    Object.entries(process.settings).map(([name, { value }]) => [name, value]),
  );
  return (process.settingFaults?.({ ...usual, ...own }) ?? []).map(({ name, detail }) => ({
    pointer: `/values/${name}`,
    code: 'together',
    detail,
  }));
}

export type PastChange = {
  name: string;
  before: SettingValue | null;
  after: SettingValue | null;
  reason: string;
  by: string;
  at: Instant;
};

/** Returns the latest changes first. */
export async function settingHistory(
  db: Knex,
  allianceId: string,
  process: Process,
): Promise<PastChange[]> {
  const rows = await db('setting_changes')
    .where({ alliance_id: allianceId, process: process.id })
    .orderBy('id', 'desc')
    .limit(200);
  return rows.map(({ name, before, after, reason, changed_by: by, changed_at: at }) => ({
    name,
    before,
    after,
    reason,
    by,
    at: at.toISOString(),
  }));
}
