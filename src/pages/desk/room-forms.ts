// The forms that stand in a board's room: those of the events that the process marks, drawn from their definition.
import type { Text } from '../../../machines/text.ts';
import type { Action } from '../../engine/actions.ts';
import type { Person } from '../../engine/rights.ts';
import type { Fields } from '../../http/operation.ts';
import type { Drawn } from '../form/drawing.ts';
import { blankSheet, sheetOf, type Sheet } from '../form/sheet.ts';
import { valueOf } from '../seats.ts';
import type { Room } from './boards.ts';

/** A form as it was sent. */
export type Filled = { type: string; fields: Fields };

export type RoomForm = {
  /** One button for each; the first is the event the form was drawn for. */
  events: { type: string; title: Text }[];
  drawn: readonly Drawn[];
  /** Nothing but one choice: its values are the buttons. */
  quick: Drawn | undefined;
  /** The member owes this now. */
  owed: boolean;
};

type Place = Pick<Room, 'process' | 'seen' | 'members'>;

/** The form of an event in the room, blank or as it was sent. @param type of an event marked for the room */
export function roomSheet(
  { process, seen, members }: Place,
  { type, fields }: Filled | { type: string; fields?: undefined },
): Sheet {
  const event = process.events[type] as NonNullable<Place['process']['events'][string]>;
  const seats = members.filter(({ standing }) => standing !== 'recused').map(valueOf);
  const source = { event, accounts: undefined, seats, data: seen };
  return fields ? sheetOf(source, fields) : blankSheet(source, undefined);
}

/**
 * What the person can do here, what they owe first. An event whose fields all stand in a form above is another button of
 * that form; one that shares only some has a page of its own, as names must be told apart.
 */
export function roomForms(found: Room, person: Person, filled?: Filled): RoomForm[] {
  const { process, actions, board, seen } = found;
  const owed = board.owed(seen, person);
  const open = actions.filter(({ type, enabled }) => enabled && process.events[type]?.inRoom);
  const drawn = open
    .map((action) => ({ action, sheet: sheetFor(found, action, filled) }))
    .toSorted((a, b) => place(a.action, owed) - place(b.action, owed));
  const forms: RoomForm[] = [];
  for (const { action, sheet } of drawn) {
    const { type, title } = action;
    const names = sheet.drawn.map(({ name }) => name);
    const near = forms.find((form) => form.drawn.some(({ name }) => names.includes(name)));
    const fits = near && names.every((name) => near.drawn.some((each) => each.name === name));
    if (fits) near.events.push({ type, title });
    if (!near)
      forms.push({
        events: [{ type, title }],
        drawn: sheet.drawn,
        quick: quickIn(sheet.drawn),
        owed: owed.includes(type),
      });
  }
  return forms;
}

function sheetFor(found: Room, { type }: Action, filled: Filled | undefined): Sheet {
  return roomSheet(found, filled?.type === type ? filled : { type });
}

/** What is owed comes first, in its order. */
function place({ type }: Action, owed: readonly string[]): number {
  const at = owed.indexOf(type);
  return at === -1 ? owed.length : at;
}

function quickIn(drawn: readonly Drawn[]): Drawn | undefined {
  const [only, ...rest] = drawn;
  return only?.kind === 'choice' && !only.optional && rest.length === 0 ? only : undefined;
}
