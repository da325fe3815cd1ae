// Ids that sort by time (UUID version 7, RFC 9562 §5.7): new rows stay together in the indexes.
import { randomUUID } from 'node:crypto';
import type { Instant } from '../../machines/calendar.ts';

export function newId(at: Instant): string {
  const time = Date.parse(at).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isId(text: string): boolean {
  return pattern.test(text);
}
