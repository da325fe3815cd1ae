// One entry of a case's journal: its canonical text (RFC 8785) and its place in the hash chain.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Instant, LocalDate } from '../../machines/calendar.ts';
import type { Actor, Found } from '../../machines/define.ts';

/** The documented field list of a journal entry. Replaying needs nothing else but calendars and settings by revision. */
export type Entry = {
  actor: Actor;
  at: Instant;
  calendar: string;
  caseId: string;
  clientRef?: string;
  eventId: string;
  found?: Found;
  from: string;
  law: string;
  occurredOn: LocalDate;
  payload: Record<string, unknown>;
  process: string;
  settings: string;
  to: string;
  type: string;
  version: number;
};

export const firstHash = Buffer.alloc(32);

export type Link = { canonical: string; hash: Buffer };

/** The entry as text and the hash that chains it: SHA-256(previous hash ‖ canonical text in UTF-8). */
export function link(previous: Buffer, entry: Entry): Link {
  const canonical = canonicalize(entry) as string;
  return { canonical, hash: hashOf(previous, canonical) };
}

export function hashOf(previous: Buffer, canonical: string): Buffer {
  return createHash('sha256').update(previous).update(canonical, 'utf8').digest();
}

export function readEntry(canonical: string): Entry {
  return JSON.parse(canonical) as Entry;
}
