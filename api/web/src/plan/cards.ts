// The product card: where and when. What it says comes from the product, so there is nothing here to type.
import { duration } from './placed.ts';
import { replaced, the } from './refused.ts';
import { clamp, range, shifted } from './time.ts';
import type { Box, Card, Plan, Range } from './types.ts';

/** The plan with a card's top left corner elsewhere, the whole of it inside the room where it fits. */
export function moveCard(plan: Plan, number: number, left: number, top: number, room: Box): Plan {
  const card = the(plan.cards, number);
  const { width, height } = card.box;
  const across = within(left, width, room.left, room.width, plan.canvas.width);
  const down = within(top, height, room.top, room.height, plan.canvas.height);
  const box = { ...card.box, left: across, top: down };
  return { ...plan, cards: replaced(plan.cards, number, { ...card, box }) };
}

function within(wish: number, size: number, start: number, room: number, canvas: number): number {
  return clamp(clamp(Math.round(wish), start, start + room - size), 0, canvas - size);
}

/** The frames that a card may take: up to its neighbours. */
export function roomOfCard(plan: Plan, number: number): Range {
  const start = plan.cards[number - 1]?.frames.stop ?? 0;
  return range(start, plan.cards[number + 1]?.frames.start ?? duration(plan));
}

/** The plan with one end of a card at another frame, as far as its neighbours let it. */
export function retimeCard(plan: Plan, number: number, edge: 'start' | 'stop', frame: number): Plan {
  const card = the(plan.cards, number);
  const room = roomOfCard(plan, number);
  const to = Math.round(frame);
  const { start, stop } = card.frames;
  const frames =
    edge === 'start'
      ? range(clamp(to, room.start, stop - 1), stop)
      : range(start, clamp(to, start + 1, room.stop));
  return { ...plan, cards: replaced(plan.cards, number, { ...card, frames }) };
}

/** The plan with a card earlier or later, as far as its neighbours let it. */
export function shiftCard(plan: Plan, number: number, by: number): Plan {
  const card = the(plan.cards, number);
  const room = roomOfCard(plan, number);
  const moved = clamp(Math.round(by), room.start - card.frames.start, room.stop - card.frames.stop);
  const frames = shifted(card.frames, moved);
  return { ...plan, cards: replaced(plan.cards, number, { ...card, frames }) };
}

/** The plan with all cards showing the product as it is now; `image` is the name of its picture's bytes. */
export function withProduct(plan: Plan, product: Card['product'], image: string): Plan {
  return { ...plan, cards: plan.cards.map((card) => ({ ...card, product, image })) };
}
