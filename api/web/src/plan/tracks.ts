// What lies over the video while the video under it grows shorter or longer: subtitles, card, speech.

import { spelled } from './text.ts';
import { clamp, intersection, length, range, shifted } from './time.ts';
import { translationsOf, withTranslations } from './translations.ts';
import type { Card, Cue, Plan, Range, Translation, Word } from './types.ts';
import { clippedWords, middle, movedWords, onlyWords } from './words.ts';

/** What is shown or said somewhere in the video, in its frames. */
export interface Tracks {
  readonly cues: readonly Cue[];
  readonly cards: readonly Card[];
  readonly speech: readonly Range[];
  readonly translations: readonly Translation[];
}

export function tracksOf(plan: Plan): Tracks {
  const { cues, cards, audio } = plan;
  return { cues, cards, speech: audio.speech, translations: translationsOf(plan) };
}

export function withTracks(plan: Plan, tracks: Tracks): Plan {
  const audio = { ...plan.audio, speech: tracks.speech };
  const { cues, cards, translations } = tracks;
  return withTranslations({ ...plan, cues, cards, audio }, translations);
}

/**
 * The tracks when the frames `gone` of the video are: later things come earlier, what reached into
 * them is shorter, what lay in them is gone. A subtitle loses the words whose middle is gone.
 */
export function closed(tracks: Tracks, gone: Range): Tracks {
  return {
    cues: tracks.cues.flatMap((cue) => closedCue(cue, gone)),
    cards: tracks.cards.flatMap((card) => there({ ...card, frames: without(card.frames, gone) })),
    speech: merged(tracks.speech.map((frames) => without(frames, gone))),
    translations: each(tracks.translations, (cue) => closedCue(cue, gone)),
  };
}

function each(
  translations: readonly Translation[],
  change: (cue: Cue) => readonly Cue[],
): readonly Translation[] {
  return translations.map((one) => ({ ...one, cues: one.cues.flatMap(change) }));
}

function closedCue(cue: Cue, gone: Range): readonly Cue[] {
  const stays = ({ frames }: Word) => middle(frames) < gone.start || middle(frames) >= gone.stop;
  const touched = length(intersection(cue.frames, gone)) > 0;
  const left = touched ? onlyWords(cue, stays) : [cue];
  return left.flatMap(({ words, ...rest }) => {
    const kept = words.map((word) => ({ ...word, frames: without(word.frames, gone) }));
    return there({ ...rest, words: kept, frames: without(cue.frames, gone) });
  });
}

function there<T extends { readonly frames: Range }>(one: T): readonly T[] {
  return length(one.frames) > 0 ? [one] : [];
}

function without(frames: Range, gone: Range): Range {
  const moved = (frame: number) => frame - clamp(frame - gone.start, 0, length(gone));
  return range(moved(frames.start), moved(frames.stop));
}

/**
 * The tracks when `added` frames come into the video, and in them these subtitles and this speech.
 *
 * Later things come later, and what reached over the place is longer, as a card is shown on. Only a
 * subtitle makes room for those that come in: it is parted where its words are known, and keeps the
 * longer of its two sides where they are not.
 */
export function opened(
  tracks: Tracks,
  added: Range,
  cues: readonly Cue[],
  speech: readonly Range[],
  most: number,
): Tracks {
  const grown = tracks.cues.flatMap((cue) => openedCue(cue, added, cues.length > 0, most));
  const cards = tracks.cards.map((card) => ({ ...card, frames: stretched(card.frames, added) }));
  const around = tracks.speech.flatMap((frames) => parted(frames, added));
  return {
    cues: [...grown, ...cues].toSorted((one, other) => one.frames.start - other.frames.start),
    cards,
    speech: merged([...around, ...speech]),
    translations: each(tracks.translations, (cue) => openedCue(cue, added, false, most)),
  };
}

function openedCue(cue: Cue, added: Range, makesRoom: boolean, most: number): readonly Cue[] {
  if (cue.frames.start >= added.start) {
    const by = length(added);
    return [{ ...cue, frames: shifted(cue.frames, by), words: movedWords(cue.words, by, most) }];
  }
  const frames = stretched(cue.frames, added);
  if (!makesRoom || cue.frames.stop <= added.start) {
    return [withFrames(cue, frames, added)];
  }
  const early = range(frames.start, added.start);
  const late = range(added.stop, frames.stop);
  const isEarly = (word: Word) => middle(word.frames) < added.start;
  if (spelled(cue.words, cue.lines.join('')) && new Set(cue.words.map(isEarly)).size === 2) {
    const first = onlyWords(cue, isEarly).map((part) => withFrames(part, early, added));
    return [
      ...first,
      ...onlyWords(cue, (word) => !isEarly(word)).map((part) => withFrames(part, late, added)),
    ];
  }
  return [withFrames(cue, length(early) >= length(late) ? early : late, added)];
}

/** A subtitle in these frames of the longer video, its words within them. */
function withFrames(cue: Cue, frames: Range, added: Range): Cue {
  const words = cue.words.map((word) => ({ ...word, frames: stretched(word.frames, added) }));
  const whole = frames.start < added.start && added.stop < frames.stop;
  return { ...cue, frames, words: whole ? words : clippedWords(words, frames) };
}

function stretched(frames: Range, added: Range): Range {
  const start = frames.start >= added.start ? frames.start + length(added) : frames.start;
  const stop = frames.stop > added.start ? frames.stop + length(added) : frames.stop;
  return range(start, Math.max(start, stop));
}

function parted(frames: Range, added: Range): readonly Range[] {
  const whole = stretched(frames, added);
  if (whole.start < added.start && added.start < whole.stop) {
    return [range(whole.start, added.start), range(added.stop, whole.stop)];
  }
  return [whole];
}

/** Ranges in order, none empty, those that touch made one. */
export function merged(ranges: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  const ordered = ranges.filter((one) => length(one) > 0).toSorted((one, other) => one.start - other.start);
  for (const one of ordered) {
    const last = result.at(-1);
    if (last !== undefined && one.start <= last.stop) {
      result[result.length - 1] = range(last.start, Math.max(last.stop, one.stop));
    } else {
      result.push(one);
    }
  }
  return result;
}
