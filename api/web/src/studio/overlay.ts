// What is drawn over the clips: the product card as it slides in, then the subtitle on top of it.
import { contains } from '../plan/time.ts';
import type { Box, Card, Cue, Plan } from '../plan/types.ts';
import { drawCaption } from './captions.ts';
import type { CaptionLook } from './types.ts';

/** vidcommerce/media/chunks.py: how many frames the card slides in. */
const ENTRANCE = 12;

/** What is over the picture at a frame; two that are alike are drawn alike. */
export interface Over {
  readonly cue: Cue | undefined;
  readonly card: Card | undefined;
  /** Canvas pixels by which the card is below its place yet. */
  readonly below: number;
}

/** What a plan lays over the picture at a frame of the video. */
export function overAt(plan: Plan, frame: number): Over {
  const cue = plan.cues.find((one) => contains(one.frames, frame));
  const card = plan.cards.find((one) => contains(one.frames, frame));
  return { cue, card, below: card === undefined ? 0 : entrance(card, frame) };
}

/** How far below its place a card is at a frame: it slows down as it comes (a cubic ease-out). */
export function entrance(card: Card, frame: number): number {
  const gone = Math.min(ENTRANCE, frame - card.frames.start + 1) / ENTRANCE;
  return Math.round(card.box.height * (1 - gone) ** 3);
}

export function alike(one: Over, other: Over): boolean {
  return (
    one.cue?.lines === other.cue?.lines &&
    one.card?.box === other.card?.box &&
    (one.card === undefined) === (other.card === undefined) &&
    one.below === other.below
  );
}

/** Draws on a canvas of its own, at whatever size that is shown. */
export class Overlay {
  readonly #canvas: HTMLCanvasElement;
  readonly #aside: HTMLCanvasElement;
  #room: Box | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#aside = canvas.ownerDocument.createElement('canvas');
  }

  /** Show where a card may be, while one is moved; null ends that. */
  set room(room: Box | null) {
    this.#room = room;
  }

  draw(plan: Plan, over: Over, look: CaptionLook, picture: CanvasImageSource | null): void {
    const context = this.#canvas.getContext('2d');
    if (context === null) {
      return;
    }
    const { width, height } = this.#canvas;
    this.#aside.width = width;
    this.#aside.height = height;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.setTransform(width / plan.canvas.width, 0, 0, height / plan.canvas.height, 0, 0);
    if (over.card !== undefined) {
      drawCard(context, over.card.box, over.below, picture);
    }
    if (this.#room !== null) {
      drawRoom(context, this.#room, plan.canvas.width);
    }
    if (over.cue !== undefined) {
      drawCaption(context, over.cue.lines, look, this.#aside);
    }
  }
}

function drawCard(
  context: CanvasRenderingContext2D,
  box: Box,
  below: number,
  picture: CanvasImageSource | null,
): void {
  const { left, top, width, height } = box;
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  if (picture === null) {
    context.fillStyle = '#ffffffd0';
    context.fillRect(left, top + below, width, height);
  } else {
    context.drawImage(picture, left, top + below, width, height);
  }
  context.restore();
}

function drawRoom(context: CanvasRenderingContext2D, room: Box, width: number): void {
  const line = width / 180;
  context.save();
  context.lineWidth = line;
  context.strokeStyle = '#ffffff';
  context.setLineDash([line * 3, line * 3]);
  context.strokeRect(room.left, room.top, room.width, room.height);
  context.restore();
}
