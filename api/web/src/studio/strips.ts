// What is drawn along the ribbon: seconds, small pictures, how loud it is, who speaks, how loud the music is.
import { length, seconds } from '../plan/time.ts';
import type { Plan, Range } from '../plan/types.ts';
import { bends, shareAt } from './ducking.ts';
import type { Block, Ribbon } from './ribbon.ts';
import { leftOf, spanOf, spotAt } from './ribbon.ts';
import type { Proxy as Clip } from './types.ts';
import { clock } from './words.ts';

/** Where the strips are, in pixels from the top. */
export const STRIPS = { ruler: 20, thumbs: 52, wave: 44, speech: 5, music: 24 };
const { ruler, thumbs, wave, speech } = STRIPS;
/** Pixels from the top of the strips to the first track. */
export const STRIPS_HEIGHT = ruler + thumbs + wave + speech;

/** Seconds between two numbers of the ruler, the least of which there is room for. */
const STEPS = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300];
const ROOM = 64;
/** The tenth of a second in a number that has none. */
const WHOLE = /\.0$/u;

/** The colours of the page, taken from its style. */
export interface Inks {
  readonly text: string;
  readonly wave: string;
  readonly speech: string;
  readonly music: string;
}

/** The part of the ribbon that is seen, in its pixels. */
export interface Sight {
  readonly left: number;
  readonly width: number;
}

/** A clip's picture of small frames and its waveform, as far as they have come. */
export interface Drawable {
  readonly clip: Clip;
  readonly picture: CanvasImageSource | null;
  readonly peaks: readonly number[];
}

/** Draw the strips; the context's origin is the left of what is seen. */
export function drawStrips(
  context: CanvasRenderingContext2D,
  band: Ribbon,
  plan: Plan,
  sight: Sight,
  { clips, inks }: { readonly clips: readonly Drawable[]; readonly inks: Inks },
): void {
  context.clearRect(0, 0, sight.width, STRIPS_HEIGHT);
  drawRuler(context, band, plan, sight, inks);
  const seen = band.blocks.filter(
    ({ left, width }) => left < sight.left + sight.width && left + width > sight.left,
  );
  for (const block of seen) {
    const drawable = clips[block.source];
    if (drawable !== undefined) {
      context.save();
      context.beginPath();
      context.rect(block.left - sight.left, ruler, block.width, thumbs + wave);
      context.clip();
      drawThumbs(context, block, plan, sight, drawable);
      drawWave(context, block, plan, sight, { drawable, ink: inks.wave });
      context.restore();
    }
  }
  context.fillStyle = inks.speech;
  for (const frames of plan.audio.speech) {
    for (const { left, width } of partsOf(band, frames)) {
      context.fillRect(left - sight.left, ruler + thumbs + wave + 1, width, speech - 2);
    }
  }
}

/** The pixels of frames of the video, without the cuts between them. */
export function partsOf(band: Ribbon, frames: Range): readonly Sight[] {
  return band.shown.flatMap(({ out }) => {
    const start = Math.max(out.start, frames.start);
    const stop = Math.min(out.stop, frames.stop);
    return start < stop ? [spanOf(band, { start, stop })] : [];
  });
}

function drawRuler(
  context: CanvasRenderingContext2D,
  band: Ribbon,
  plan: Plan,
  sight: Sight,
  inks: Inks,
): void {
  const { rate } = plan.canvas;
  const perSecond = (band.scale * rate.numerator) / rate.denominator;
  const step = STEPS.find((one) => one * perSecond >= ROOM) ?? 600;
  const frames = band.shown.at(-1)?.out.stop ?? 0;
  context.fillStyle = inks.text;
  context.font = '11px system-ui, sans-serif';
  context.textBaseline = 'middle';
  let free = Number.NEGATIVE_INFINITY;
  for (let second = 0; second <= seconds(rate, frames); second += step) {
    const frame = Math.ceil((second * rate.numerator) / rate.denominator);
    const left = leftOf(band, frame) - sight.left;
    if (left > -ROOM && left < sight.width && left >= free) {
      context.fillRect(left, ruler - 5, 1, 5);
      context.fillText(clock(second).replace(WHOLE, ''), left + 3, ruler / 2);
      free = left + 30;
    }
  }
}

function drawThumbs(
  context: CanvasRenderingContext2D,
  block: Block,
  plan: Plan,
  sight: Sight,
  { clip, picture }: Drawable,
): void {
  const { columns, width, height, count } = clip.thumbs;
  if (picture === null || count === 0) {
    return;
  }
  const tile = Math.max(1, (thumbs * width) / height);
  const perPixel = length(block.frames) / Math.max(1, block.width);
  const first = Math.max(0, Math.floor((sight.left - block.left) / tile));
  const stop = Math.min(block.width, sight.left + sight.width - block.left);
  for (let left = first * tile; left < stop; left += tile) {
    const frame = block.frames.start + (left + tile / 2) * perPixel;
    const shown = Math.min(count - 1, Math.max(0, Math.floor(seconds(plan.canvas.rate, frame))));
    const column = shown % columns;
    const row = (shown - column) / columns;
    const place = block.left + left - sight.left;
    context.drawImage(picture, column * width, row * height, width, height, place, ruler, tile, thumbs);
  }
}

function drawWave(
  context: CanvasRenderingContext2D,
  block: Block,
  plan: Plan,
  sight: Sight,
  { drawable, ink }: { readonly drawable: Drawable; readonly ink: string },
): void {
  const { peaks, clip } = drawable;
  const middle = ruler + thumbs + wave / 2;
  const perPixel = length(block.frames) / Math.max(1, block.width);
  const perFrame = seconds(plan.canvas.rate, 1) * clip.peaks_rate;
  context.fillStyle = ink;
  const from = Math.max(0, Math.floor(sight.left - block.left));
  const stop = Math.min(block.width, sight.left + sight.width - block.left);
  for (let left = from; left < stop; left += 1) {
    const start = (block.frames.start + left * perPixel) * perFrame;
    const high = loudest(peaks, start, start + perPixel * perFrame) * (wave / 2 - 1);
    context.fillRect(block.left + left - sight.left, middle - high, 1, Math.max(1, 2 * high));
  }
}

/** The loudest of the peaks from one to another, 0 to 1. */
export function loudest(peaks: readonly number[], start: number, stop: number): number {
  let most = 0;
  for (let place = Math.floor(start); place < Math.max(stop, Math.floor(start) + 1); place += 1) {
    most = Math.max(most, peaks[place] ?? 0);
  }
  return most / 255;
}

/** Draw how loud the music is: high where nobody speaks. */
export function drawMusic(
  context: CanvasRenderingContext2D,
  band: Ribbon,
  plan: Plan,
  sight: Sight,
  ink: string,
): void {
  const { music } = STRIPS;
  context.clearRect(0, 0, sight.width, music);
  if (plan.music === null) {
    return;
  }
  const list = plan.music.duck === 0 ? [] : bends(plan.audio.speech, plan.canvas.rate);
  const deep = Math.min(1, plan.music.duck / 2400);
  context.fillStyle = ink;
  for (let left = 0; left < Math.min(sight.width, band.width - sight.left); left += 2) {
    const spot = spotAt(band, sight.left + left);
    if (spot?.block.kind === 'shown') {
      const high = (music - 4) * (1 - deep * shareAt(list, seconds(plan.canvas.rate, spot.out)));
      context.fillRect(left, music - 2 - high, 2, high);
    }
  }
}
