// One file of the corpus: what it is, how it calls itself, and what must be said of it.
import { kindByName, kindNames, typeOf } from '../../src/files/kinds.ts';
import type { Refusal } from '../../src/files/verdict.ts';

export type Specimen = {
  it: string;
  name: string;
  /** Declared; the type of the extension when left out. */
  type?: string;
  bytes: () => Buffer | Promise<Buffer>;
  verdict: 'available' | Refusal;
};

export const good = (it: string, name: string, bytes: Specimen['bytes']): Specimen => ({
  it,
  name,
  bytes,
  verdict: 'available',
});

export const bad = (
  verdict: Refusal,
  it: string,
  name: string,
  bytes: Specimen['bytes'],
): Specimen => ({ it, name, bytes, verdict });

export function declared({ name, type }: Specimen): string {
  const kind = kindByName(name);
  return type ?? (kind ? typeOf(kind) : 'application/octet-stream');
}

export const everyKind = kindNames;
