// Through which window of its clip a frame is seen. Pure.
import { toOutput, toSource } from '../plan/placed.ts';
import { the } from '../plan/refused.ts';
import { contains } from '../plan/time.ts';
import type { Crop, Plan, Range } from '../plan/types.ts';
import type { Seen } from './picture.ts';
import type { State } from './store.ts';

/**
 * The window of a clip's frame: of the segment at the playhead if that shows it, else of one that does, else of
 * the nearest of the clip, for what is cut is looked at as if it were shown.
 */
export function cropOf(plan: Plan, playhead: number, source: number, frame: number): Crop | null {
  const segment = the(plan.segments, toSource(plan, playhead).number);
  if (segment.source === source && contains(segment.source_range, frame)) {
    return segment.crop;
  }
  const ours = plan.segments.filter((one) => one.source === source);
  const away = ({ start, stop }: Range) => Math.max(start - frame, frame - stop + 1, 0);
  const nearest = ours.toSorted((one, other) => away(one.source_range) - away(other.source_range)).at(0);
  return nearest?.crop ?? null;
}

/** A clip's frame as it is shown; `bare` where it is looked at beside the video. */
export function seenAt({ plan, playhead }: State, source: number, frame: number, bare: boolean): Seen {
  const cut = bare && toOutput(plan, source, frame).length === 0;
  return { source, frame, crop: cropOf(plan, playhead, source, frame), cut };
}
