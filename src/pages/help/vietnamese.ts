// Vietnamese on an English page: names, titles and what people wrote stay as they are and say that they are Vietnamese,
// so that a screen reader reads them rightly. A text of the product that is all Vietnamese is left bare: somebody forgot
// to translate it, and the tests find it.
const letter = 'ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ';
const one = new RegExp(`[${letter}]`, 'i');
const word = String.raw`(?<![\p{L}\d])[\p{L}\d-]*[${letter}${letter.toUpperCase()}][\p{L}\d-]*`;
// A name goes on with words that happen to have no mark: Trần Văn An, Luật 17.
const words = new RegExp(`${word}(?:[ ,]+(?:${word}|\\p{Lu}[\\p{L}\\d]*(?![\\p{L}\\d])))*`, 'gu');

/** Whether a text has letters that only Vietnamese has. */
export function isVietnamese(text: string): boolean {
  return one.test(text);
}

const marked = (text: string): string => `<span lang="vi">${text}</span>`;

/** Data as it stands on an English page: all of it one language. */
export function vietnameseData(text: string): string {
  if (!isVietnamese(text)) return text;
  const [, before = '', said = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  return before + marked(said) + after;
}

/** An English text with the Vietnamese words in it marked; bare when there is no English in it. */
export function vietnameseWithin(text: string): string {
  if (!isVietnamese(text) || !/[a-z]/i.test(text.replaceAll(words, ''))) return text;
  return text.replaceAll(words, marked);
}
