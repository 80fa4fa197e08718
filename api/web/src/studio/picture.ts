// The clip's picture on a canvas, as the renderer frames it.
import { the } from '../plan/refused.ts';
import type { Box, Crop, Plan } from '../plan/types.ts';
import { framed, middleOf } from './framing.ts';

/** The backdrop is blurred at a size at which a pixel is as large as the renderer's blur. */
const BACKDROP = 24;

/** A frame of a clip and the window through which it is seen. */
export interface Seen {
  readonly source: number;
  readonly frame: number;
  readonly crop: Crop | null;
  /** Whether it is cut: then it is shown grey. */
  readonly cut: boolean;
}

export class Picture {
  readonly #canvas: HTMLCanvasElement;
  readonly #small: HTMLCanvasElement;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#small = canvas.ownerDocument.createElement('canvas');
  }

  /** Draw what a video shows now, which is the frame that is said. */
  draw(plan: Plan, seen: Seen, video: HTMLVideoElement): void {
    const context = this.#canvas.getContext('2d', { alpha: false });
    const size = { width: video.videoWidth, height: video.videoHeight };
    if (context === null || size.width === 0) {
      return;
    }
    const across = this.#canvas.width / plan.canvas.width;
    const down = this.#canvas.height / plan.canvas.height;
    context.setTransform(1, 0, 0, 1, 0, 0);
    const { from, to, backdrop } = framed(
      plan.canvas,
      the(plan.sources, seen.source),
      seen.crop,
      seen.frame,
      size,
    );
    if (backdrop) {
      this.#drawBackdrop(context, plan, video, middleOf(size, plan.canvas));
    }
    context.setTransform(across, 0, 0, down, 0, 0);
    draw(context, video, from, to);
    if (seen.cut) {
      context.globalCompositeOperation = 'saturation';
      context.fillStyle = '#808080';
      context.fillRect(0, 0, plan.canvas.width, plan.canvas.height);
      context.globalCompositeOperation = 'source-over';
    }
  }

  #drawBackdrop(context: CanvasRenderingContext2D, plan: Plan, video: HTMLVideoElement, from: Box): void {
    const small = this.#small;
    small.width = BACKDROP;
    small.height = Math.max(2, Math.round((BACKDROP * plan.canvas.height) / plan.canvas.width));
    const tiny = small.getContext('2d', { alpha: false });
    if (tiny !== null) {
      draw(tiny, video, from, { left: 0, top: 0, width: small.width, height: small.height });
      tiny.fillStyle = '#00000018';
      tiny.fillRect(0, 0, small.width, small.height);
      context.imageSmoothingQuality = 'high';
      context.drawImage(small, 0, 0, this.#canvas.width, this.#canvas.height);
    }
  }
}

function draw(context: CanvasRenderingContext2D, video: HTMLVideoElement, from: Box, to: Box): void {
  context.drawImage(
    video,
    from.left,
    from.top,
    from.width,
    from.height,
    to.left,
    to.top,
    to.width,
    to.height,
  );
}
