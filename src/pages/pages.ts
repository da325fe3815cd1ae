// All pages together, within their frame.
import type { Knex } from 'knex';
import type { SignIn } from '../accounts/sign-in/sign-in.ts';
import type { Tokens } from '../accounts/tokens.ts';
import type { Clock } from '../clock.ts';
import { openPress, type Press } from '../documents/press.ts';
import type { Almanac } from '../engine/almanac.ts';
import type { Cases } from '../engine/cases.ts';
import type { ReadGuidance } from '../engine/guidance.ts';
import type { ReadOutlook } from '../engine/outlook.ts';
import type { Foresee } from '../engine/preview.ts';
import type { Reading } from '../engine/reading.ts';
import type { Unseal } from '../engine/unseal.ts';
import { createWatch } from '../engine/watch.ts';
import type { ProblemPage } from '../http/edge.ts';
import type { FileDeps } from '../http/files.ts';
import type { Once } from '../http/once.ts';
import type { Operation } from '../http/operation.ts';
import type { OwnSigning } from '../http/own-signing.ts';
import type { Visits } from '../http/session.ts';
import type { Draw } from '../http/verify.ts';
import type { Vault } from '../vault.ts';
import { actPages } from './act.ts';
import { adminPages } from './admin/admin.ts';
import { openAssets } from './assets.ts';
import { casePages } from './case.ts';
import { casesPages } from './cases.ts';
import { deskPages } from './desk/desk.ts';
import { checklistPages } from './checklist.ts';
import { dossierPages } from './dossier.ts';
import { criteriaPages } from './criteria/criteria.ts';
import { draftPartPages } from './draft-part.ts';
import { draftPaperPages } from './draft-paper.ts';
import { draftingPages } from './drafting.ts';
import { founderPages } from './founders.ts';
import { createFrame } from './frame.ts';
import { gradePages } from './grades.ts';
import { hallPages } from './hall.ts';
import { keyPages } from './keys.ts';
import { livePages } from './live.ts';
import { memberPaperPages } from './member-papers.ts';
import { minePages } from './mine.ts';
import { nameCheckPages } from './name-check.ts';
import { openDataPages } from './open-data.ts';
import { pageMaker, written, type PageMaker } from './page.ts';
import { supplementPages } from './supplement.ts';
import { startPages } from './start.ts';
import { signInPages } from './sign-in/sign-in.ts';
import { tourPages } from './tour.ts';
import { openViews } from './view.ts';

export type PagesDeps = FileDeps & {
  knex: Knex;
  clock: Clock;
  almanac: Almanac;
  cases: Pick<Cases, 'open' | 'advance'>;
  reading: Reading;
  foresee: Foresee;
  outlook: ReadOutlook;
  guidance: ReadGuidance;
  once: Once;
  unseal: Unseal;
  vault: Vault;
  visits: Visits;
  signIn: SignIn;
  tokens: Tokens;
  /** Computes the due dates of an alliance's open cases anew. */
  onCalendarChanged?: (allianceId: string) => Promise<void>;
  /** Origin under which the service is reached. */
  publicUrl: string;
  ownSigning: OwnSigning;
  /** The service is reached by https. */
  secure: boolean;
};

export type Pages = {
  operations: Operation[];
  problemPage: ProblemPage;
  /** Draws what an operation of the API answers people with. */
  draw: Draw;
  /** Lays out what is printed without being signed. */
  press: Pick<Press, 'build'>;
  close(): void;
};

type Parts = PagesDeps & { page: PageMaker; press: Press };

function operationsOf(parts: Parts): Operation[] {
  return [
    ...startPages(parts),
    ...signInPages(parts),
    ...openDataPages(parts),
    ...gradePages(parts),
    ...nameCheckPages(parts),
    ...minePages(parts),
    ...casesPages(parts),
    ...casePages(parts),
    ...dossierPages(parts),
    ...memberPaperPages(parts),
    ...actPages(parts),
    ...draftPaperPages(parts),
    ...hallPages(parts),
    ...supplementPages(parts),
    ...checklistPages(parts),
    ...draftingPages(parts),
    ...founderPages(parts),
    ...draftPartPages(parts),
    ...deskPages(parts),
    ...keyPages(parts),
    ...tourPages(parts),
    ...adminPages(parts),
    ...criteriaPages(parts),
  ];
}

export function createPages(deps: PagesDeps): Pages {
  const assets = openAssets();
  const frame = createFrame({ ...deps, views: openViews((name) => assets.address(name)) });
  // Without keys: what is drawn here is for looking at and is never signed.
  const press = openPress();
  const parts = { ...deps, page: pageMaker(frame), press };
  const { sessions } = deps.signIn;
  const live = livePages({ ...parts, watch: createWatch(deps.knex), sessions });
  return {
    operations: [...assets.operations, ...operationsOf(parts), ...live.operations],
    problemPage: frame.problemPage,
    press,
    close() {
      live.close();
      void press.close();
    },
    draw: async (ctx, answer) =>
      written(ctx, answer, await frame.draw({ ctx }, answer.view, answer.model ?? {})),
  };
}
