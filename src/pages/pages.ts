// All pages together, within their frame.
import type { Knex } from 'knex';
import type { ProblemPage } from '../http/edge.ts';
import type { Operation } from '../http/operation.ts';
import type { Visits } from '../http/session.ts';
import { openAssets } from './assets.ts';
import { createFrame } from './frame.ts';
import { pageMaker } from './page.ts';
import { startPages } from './start.ts';
import { openViews } from './view.ts';

export type PagesDeps = {
  knex: Knex;
  visits: Pick<Visits, 'sessionOf' | 'csrfOf'>;
  /** The service is reached by https. */
  secure: boolean;
};

export type Pages = { operations: Operation[]; problemPage: ProblemPage };

export function createPages(deps: PagesDeps): Pages {
  const assets = openAssets();
  const frame = createFrame({ ...deps, views: openViews((name) => assets.address(name)) });
  const page = pageMaker(frame);
  return {
    operations: [...assets.operations, ...startPages({ page })],
    problemPage: frame.problemPage,
  };
}
