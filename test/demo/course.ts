// The course of a founding over several days, from the consultation to the certificate.
import { call, draft, file, grant, hold, teach, viable, type Founding } from './founding.ts';
import type { Play } from './play.ts';
import type { Stage } from './stage.ts';

/** The working days on which a group goes one step on. */
export type Days = {
  asked: string;
  advised: string;
  drafted: string;
  held: string;
  filed: string;
  granted: string;
};

/** Advised in classes of so many people, drafts accepted: what the report calls consultation. */
export async function consulted(
  play: Play,
  stage: Stage,
  { founding, days, classes }: { founding: Founding; days: Days; classes: readonly number[] },
): Promise<void> {
  await stage.on(days.advised);
  for (const attendees of classes) await teach(play, founding, attendees);
  await viable(play, founding);
  await stage.on(days.drafted);
  await draft(play, founding);
}

/** From the accepted drafts to the certificate. */
export async function registered(
  play: Play,
  stage: Stage,
  founding: Founding,
  days: Days,
): Promise<void> {
  await filed(play, stage, founding, days);
  await stage.on(days.granted);
  await grant(play, founding);
}

/** From the accepted drafts to the registry's receipt. */
export async function filed(
  play: Play,
  stage: Stage,
  founding: Founding,
  days: Days,
): Promise<void> {
  await call(play, founding, days.held);
  await stage.on(days.held);
  await hold(play, founding);
  await stage.on(days.filed);
  await file(play, founding);
}
