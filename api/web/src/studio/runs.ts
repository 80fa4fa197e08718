// The plan as a player plays it: stretches of clips, one after the other. Pure.
import { placed } from '../plan/placed.ts';
import { length, range } from '../plan/time.ts';
import type { Plan, Range } from '../plan/types.ts';

/** Frames of a clip that are played without a jump, and the frame of the video with which they begin. */
export interface Run {
  readonly source: number;
  readonly frames: Range;
  readonly out: number;
}

/** The runs of a plan: segments that go on where the one before ended are one, whatever their windows. */
export function runs(plan: Plan): readonly Run[] {
  const made: Run[] = [];
  for (const { segment, frames } of placed(plan)) {
    const last = made.at(-1);
    const { source, source_range: shown } = segment;
    if (last !== undefined && last.source === source && last.frames.stop === shown.start) {
      made[made.length - 1] = { ...last, frames: range(last.frames.start, shown.stop) };
    } else {
      made.push({ source, frames: shown, out: frames.start });
    }
  }
  return made;
}

/** The number of the run that shows a frame of the video: the last one's for all later frames. */
export function runAt(list: readonly Run[], frame: number): number {
  const number = list.findIndex((run) => frame < run.out + length(run.frames));
  return number < 0 ? list.length - 1 : number;
}

/** The number of the run that shows a frame of a clip, the one nearest to number `near`; -1 where none does. */
export function runOf(list: readonly Run[], source: number, frame: number, near: number): number {
  let best = -1;
  for (const [number, run] of list.entries()) {
    const shows = run.source === source && run.frames.start <= frame && frame < run.frames.stop;
    if (shows && (best < 0 || Math.abs(number - near) < Math.abs(best - near))) {
      best = number;
    }
  }
  return best;
}
