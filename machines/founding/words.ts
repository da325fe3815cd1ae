// The vocabulary bound to a founding case, and the few field shapes its forms are made of.
import { z } from 'zod';
import { stands } from '../choice.ts';
import { field, vocabulary } from '../define.ts';
import type { Text } from '../text.ts';
import type { Founding } from './data.ts';

export const { event, lapse, rule, term, notify, issue, open, keep, count, actor } =
  vocabulary<Founding>();

/** Source of everything that is not law: the alliance's own rules. */
export const allianceRule = 'Quy chế của Liên minh (cấu hình)';

/** Largest single amount a form takes, in VND. */
const maxVnd = 10_000_000_000_000;

/** A line or paragraph that must be filled in. */
export function line(max: number, vi: string, en: string, hint?: Text) {
  return field(z.string().trim().min(1).max(max), { vi, en }, hint);
}

/** Whole VND. */
export function vnd(vi: string, en: string, hint?: Text) {
  return field(stands(z.int().min(0).max(maxVnd), 'VND'), { vi, en }, hint);
}

/** How many there are: members, votes, people. */
export function number(vi: string, en: string, hint?: Text) {
  return field(z.int().min(0).max(10_000), { vi, en }, hint);
}

/** A member's place in the member list, by which ballots and ties of kinship name the member. */
export function memberNo(vi: string, en: string, hint?: Text) {
  return field(z.int().min(1).max(10_000), { vi, en }, hint);
}

/** A local date such as "2026-11-24". */
export function day(vi: string, en: string, hint?: Text) {
  return field(z.iso.date().min(10).max(10).regex(/^[12]/), { vi, en }, hint);
}

/** A time such as "08:00". */
export function timeOfDay(vi: string, en: string) {
  return field(
    z
      .string()
      .max(5)
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    { vi, en },
  );
}

/** A statement that is true or not. */
export function yes(vi: string, en: string, hint?: Text) {
  return field(z.boolean(), { vi, en }, hint);
}

/** An opaque account id. */
export function account(vi: string, en: string, hint?: Text) {
  return field(stands(z.string().min(1).max(100), 'account'), { vi, en }, hint);
}

export const votesShape = {
  for: number('Phiếu thuận', 'Votes for'),
  against: number('Phiếu chống', 'Votes against'),
  abstain: number('Phiếu trắng', 'Abstentions'),
} as const;
