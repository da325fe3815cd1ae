// A name against the names kept here: which are the same or may be confused with it, why, and what is still free.
import type { Knex } from 'knex';
import { likeness, nameKey, type Likeness } from '../../machines/founding/likeness.ts';

export type Similar = {
  code: string;
  name: string;
  commune: string;
  why: Likeness[];
};

export type NameCheck = {
  similar: Similar[];
  /** Names near the one asked for that nobody here bears. */
  free: string[];
};

export type NameAsked = {
  name: string;
  /** Words that may tell the group apart: commune, old district, produce. */
  words: readonly string[];
};

const mostShown = 20;
/** Under one key; a few of them may not be alike. */
const mostRead = 200;
const mostFree = 5;

/** Compares with every cooperative kept here, of all alliances: names are protected in the whole country. */
export async function checkName(db: Knex, { name, words }: NameAsked): Promise<NameCheck> {
  const similar = await similarTo(db, name);
  const free = similar.length === 0 ? [] : await freeOf(db, variantsOf(name, words));
  return { similar, free };
}

/** Those that bear the very name first. */
async function similarTo(db: Knex, name: string): Promise<Similar[]> {
  const rows = await db('cooperatives')
    .where({ name_key: nameKey(name), merged_into: null })
    .orderByRaw('lower(name) = lower(?) desc, name', [name.normalize('NFC')])
    .limit(mostRead)
    .select<Omit<Similar, 'why'>[]>('code', 'name', 'commune');
  return rows
    .map((row) => ({ ...row, why: likeness(name, row.name) }))
    .filter(({ why }) => why.length > 0)
    .slice(0, mostShown);
}

const unit = /^(?:xã|phường|đặc khu|thị trấn|huyện|thị xã|thành phố|quận|tỉnh)\s+/iu;

function variantsOf(name: string, words: readonly string[]): string[] {
  const bare = words.map((word) => word.normalize('NFC').trim().replace(unit, ''));
  const told = [...new Set(bare)].filter((word) => word !== '');
  const each = told.map((word) => `${name} ${word}`);
  const pairs = told.flatMap((one, index) =>
    told.slice(index + 1).map((other) => `${name} ${one} ${other}`),
  );
  return [...new Set([...each, ...pairs])].filter(
    (variant) => likeness(variant, name).length === 0,
  );
}

async function freeOf(db: Knex, variants: readonly string[]): Promise<string[]> {
  const taken: string[] = await db('cooperatives')
    .whereIn('name_key', variants.map(nameKey))
    .whereNull('merged_into')
    .pluck('name');
  const isFree = (variant: string): boolean =>
    taken.every((name) => likeness(variant, name).length === 0);
  return variants.filter(isFree).slice(0, mostFree);
}
