// What of a clip's picture is shown where on the canvas, as vidcommerce/media/framing.py and graph.py do it. Pure.
import { corner } from '../plan/crops.ts';
import type { Box, Canvas, Crop, Source } from '../plan/types.ts';

/** A part of a clip's proxy, in its pixels, and the canvas pixels that it fills. */
export interface Framed {
  readonly from: Box;
  readonly to: Box;
  /** Whether the canvas is larger than the picture, and a blurred copy fills the rest. */
  readonly backdrop: boolean;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** How a frame of a clip is shown through a window; without one the whole picture is. */
export function framed(canvas: Canvas, clip: Source, crop: Crop | null, frame: number, proxy: Size): Framed {
  const across = proxy.width / clip.width;
  const down = proxy.height / clip.height;
  const whole = { left: 0, top: 0, width: canvas.width, height: canvas.height };
  if (crop !== null) {
    const { left, top } = corner(crop, frame);
    const from = {
      left: left * across,
      top: top * down,
      width: crop.width * across,
      height: crop.height * down,
    };
    return { from, to: whole, backdrop: false };
  }
  const scale = Math.min(canvas.width / clip.width, canvas.height / clip.height);
  const width = even(clip.width * scale, canvas.width);
  const height = even(clip.height * scale, canvas.height);
  const left = Math.floor((canvas.width - width) / 2);
  const top = Math.floor((canvas.height - height) / 2);
  const fills = width === canvas.width && height === canvas.height;
  const from = { left: 0, top: 0, width: proxy.width, height: proxy.height };
  return { from, to: { left, top, width, height }, backdrop: !fills };
}

function even(pixels: number, most: number): number {
  return Math.min(most, Math.max(2, Math.round(pixels / 2) * 2));
}

/** The middle of a picture in the shape of the canvas: what its blurred copy shows. */
export function middleOf(size: Size, canvas: Size): Box {
  const scale = Math.min(size.width / canvas.width, size.height / canvas.height);
  const width = canvas.width * scale;
  const height = canvas.height * scale;
  return { left: (size.width - width) / 2, top: (size.height - height) / 2, width, height };
}
