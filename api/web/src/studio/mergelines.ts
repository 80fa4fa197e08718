// The subtitles of two people, brought together line by line.
import type { Cue, Plan } from '../plan/types.ts';
import { clippedWords } from '../plan/words.ts';
import { anchored, anchoredIn } from './anchors.ts';
import type { Three } from './conflicts.ts';
import { type Hunk, hunks } from './hunks.ts';

/** A subtitle with its place in the clips: the same in every plan that shows the same of it. */
interface Held {
  readonly cue: Cue;
  readonly plan: Plan;
  readonly same: string;
}

function held(plan: Plan, cues: readonly Cue[]): readonly Held[] {
  return cues.map((cue) => {
    const where = anchored(plan, cue.frames);
    return { cue, plan, same: JSON.stringify([where, cue.lines]) };
  });
}

/**
 * The subtitles of the result, in the frames of `ground`, which is one of the two. `of` says which
 * subtitles of a plan are meant.
 */
export function mergedCues(three: Three, ground: Plan, of: (plan: Plan) => readonly Cue[]): readonly Cue[] {
  const all = [three.base, three.mine, three.theirs].map((plan) => held(plan, of(plan)));
  const [base = [], mine = [], theirs = []] = all;
  const result: Held[] = [];
  let [at, ours, others] = [0, 0, 0];
  // Where nobody changed anything, the lines are those of the plan whose cuts are taken.
  const keep = (count: number) => {
    result.push(
      ...(ground === three.mine ? mine.slice(ours, ours + count) : theirs.slice(others, others + count)),
    );
    ours += count;
    others += count;
  };
  for (const { start, stop, one, other } of stretches(base, mine, theirs)) {
    keep(start - at);
    const [left, right] = [mine.slice(ours, ours + one), theirs.slice(others, others + other)];
    result.push(...chosen(three, base.slice(start, stop), left, right));
    ours += one;
    others += other;
    at = stop;
  }
  keep(base.length - at);
  return result.flatMap((cue) => standing(cue, ground));
}

/** A subtitle in the frames of the result; none where nothing of it is shown there. */
function standing({ cue, plan }: Held, ground: Plan): readonly Cue[] {
  if (plan === ground) {
    return [cue];
  }
  return anchoredIn(ground, anchored(plan, cue.frames)).map((frames) => {
    const words = cue.words.flatMap((word) => {
      const { start, stop } = word.frames;
      const shown = start < stop ? anchoredIn(ground, anchored(plan, word.frames)) : [];
      return shown.map((there) => ({ ...word, frames: there }));
    });
    // Words whose times are lost with a cut would no longer spell the line.
    return { ...cue, frames, words: words.length === cue.words.length ? clippedWords(words, frames) : [] };
  });
}

/** Elements `start` to `stop` of the base, and how many elements either side has in their place. */
interface Stretch {
  readonly start: number;
  readonly stop: number;
  readonly one: number;
  readonly other: number;
}

/** How many more elements there are. */
function grown({ start, stop, from, to }: Hunk): number {
  return to - from - (stop - start);
}

/** The differences; lines that were changed one beside the other, each by itself. */
function apart(base: readonly Held[], side: readonly Held[]): readonly Hunk[] {
  return hunks(base, side, (left, right) => left.same === right.same).flatMap((hunk) => {
    const { start, stop, from } = hunk;
    return grown(hunk) === 0
      ? Array.from({ length: stop - start }, (_, place) => ({
          start: start + place,
          stop: start + place + 1,
          from: from + place,
          to: from + place + 1,
        }))
      : [hunk];
  });
}

/** The stretches of the base that somebody has changed. */
function stretches(
  base: readonly Held[],
  mine: readonly Held[],
  theirs: readonly Held[],
): readonly Stretch[] {
  const ours = apart(base, mine).map((hunk) => ({ ...hunk, one: grown(hunk), other: 0 }));
  const others = apart(base, theirs).map((hunk) => ({ ...hunk, one: 0, other: grown(hunk) }));
  const result: { start: number; stop: number; one: number; other: number }[] = [];
  const ordered = [...ours, ...others].toSorted(
    (left, right) => left.start - right.start || left.stop - right.stop,
  );
  for (const { start, stop, one, other } of ordered) {
    const last = result.at(-1);
    const samePlace = last?.start === start && last.stop === start && stop === start;
    if (last !== undefined && (start < last.stop || samePlace)) {
      last.stop = Math.max(last.stop, stop);
      last.one += one;
      last.other += other;
    } else {
      result.push({ start, stop, one, other });
    }
  }
  return result.map(({ start, stop, one, other }) => {
    const size = stop - start;
    return { start, stop, one: size + one, other: size + other };
  });
}

function chosen(
  three: Three,
  base: readonly Held[],
  mine: readonly Held[],
  theirs: readonly Held[],
): readonly Held[] {
  const [was, ours, others] = [names(base), names(mine), names(theirs)];
  if (ours === others || ours === was) {
    return theirs;
  }
  if (others === was) {
    return mine;
  }
  const [old, one, other] = [base[0], mine[0], theirs[0]];
  const single = [base, mine, theirs].every((list) => list.length === 1);
  if (single && old !== undefined && one !== undefined && other !== undefined) {
    const finer = within(old, one, other);
    if (finer !== undefined) {
      return [finer];
    }
  }
  const key = `lines.${was === '' ? `${ours}${others}` : was}`;
  const cues = (list: readonly Held[]) => list.map(({ cue }) => cue);
  three.conflicts.push({ key, name: 'lines', was: cues(base), mine: cues(mine), theirs: cues(theirs) });
  return three.choices.get(key) === 'mine' ? mine : theirs;
}

function names(list: readonly Held[]): string {
  return list.map(({ same }) => same).join('|');
}

/** One line of which one person changed the text, and the other the time. */
function within(base: Held, mine: Held, theirs: Held): Held | undefined {
  const text = ({ cue }: Held) => JSON.stringify(cue.lines);
  const time = ({ cue, plan }: Held) => JSON.stringify(anchored(plan, cue.frames));
  if (text(mine) === text(base) && time(theirs) === time(base)) {
    return retimed(theirs, mine);
  }
  if (text(theirs) === text(base) && time(mine) === time(base)) {
    return retimed(mine, theirs);
  }
  // The text is the same now, or the time is.
  if (text(mine) === text(theirs)) {
    return time(mine) === time(base) ? theirs : undefined;
  }
  return undefined;
}

/** A line's text at another's time. */
function retimed(text: Held, time: Held): Held {
  if (text.plan === time.plan) {
    return time;
  }
  const words = standing(text, time.plan).flatMap((cue) => clippedWords(cue.words, time.cue.frames));
  return { ...time, cue: { ...time.cue, lines: text.cue.lines, words } };
}
