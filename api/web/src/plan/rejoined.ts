// A line that a cut had parted, when what was cut between comes back.
import { letters, spelled, wordsWithin } from './text.ts';
import { range } from './time.ts';
import type { Cue } from './types.ts';
import { onlyWords } from './words.ts';

/** The subtitles with the two that meet at a frame as one, where they are parts of one that the server knows. */
export function rejoined(cues: readonly Cue[], known: readonly Cue[], at: number): readonly Cue[] {
  const number = cues.findIndex((cue) => cue.frames.stop === at);
  const [one, other] = [cues[number], cues[number + 1]];
  if (one === undefined || other === undefined || other.frames.start !== at) {
    return cues;
  }
  const text = textOf(one) + textOf(other);
  if (!(spelled(one.words, textOf(one)) && spelled(other.words, textOf(other)))) {
    return cues;
  }
  const whole = known.flatMap((cue) => part(cue, text)).at(0);
  if (whole === undefined) {
    return cues;
  }
  const frames = range(one.frames.start, other.frames.stop);
  const words = [...one.words, ...other.words];
  return cues.toSpliced(number, 2, { frames, words, lines: whole.lines });
}

function textOf({ lines }: Cue): string {
  return letters(lines.join(''));
}

/** The part of a subtitle whose words spell the letters; none where there is none. */
function part(cue: Cue, text: string): readonly Cue[] {
  const start = textOf(cue).indexOf(text);
  if (start < 0) {
    return [];
  }
  const wished = cue.words.slice(wordsWithin(cue.words, start), wordsWithin(cue.words, start + text.length));
  return onlyWords(cue, (word) => wished.includes(word)).filter((found) => textOf(found) === text);
}
