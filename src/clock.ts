// The one clock. Everything that needs the time is handed this; only development may move it.
import { localDateOf, type Instant, type LocalDate } from '../machines/calendar.ts';

export type Clock = {
  now(): Instant;
  /** Today in Asia/Ho_Chi_Minh. */
  today(): LocalDate;
  /** Milliseconds ahead of the real time; 0 in production. */
  offsetMs(): number;
  /** Moves the clock of development; never in production. */
  setOffset(offsetMs: number): void;
};

export function systemClock(): Clock {
  let ahead = 0;
  const now = (): Instant => new Date(Date.now() + ahead).toISOString();
  return {
    now,
    today: () => localDateOf(now()),
    offsetMs: () => ahead,
    setOffset: (offsetMs) => {
      ahead = offsetMs;
    },
  };
}
