// Windows that move over a clip: where they are, and one window for two stretches that become one.
import { nearest } from './time.ts';
import type { Crop, Point, Range, Segment } from './types.ts';

/** A window's top left corner at a frame of its clip; rounded as vidcommerce/drafting/view.py rounds. */
export function corner(crop: Crop, frame: number): Point {
  let before: Point | undefined;
  for (const point of crop.path) {
    if (frame <= point.frame) {
      return { ...(before === undefined ? point : between(before, point, frame)), frame };
    }
    before = point;
  }
  return { left: 0, top: 0, ...before, frame };
}

function between(here: Point, there: Point, frame: number): Point {
  const whole = there.frame - here.frame;
  const part = frame - here.frame;
  const left = here.left + nearest((there.left - here.left) * part, whole);
  return { frame, left, top: here.top + nearest((there.top - here.top) * part, whole) };
}

/** The window as it stands at one frame. */
export function frozen(crop: Crop | null, frame: number): Crop | null {
  return crop === null ? null : { ...crop, path: [corner(crop, frame)] };
}

function same(one: Crop | null, other: Crop | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The points of a window within a stretch, and those at its first and last frame. */
function pinned(crop: Crop, frames: Range): readonly Point[] {
  const last = frames.stop - 1;
  const inner = crop.path.filter((point) => frames.start < point.frame && point.frame < last);
  const ends = frames.start === last ? [] : [corner(crop, last)];
  return [corner(crop, frames.start), ...inner, ...ends];
}

/** The two stretches as one where they touch and one window can show both as they were; else both. */
export function joined(one: Segment, other: Segment): readonly Segment[] {
  if (one.source !== other.source || one.source_range.stop !== other.source_range.start) {
    return [one, other];
  }
  const whole = { start: one.source_range.start, stop: other.source_range.stop };
  if (same(one.crop, other.crop)) {
    return [{ ...one, source_range: whole }];
  }
  if (one.crop === null || other.crop === null) {
    return [one, other];
  }
  if (one.crop.width !== other.crop.width || one.crop.height !== other.crop.height) {
    return [one, other];
  }
  const path = [...pinned(one.crop, one.source_range), ...pinned(other.crop, other.source_range)];
  return [{ ...one, source_range: whole, crop: { ...one.crop, path } }];
}
