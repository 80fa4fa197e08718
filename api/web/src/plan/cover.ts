// The frame that stands for the video.
import { frozen } from './crops.ts';
import { toSource } from './placed.ts';
import { the } from './refused.ts';
import { clamp, contains } from './time.ts';
import type { Plan } from './types.ts';

/** The plan with what is shown at a frame of the video as its cover, as it is shown there. */
export function coverAt(plan: Plan, frame: number): Plan {
  const { number, source, frame: there } = toSource(plan, frame);
  return { ...plan, cover: { source, frame: there, crop: frozen(the(plan.segments, number).crop, there) } };
}

/** The plan with any frame of a clip as its cover, through the window of where it is shown, or near it. */
export function coverOf(plan: Plan, source: number, frame: number): Plan {
  const at = clamp(Math.round(frame), 0, the(plan.sources, source).frames - 1);
  const ours = plan.segments.filter((segment) => segment.source === source);
  const shown = ours.find((segment) => contains(segment.source_range, at)) ?? ours.at(0);
  return { ...plan, cover: { source, frame: at, crop: frozen(shown?.crop ?? null, at) } };
}
