// The subtitles in other languages. A plan that has none does not name them, as the server writes it.
import { duration } from './placed.ts';
import { Refused, replaced, the } from './refused.ts';
import { tidyLines } from './text.ts';
import { intersection, length, range } from './time.ts';
import type { Cue, Plan, Range, Translation } from './types.ts';

export function translationsOf(plan: Plan): readonly Translation[] {
  return plan.translations ?? [];
}

/** The plan with these translations. */
export function withTranslations(plan: Plan, translations: readonly Translation[]): Plan {
  const { translations: _before, ...rest } = plan;
  return translations.length === 0 ? rest : { ...rest, translations };
}

/** The plan with subtitles in one more language, none yet; the plan itself where it has the language. */
export function addTranslation(plan: Plan, language: string): Plan {
  const all = translationsOf(plan);
  const there = [plan.language, ...all.map((one) => one.language)].includes(language);
  return there ? plan : withTranslations(plan, [...all, { language, cues: [] }]);
}

/** The plan without its translation `which`. Throws Refused where there is none. */
export function removeTranslation(plan: Plan, which: number): Plan {
  return withTranslations(plan, replaced(translationsOf(plan), which));
}

/** What stands beside subtitle `number` in translation `which`, as a field shows it; empty where nothing does. */
export function translated(plan: Plan, which: number, number: number): string {
  return ours(plan, the(translationsOf(plan), which), number)
    .flatMap(({ lines }) => lines)
    .join('\n');
}

/**
 * The plan with subtitle `number` translated so, in the subtitle's frames; an empty text takes the
 * translation of it out. Throws Refused where another translated line is shown all that time.
 */
export function translate(plan: Plan, which: number, number: number, text: string): Plan {
  const translation = the(translationsOf(plan), which);
  const before = ours(plan, translation, number);
  const others = translation.cues.filter((cue) => !before.includes(cue));
  const lines = tidyLines(text);
  if (lines.length === 0) {
    return withLines(plan, which, others);
  }
  const frames = before.length === 1 ? the(before, 0).frames : free(the(plan.cues, number).frames, others);
  return withLines(plan, which, inOrder([...others, { frames, lines, words: [] }]));
}

/** The translated lines that belong to a subtitle: of all subtitles they share the most frames with it. */
function ours(plan: Plan, translation: Translation, number: number): readonly Cue[] {
  the(plan.cues, number);
  return translation.cues.filter((cue) => {
    const shares = plan.cues.map(({ frames }) => length(intersection(frames, cue.frames)));
    const most = Math.max(...shares);
    return most > 0 && shares.indexOf(most) === number;
  });
}

/** The part of the frames before, between or after others that is longest. */
function free(frames: Range, others: readonly Cue[]): Range {
  const taken = others.map((cue) => intersection(cue.frames, frames)).filter((one) => length(one) > 0);
  const starts = [frames.start, ...taken.map(({ stop }) => stop)];
  const stops = [...taken.map(({ start }) => start), frames.stop];
  const gaps = starts.map((start, place) => range(start, Math.max(start, the(stops, place))));
  const longest = gaps.toSorted((one, other) => length(other) - length(one));
  if (length(the(longest, 0)) === 0) {
    throw new Refused('no_room');
  }
  return the(longest, 0);
}

function withLines(plan: Plan, which: number, cues: readonly Cue[]): Plan {
  const all = translationsOf(plan);
  return withTranslations(plan, replaced(all, which, { ...the(all, which), cues }));
}

function inOrder(cues: readonly Cue[]): readonly Cue[] {
  return cues.toSorted((one, other) => one.frames.start - other.frames.start);
}

/** A subtitle's frames, and those that it has now: none where it is gone. */
export type Moved = readonly [Range, Range | null];

/**
 * The plan whose translated lines go along with the subtitles that moved: those in the same frames as
 * one. Two that then are in the same frames are one. Where they can't all be where they should, the
 * lines of that language stay as they were.
 */
export function following(plan: Plan, moved: readonly Moved[]): Plan {
  const all = translationsOf(plan);
  return all.length === 0
    ? plan
    : withTranslations(
        plan,
        all.map((one) => ({ ...one, cues: movedLines(one.cues, moved, duration(plan)) })),
      );
}

function movedLines(cues: readonly Cue[], moved: readonly Moved[], most: number): readonly Cue[] {
  const placed = cues.flatMap((cue): readonly Cue[] => {
    const found = moved.find(([{ start, stop }]) => start === cue.frames.start && stop === cue.frames.stop);
    const to = found === undefined ? cue.frames : found[1];
    return to === null ? [] : [{ ...cue, frames: to, words: to === cue.frames ? cue.words : [] }];
  });
  const joined: Cue[] = [];
  for (const next of inOrder(placed)) {
    const last = joined.at(-1);
    if (last?.frames.start === next.frames.start && last.frames.stop === next.frames.stop) {
      joined[joined.length - 1] = { ...last, lines: [...last.lines, ...next.lines] };
    } else {
      joined.push(next);
    }
  }
  const apart = joined.every(
    ({ frames }, place) => (joined[place - 1]?.frames.stop ?? 0) <= frames.start && frames.stop <= most,
  );
  return apart ? joined : cues;
}
