// Subtitles: their text and their time. None ever overlaps another, or leaves the video.
import { brokenLines, flowing, type Limits } from './limits.ts';
import { duration } from './placed.ts';
import { Refused, replaced, the } from './refused.ts';
import { letters, spelled, tidyLines, wordsWithin } from './text.ts';
import { clamp, contains, length, range, shifted } from './time.ts';
import { following, type Moved } from './translations.ts';
import type { Cue, Plan, Range, Word } from './types.ts';
import { middle, movedWords, retold } from './words.ts';

/** The text of a subtitle as a field shows it; places in it count as the field counts them. */
export function textOfCue(cue: Cue): string {
  return cue.lines.join('\n');
}

function withCue(plan: Plan, number: number, ...cues: readonly Cue[]): Plan {
  return { ...plan, cues: replaced(plan.cues, number, ...cues) };
}

/** The plan with another text; times of words that stand as they stood are kept. Throws Refused. */
export function editText(plan: Plan, number: number, text: string): Plan {
  const cue = the(plan.cues, number);
  const lines = tidyLines(text);
  if (lines.length === 0) {
    throw new Refused('empty_text');
  }
  return withCue(plan, number, { ...cue, lines, words: retold(cue.words, textOfCue(cue), lines.join('\n')) });
}

export function removeCue(plan: Plan, number: number): Plan {
  const { frames } = the(plan.cues, number);
  return following(withCue(plan, number), [[frames, null]]);
}

/** The plan with one more subtitle, in what is free of the frames. Throws Refused where nothing is. */
export function addCue(plan: Plan, frames: Range, text: string): Plan {
  const lines = tidyLines(text);
  if (lines.length === 0) {
    throw new Refused('empty_text');
  }
  const start = plan.cues.reduce(
    (at, cue) => (contains(cue.frames, at) ? cue.frames.stop : at),
    Math.max(0, frames.start),
  );
  const number = plan.cues.filter((cue) => cue.frames.start < start).length;
  const stop = Math.min(frames.stop, plan.cues[number]?.frames.start ?? duration(plan));
  if (stop <= start) {
    throw new Refused('no_room');
  }
  return { ...plan, cues: plan.cues.toSpliced(number, 0, { frames: range(start, stop), lines, words: [] }) };
}

/**
 * The plan with a subtitle made two at a place of its text, at a frame if one is given; else where
 * the word there is said, or as far into the time as into the text. Throws Refused.
 */
export function splitCue(plan: Plan, number: number, place: number, limits: Limits, frame?: number): Plan {
  const cue = the(plan.cues, number);
  const text = textOfCue(cue);
  const before = wholeCharacters(text, place);
  const first = tidyLines(text.slice(0, before));
  const second = tidyLines(text.slice(before));
  if (first.length === 0 || second.length === 0) {
    throw new Refused('empty_text');
  }
  const { start, stop } = cue.frames;
  if (stop - start < 2) {
    throw new Refused('too_short');
  }
  const count = letters(text.slice(0, before)).length;
  const at = clamp(Math.round(frame ?? said(cue, count)), start + 1, stop - 1);
  const early = spelled(cue.words, text)
    ? cue.words.slice(0, wordsWithin(cue.words, count))
    : cue.words.filter((word) => middle(word.frames) < at);
  const free = at - limits.gap > start ? at - limits.gap : at;
  const late = cue.words.filter((word) => !early.includes(word));
  const made = withCue(
    plan,
    number,
    { frames: range(start, free), lines: first, words: early },
    { frames: range(at, stop), lines: second, words: late },
  );
  return following(made, [[cue.frames, range(start, free)]]);
}

/** A place in a text that parts no character of two units. */
function wholeCharacters(text: string, place: number): number {
  const unit = text.charCodeAt(place);
  return unit >= 0xdc_00 && unit <= 0xdf_ff ? place + 1 : place;
}

/** When the letter after so many is said. */
function said({ words, lines, frames }: Cue, count: number): number {
  const all = letters(lines.join('')).length;
  if (spelled(words, lines.join(''))) {
    const next: Word | undefined = words[wordsWithin(words, count)];
    if (next !== undefined) {
      return next.frames.start;
    }
  }
  return frames.start + (length(frames) * count) / all;
}

/** The plan with a subtitle and the one after it as one; its lines are broken anew where they are too many. */
export function mergeCues(plan: Plan, number: number, limits: Limits): Plan {
  const one = the(plan.cues, number);
  const other = the(plan.cues, number + 1);
  const all = [...one.lines, ...other.lines];
  const whole = flowing(all);
  const fits = all.length <= limits.lines;
  const lines = fits ? all : brokenLines(whole, limits);
  const both = [...one.words, ...other.words];
  const words = spelled(both, whole) ? both : [];
  const made = { frames: range(one.frames.start, other.frames.stop), lines, words };
  return following({ ...plan, cues: plan.cues.toSpliced(number, 2, made) }, [
    [one.frames, made.frames],
    [other.frames, made.frames],
  ]);
}

/** The frames that subtitles `first` to `last` may take: up to their neighbours. */
export function roomOf(plan: Plan, first: number, last: number = first): Range {
  const start = plan.cues[first - 1]?.frames.stop ?? 0;
  return range(start, plan.cues[last + 1]?.frames.start ?? duration(plan));
}

/** The plan with one end of a subtitle at another frame, as far as its neighbours let it. */
export function retimeCue(plan: Plan, number: number, edge: 'start' | 'stop', frame: number): Plan {
  const cue = the(plan.cues, number);
  const room = roomOf(plan, number);
  const to = Math.round(frame);
  const { start, stop } = cue.frames;
  const frames =
    edge === 'start'
      ? range(clamp(to, room.start, stop - 1), stop)
      : range(start, clamp(to, start + 1, room.stop));
  return following(withCue(plan, number, { ...cue, frames }), [[cue.frames, frames]]);
}

/** The plan with subtitles `first` to `last` earlier or later together, as far as their neighbours let them. */
export function shiftCues(plan: Plan, first: number, last: number, by: number): Plan {
  const room = roomOf(plan, first, last);
  const least = room.start - the(plan.cues, first).frames.start;
  const most = room.stop - the(plan.cues, last).frames.stop;
  const moved = clamp(Math.round(by), least, most);
  const all = duration(plan);
  const cues = plan.cues.map((cue, number) => {
    const ours = first <= number && number <= last;
    return ours
      ? { ...cue, frames: shifted(cue.frames, moved), words: movedWords(cue.words, moved, all) }
      : cue;
  });
  const along = plan.cues.slice(first, last + 1).map(({ frames }): Moved => [frames, shifted(frames, moved)]);
  return following({ ...plan, cues }, along);
}
