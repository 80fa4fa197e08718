// How loud music is over the video, as vidcommerce/media/soundtrack.py has it. Pure; times are seconds.
import { seconds } from '../plan/time.ts';
import type { Music, Plan, Range, Rate } from '../plan/types.ts';

/** How long the music takes to step back before speech, and to return after it. */
const ATTACK = 0.25;
const RELEASE = 0.6;
/** The music's end. */
const FADE_OUT = 1.5;

/** A time, and how much of the ducking is done then: 0 is none, 1 all of it; straight lines between (in decibels). */
export interface Bend {
  readonly at: number;
  readonly share: number;
}

/** What a hundredth of a decibel more is: a factor. */
export function factor(hundredths: number): number {
  return 10 ** (hundredths / 2000);
}

/** The bends of the music's ducking, in order. */
export function bends(speech: readonly Range[], rate: Rate): readonly Bend[] {
  const stretches: [number, number][] = [];
  for (const frames of speech) {
    const start = seconds(rate, frames.start);
    const stop = seconds(rate, frames.stop);
    const last = stretches.at(-1);
    if (last !== undefined && start - last[1] < ATTACK + RELEASE) {
      last[1] = stop;
    } else {
      stretches.push([start, stop]);
    }
  }
  return stretches.flatMap(([start, stop]) => [
    { at: start - ATTACK, share: 0 },
    { at: start, share: 1 },
    { at: stop, share: 1 },
    { at: stop + RELEASE, share: 0 },
  ]);
}

/** How much of the ducking is done at a time. */
export function shareAt(list: readonly Bend[], time: number): number {
  let before: Bend = { at: Number.NEGATIVE_INFINITY, share: 0 };
  for (const bend of list) {
    if (time < bend.at) {
      return before.share === bend.share
        ? bend.share
        : before.share + ((bend.share - before.share) * (time - before.at)) / (bend.at - before.at);
    }
    before = bend;
  }
  return before.share;
}

/** The factor by which music that ducks is played where so much of it is done. */
export function ducked(music: Music, share: number): number {
  return factor(music.gain - music.duck * share);
}

/** When the music begins to fade out, and when it is gone. */
export function fade(plan: Plan, frames: number): readonly [number, number] {
  const stop = seconds(plan.canvas.rate, frames);
  return [stop - Math.min(FADE_OUT, stop / 3), stop];
}
