// The dossier of a case as a list of places: which paper belongs there, by what law, and who may send it in.
import type { Definition } from './define.ts';
import type { Text } from './text.ts';

export type FileKind = 'pdf' | 'jpeg' | 'png' | 'docx' | 'xlsx';

/** Signed papers come as scans or as signed PDF. */
export const scans: readonly FileKind[] = ['pdf', 'jpeg', 'png'];
export const texts: readonly FileKind[] = [...scans, 'docx'];
export const tables: readonly FileKind[] = [...scans, 'xlsx'];

export type Slot = {
  /** As in the list of documents, `CHARTER`. Papers that the service draws up itself under this id fill it too. */
  id: string;
  title: Text;
  law: string;
  /** Anything but 'verified' is shown as unconfirmed. */
  confidence: 'verified' | 'unconfirmed';
  kinds: readonly FileKind[];
  /** Actors of the process who may send it in. */
  by: readonly string[];
  /** Without it the dossier is not complete. */
  needed: boolean;
};

/** Faults in the places of an empty dossier, each a sentence. */
export function dossierFaults(definition: Definition<Record<string, unknown>>): string[] {
  const slots = definition.dossier?.(definition.data(), { on: '2026-01-01' }) ?? [];
  const ids = slots.map(({ id }) => id);
  return slots.flatMap(({ id, law, kinds, by }, index) => [
    ...(ids.indexOf(id) === index ? [] : [`dossier: two places ${id}`]),
    ...(/^[A-Z][A-Z0-9_]{1,39}$/.test(id) ? [] : [`dossier: ${id} is no name of a place`]),
    ...(law === '' ? [`dossier ${id}: no law`] : []),
    ...(kinds.length === 0 ? [`dossier ${id}: no kind of file`] : []),
    ...(by.length === 0 ? [`dossier ${id}: nobody may send it in`] : []),
    ...by
      .filter((name) => !Object.hasOwn(definition.actors, name))
      .map((name) => `dossier ${id}: actor ${name} has no definition`),
  ]);
}
