// Dragging: what a pointer makes of the plan is shown while it moves and is one step when it lets go.
import type { Plan } from '../plan/types.ts';
import { peeksOf } from './peek.ts';
import type { Store } from './store.ts';

/** Pixels that a press may wander and still be a press. */
const STILL = 3;

export interface Grip {
  /** The name of the sentence that says what was done. */
  readonly what: string;
  /** What so many pixels to the right make of the plan; negative ones are to the left. */
  readonly make: (pixels: number) => (plan: Plan) => Plan;
  /** Show what is meant while it moves. */
  readonly look?: (pixels: number) => void;
  /** It was let go: after a drag, or after a press that was none. */
  readonly done?: (dragged: boolean) => void;
}

/** Follow a pointer that was pressed on something of the timeline; `holder` is what stays there meanwhile. */
export function dragged(event: PointerEvent, holder: HTMLElement, store: Store, grip: Grip): void {
  if (event.button !== 0) {
    return;
  }
  const ends = new AbortController();
  const { signal } = ends;
  const origin = event.clientX + holder.scrollLeft;
  let make: ((plan: Plan) => Plan) | null = null;
  const finish = (keep: boolean) => {
    ends.abort();
    peeksOf(store).end();
    if (make !== null && keep) {
      store.change(grip.what, make);
    } else {
      store.drop();
    }
    grip.done?.(make !== null);
  };
  const moved = (later: PointerEvent) => {
    const pixels = later.clientX + holder.scrollLeft - origin;
    if (make !== null || Math.abs(pixels) > STILL) {
      make = grip.make(pixels);
      store.preview(make);
      grip.look?.(pixels);
    }
  };
  const key = (later: KeyboardEvent) => {
    if (later.key === 'Escape') {
      later.preventDefault();
      finish(false);
    }
  };
  event.preventDefault();
  event.stopPropagation();
  holder.setPointerCapture(event.pointerId);
  holder.addEventListener('pointermove', moved, { signal });
  holder.addEventListener('pointerup', () => finish(true), { signal });
  holder.addEventListener('pointercancel', () => finish(false), { signal });
  holder.ownerDocument.addEventListener('keydown', key, { signal });
}
