// The text of subtitles. What is white space is what Python takes for it, so that both find the same lines empty.
import type { Word } from './types.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: Python's str.isspace() holds these separators.
const WHITE = /[\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above; where Python's str.splitlines() parts lines.
const BREAK = /\r\n|[\n-\r\u001c-\u001e\u0085\u2028\u2029]/u;

/** The text without any white space. */
export function letters(text: string): string {
  return text.replace(WHITE, '');
}

/** Whether there is nothing to be seen. */
export function blank(text: string): boolean {
  return letters(text) === '';
}

/** One space where there was any white space, none at the ends. */
export function tidyLine(text: string): string {
  return text.replace(WHITE, ' ').replace(/^ | $/gu, '');
}

/** The lines of a text as a plan holds them: tidy, none of them empty. */
export function tidyLines(text: string): readonly string[] {
  return text
    .split(BREAK)
    .map(tidyLine)
    .filter((line) => line !== '');
}

/** Characters as people count them for limits, and as Python does: code points. */
export function characters(text: string): number {
  return [...text].length;
}

/** Whether the words are those of the text, so that times of letters are known. */
export function spelled(words: readonly Word[], text: string): boolean {
  return words.length > 0 && letters(textOf(words)) === letters(text);
}

/** The words one after the other, as they are written. */
export function textOf(words: readonly Word[]): string {
  return words.map((word) => word.text).join('');
}

/** How many words begin within the first so many letters of their text. */
export function wordsWithin(words: readonly Word[], count: number): number {
  let seen = 0;
  let number = 0;
  for (const word of words) {
    if (seen >= count) {
      break;
    }
    seen += letters(word.text).length;
    number += 1;
  }
  return number;
}
