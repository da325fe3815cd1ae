// The desk of the alliance's own people: what to look at first, the lists they work from, what lies ahead.
import type { Knex } from 'knex';
import type { Clock } from '../../clock.ts';
import type { Almanac } from '../../engine/almanac.ts';
import type { Cases } from '../../engine/cases.ts';
import type { Foresee } from '../../engine/preview.ts';
import type { Reading } from '../../engine/reading.ts';
import type { Unseal } from '../../engine/unseal.ts';
import type { Once } from '../../http/once.ts';
import type { OwnSigningDeps } from '../../http/own-signing.ts';
import type { Operation } from '../../http/operation.ts';
import type { Vault } from '../../vault.ts';
import type { PageMaker } from '../page.ts';
import { agendaPages } from './agenda.ts';
import { boardActPages } from './board-acts.ts';
import { boardPages } from './boards.ts';
import { briefPages } from './brief.ts';
import { casesPages } from './cases.ts';
import { columnPages } from './columns.ts';
import { cooperativePages } from './cooperatives.ts';
import { filterPages } from './filters.ts';
import { homePages } from './home.ts';
import { journalPages } from './journal.ts';
import { manyPages } from './many.ts';
import { meetingPages } from './meeting.ts';
import { ownSigningPages } from './own-signing.ts';
import { pathPages } from './path.ts';
import { scoreSheetPages } from './score-sheet.ts';
import { signaturePages } from './signatures.ts';
import { talkPages } from './talk.ts';
import { workPages } from './work.ts';
import { workActPages } from './work-acts.ts';

export type DeskPageDeps = {
  page: PageMaker;
  knex: Knex;
  clock: Clock;
  almanac: Almanac;
  cases: Pick<Cases, 'advance'>;
  reading: Reading;
  foresee: Foresee;
  once: Once;
  unseal: Unseal;
  vault: Pick<Vault, 'derive'>;
  openFile: OwnSigningDeps['openFile'];
  ownSigning: OwnSigningDeps['ownSigning'];
};

export function deskPages(deps: DeskPageDeps): Operation[] {
  return [
    ...homePages(deps),
    ...casesPages(deps),
    ...columnPages(deps),
    ...cooperativePages(deps),
    ...agendaPages(deps),
    ...workPages(deps),
    ...workActPages(deps),
    ...filterPages(deps),
    ...journalPages(deps),
    ...talkPages(deps),
    ...pathPages(deps),
    ...briefPages(deps),
    ...manyPages(deps),
    ...signaturePages(deps),
    ...ownSigningPages(deps),
    ...boardPages(deps),
    ...boardActPages(deps),
    ...meetingPages(deps),
    ...scoreSheetPages(deps),
  ];
}
