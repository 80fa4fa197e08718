// Where the segments lie in the video, and the way from a clip's own frames to the video's and back.
import { the } from './refused.ts';
import { contains, length, range } from './time.ts';
import type { Plan, Range, Segment } from './types.ts';

/** A segment, its number, and the frames of the video that it fills. */
export interface Placed {
  readonly number: number;
  readonly segment: Segment;
  readonly frames: Range;
  /** What to add to a frame of the clip to get the video's. */
  readonly shift: number;
}

/** A frame of a clip, as a segment shows it. */
export interface Shown {
  readonly number: number;
  readonly source: number;
  readonly frame: number;
}

export function placed(plan: Plan): readonly Placed[] {
  let start = 0;
  return plan.segments.map((segment, number) => {
    const frames = range(start, start + length(segment.source_range));
    const shift = start - segment.source_range.start;
    start = frames.stop;
    return { number, segment, frames, shift };
  });
}

/** The length of the video in frames. */
export function duration(plan: Plan): number {
  return plan.segments.reduce((sum, segment) => sum + length(segment.source_range), 0);
}

/** Where a segment begins in the video; its end for the number after the last. */
export function startOf(plan: Plan, number: number): number {
  return plan.segments.slice(0, number).reduce((sum, segment) => sum + length(segment.source_range), 0);
}

/** Every frame of the video at which a clip's frame is shown: none where it is cut. */
export function toOutput(plan: Plan, source: number, frame: number): readonly number[] {
  return placed(plan)
    .filter(({ segment }) => segment.source === source && contains(segment.source_range, frame))
    .map(({ shift }) => frame + shift);
}

/** What is shown at a frame of the video; its last frame for all later ones. Throws Refused. */
export function toSource(plan: Plan, frame: number): Shown {
  const places = placed(plan);
  const number = places.findIndex(({ frames }) => frame < frames.stop);
  const place = the(places, number < 0 ? places.length - 1 : number);
  const inside = Math.max(place.frames.start, Math.min(frame, place.frames.stop - 1));
  return { number: place.number, source: place.segment.source, frame: inside - place.shift };
}
