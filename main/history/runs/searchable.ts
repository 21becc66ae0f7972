/** Scripts written without spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/gu;

/** Text as the index takes it: each letter of an unspaced script is a word, so that any part of a sentence is found. */
export function searchable(text: string): string {
  return text.replaceAll('\0', ' ').replaceAll(UNSPACED, ' $& ');
}
