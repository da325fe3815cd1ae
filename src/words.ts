// Words that people search by, folded like the index that is searched: no diacritics, no case.

const mostWords = 8;

/**
 * The words as a PostgreSQL text query in which each may be the beginning of a longer one; undefined without a letter
 * or digit. `hop tac 0012` → `'hop':* & 'tac':* & ('0012':* | '-0012':*)`.
 */
export function wordsQuery(text: string): string | undefined {
  const words = fold(text)
    .split(/[^\p{L}\p{Nd}]+/u)
    .filter((word) => word !== '')
    .slice(0, mostWords);
  return words.length === 0 ? undefined : words.map(termOf).join(' & ');
}

/**
 * A number inside a case number is indexed with the hyphen before it, as if it were negative. One or two digits begin
 * too many numbers, and stand for themselves.
 */
function termOf(word: string): string {
  if (!/^\d+$/.test(word)) return `'${word}':*`;
  const start = word.length > 2 ? ':*' : '';
  return `('${word}'${start} | '-${word}'${start})`;
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
