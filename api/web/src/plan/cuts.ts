// What is cut: listed with its reason, brought back, moved, and added to.
import { joined } from './crops.ts';
import { placed, startOf } from './placed.ts';
import { Refused, the } from './refused.ts';
import { rejoined } from './rejoined.ts';
import { clamp, contains, intersection, length, range, shifted } from './time.ts';
import { closed, merged, opened, tracksOf, withTracks } from './tracks.ts';
import type { Crop, Cue, Plan, Range, Segment } from './types.ts';
import { clippedWords, middle, onlyWords } from './words.ts';

/** Why the draft left out frames `start` to `stop` of a clip, as the server says. */
export interface Reason {
  readonly source: number;
  readonly start: number;
  readonly stop: number;
  readonly reason: string;
}

/** The reason of a cut that no draft made. */
export const BY_HAND = 'by_hand';

/** A stretch of a clip that is not shown, for one reason; the video has it not at frame `at`. */
export interface Cut {
  readonly source: number;
  readonly frames: Range;
  readonly reason: string;
  readonly at: number;
}

/**
 * What the server knows of the whole of a clip, in the clip's own frames: its subtitles as they
 * would be, when somebody speaks, and the window for a clip of which nothing is shown.
 */
export interface Known {
  readonly source: number;
  readonly cues: readonly Cue[];
  readonly speech: readonly Range[];
  readonly crop: Crop | null;
}

export type Edge = 'start' | 'stop';

/** All that is cut, clip by clip, in order. */
export function cuts(plan: Plan, reasons: readonly Reason[]): readonly Cut[] {
  return plan.sources.flatMap((clip, source) => {
    const why = reasons.filter((reason) => reason.source === source);
    return gaps(plan, source, clip.frames).flatMap((gap) => {
      const at = startOf(plan, spot(plan, source, gap));
      return parts(gap, why).map(({ frames, reason }) => ({ source, frames, reason, at }));
    });
  });
}

/** The stretches of a clip that no segment shows. */
function gaps(plan: Plan, source: number, frames: number): readonly Range[] {
  const shown = plan.segments.filter((segment) => segment.source === source);
  const covered = merged(shown.map((segment) => segment.source_range));
  const starts = [0, ...covered.map(({ stop }) => stop)];
  const stops = [...covered.map(({ start }) => start), frames];
  return starts
    .map((start, number) => range(start, Math.max(start, stops[number] ?? start)))
    .filter((gap) => length(gap) > 0);
}

function parts(gap: Range, reasons: readonly Reason[]): readonly { frames: Range; reason: string }[] {
  const inside = reasons.flatMap(({ start, stop }) => [start, stop]).filter((edge) => contains(gap, edge));
  const edges = [...new Set([gap.start, ...inside, gap.stop])].toSorted((one, other) => one - other);
  const result: { frames: Range; reason: string }[] = [];
  for (const [number, start] of edges.slice(0, -1).entries()) {
    const reason = reasons.find((one) => contains(one, start))?.reason ?? BY_HAND;
    const stop = the(edges, number + 1);
    const last = result.at(-1);
    if (last?.reason === reason) {
      last.frames = range(last.frames.start, stop);
    } else {
      result.push({ frames: range(start, stop), reason });
    }
  }
  return result;
}

/** The number that a segment of such frames of a clip would have among the others. */
function spot(plan: Plan, source: number, frames: Range): number {
  const ours = placed(plan).filter(({ segment }) => segment.source === source);
  const before = ours.filter(({ segment }) => segment.source_range.stop <= frames.start);
  const nearest = before.toSorted((one, other) => stopOf(other) - stopOf(one)).at(0);
  if (nearest !== undefined) {
    return nearest.number + 1;
  }
  const after = ours.toSorted((one, other) => stopOf(one) - stopOf(other)).at(0);
  if (after !== undefined) {
    return after.number;
  }
  return plan.segments.findLastIndex((segment) => segment.source < source) + 1;
}

function stopOf({ segment }: { readonly segment: Segment }): number {
  return segment.source_range.stop;
}

/** The plan with a stretch of a clip shown again. Throws Refused where some of it is shown. */
export function restoreCut(plan: Plan, source: number, frames: Range, known: readonly Known[]): Plan {
  const clip = the(plan.sources, source);
  if (length(frames) <= 0 || frames.start < 0 || frames.stop > clip.frames) {
    throw new Refused('not_there');
  }
  const ours = plan.segments.filter((segment) => segment.source === source);
  if (ours.some((segment) => length(intersection(segment.source_range, frames)) > 0)) {
    throw new Refused('shown_already');
  }
  const number = spot(plan, source, frames);
  const beside = [plan.segments[number - 1], plan.segments[number]];
  const like = beside.find((segment) => segment?.source === source) ?? ours.at(0);
  const crop = like === undefined ? (knownOf(known, source)?.crop ?? null) : like.crop;
  return inserted(plan, number, { source, source_range: frames, crop }, known);
}

function knownOf(known: readonly Known[], source: number): Known | undefined {
  return known.find((one) => one.source === source);
}

/** The plan with one more segment, which takes the number; neighbours that touch become one. */
function inserted(plan: Plan, number: number, segment: Segment, known: readonly Known[]): Plan {
  const start = startOf(plan, number);
  const added = range(start, start + length(segment.source_range));
  const shift = start - segment.source_range.start;
  const said = knownOf(known, segment.source);
  const cues = (said?.cues ?? []).flatMap((cue) => heard(cue, segment.source_range, shift));
  const speech = (said?.speech ?? []).map((one) => shifted(intersection(one, segment.source_range), shift));
  const most = startOf(plan, plan.segments.length) + length(added);
  const segments = withJoined(plan.segments.toSpliced(number, 0, segment), number);
  const tracks = opened(tracksOf(plan), added, cues, speech, most);
  const whole = [added.start, added.stop].reduce(
    (now, at) => rejoined(now, said?.cues ?? [], at),
    tracks.cues,
  );
  return withTracks({ ...plan, segments }, { ...tracks, cues: whole });
}

/** What of a clip's subtitle is said in a stretch of it, in the video's frames. */
function heard(cue: Cue, frames: Range, shift: number): readonly Cue[] {
  const inside = intersection(cue.frames, frames);
  if (length(inside) === 0) {
    return [];
  }
  return onlyWords(cue, (word) => contains(frames, middle(word.frames))).map((left) => ({
    ...left,
    frames: shifted(inside, shift),
    words: clippedWords(left.words, inside).map((word) => ({ ...word, frames: shifted(word.frames, shift) })),
  }));
}

/** The segments with number `number` made one with those beside it, where they touch. */
function withJoined(segments: readonly Segment[], number: number): readonly Segment[] {
  const from = Math.max(0, number - 1);
  const around = segments.slice(from, number + 2).reduce<readonly Segment[]>((made, next) => {
    const last = made.at(-1);
    return last === undefined ? [next] : [...made.slice(0, -1), ...joined(last, next)];
  }, []);
  return segments.toSpliced(from, 3 - (number === 0 ? 1 : 0), ...around);
}

/**
 * The plan with one end of a segment at another frame of its clip: earlier or later, but never past
 * what is shown there beside it, and with a frame left. Begin from the plan as it was when the drag began.
 */
export function moveCutEdge(
  plan: Plan,
  number: number,
  edge: Edge,
  frame: number,
  known: readonly Known[],
): Plan {
  const { segment, shift } = the(placed(plan), number);
  const [least, most] = edgeRoom(plan, number, edge);
  const { start, stop } = segment.source_range;
  const to = clamp(Math.round(frame), least, most);
  const now = edge === 'start' ? start : stop;
  const between = range(Math.min(now, to), Math.max(now, to));
  if (length(between) === 0) {
    return plan;
  }
  if (contains(segment.source_range, between.start)) {
    return withoutShown(plan, shifted(between, shift));
  }
  return inserted(plan, edge === 'start' ? number : number + 1, { ...segment, source_range: between }, known);
}

/** The first and the last frame of its clip at which an end of a segment can be. */
export function edgeRoom(plan: Plan, number: number, edge: Edge): readonly [number, number] {
  const segment = the(plan.segments, number);
  const { start, stop } = segment.source_range;
  const others = plan.segments.filter(({ source }, other) => source === segment.source && other !== number);
  if (edge === 'start') {
    const stops = others.map((other) => other.source_range.stop).filter((frame) => frame <= start);
    return [Math.max(0, ...stops), stop - 1];
  }
  const starts = others.map((other) => other.source_range.start).filter((frame) => frame >= stop);
  return [start + 1, Math.min(the(plan.sources, segment.source).frames, ...starts)];
}

/** The plan without a stretch of a clip. Throws Refused where it is not shown, or is all of the video. */
export function addCut(plan: Plan, source: number, frames: Range): Plan {
  const gone = placed(plan)
    .filter(({ segment }) => segment.source === source)
    .map(({ segment, shift }) => shifted(intersection(segment.source_range, frames), shift))
    .filter((one) => length(one) > 0);
  if (gone.length === 0) {
    throw new Refused('not_there');
  }
  return gone.toReversed().reduce(withoutShown, plan);
}

/** The plan without these frames of the video. Throws Refused where nothing would be left of it. */
export function withoutShown(plan: Plan, gone: Range): Plan {
  const segments = placed(plan).flatMap(({ segment, frames, shift }) => {
    const out = shifted(intersection(frames, gone), -shift);
    const { start, stop } = segment.source_range;
    const left = length(out) > 0 ? [range(start, out.start), range(out.stop, stop)] : [range(start, stop)];
    return left
      .filter((one) => length(one) > 0)
      .map((sourceRange) => ({ ...segment, source_range: sourceRange }));
  });
  if (segments.length === 0) {
    throw new Refused('nothing_left');
  }
  return withTracks({ ...plan, segments }, closed(tracksOf(plan), gone));
}
