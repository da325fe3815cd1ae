// The payload fields that several events of a complaint share.
import { z } from 'zod';
import { isLocalDate } from '../calendar.ts';
import { stands } from '../choice.ts';
import { field } from '../define.ts';
import type { Text } from '../text.ts';

export const account = (label: Text) =>
  field(stands(z.string().min(1).max(64), 'account').optional(), label);
export const shortText = (label: Text, hint?: Text) =>
  field(z.string().trim().min(1).max(200), label, hint);
export const longText = (label: Text, hint?: Text) =>
  field(z.string().trim().min(1).max(4000), label, hint);
export const day = (label: Text) => field(z.string().refine(isLocalDate, 'localDate'), label);
export const flag = (label: Text, hint?: Text) => field(z.boolean().default(false), label, hint);
export const note = longText({ vi: 'Ghi chú', en: 'Note' }).optional();
