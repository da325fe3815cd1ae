// Guides as pages draw them: how long there is left for each duty, and which ways on are open to this person.
import type { LocalDate } from '../../machines/calendar.ts';
import type { Duty, Guide, GuideOption } from '../../machines/guide.ts';
import type { Action } from '../engine/actions.ts';
import type { Due } from './due.ts';

export type ShownGuide = Omit<Guide, 'duties' | 'options'> & {
  duties: (Duty & { left: Due | undefined })[];
  /** `open`: this person may do it now. */
  options: (GuideOption & { title: Action['title']; open: boolean })[];
};

export function guidesFor(
  guides: readonly Guide[],
  actions: readonly Action[],
  left: (on: LocalDate) => Due,
): ShownGuide[] {
  return guides.map((guide) => ({
    ...guide,
    duties: guide.duties.map((duty) => ({
      ...duty,
      left: duty.due === undefined || duty.done ? undefined : left(duty.due),
    })),
    options: guide.options.flatMap(({ event, text }) => {
      const action = actions.find(({ type }) => type === event);
      return action ? [{ event, text, title: action.title, open: action.enabled }] : [];
    }),
  }));
}
