// The tracks of the timeline: cuts, subtitles, cards and flags, each to be taken in hand.
import { html, type TemplateResult } from 'lit-html';
import { retimeCard, shiftCard } from '../plan/cards.ts';
import { retimeCue, shiftCues } from '../plan/cues.ts';
import { type Edge, moveCutEdge, restoreCut } from '../plan/cuts.ts';
import { toOutput } from '../plan/placed.ts';
import { the } from '../plan/refused.ts';
import { length, seconds } from '../plan/time.ts';
import type { Plan, Range } from '../plan/types.ts';
import { dragged, type Grip } from './drag.ts';
import { placeOfFlag } from './flagplace.ts';
import { frameOfEdge } from './nudge.ts';
import { peeksOf } from './peek.ts';
import {
  type CutBlock,
  chips,
  frameAt,
  type Ribbon,
  type ShownBlock,
  snapped,
  spanOf,
  spotAt,
} from './ribbon.ts';
import type { Selection, State, Store } from './store.ts';
import { number, say } from './words.ts';

/** Pixels of a button that brings a cut back, and rows of them. */
const CHIP = 24;
const ROWS = 4;
/** Pixels at each end of a line or card by which that end is dragged. */
const END = 10;
/** Pixels within which what is dragged goes to what is near. */
const REACH = 6;
/** Pixels that a cut must have for words. */
const WORDS = 72;

/** What the tracks are drawn from: the ribbon as it is seen, and the element that scrolls it. */
export interface Bench {
  readonly store: Store;
  readonly band: Ribbon;
  readonly holder: () => HTMLElement;
}

/** Why something was cut, in words. */
export function reasonWords({ document }: State, reason: string): string {
  return document.cut_reasons.find(({ code }) => code === reason)?.words ?? say('tl_by_hand');
}

/** "Silence, 3.2 s". */
export function cutWords(
  state: State,
  { frames, reason }: { readonly frames: Range; readonly reason: string },
): string {
  const time = number(seconds(state.plan.canvas.rate, length(frames)), 1);
  return say('tl_cut_of', { reason: reasonWords(state, reason), seconds: time });
}

/** Bring back what was cut, and go to where it is. */
export function bringBack(
  store: Store,
  { source, frames }: { readonly source: number; readonly frames: Range },
): void {
  const { known } = store.state.document;
  peeksOf(store).end();
  if (store.change('tl_did_back', (plan) => restoreCut(plan, source, frames, known))) {
    store.select({ kind: 'none' });
    const [there] = toOutput(store.state.plan, source, frames.start);
    store.seek(there ?? store.state.playhead);
  }
}

/** The cuts, greyed over the strips, with their edges and the buttons that bring them back. */
export function cutsTrack(bench: Bench): TemplateResult {
  const { store, band } = bench;
  const { state } = store;
  const cuts = band.blocks.filter((block) => block.kind === 'cut');
  return html`
    ${cuts.map((block) => cutBlock(bench, state, block))}
    ${band.shown.flatMap((block) => [edge(bench, state, block, 'start'), edge(bench, state, block, 'stop')])}
    ${chips(cuts, CHIP, ROWS).map(({ block, left, row }) => {
      const words = say('tl_bring_back_this', { what: cutWords(state, block) });
      return html`<button type="button" class="tl-back" tabindex="-1" title=${words} aria-label=${words}
        .style=${`left: ${left}px; top: ${4 + row * CHIP}px`} @pointerdown=${stop}
        @click=${() => bringBack(store, block)}>↩</button>`;
    })}`;
}

/** Give the keys to the playhead, which is there whatever becomes of what was pressed. */
function focusHead(holder: HTMLElement): void {
  holder.querySelector<HTMLElement>('.timeline-playhead')?.focus({ preventScroll: true });
}

function stop(event: Event): void {
  event.stopPropagation();
}

function cutBlock({ store, band, holder }: Bench, state: State, block: CutBlock): TemplateResult {
  const { selection } = state;
  const held =
    selection.kind === 'cut' &&
    selection.source === block.source &&
    selection.frames.start === block.frames.start &&
    selection.frames.stop === block.frames.stop;
  const words = cutWords(state, block);
  const pressed = (event: PointerEvent) => {
    event.stopPropagation();
    if (event.button === 0) {
      const element = holder();
      event.preventDefault();
      focusHead(element);
      const pixel = event.clientX - element.getBoundingClientRect().left + element.scrollLeft;
      const spot = spotAt(band, pixel);
      store.play(false);
      store.select({ kind: 'cut', source: block.source, frames: block.frames });
      peeksOf(store).look(block.source, spot?.block === block ? spot.frame : block.frames.start);
    }
  };
  return html`<div class=${held ? 'tl-cut held' : 'tl-cut'} title=${words} .style=${at(block)} @pointerdown=${pressed}>
    ${block.width >= WORDS ? html`<span class="tl-cut-words">${words}</span>` : ''}
  </div>`;
}

function at({ left, width }: { readonly left: number; readonly width: number }): string {
  return `left: ${left}px; width: ${width}px`;
}

/** An end of what is shown, where it can be dragged over what is cut beside it. */
function edge(bench: Bench, state: State, block: ShownBlock, which: Edge): TemplateResult | string {
  const { store, band, holder } = bench;
  const { blocks } = band;
  const place = blocks.indexOf(block);
  const beside = blocks[which === 'start' ? place - 1 : place + 1];
  if (beside?.kind === 'shown') {
    return '';
  }
  const { selection } = state;
  const held = selection.kind === 'edge' && selection.segment === block.number && selection.edge === which;
  const left = which === 'start' ? block.left : block.left + block.width;
  const pressed = (event: PointerEvent) => {
    store.play(false);
    store.select({ kind: 'edge', segment: block.number, edge: which });
    dragged(event, holder(), store, edgeGrip(store, band, block, which));
  };
  const style = `left: ${left}px`;
  return html`<div class="tl-edge tl-edge-${which} ${held ? 'held' : ''}" .style=${style} @pointerdown=${pressed}></div>`;
}

function edgeGrip(store: Store, band: Ribbon, block: ShownBlock, which: Edge): Grip {
  const { known } = store.state.document;
  const from = block.frames[which];
  const to = (pixels: number) => from + Math.round(pixels / band.scale);
  return {
    what: 'tl_did_edge',
    make: (pixels) => (plan) => moveCutEdge(plan, block.number, which, to(pixels), known),
    look: () => {
      const { plan } = store.state;
      // What is dragged may have become one with what is beside it: then the wish itself is looked at.
      const shown = plan.segments[block.number]?.source_range ?? block.frames;
      peeksOf(store).look(block.source, which === 'start' ? shown.start : shown.stop - 1);
    },
    done: () => {
      const { plan } = store.state;
      if (block.number < plan.segments.length) {
        store.seek(frameOfEdge(plan, block.number, which));
      }
    },
  };
}

/** The subtitles. */
export function cuesTrack(bench: Bench): TemplateResult {
  const { selection, plan } = bench.store.state;
  return html`${plan.cues.map((cue, place) => {
    const held = selection.kind === 'cue' && selection.number === place;
    const words = cue.lines.join(' ');
    const piece = { kind: 'cue', number: place } as const;
    return item(bench, piece, cue.frames, {
      held,
      words,
      name: say('tl_line', { number: place + 1, words }),
    });
  })}`;
}

/** The product cards. */
export function cardsTrack(bench: Bench): TemplateResult {
  const { selection, plan } = bench.store.state;
  return html`${plan.cards.map((card, place) => {
    const held = selection.kind === 'card' && selection.number === place;
    const words = say('tl_card');
    return item(bench, { kind: 'card', number: place }, card.frames, { held, words, name: words });
  })}`;
}

interface Look {
  readonly held: boolean;
  readonly words: string;
  readonly name: string;
}

type Piece = Extract<Selection, { kind: 'cue' | 'card' }>;

function item(bench: Bench, piece: Piece, frames: Range, look: Look): TemplateResult {
  const { store, band, holder } = bench;
  const place = spanOf(band, frames);
  const pressed = (event: PointerEvent) => {
    const element = event.currentTarget;
    if (event.button === 0 && element instanceof HTMLElement) {
      const inside = event.clientX - element.getBoundingClientRect().left;
      store.select(piece);
      dragged(event, holder(), store, itemGrip(bench, piece, frames, endAt(inside, place.width)));
    }
  };
  const chosen = (event: MouseEvent) => {
    // A press by a pointer was taken up already; this is one by a key or by what helps people press.
    if (event.detail === 0) {
      store.select(piece);
      store.seek(frames.start);
    }
  };
  return html`<button type="button" tabindex="-1" class="tl-item tl-item-${piece.kind} ${look.held ? 'held' : ''}"
    aria-pressed=${look.held} aria-label=${look.name} title=${look.words} .style=${at(place)}
    @pointerdown=${pressed} @click=${chosen}><span>${look.words}</span></button>`;
}

type End = Edge | 'whole';

function endAt(inside: number, width: number): End {
  const end = Math.min(END, width / 4);
  if (inside < end) {
    return 'start';
  }
  return inside > width - end ? 'stop' : 'whole';
}

function itemGrip({ store, band, holder }: Bench, piece: Piece, frames: Range, end: End): Grip {
  const { playhead } = store.state;
  const cuts = band.shown.flatMap(({ out }) => [out.start, out.stop]);
  const near = [playhead, ...cuts];
  const reach = Math.round(REACH / band.scale);
  const moving = end === 'stop' ? frames.stop : frames.start;
  const to = (pixels: number) => {
    const { left } = spanOf(band, { start: moving, stop: moving + 1 });
    return snapped(frameAt(band, left + pixels + band.scale / 2), near, reach);
  };
  return {
    what: piece.kind === 'cue' ? 'tl_did_cue_time' : 'tl_did_card_time',
    make: (pixels) => (plan) => itemMoved(plan, piece, end, to(pixels) - moving),
    done: (wasDragged) => {
      if (!wasDragged) {
        store.seek(pressedFrame(store.state, piece));
      }
      focusHead(holder());
    },
  };
}

function pressedFrame({ plan }: State, piece: Piece): number {
  return (piece.kind === 'cue' ? the(plan.cues, piece.number) : the(plan.cards, piece.number)).frames.start;
}

function itemMoved(plan: Plan, { kind, number: place }: Piece, end: End, by: number): Plan {
  if (kind === 'cue') {
    return end === 'whole'
      ? shiftCues(plan, place, place, by)
      : retimeCue(plan, place, end, the(plan.cues, place).frames[end] + by);
  }
  return end === 'whole'
    ? shiftCard(plan, place, by)
    : retimeCard(plan, place, end, the(plan.cards, place).frames[end] + by);
}

/** What checks saw, beside the seconds that they speak of. */
export function flagsTrack({ store, band }: Bench): TemplateResult {
  const { document } = store.state;
  return html`${document.flags.flatMap((flag) => {
    const place = placeOfFlag(band, flag);
    if (place === undefined) {
      return [];
    }
    const words = `${flag.severity_words}: ${flag.words}`;
    const open = flag.answer === null ? 'open' : '';
    return [
      html`<button type="button" tabindex="-1" class="tl-flag tl-flag-${flag.severity} ${open}" title=${words}
        aria-label=${words} .style=${`left: ${place.left}px; width: ${Math.max(CHIP, place.width)}px`}
        @pointerdown=${stop} @click=${() => store.seek(place.out)}>${flag.words}</button>`,
    ];
  })}`;
}
