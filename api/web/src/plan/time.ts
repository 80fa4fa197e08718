// Time as integers, as vidcommerce/media/time.py has it: frames on a frame rate, half-open ranges of frames.
import type { Range, Rate } from './types.ts';

/** Samples a second of everything that is made. */
export const AUDIO_RATE = 48_000;

/** The whole number nearest to n / d (d > 0); halves go to the even one, as Python rounds. */
export function nearest(n: number, d: number): number {
  const down = Math.floor(n / d);
  const twice = 2 * (n - down * d);
  return twice > d || (twice === d && down % 2 !== 0) ? down + 1 : down;
}

/** Seconds that so many frames take; for people and players, never to reckon with. */
export function seconds(rate: Rate, frames: number): number {
  return (frames * rate.denominator) / rate.numerator;
}

/** The nearest millisecond to the start of a frame. */
export function milliseconds(rate: Rate, frame: number): number {
  return nearest(frame * rate.denominator * 1000, rate.numerator);
}

/** The nearest audio sample to the start of a frame. */
export function samples(rate: Rate, frame: number): number {
  return nearest(frame * rate.denominator * AUDIO_RATE, rate.numerator);
}

/** The frame whose start is nearest to a millisecond. */
export function frameAt(rate: Rate, ms: number): number {
  return nearest(ms * rate.numerator, 1000 * rate.denominator);
}

/** The frame on show after so many seconds, as a player's clock gives them. */
export function frameShown(rate: Rate, time: number): number {
  // A player that was sent to a frame's start may say a time a little before it.
  return Math.max(0, Math.floor((time * rate.numerator) / rate.denominator + 1e-3));
}

export function range(start: number, stop: number): Range {
  return { start, stop };
}

export function length(frames: Range): number {
  return frames.stop - frames.start;
}

export function contains(frames: Range, frame: number): boolean {
  return frames.start <= frame && frame < frames.stop;
}

/** What is in both; an empty range where there is nothing. */
export function intersection(one: Range, other: Range): Range {
  const start = Math.max(one.start, other.start);
  return { start, stop: Math.max(start, Math.min(one.stop, other.stop)) };
}

/** The range moved later by so many frames, earlier when negative. */
export function shifted(frames: Range, by: number): Range {
  return { start: frames.start + by, stop: frames.stop + by };
}

/** The number nearest to the wish from least to most; least where they are the wrong way round. */
export function clamp(wish: number, least: number, most: number): number {
  return Math.max(least, Math.min(wish, most));
}
