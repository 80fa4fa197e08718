// Where subtitles and cards stand in the clips, so that they can be found again in a video with other cuts.
import { placed, toSource } from '../plan/placed.ts';
import { contains, length, range } from '../plan/time.ts';
import type { Plan, Range } from '../plan/types.ts';

/** A frame of a clip. */
interface Spot {
  readonly source: number;
  readonly frame: number;
}

/** The first and the last frame of something, in the clips. */
export interface Anchor {
  readonly first: Spot;
  readonly last: Spot;
}

export function anchored(plan: Plan, frames: Range): Anchor {
  return { first: spot(plan, frames.start), last: spot(plan, frames.stop - 1) };
}

function spot(plan: Plan, frame: number): Spot {
  const { source, frame: there } = toSource(plan, frame);
  return { source, frame: there };
}

/** The frames of another video that show what was anchored: none where nothing of it is shown. */
export function anchoredIn(plan: Plan, { first, last }: Anchor): readonly Range[] {
  const start = after(plan, first);
  const stop = before(plan, last);
  return start < stop ? [range(start, stop)] : [];
}

/** The first frame of the video that shows the spot, or what comes in the video after it. */
function after(plan: Plan, { source, frame }: Spot): number {
  const places = placed(plan);
  const here = places.find(
    ({ segment }) => segment.source === source && contains(segment.source_range, frame),
  );
  if (here !== undefined) {
    return frame + here.shift;
  }
  const next = places.find(
    ({ segment }) =>
      segment.source > source || (segment.source === source && segment.source_range.start > frame),
  );
  return next?.frames.start ?? places.at(-1)?.frames.stop ?? 0;
}

/** The frame after the last one that shows the spot, or what comes in the video before it. */
function before(plan: Plan, { source, frame }: Spot): number {
  const places = placed(plan);
  const here = places.find(
    ({ segment }) => segment.source === source && contains(segment.source_range, frame),
  );
  if (here !== undefined) {
    return frame + here.shift + 1;
  }
  const past = places.findLast(
    ({ segment }) =>
      segment.source < source || (segment.source === source && segment.source_range.stop <= frame),
  );
  return past?.frames.stop ?? 0;
}

/** Ranges in order that don't run into each other: each begins where the one before ends, at the earliest. */
export function inOrder<T extends { readonly frames: Range }>(all: readonly T[], most: number): readonly T[] {
  let free = 0;
  const result: T[] = [];
  for (const one of all.toSorted((left, right) => left.frames.start - right.frames.start)) {
    const frames = range(Math.max(free, one.frames.start), Math.min(most, one.frames.stop));
    if (length(frames) > 0) {
      result.push({ ...one, frames });
      free = frames.stop;
    }
  }
  return result;
}
