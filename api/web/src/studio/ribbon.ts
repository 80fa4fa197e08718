// The timeline's ribbon: what is shown and what is cut, one after the other, in pixels. Pure.
//
// What is cut stands where the video would have it, so that a clip's waveform goes on through its cuts and
// nothing moves when an edge is dragged. Folded, each cut is narrow, and the video is all that one sees.
import type { Cut } from '../plan/cuts.ts';
import { placed } from '../plan/placed.ts';
import { length } from '../plan/time.ts';
import type { Plan, Range } from '../plan/types.ts';

interface Stretch {
  readonly source: number;
  /** Frames of the clip. */
  readonly frames: Range;
  readonly left: number;
  readonly width: number;
}

export interface ShownBlock extends Stretch {
  readonly kind: 'shown';
  readonly number: number;
  readonly out: Range;
}

export interface CutBlock extends Stretch {
  readonly kind: 'cut';
  readonly reason: string;
  /** The frame of the video at which it would begin. */
  readonly at: number;
}

export type Block = ShownBlock | CutBlock;

export interface Ribbon {
  readonly blocks: readonly Block[];
  readonly shown: readonly ShownBlock[];
  readonly width: number;
  /** Pixels a frame. */
  readonly scale: number;
}

/** A frame of a clip somewhere on the ribbon, and the frame of the video there, or that it comes before. */
export interface Spot {
  readonly block: Block;
  readonly frame: number;
  readonly out: number;
}

/** The ribbon of a plan; `fold` is the width of a folded cut, null shows them at their length. */
export function ribbon(plan: Plan, cuts: readonly Cut[], scale: number, fold: number | null): Ribbon {
  const blocks: Block[] = [];
  let left = 0;
  const add = (cut: Cut) => {
    const { source, frames, reason, at } = cut;
    const width = Math.min(length(frames) * scale, fold ?? Number.POSITIVE_INFINITY);
    blocks.push({ kind: 'cut', source, frames, reason, at, left, width });
    left += width;
  };
  const places = placed(plan);
  for (const { number, segment, frames: out } of places) {
    for (const cut of cuts.filter(({ at }) => at === out.start)) {
      add(cut);
    }
    const { source, source_range: frames } = segment;
    const width = length(frames) * scale;
    blocks.push({ kind: 'shown', source, frames, number, out, left, width });
    left += width;
  }
  const end = places.at(-1)?.frames.stop ?? 0;
  for (const cut of cuts.filter(({ at }) => at >= end)) {
    add(cut);
  }
  return { blocks, shown: blocks.filter((block) => block.kind === 'shown'), width: left, scale };
}

/** Frames of the video and of what is cut: what the whole ribbon holds. */
export function framesOf(plan: Plan, cuts: readonly Cut[]): number {
  const shown = plan.segments.reduce((sum, segment) => sum + length(segment.source_range), 0);
  return cuts.reduce((sum, cut) => sum + length(cut.frames), shown);
}

/** The pixel at which a frame of the video begins; the end of the last one for its length. */
export function leftOf({ shown, scale }: Ribbon, frame: number): number {
  const block = shown.find(({ out }) => frame < out.stop) ?? shown.at(-1);
  return block === undefined ? 0 : block.left + (frame - block.out.start) * scale;
}

/** The pixels from the first to the last of these frames of the video. */
export function spanOf(band: Ribbon, frames: Range): { readonly left: number; readonly width: number } {
  const left = leftOf(band, frames.start);
  const right = leftOf(band, Math.max(frames.start, frames.stop - 1)) + band.scale;
  return { left, width: right - left };
}

/** What is at a pixel. */
export function spotAt({ blocks, scale }: Ribbon, pixel: number): Spot | undefined {
  const block = blocks.find(({ left, width }) => pixel < left + width) ?? blocks.at(-1);
  if (block === undefined) {
    return undefined;
  }
  const inside = Math.max(0, Math.min(pixel - block.left, block.width));
  if (block.kind === 'shown') {
    const by = Math.min(Math.floor(inside / scale), length(block.frames) - 1);
    return { block, frame: block.frames.start + by, out: block.out.start + by };
  }
  const part = block.width === 0 ? 0 : inside / block.width;
  const by = Math.min(Math.floor(part * length(block.frames)), length(block.frames) - 1);
  return { block, frame: block.frames.start + by, out: block.at };
}

/** The frame of the video at a pixel; where it is cut, the one after the cut. */
export function frameAt(band: Ribbon, pixel: number): number {
  return spotAt(band, pixel)?.out ?? 0;
}

/** The cuts beside a segment's edge, so that an edge can be spoken of by what is cut there. */
export function cutBeside(band: Ribbon, segment: number, edge: 'start' | 'stop'): CutBlock | undefined {
  const place = band.blocks.findIndex((block) => block.kind === 'shown' && block.number === segment);
  const beside = band.blocks[edge === 'start' ? place - 1 : place + 1];
  return beside?.kind === 'cut' ? beside : undefined;
}

/** The nearest of some frames if it is no further than `reach` from the wish, else the wish. */
export function snapped(wish: number, frames: readonly number[], reach: number): number {
  let best = wish;
  let away = reach;
  for (const frame of frames) {
    if (Math.abs(frame - wish) <= away) {
      away = Math.abs(frame - wish);
      best = frame;
    }
  }
  return best;
}

/** Where buttons of one width stand over their blocks, in rows so that none is over another; those without room are left out. */
export function chips<T extends { readonly left: number; readonly width: number }>(
  blocks: readonly T[],
  width: number,
  rows: number,
): readonly { readonly block: T; readonly left: number; readonly row: number }[] {
  const ends = Array.from({ length: rows }, () => Number.NEGATIVE_INFINITY);
  return blocks.flatMap((block) => {
    const left = Math.max(0, block.left + (block.width - width) / 2);
    const row = ends.findIndex((end) => end <= left);
    if (row < 0) {
      return [];
    }
    ends[row] = left + width;
    return [{ block, left, row }];
  });
}
