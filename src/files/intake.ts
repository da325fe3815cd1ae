// What becomes of a file on its way in: written and measured, judged, scanned, and only then kept.
import type { Readable } from 'node:stream';
import { isDeclared, kindByName, typeOf, type Kind } from './kinds.ts';
import type { Scanner } from './scanner.ts';
import type { Staged, Staging } from './staging.ts';
import type { FileStore, Stored } from './store.ts';
import type { Outline, Refusal } from './verdict.ts';
import type { Workbench } from './workbench.ts';

/** `received`: sound, but the scanner could not be asked yet. */
export type Judged =
  | {
      state: 'available' | 'received';
      kind: Kind;
      type: string;
      outline: Outline;
      scanned: boolean;
    }
  | { state: 'quarantined'; kind: Kind; type: string; outline: Outline; refusal: 'virus' }
  | { state: 'refused'; refusal: Refusal };

export type Arrived = Staged & { name: string; declared: string };

export type Intake = {
  /** Takes the bytes in. Whoever asks drops them in the end. */
  receive(this: void, file: { name: string; type: string; content: Readable }): Promise<Arrived>;
  /** @param accepts kinds that are taken where the file belongs */
  judge(this: void, file: Arrived, accepts: readonly Kind[]): Promise<Judged>;
  /** Durable when it answers. */
  keep(this: void, file: Staged): Promise<Stored>;
};

export type IntakeParts = {
  staging: Staging;
  workbench: Workbench;
  store: FileStore;
  /** Absent: files are not scanned. */
  scanner: Scanner | undefined;
};

export function createIntake({ staging, workbench, store, scanner }: IntakeParts): Intake {
  return {
    receive: async ({ name, type, content }) => ({
      ...(await staging.receive(content)),
      name,
      declared: type,
    }),
    async judge(file, accepts) {
      const kind = kindByName(file.name);
      if (!kind || !accepts.includes(kind)) return { state: 'refused', refusal: 'type' };
      if (!isDeclared(kind, file.declared)) return { state: 'refused', refusal: 'mismatch' };
      const verdict = await workbench.check(file.place, kind);
      if (!verdict.sound) return { state: 'refused', refusal: verdict.refusal };
      const about = { kind, type: typeOf(kind), outline: verdict.outline };
      if (!scanner) return { state: 'available', ...about, scanned: false };
      const found = await scanner.scan(file.place);
      if (found === 'infected') return { state: 'quarantined', ...about, refusal: 'virus' };
      if (found === 'away') return { state: 'received', ...about, scanned: false };
      return { state: 'available', ...about, scanned: true };
    },
    keep: (file) => store.keep(file),
  };
}
