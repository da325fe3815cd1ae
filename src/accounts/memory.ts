// Answers kept for a moment, so that calls that come close together ask the database once.

export type Memory<T> = {
  /** The answer kept under this name, or the one now looked up. A failure is not kept. */
  of: (name: string, lookUp: () => Promise<T>) => Promise<T>;
  forget: () => void;
};

const keptMs = 3_000;
const mostKept = 10_000;

export function createMemory<T>(): Memory<T> {
  const kept = new Map<string, { until: number; answer: Promise<T> }>();
  return {
    of(name, lookUp) {
      const known = kept.get(name);
      if (known && known.until > performance.now()) return known.answer;
      if (kept.size >= mostKept) kept.clear();
      const answer = lookUp();
      kept.set(name, { until: performance.now() + keptMs, answer });
      answer.catch(() => kept.delete(name));
      return answer;
    },
    forget: () => kept.clear(),
  };
}
