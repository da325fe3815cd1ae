// Tells who looks at a case that it has moved on. One question for all cases looked at, as long as somebody looks;
// nothing is asked of the commit path.
import type { Knex } from 'knex';

export type Watch = {
  /** Calls back whenever the case has another version than the one known. @returns how to stop */
  follow(caseId: string, known: number, changed: () => void): () => void;
  /** Ends all. */
  close(): void;
};

type Followed = { version: number; listeners: Set<() => void> };

export function createWatch(db: Knex, everyMs = 1_500): Watch {
  const followed = new Map<string, Followed>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function next(): void {
    if (timer || closed || followed.size === 0) return;
    timer = setTimeout(() => {
      // A database that is away is asked again: nobody is told anything meanwhile.
      void look(db, followed)
        .catch(() => undefined)
        .finally(() => {
          timer = undefined;
          next();
        });
    }, everyMs);
    timer.unref();
  }

  return {
    follow(caseId, known, changed) {
      const each = followed.get(caseId) ?? { version: known, listeners: new Set() };
      followed.set(caseId, each);
      each.listeners.add(changed);
      next();
      return () => {
        each.listeners.delete(changed);
        if (each.listeners.size === 0) followed.delete(caseId);
      };
    },
    close() {
      closed = true;
      clearTimeout(timer);
      followed.clear();
    },
  };
}

async function look(db: Knex, followed: ReadonlyMap<string, Followed>): Promise<void> {
  const rows = await db('cases')
    .whereIn('id', [...followed.keys()])
    .select('id', 'version');
  for (const { id, version } of rows as { id: string; version: number }[]) {
    const each = followed.get(id);
    if (!each || each.version === version) continue;
    each.version = version;
    each.listeners.forEach((tell) => tell());
  }
}
