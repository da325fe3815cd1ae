// Words that people search by, folded like the index that is searched: no diacritics, no case.

const mostWords = 8;

/**
 * The words as a PostgreSQL text query in which the last, and others of three letters or more, may be the beginning of a
 * longer one; undefined without a letter or digit. `xa hop 0012` → `'xa' & 'hop':* & ('0012':* | '-0012':*)`.
 */
export function wordsQuery(text: string): string | undefined {
  const words = fold(text)
    .split(/[^\p{L}\p{Nd}]+/u)
    .filter((word) => word !== '')
    .slice(0, mostWords);
  return words.length === 0
    ? undefined
    : words.map((word, index) => termOf(word, index === words.length - 1)).join(' & ');
}

/** Shorter ones begin too much to be found by. */
const shortestBeginning = 3;

/** A number inside a case number is indexed with the hyphen before it, as if it were negative. */
function termOf(word: string, last: boolean): string {
  const isNumber = /^\d+$/.test(word);
  const start = word.length >= shortestBeginning || (last && !isNumber) ? ':*' : '';
  return isNumber ? `('${word}'${start} | '-${word}'${start})` : `'${word}'${start}`;
}

/** Lower case without diacritics, as the database's `fold`. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .normalize('NFC');
}
