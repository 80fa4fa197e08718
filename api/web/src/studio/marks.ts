// What of a subtitle's text is marked: words that the recogniser was not sure of, and what was searched for. Pure.
import { textOfCue } from '../plan/cues.ts';
import type { Match } from '../plan/search.ts';
import { letters, spelled } from '../plan/text.ts';
import type { Cue } from '../plan/types.ts';

export type Mark = 'none' | 'unsure' | 'found' | 'here';

/** A stretch of a text, and how it is marked. */
export interface Piece {
  readonly text: string;
  readonly mark: Mark;
}

/** Thousandths below which a word is worth a second look. */
const SURE = 600;

/** The words of a subtitle that the recogniser was not sure of, as people read them. */
export function unsureWords(cue: Cue): readonly string[] {
  return spelled(cue.words, textOfCue(cue))
    ? cue.words.filter(({ confidence }) => confidence < SURE).map(({ text }) => text.trim())
    : [];
}

/** The whole text in pieces; `here` is the one match that is being looked at. */
export function pieces(cue: Cue, matches: readonly Match[], here: Match | null): readonly Piece[] {
  const text = textOfCue(cue);
  const marks: Mark[] = Array.from({ length: text.length }, () => 'none');
  for (const [start, stop] of unsurePlaces(cue, text)) {
    marks.fill('unsure', start, stop);
  }
  for (const match of matches) {
    marks.fill(match === here ? 'here' : 'found', match.start, match.stop);
  }
  const result: { text: string; mark: Mark }[] = [];
  for (const [place, mark] of marks.entries()) {
    const last = result.at(-1);
    if (last?.mark === mark) {
      last.text += text.charAt(place);
    } else {
      result.push({ text: text.charAt(place), mark });
    }
  }
  return result;
}

/** Where in the text the uncertain words stand; nowhere when the words are not those of the text. */
function unsurePlaces(cue: Cue, text: string): readonly (readonly [number, number])[] {
  if (!spelled(cue.words, text)) {
    return [];
  }
  const places = [...text].flatMap((_, place) => (letters(text.charAt(place)) === '' ? [] : [place]));
  const result: (readonly [number, number])[] = [];
  let seen = 0;
  for (const { text: word, confidence } of cue.words) {
    const count = letters(word).length;
    const [first, last] = [places[seen], places[seen + count - 1]];
    if (confidence < SURE && first !== undefined && last !== undefined) {
      result.push([first, last + 1]);
    }
    seen += count;
  }
  return result;
}
