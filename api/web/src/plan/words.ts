// Words with their times, when the text above them changes.
import { letters, spelled, textOf, tidyLine, wordsWithin } from './text.ts';
import { clamp, range, shifted } from './time.ts';
import type { Cue, Range, Word } from './types.ts';

/** A word that a person wrote is certain. */
const CERTAIN = 1000;

/** The middle frame of a word: where it is said, as drafting has it. */
export function middle(frames: Range): number {
  return Math.floor((frames.start + frames.stop) / 2);
}

/** The words moved by so many frames, within a video of so many. */
export function movedWords(words: readonly Word[], by: number, most: number): readonly Word[] {
  return words.map((word) => {
    const { start, stop } = shifted(word.frames, by);
    return { ...word, frames: range(clamp(start, 0, most), clamp(stop, 0, most)) };
  });
}

/** The words, none of them reaching out of the frames. */
export function clippedWords(words: readonly Word[], frames: Range): readonly Word[] {
  return words.map((word) => {
    const start = clamp(word.frames.start, frames.start, frames.stop);
    return { ...word, frames: range(start, clamp(word.frames.stop, start, frames.stop)) };
  });
}

/**
 * A subtitle with only those of its words that are wished; none where no word is left.
 *
 * Lines that a person has typed say more than words: they stay as they are.
 */
export function onlyWords(cue: Cue, wished: (word: Word) => boolean): readonly Cue[] {
  const words = cue.words.filter(wished);
  if (words.length === cue.words.length || !spelled(cue.words, cue.lines.join(''))) {
    return [{ ...cue, words }];
  }
  let from = 0;
  let seen = 0;
  const lines: string[] = [];
  for (const line of cue.lines) {
    seen += letters(line).length;
    const until = wordsWithin(cue.words, seen);
    lines.push(tidyLine(textOf(cue.words.slice(from, until).filter(wished))));
    from = until;
  }
  const left = lines.filter((line) => line !== '');
  return left.length === 0 ? [] : [{ ...cue, lines: left, words }];
}

/**
 * The words of a text that was `before` and is `after`: what stands as it was keeps its times, and
 * what was changed between is one word. No words where their times were not known before.
 */
export function retold(words: readonly Word[], before: string, after: string): readonly Word[] {
  const wanted = letters(after);
  if (!spelled(words, before) || wanted === '') {
    return [];
  }
  if (wanted === letters(before)) {
    return words;
  }
  const first = sameAtStart(words, wanted);
  const rest = words.slice(first);
  const last = sameAtEnd(rest, wanted.slice(letters(textOf(words.slice(0, first))).length));
  const old = rest.slice(0, rest.length - last);
  const tail = rest.slice(rest.length - last);
  const skip = letters(textOf(words.slice(0, first))).length;
  const until = wanted.length - letters(textOf(tail)).length;
  const between = written(after, skip, until);
  const spot = span(old, words, first);
  const made = between === '' ? [] : [{ text: between, frames: spot, confidence: CERTAIN }];
  return [...words.slice(0, first), ...made, ...tail];
}

function sameAtStart(words: readonly Word[], wanted: string): number {
  let number = 0;
  let seen = '';
  for (const word of words) {
    seen += letters(word.text);
    if (!wanted.startsWith(seen)) {
      break;
    }
    number += 1;
  }
  return number;
}

function sameAtEnd(words: readonly Word[], wanted: string): number {
  let number = 0;
  let seen = '';
  for (const word of words.toReversed()) {
    seen = letters(word.text) + seen;
    if (!wanted.endsWith(seen)) {
      break;
    }
    number += 1;
  }
  return number;
}

/** Letters number `from` to `until` of a text as they stand there, with a space before if there is one. */
function written(text: string, from: number, until: number): string {
  let seen = 0;
  let start = -1;
  let stop = -1;
  for (let place = 0; place < text.length; place += 1) {
    if (letters(text.charAt(place)) !== '') {
      if (seen === from) {
        start = place;
      }
      seen += 1;
      if (seen <= until) {
        stop = place + 1;
      }
    }
  }
  if (until <= from || start < 0) {
    return '';
  }
  const space = start > 0 && letters(text.charAt(start - 1)) === '' ? ' ' : '';
  return space + tidyLine(text.slice(start, stop));
}

/** When words were said; of none, the moment between their neighbours. */
function span(old: readonly Word[], words: readonly Word[], first: number): Range {
  const at = words[first - 1]?.frames.stop ?? words[first]?.frames.start ?? 0;
  const start = old[0]?.frames.start ?? at;
  return range(start, Math.max(start, ...old.map((word) => word.frames.stop)));
}
