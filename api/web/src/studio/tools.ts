// The timeline's buttons, and the keys that do the same while it has the focus.
import { html, type TemplateResult } from 'lit-html';
import { duration } from '../plan/placed.ts';
import { inHand, nextCut, toPlayhead } from './inhand.ts';
import type { Store } from './store.ts';
import { say } from './words.ts';

const ZOOM = 1.5;

/** What the timeline can do beside dragging. */
export interface Tools {
  readonly store: Store;
  readonly folded: boolean;
  /** Whether both ends of what is to be cut out are marked. */
  readonly marked: boolean;
  readonly zoom: (factor: number) => void;
  readonly all: () => void;
  readonly fold: () => void;
  readonly mark: (end: 'start' | 'stop') => void;
  readonly cutOut: () => void;
}

type Acts = Readonly<Record<string, () => void>>;

export function toolRow({ store, folded, marked, ...does }: Tools): TemplateResult {
  const tool = (name: string, sign: string, act: () => void) =>
    html`<button type="button" title=${say(name)} aria-label=${say(name)} @click=${act}>${sign}</button>`;
  return html`<div class="timeline-tools">
    <div class="inhand" role="group" aria-label=${say('tl_in_hand')}>${inHand(store)}</div>
    <div class="timeline-marks" role="group" aria-label=${say('tl_cutting')}>
      ${tool('tl_previous_cut', '⟨', () => nextCut(store, -1))}
      ${tool('tl_next_cut', '⟩', () => nextCut(store, 1))}
      ${tool('tl_mark_start', '[', () => does.mark('start'))}
      ${tool('tl_mark_stop', ']', () => does.mark('stop'))}
      <button type="button" ?disabled=${!marked} @click=${does.cutOut}>${say('tl_cut_out')}</button>
    </div>
    <div class="timeline-zoom" role="group" aria-label=${say('tl_zoom')}>
      ${tool('tl_zoom_out', '−', () => does.zoom(1 / ZOOM))}
      ${tool('tl_zoom_in', '+', () => does.zoom(ZOOM))}
      ${tool('tl_zoom_all', '↔', does.all)}
      <button type="button" aria-pressed=${folded} @click=${does.fold}>${say('tl_fold')}</button>
    </div>
  </div>`;
}

function secondOf(store: Store): number {
  const { rate } = store.state.plan.canvas;
  return Math.round(rate.numerator / rate.denominator);
}

/** Keys anywhere in the timeline. */
function acts({ store, zoom, all, mark, cutOut }: Tools): Acts {
  return {
    '+': () => zoom(ZOOM),
    '=': () => zoom(ZOOM),
    '-': () => zoom(1 / ZOOM),
    '0': all,
    '[': () => toPlayhead(store, 'start'),
    ']': () => toPlayhead(store, 'stop'),
    i: () => mark('start'),
    o: () => mark('stop'),
    x: cutOut,
    c: () => nextCut(store, 1),
    C: () => nextCut(store, -1),
  };
}

/** Where keys on the playhead itself lead: it is a slider of frames. */
function wishes(store: Store, shift: boolean): Readonly<Record<string, number>> {
  const { playhead, plan } = store.state;
  const second = secondOf(store);
  const by = shift ? second : 1;
  return {
    ArrowLeft: playhead - by,
    ArrowDown: playhead - by,
    ArrowRight: playhead + by,
    ArrowUp: playhead + by,
    PageUp: playhead + 5 * second,
    PageDown: playhead - 5 * second,
    Home: 0,
    End: duration(plan) - 1,
  };
}

/** Do what a key means in the timeline; `slider` is the playhead. */
export function keyPressed(event: KeyboardEvent, tools: Tools, slider: HTMLElement): void {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const { store } = tools;
  const wish = event.target === slider ? wishes(store, event.shiftKey)[event.key] : undefined;
  const act = acts(tools)[event.key];
  if (wish !== undefined) {
    event.preventDefault();
    store.play(false);
    store.seek(wish);
  } else if (act !== undefined) {
    event.preventDefault();
    act();
  }
}
