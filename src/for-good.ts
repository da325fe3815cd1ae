// What a channel's refusal means to the outbox.
import { Permanent } from './engine/outbox.ts';
import { DeliveryRefused } from './notices/channel.ts';

/** @throws Permanent for what the other side will never take, else the error itself */
export function forGood(error: unknown): never {
  throw error instanceof DeliveryRefused ? new Permanent(error.message, { cause: error }) : error;
}
