// The kinds of files that people may send in, and how each shows itself: by extension, declared type and first bytes.
import type { Text } from '../../machines/text.ts';

export const kinds = {
  pdf: { types: ['application/pdf'], extensions: ['pdf'], title: { vi: 'PDF', en: 'PDF' } },
  jpeg: { types: ['image/jpeg'], extensions: ['jpg', 'jpeg'], title: { vi: 'JPEG', en: 'JPEG' } },
  png: { types: ['image/png'], extensions: ['png'], title: { vi: 'PNG', en: 'PNG' } },
  docx: {
    types: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    extensions: ['docx'],
    title: { vi: 'Word (.docx)', en: 'Word (.docx)' },
  },
  xlsx: {
    types: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    extensions: ['xlsx'],
    title: { vi: 'Excel (.xlsx)', en: 'Excel (.xlsx)' },
  },
} as const satisfies Record<
  string,
  { types: readonly [string]; extensions: readonly string[]; title: Text }
>;
export type Kind = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as [Kind, ...Kind[]];

/** What the extension of a name says; undefined for any other. */
export function kindByName(name: string): Kind | undefined {
  const extension = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return kindNames.find((kind) =>
    (kinds[kind].extensions as readonly string[]).includes(extension),
  );
}

/** True when the sender declared this kind, or nothing: `application/octet-stream` says that it does not know. */
export function isDeclared(kind: Kind, type: string): boolean {
  return (
    type === 'application/octet-stream' || (kinds[kind].types as readonly string[]).includes(type)
  );
}

/** The media type that a kind is served under. */
export function typeOf(kind: Kind): string {
  return kinds[kind].types[0];
}
