// Two people's changes of one version, brought together: what only one of them touched is as that one
// left it, and where both touched the same thing, somebody has to choose. Pure.
import { checkPlan } from '../plan/check.ts';
import { duration } from '../plan/placed.ts';
import type { Card, Cue, Plan } from '../plan/types.ts';
import { clippedWords } from '../plan/words.ts';
import { anchored, anchoredIn, inOrder } from './anchors.ts';
import { type Hunk, hunks } from './hunks.ts';

export type Side = 'mine' | 'theirs';

/** What both have changed, and not in the same way; `name` is the name of its sentence. */
export interface Conflict {
  readonly key: string;
  readonly name: 'cuts' | 'lines' | 'card' | 'music' | 'cover' | 'sound' | 'all';
  /** The subtitles that it is about, as they were and as each has them; empty for other things. */
  readonly was: readonly Cue[];
  readonly mine: readonly Cue[];
  readonly theirs: readonly Cue[];
}

export interface Merged {
  readonly plan: Plan;
  readonly conflicts: readonly Conflict[];
}

/** Which side a conflict goes to; theirs, which is saved already, where nothing was chosen. */
export type Choices = ReadonlyMap<string, Side>;

interface Three {
  readonly base: Plan;
  readonly mine: Plan;
  readonly theirs: Plan;
  readonly choices: Choices;
  readonly conflicts: Conflict[];
}

/** One plan of two that were made from `base`, as far as it goes without a person, and else as chosen. */
export function merge(base: Plan, mine: Plan, theirs: Plan, choices: Choices = new Map()): Merged {
  const three: Three = { base, mine, theirs, choices, conflicts: [] };
  const ground = groundOf(three);
  const cues = mergedCues(three, ground);
  const lines = inOrder(cues, duration(ground));
  const plan: Plan = {
    ...theirs,
    segments: ground.segments,
    cues: lines,
    cards: mergedCards(three, ground),
    music: mergedMusic(three),
    cover: part(three, 'cover', (one) => one.cover),
    audio: {
      gain: part(three, 'sound', (one) => one.audio.gain),
      speech: ground.audio.speech,
    },
  };
  // A line for which there is no room any more must not be lost without a word.
  const good = lines.length === cues.length && checkPlan(plan).length === 0;
  return good ? { plan, conflicts: three.conflicts } : whole(three);
}

/** For plans that don't go together at all: one of them. */
function whole({ mine, theirs, choices }: Three): Merged {
  const conflict: Conflict = { key: 'all', name: 'all', was: [], mine: [], theirs: [] };
  return { plan: choices.get('all') === 'mine' ? mine : theirs, conflicts: [conflict] };
}

export function equal(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** A part that is taken from one of them. */
function part<T>(three: Three, name: Conflict['name'], of: (plan: Plan) => T, key: string = name): T {
  const [base, mine, theirs] = [of(three.base), of(three.mine), of(three.theirs)];
  if (equal(mine, theirs) || equal(mine, base)) {
    return theirs;
  }
  if (equal(theirs, base)) {
    return mine;
  }
  three.conflicts.push({ key, name, was: [], mine: [], theirs: [] });
  return three.choices.get(key) === 'mine' ? mine : theirs;
}

/** The plan whose cuts are taken: its frames are those of the result. */
function groundOf(three: Three): Plan {
  const segments = part(three, 'cuts', (plan) => plan.segments);
  return equal(segments, three.theirs.segments) ? three.theirs : three.mine;
}

/** Music is one thing: what plays, and how loud. Louder here and ducked more there go together. */
function mergedMusic(three: Three): Plan['music'] {
  const track = part(three, 'music', ({ music }) => music && { track: music.track, title: music.title });
  if (track === null) {
    return null;
  }
  const gain = part(three, 'music', ({ music }) => music?.gain ?? null, 'music.gain');
  const duck = part(three, 'music', ({ music }) => music?.duck ?? null, 'music.duck');
  const like = three.theirs.music ?? three.mine.music;
  return { ...track, gain: gain ?? like?.gain ?? 0, duck: duck ?? like?.duck ?? 0 };
}

function mergedCards(three: Three, ground: Plan): readonly Card[] {
  const counts = new Set([three.base, three.mine, three.theirs].map((plan) => plan.cards.length));
  if (counts.size > 1) {
    const cards = part(three, 'card', (plan) => plan.cards);
    return inOrder(cards, duration(ground));
  }
  const all = three.theirs.cards.flatMap((card, number) => {
    const key = `card.${number}`;
    const time = part(three, 'card', (plan) => timeOf(plan, plan.cards[number]), `${key}.time`);
    const box = part(three, 'card', (plan) => plan.cards[number]?.box ?? card.box, `${key}.box`);
    const frames = time === null ? [] : anchoredIn(ground, time);
    return frames.map((there) => ({ ...card, box, frames: there }));
  });
  return inOrder(all, duration(ground));
}

function timeOf(plan: Plan, card: Card | undefined) {
  return card === undefined ? null : anchored(plan, card.frames);
}

/** A subtitle with its place in the clips: the same in every plan that shows the same of it. */
interface Held {
  readonly cue: Cue;
  readonly plan: Plan;
  readonly same: string;
}

function held(plan: Plan): readonly Held[] {
  return plan.cues.map((cue) => {
    const where = anchored(plan, cue.frames);
    return { cue, plan, same: JSON.stringify([where, cue.lines]) };
  });
}

function mergedCues(three: Three, ground: Plan): readonly Cue[] {
  const [base, mine, theirs] = [held(three.base), held(three.mine), held(three.theirs)];
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
