// Calendars and settings as they stand and as they stood: every decision names the revisions it was made on.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Knex } from 'knex';
import {
  makeCalendar,
  nationalDays,
  type Calendar,
  type CalendarDay,
  type Instant,
} from '../../machines/calendar.ts';
import type { Process, SettingValue } from '../../machines/define.ts';
import type { PublishedSet } from '../../machines/criteria/set.ts';
import { createShelf, type SetRef } from './criteria.ts';

export type Settings = Readonly<Record<string, SettingValue>>;

/** What a decision in one alliance is made on, besides the case itself. */
export type Basis = {
  calendar: Calendar;
  settings: Settings;
  settingsRevision: string;
  /** Only for processes that decide by criteria sets, in an alliance that has published any. */
  criteria?: readonly PublishedSet[];
};

export type Almanac = {
  /** The basis of today for a process in an alliance; kept for a few seconds. */
  basis(allianceId: string, process: Process): Promise<Basis>;
  /** The basis of an earlier decision. @throws RangeError when a revision is unknown */
  earlier(calendar: string, settings: string): Promise<Basis>;
  /** Puts days over the national ones for an alliance; answers with the new revision. */
  changeCalendar(allianceId: string, days: readonly CalendarDay[], at: Instant): Promise<string>;
  forget(): void;
};

const keptMs = 5_000;

/** Under which a revision of settings names the criteria sets that were published; no setting has a name like it. */
const criteriaKey = '$criteria';
type Stored = Readonly<Record<string, SettingValue | readonly SetRef[]>>;

export function createAlmanac(db: Knex): Almanac {
  const bases = new Map<string, { until: number; basis: Promise<Basis> }>();
  const calendars = new Map<string, Calendar>();
  const shelf = createShelf(db);
  const settingsByRevision = new Map<string, Stored>();

  async function calendarOf(allianceId: string): Promise<Calendar> {
    const row = await db('calendars')
      .where({ alliance_id: allianceId })
      .orderBy('created_at', 'desc')
      .first();
    if (row) return kept(row.revision, row.days);
    const revision = await store(allianceId, nationalDays, new Date(0).toISOString());
    return kept(revision, nationalDays);
  }

  function kept(revision: string, days: readonly CalendarDay[]): Calendar {
    const known = calendars.get(revision) ?? makeCalendar(days, revision);
    calendars.set(revision, known);
    return known;
  }

  async function store(
    allianceId: string,
    days: readonly CalendarDay[],
    at: Instant,
  ): Promise<string> {
    const revision = revisionOf({ allianceId, days, at });
    await db('calendars')
      .insert({ revision, alliance_id: allianceId, days: JSON.stringify(days), created_at: at })
      .onConflict('revision')
      .ignore();
    return revision;
  }

  async function settingsOf(
    allianceId: string,
    process: Process,
  ): Promise<{ revision: string; stored: Stored }> {
    const defaults = Object.fromEntries(
      Object.entries(process.settings).map(([name, { value }]) => [name, value]),
    );
    const row = await db('alliances').where({ id: allianceId }).first('settings');
    const own = (row?.settings?.[process.id] ?? {}) as Settings;
    const criteria = process.usesCriteria ? await shelf.refs(allianceId) : [];
    const stored: Stored = {
      ...defaults,
      ...own,
      ...(criteria.length > 0 ? { [criteriaKey]: criteria } : {}),
    };
    const revision = revisionOf(stored);
    if (!settingsByRevision.has(revision)) {
      await db('settings')
        .insert({ revision, settings: JSON.stringify(stored) })
        .onConflict('revision')
        .ignore();
      settingsByRevision.set(revision, stored);
    }
    return { revision, stored };
  }

  async function load(allianceId: string, process: Process): Promise<Basis> {
    const calendar = await calendarOf(allianceId);
    const { revision, stored } = await settingsOf(allianceId, process);
    return { calendar, ...(await opened(stored)), settingsRevision: revision };
  }

  async function opened(stored: Stored): Promise<Pick<Basis, 'settings' | 'criteria'>> {
    const { [criteriaKey]: refs, ...settings } = stored;
    const criteria = refs ? await shelf.sets(refs as readonly SetRef[]) : undefined;
    return { settings: settings as Settings, ...(criteria ? { criteria } : {}) };
  }

  return {
    basis(allianceId, process) {
      const key = `${allianceId} ${process.key}`;
      const known = bases.get(key);
      if (known && known.until > performance.now()) return known.basis;
      const basis = load(allianceId, process);
      bases.set(key, { until: performance.now() + keptMs, basis });
      basis.catch(() => bases.delete(key));
      return basis;
    },
    async earlier(calendarRevision, settingsRevision) {
      let calendar = calendars.get(calendarRevision);
      if (!calendar) {
        const row = await db('calendars').where({ revision: calendarRevision }).first();
        if (!row) throw new RangeError(`no calendar ${calendarRevision}`);
        calendar = kept(calendarRevision, row.days);
      }
      let settings = settingsByRevision.get(settingsRevision);
      if (!settings) {
        const row = await db('settings').where({ revision: settingsRevision }).first();
        if (!row) throw new RangeError(`no settings ${settingsRevision}`);
        settings = row.settings as Stored;
        settingsByRevision.set(settingsRevision, settings);
      }
      return { calendar, ...(await opened(settings)), settingsRevision };
    },
    async changeCalendar(allianceId, days, at) {
      const revision = await store(allianceId, [...nationalDays, ...days], at);
      bases.clear();
      return revision;
    },
    forget: () => bases.clear(),
  };
}

function revisionOf(content: unknown): string {
  return createHash('sha256')
    .update(canonicalize(content) as string)
    .digest('hex')
    .slice(0, 24);
}
