// A form in one of its steps: what stands in it, what is wrong with it, how it is drawn, and what it means. The button
// pressed says which step comes next.
import type { EventDefinition } from '../../../machines/define.ts';
import { parse } from '../../engine/validate.ts';
import { jsonSchemaOf } from '../../http/json-schema.ts';
import type { Fields } from '../../http/operation.ts';
import { one } from '../../http/page-form.ts';
import type { Fault } from '../../problem.ts';
import { drawForm, type Drawn } from './drawing.ts';
import { asFields, sent, started, withoutRow, withRow, type EntryGroup } from './entry.ts';
import { linesOf, sectionsOf, type Section } from './lines.ts';
import { chooserOf, chosen, shapeOf, type Group, type Value } from './shape.ts';
import { payloadOf } from './value.ts';
import { fieldFaults, type FieldFault } from './words.ts';

export type SheetSource = {
  event: Pick<EventDefinition<Record<string, unknown>>, 'payload' | 'examples' | 'fill' | 'beside'>;
  /** Accounts to choose among, for people who may know them. */
  accounts: readonly Value[] | undefined;
  /** Names and addresses that were written instead of choosing, where the list is not complete. */
  written?: Written;
  /** Those of the case, for people who may know no others. */
  parties?: readonly Value[];
  /** Seats of the board of the case. */
  seats?: readonly Value[];
  /** Files of the dossier. */
  files?: readonly Value[];
  /** Boards of the register. */
  boards?: readonly Value[];
  /** What the form starts with besides what the case knows. */
  start?: Readonly<Record<string, unknown>>;
  /** What the case knows, as this person may read it. */
  data: Record<string, unknown>;
};

export type Written = {
  /** The accounts they stand for, by field; empty where that is not certain. */
  fields: Fields;
  /** Those that nobody fits, by field. */
  texts: Readonly<Record<string, string>>;
  /** With pointers into the payload. */
  faults: readonly Fault[];
};

/** `change`: shown again, longer, shorter or as it was. `review`: looked through. `send`: recorded. */
export type Step = 'change' | 'review' | 'send';

export type Sheet = {
  step: Step;
  drawn: readonly Drawn[];
  faults: readonly FieldFault[];
  /** Rules that are not met, as the engine gives them. */
  reasons: readonly unknown[];
  payload: Record<string, unknown>;
  /** Everything filled in, for hidden inputs. */
  hidden: readonly (readonly [string, string])[];
  /** The same for people to read. */
  sections: readonly Section[];
  /** The question that has to be answered first: which of several parts this is about. */
  choose?: Drawn;
  picked?: { name: string; value: string };
  example: readonly Section[];
  /** This sheet with faults that the engine found. */
  faultsOf(faults: readonly Fault[], at: string): Pick<Sheet, 'faults' | 'drawn'>;
};

type Form = { shape: Group; choose?: Group['parts'][number]; picked?: Sheet['picked'] };

/** The form of an event, narrowed to what was picked where there is something to pick. */
function formOf({ event }: SheetSource, pick: string | undefined): Form {
  const shape = shapeOf(jsonSchemaOf(event.payload, 'input'));
  const chooser = chooserOf(shape);
  if (!chooser) return { shape };
  const value = chooser.values.find((each) => each.value === pick)?.value;
  if (value === undefined) return { shape, choose: chooser };
  return { shape: chosen(shape, chooser, value), picked: { name: chooser.name, value } };
}

/** The form before anything is filled in: with what the case knows already. */
export function blankSheet(source: SheetSource, pick: string | undefined): Sheet {
  const form = formOf(source, pick);
  const start = { ...source.event.fill?.(source.data), ...source.start, ...pickedPart(form) };
  return make(source, form, { step: 'change', entry: started(form.shape, start), faults: [] });
}

function pickedPart({ picked }: Form): Record<string, string> {
  return picked ? { [picked.name]: picked.value } : {};
}

/** The form as it was sent, after the button that was pressed. */
export function sheetOf(source: SheetSource, fields: Fields): Sheet {
  const form = formOf(source, one(fields, '_pick'));
  const { shape } = form;
  const entry = sent(shape, { ...fields, ...source.written?.fields });
  const [verb = '', path = ''] = (one(fields, '_step') ?? 'review').split(':', 2);
  if (verb === 'add') return make(source, form, changedTo(withRow(shape, entry, path)));
  if (verb === 'remove') return make(source, form, changedTo(removed(shape, entry, path)));
  if (verb === 'change') return make(source, form, changedTo(entry));
  const faults = fieldFaults(shape, faultsIn(source, payloadOf(shape, entry)));
  return make(source, form, { step: verb === 'send' ? 'send' : 'review', entry, faults });
}

/** What is wrong with a payload; of an account that was written, that it is not certain who is meant. */
function faultsIn({ event, written }: SheetSource, payload: Record<string, unknown>): Fault[] {
  const parsed = parse(event.payload, payload);
  const unclear = written?.faults ?? [];
  const others = (parsed.ok ? [] : parsed.faults).filter(
    (each) => !unclear.some(({ pointer }) => pointer === each.pointer),
  );
  return [...unclear, ...others];
}

function changedTo(entry: EntryGroup): Standing {
  return { step: 'change', entry, faults: [] };
}

/** @param path of the entry itself, `members.list.3` */
function removed(shape: Group, entry: EntryGroup, path: string): EntryGroup {
  const at = path.lastIndexOf('.');
  return withoutRow(shape, entry, path.slice(0, at), Number(path.slice(at + 1)));
}

type Standing = { step: Step; entry: EntryGroup; faults: readonly FieldFault[] };

function make(source: SheetSource, form: Form, { step, entry, faults }: Standing): Sheet {
  const { shape, choose, picked } = form;
  const { accounts, parties, seats, boards, files, event } = source;
  const beside = event.beside?.(source.data) ?? [];
  const draw = (wrong: readonly FieldFault[]): Drawn[] =>
    drawForm(shape, entry, {
      faults: wrong,
      accounts,
      parties,
      seats,
      boards,
      files,
      beside,
      written: source.written?.texts,
    }).filter(({ name }) => name !== picked?.name);
  const drawn = draw(faults);
  const question = drawn.find(({ name }) => name === choose?.name);
  return {
    step,
    faults,
    drawn,
    reasons: [],
    payload: payloadOf(shape, entry),
    hidden: asFields(shape, entry),
    sections: sectionsOf(
      linesOf(
        shape,
        entry,
        [accounts ?? parties, seats, boards, files].flatMap((each) => each ?? []),
      ),
    ),
    example: exampleOf(shape, event.examples, picked),
    ...(question ? { choose: question } : {}),
    ...(picked ? { picked } : {}),
    faultsOf(found, at) {
      const wrong = fieldFaults(shape, found, at);
      return { faults: wrong, drawn: draw(wrong) };
    },
  };
}

/** The first example that fits what was picked. */
function exampleOf(
  shape: Group,
  examples: readonly Record<string, unknown>[],
  picked: Sheet['picked'],
): Section[] {
  const example = examples.find((each) => !picked || each[picked.name] === picked.value);
  return example ? sectionsOf(linesOf(shape, started(shape, example))) : [];
}
