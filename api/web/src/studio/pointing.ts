// The picture under a finger or a mouse: the card is dragged, a subtitle is taken in hand, else it plays or stops.
import { moveCard } from '../plan/cards.ts';
import { contains } from '../plan/time.ts';
import type { Box, Plan } from '../plan/types.ts';
import { peeksOf } from './peek.ts';
import type { Store } from './store.ts';

/** Pixels of the screen that a press may wander and still be a press. */
const STILL = 4;

interface Point {
  readonly left: number;
  readonly top: number;
}

/** Listen to a picture's element; `moving` is told where a card may be while one is moved. */
export function touched(element: HTMLElement, store: Store, moving: (room: Box | null) => void): () => void {
  const down = (event: PointerEvent) => {
    if (event.button === 0) {
      pressed(element, store, event, moving);
    }
  };
  const over = (event: PointerEvent) => {
    const at = canvasPoint(element, store.state.plan, event);
    element.classList.toggle('player-on-card', peeksOf(store).now === null && cardUnder(store, at) >= 0);
  };
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', over);
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', over);
  };
}

function pressed(
  element: HTMLElement,
  store: Store,
  event: PointerEvent,
  moving: (room: Box | null) => void,
): void {
  const { plan, playhead, document } = store.state;
  const from = canvasPoint(element, plan, event);
  const card = peeksOf(store).now === null ? cardUnder(store, from) : -1;
  const box = plan.cards[card]?.box;
  if (box === undefined) {
    pressedElsewhere(store, from, playhead);
    return;
  }
  store.play(false);
  store.select({ kind: 'card', number: card });
  const ends = new AbortController();
  const { signal } = ends;
  let make: ((plan: Plan) => Plan) | null = null;
  const finish = (keep: boolean) => {
    ends.abort();
    moving(null);
    if (make !== null && keep) {
      store.change('tl_did_card_place', make);
    } else {
      store.drop();
    }
  };
  element.setPointerCapture(event.pointerId);
  const move = (later: PointerEvent) => {
    if (make !== null || Math.hypot(later.clientX - event.clientX, later.clientY - event.clientY) > STILL) {
      const to = canvasPoint(element, plan, later);
      const [left, top] = [box.left + to.left - from.left, box.top + to.top - from.top];
      make = (now) => moveCard(now, card, left, top, document.limits.card_room);
      moving(document.limits.card_room);
      store.preview(make);
    }
  };
  const key = (later: KeyboardEvent) => {
    if (later.key === 'Escape') {
      later.preventDefault();
      finish(false);
    }
  };
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', () => finish(true), { signal });
  element.addEventListener('pointercancel', () => finish(false), { signal });
  element.ownerDocument.addEventListener('keydown', key, { signal });
}

function pressedElsewhere(store: Store, { top }: Point, playhead: number): void {
  const { plan, document, playing } = store.state;
  const { box } = document.captions;
  const cue = plan.cues.findIndex((one) => contains(one.frames, playhead));
  if (!playing && cue >= 0 && peeksOf(store).now === null && box.top <= top && top < box.top + box.height) {
    store.select({ kind: 'cue', number: cue });
  } else {
    store.play(!playing);
  }
}

function cardUnder(store: Store, { left, top }: Point): number {
  const { plan, playhead } = store.state;
  return plan.cards.findIndex(
    ({ box, frames }) =>
      contains(frames, playhead) &&
      box.left <= left &&
      left < box.left + box.width &&
      box.top <= top &&
      top < box.top + box.height,
  );
}

function canvasPoint(element: HTMLElement, plan: Plan, event: PointerEvent): Point {
  const seen = element.getBoundingClientRect();
  return {
    left: ((event.clientX - seen.left) * plan.canvas.width) / seen.width,
    top: ((event.clientY - seen.top) * plan.canvas.height) / seen.height,
  };
}
