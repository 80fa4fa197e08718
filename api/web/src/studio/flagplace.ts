// Where what a check has seen stands on the ribbon: beside the frames of the first clip that it is about.
import { length } from '../plan/time.ts';
import { frameAt, type Ribbon } from './ribbon.ts';
import type { FlagSeen } from './types.ts';

/** Its pixels, and the frame of the video to go to; undefined for what is about the whole clip. */
export function placeOfFlag(
  band: Ribbon,
  flag: FlagSeen,
): { left: number; width: number; out: number } | undefined {
  if (flag.start === null || flag.stop === null) {
    return undefined;
  }
  const { start } = flag;
  const last = Math.max(start, flag.stop - 1);
  const pixel = (frame: number) => {
    const block = band.blocks.find(
      ({ source, frames }) => source === 0 && frames.start <= frame && frame < frames.stop,
    );
    return block === undefined
      ? undefined
      : block.left + ((frame - block.frames.start) * block.width) / length(block.frames);
  };
  const left = pixel(start);
  return left === undefined
    ? undefined
    : { left, width: (pixel(last) ?? left) - left, out: frameAt(band, left) };
}
