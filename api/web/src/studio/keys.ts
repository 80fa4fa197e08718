// Keys of player and timeline, and where a key press is none of theirs.
import { duration } from '../plan/placed.ts';
import type { Store } from './store.ts';

/** What a key does while nobody types. */
type Keyed = 'play' | 'back' | 'on' | 'second_back' | 'second_on' | 'start' | 'end';

const PLAIN: Readonly<Record<string, Keyed>> = {
  ' ': 'play',
  ArrowLeft: 'back',
  ArrowRight: 'on',
  Home: 'start',
  End: 'end',
};
const WITH_SHIFT: Readonly<Record<string, Keyed>> = { ArrowLeft: 'second_back', ArrowRight: 'second_on' };

// biome-ignore lint/security/noSecrets: a list of elements.
const TYPING = 'input:not([type=checkbox]), textarea, select, [contenteditable="true"], video';
const OWN_SPACE = 'button, a[href], summary, input';
const OWN_ARROWS = '[role=slider], [role=tablist], [role=radiogroup], [role=menu], [role=listbox]';

/** What a key press means to the player; null where it means nothing, or something to where it was pressed. */
function keyed(event: KeyboardEvent): Keyed | null {
  const { target, key } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) {
    return null;
  }
  const element = target instanceof Element ? target : null;
  const busy = element?.closest(TYPING) ?? element?.ownerDocument.querySelector('dialog[open]') ?? null;
  const own = element?.closest(key === ' ' ? OWN_SPACE : OWN_ARROWS) ?? null;
  if (busy !== null || own !== null) {
    return null;
  }
  return (event.shiftKey ? WITH_SHIFT : PLAIN)[key] ?? null;
}

/** Do what a key means to the player, if anything. */
export function playerKey(event: KeyboardEvent, store: Store): void {
  const { plan, playing } = store.state;
  const second = Math.round(plan.canvas.rate.numerator / plan.canvas.rate.denominator);
  const by = { back: -1, on: 1, second_back: -second, second_on: second };
  const key = keyed(event);
  if (key === null) {
    return;
  }
  event.preventDefault();
  if (key === 'play') {
    store.play(!playing);
  } else if (key === 'start' || key === 'end') {
    store.seek(key === 'start' ? 0 : duration(plan) - 1);
  } else {
    step(store, by[key]);
  }
}

/** Go some frames on or back, standing still. */
export function step(store: Store, by: number): void {
  store.play(false);
  store.seek(store.state.playhead + by);
}
