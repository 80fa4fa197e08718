// What is in hand, with buttons for all that can be dragged: single frames, and without a mouse.
import { html, type TemplateResult } from 'lit-html';
import { type Cut, cuts, withoutShown } from '../plan/cuts.ts';
import { seconds } from '../plan/time.ts';
import type { Range } from '../plan/types.ts';
import { edgesOf, framesOfSelection, nudge, type Part } from './nudge.ts';
import { peeksOf } from './peek.ts';
import { reasonsOf, type Selection, type State, type Store } from './store.ts';
import { bringBack, cutWords } from './tracks.ts';
import { clock, say } from './words.ts';

/** Frames of the video that a person has marked, to cut them out. */
export interface Marks {
  readonly start: number | null;
  readonly stop: number | null;
}

/** The marked frames; undefined before both ends are. */
export function marked({ start, stop }: Marks): Range | undefined {
  return start === null || stop === null || stop <= start ? undefined : { start, stop };
}

/** Cut out what is marked. Returns whether it could be done. */
export function cutOut(store: Store, marks: Marks): boolean {
  const gone = marked(marks);
  if (gone === undefined || !store.change('tl_did_cut', (plan) => withoutShown(plan, gone))) {
    return false;
  }
  store.seek(gone.start);
  return true;
}

/** Move what is in hand by frames. */
export function nudged(store: Store, part: Part, by: number): void {
  const { state } = store;
  const done = nudge(state.selection, part, by, state.document.known);
  if (done !== undefined && store.change(done.what, done.make, done.key)) {
    const { plan, selection } = store.state;
    const frames = framesOfSelection(plan, selection);
    if (frames !== undefined) {
      store.seek(part === 'stop' ? frames.stop - 1 : frames.start);
    }
  }
}

/** Move an end of what is in hand to where the video stands. */
export function toPlayhead(store: Store, end: 'start' | 'stop'): void {
  const { plan, selection, playhead } = store.state;
  const frames = framesOfSelection(plan, selection);
  if (frames !== undefined) {
    const to = end === 'start' ? playhead : playhead + 1;
    nudged(store, end, to - frames[end]);
  }
}

/** Take the next cut in hand, or the one before. */
export function nextCut(store: Store, by: 1 | -1): void {
  const { state } = store;
  const all = cuts(state.plan, reasonsOf(state));
  const found = cutAfter(all, state, by);
  if (found !== undefined) {
    store.play(false);
    store.select({ kind: 'cut', source: found.source, frames: found.frames });
    store.seek(found.at);
    peeksOf(store).look(found.source, found.frames.start);
  }
}

function cutAfter(all: readonly Cut[], { selection, playhead }: State, by: 1 | -1): Cut | undefined {
  const now = all.findIndex(
    ({ source, frames }) =>
      selection.kind === 'cut' && selection.source === source && selection.frames.start === frames.start,
  );
  if (now >= 0) {
    return all[now + by];
  }
  return by === 1
    ? (all.find(({ at }) => at >= playhead) ?? all.at(-1))
    : (all.findLast(({ at }) => at <= playhead) ?? all.at(0));
}

/** The row of buttons for what is in hand. */
export function inHand(store: Store): TemplateResult {
  const { state } = store;
  const { selection } = state;
  switch (selection.kind) {
    case 'cue':
      return timed(store, say('tl_line_short', { number: selection.number + 1 }));
    case 'card':
      return timed(store, say('tl_card'));
    case 'edge':
      return html`<strong>${say(selection.edge === 'start' ? 'tl_edge_start' : 'tl_edge_stop')}</strong>
        ${steps(store, 'whole', selection)}`;
    case 'cut':
      return cutInHand(store, selection);
    default:
      return html`<span class="inhand-hint">${say('tl_hint')}</span>`;
  }
}

function timed(store: Store, name: string): TemplateResult {
  const { plan, selection } = store.state;
  const frames = framesOfSelection(plan, selection) ?? { start: 0, stop: 0 };
  const time = (frame: number) => clock(seconds(plan.canvas.rate, frame));
  return html`<strong>${name}</strong>
    ${(['start', 'stop'] as const).map(
      (end) => html`<span class="inhand-part" role="group" aria-label=${say(`tl_${end}`)}>
        ${say(`tl_${end}`)} <span class="inhand-time">${time(frames[end])}</span>
        ${steps(store, end, selection)}
        <button type="button" @click=${() => toPlayhead(store, end)} title=${say('tl_to_playhead')}
          aria-label=${say('tl_to_playhead')}>⇥</button></span>`,
    )}
    <span class="inhand-part" role="group" aria-label=${say('tl_whole')}>${say('tl_whole')}
      ${steps(store, 'whole', selection)}</span>`;
}

function steps(store: Store, part: Part, selection: Selection): TemplateResult {
  const end = part === 'whole' && selection.kind === 'edge' ? selection.edge : part;
  return html`<button type="button" @click=${() => nudged(store, end, -1)} title=${say('tl_earlier')}
      aria-label=${say('tl_earlier')}>−</button>
    <button type="button" @click=${() => nudged(store, end, 1)} title=${say('tl_later')}
      aria-label=${say('tl_later')}>+</button>`;
}

function cutInHand(store: Store, selection: Extract<Selection, { kind: 'cut' }>): TemplateResult {
  const { state } = store;
  const { source, frames } = selection;
  const found = cuts(state.plan, reasonsOf(state)).find(
    (cut) => cut.source === source && cut.frames.start === frames.start,
  );
  const edges = edgesOf(state.plan, source, frames);
  return html`<strong>${found === undefined ? '' : cutWords(state, found)}</strong>
    <button type="button" class="inhand-main" @click=${() => bringBack(store, selection)}>${say('tl_bring_back')}</button>
    <button type="button" @click=${() => peeksOf(store).play(source, frames)}>${say('tl_play_cut')}</button>
    ${edges.map(
      (edge) => html`<button type="button" @click=${() => store.select(edge)}>
        ${say(edge.edge === 'stop' ? 'tl_take_start' : 'tl_take_stop')}</button>`,
    )}`;
}
