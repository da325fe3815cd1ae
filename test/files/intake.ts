// Intake and store of files in a folder of their own, for tests.
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usualLimits, type Limits } from '../../src/apart.ts';
import type { Readable } from 'node:stream';
import { zipDossier, type DossierAbout, type DossierEntry } from '../../src/files/dossier.ts';
import { folderStore } from '../../src/files/folder.ts';
import { createIntake, type Intake, type IntakeParts } from '../../src/files/intake.ts';
import { createStaging, type Staging } from '../../src/files/staging.ts';
import type { FileStore } from '../../src/files/store.ts';
import { openWorkbench } from '../../src/files/workbench.ts';

export type TestIntake = {
  folder: string;
  store: FileStore;
  staging: Staging;
  intake: Intake;
  zipDossier: (about: DossierAbout, entries: readonly DossierEntry[]) => Promise<Readable>;
  close(): Promise<void>;
};

/** @param changed parts in place of the usual ones */
export function startIntake(
  changed: Partial<IntakeParts> = {},
  limits: Limits = usualLimits,
): TestIntake {
  const folder = mkdtempSync(join(tmpdir(), 'sang-lap-files-'));
  const store = folderStore(join(folder, 'store'));
  const staging = createStaging(join(folder, 'incoming'));
  const workbench = openWorkbench(staging.folder, limits);
  const intake = createIntake({ staging, workbench, store, scanner: undefined, ...changed });
  return {
    folder,
    store: changed.store ?? store,
    staging,
    intake,
    zipDossier: (about, entries) =>
      zipDossier({ store: changed.store ?? store, staging, workbench }, about, entries),
    async close() {
      await workbench.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
