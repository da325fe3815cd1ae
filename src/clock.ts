// The one clock. Everything that needs the time is handed this; only development may move it.
import { localDateOf, type Instant, type LocalDate } from '../machines/calendar.ts';

export type Clock = {
  now: () => Instant;
  /** Today in Asia/Ho_Chi_Minh. */
  today(): LocalDate;
  /** Milliseconds ahead of the real time; 0 in production. */
  offsetMs: () => number;
  /** Moves the clock of development; never in production. */
  setOffset(offsetMs: number): void;
};

/** Milliseconds that no one moves, not even in development: for what people hold in their hands, such as codes. */
export function realTime({ now, offsetMs }: Pick<Clock, 'now' | 'offsetMs'>): () => number {
  return () => Date.parse(now()) - offsetMs();
}

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
