// The list of subtitles: to be read, typed in, and worked through with the keyboard alone.
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { classMap } from 'lit-html/directives/class-map.js';
import { guard } from 'lit-html/directives/guard.js';
import { textOfCue } from '../plan/cues.ts';
import type { Match } from '../plan/search.ts';
import { contains, seconds } from '../plan/time.ts';
import { translated, translationsOf } from '../plan/translations.ts';
import type { Cue } from '../plan/types.ts';
import { meter, troubles } from './limits.ts';
import { LineActions } from './lines.ts';
import { pieces, unsureWords } from './marks.ts';
import type { State, Store } from './store.ts';
import { typing } from './typing.ts';
import { clock, say } from './words.ts';
import './list.css';

/** What the search has found, for the list to show. */
export interface Found {
  readonly matches: readonly Match[];
  readonly here: Match | null;
}

const NONE: Found = { matches: [], here: null };

export class List {
  readonly #host: HTMLElement;
  readonly #store: Store;
  readonly #actions: LineActions;
  #beside = -1;
  #found = NONE;
  #active = -1;
  #now = -1;
  #entering: (() => void) | null = null;

  constructor(host: HTMLElement, store: Store) {
    this.#host = host;
    this.#store = store;
    this.#actions = new LineActions(store, (number, start, stop) => this.enter(number, start, stop));
    store.subscribe((state, before) => this.#follow(state, before));
    this.#now = this.#cueNow(store.state);
    this.#draw();
  }

  /** Show the translation of this number beside the subtitles; none for -1. */
  beside(which: number): void {
    this.#beside = which;
    this.#draw();
  }

  found(found: Found): void {
    this.#found = found;
    this.#draw();
  }

  /** Go into a line; `start` to `stop` is what is selected of its text. */
  enter(number: number, start?: number, stop?: number): void {
    this.#entering = () => {
      const field = this.#host.querySelectorAll<HTMLTextAreaElement>('.line')[number];
      field?.focus();
      if (start !== undefined) {
        field?.setSelectionRange(start, stop ?? start);
      }
    };
    this.#draw();
  }

  /** Add a line where the video is. */
  add(): void {
    this.#actions.add();
  }

  #follow(state: State, before: State): void {
    const now = this.#cueNow(state);
    const { selection } = state;
    const selected = selection !== before.selection;
    if (selected && selection.kind === 'cue') {
      this.#active = selection.number;
    }
    const moved = now !== this.#now;
    this.#now = now;
    if (moved || selected || state.plan !== before.plan || state.document !== before.document) {
      this.#draw();
    }
    if (selected && selection.kind === 'cue') {
      this.#scroll(selection.number);
    } else if (moved && state.playing) {
      this.#scroll(now);
    }
  }

  #scroll(number: number): void {
    this.#host.querySelectorAll('li')[number]?.scrollIntoView({ block: 'nearest' });
  }

  #cueNow(state: State): number {
    return state.plan.cues.findIndex((cue) => contains(cue.frames, state.playhead));
  }

  #entered(number: number): void {
    const { plan, playing, playhead } = this.#store.state;
    const cue = plan.cues[number];
    const fresh = this.#active !== number;
    this.#active = number;
    this.#store.select({ kind: 'cue', number });
    if (fresh && cue !== undefined && !playing && !contains(cue.frames, playhead)) {
      this.#store.seek(cue.frames.start);
    }
    this.#draw();
  }

  #draw(): void {
    const { state } = this.#store;
    const { cues } = state.plan;
    render(
      html`<ol class="cues">${cues.map((cue, number) =>
        guard(this.#seen(state, cue, number, cues.length), () => this.#row(state, cue, number)),
      )}</ol>
      ${cues.length === 0 ? html`<p class="none">${say('no_lines')}</p>` : nothing}
      <button class="second add" ?disabled=${!state.document.may.save} title=${say('add_line_key')} @click=${() => this.add()}>${say('add_line')}</button>`,
      this.#host,
    );
    const enter = this.#entering;
    this.#entering = null;
    enter?.();
  }

  /** All that a row hangs on: a keystroke draws one row, or all where each shows its translation too. */
  #seen(state: State, cue: Cue, number: number, count: number): unknown[] {
    const { plan, document } = state;
    const other = translationsOf(plan)[this.#beside];
    const active = number === this.#active && document.may.save ? count : -1;
    const cues = other === undefined ? null : plan.cues;
    return [cue, number === this.#now, active, this.#found, document.limits, document.may, other, cues];
  }

  #row(state: State, cue: Cue, number: number): TemplateResult {
    const { rate } = state.plan.canvas;
    const at = clock(seconds(rate, cue.frames.start));
    const active = number === this.#active;
    const wrong = troubles(cue, state.document.limits, rate);
    const classes = { cue: true, now: number === this.#now, active, wrong: wrong.length > 0 };
    const go = () => this.#store.seek(cue.frames.start);
    return html`<li class=${classMap(classes)}>
      <button class="time" tabindex="-1" aria-label=${say('go_to', { time: at })} @click=${go}>${at}</button>
      ${this.#field(state, cue, number, at)}
      ${this.#translation(state, number, at)}
      ${this.#about(state, cue, number, wrong)}
      ${active && state.document.may.save ? this.#actions.bar(number) : nothing}
    </li>`;
  }

  #field(state: State, cue: Cue, number: number, at: string): TemplateResult {
    const matches = this.#found.matches.filter((match) => match.cue === number);
    const under = pieces(cue, matches, this.#found.here).map((piece) =>
      piece.mark === 'none' ? piece.text : html`<mark class=${piece.mark}>${piece.text}</mark>`,
    );
    const hearing = {
      typed: (text: string) => this.#actions.typed(number, text),
      left: (text: string) => this.#actions.left(number, text),
    };
    return html`<div class="text">
      <div class="under" aria-hidden="true">${under}${' '}</div>
      <textarea class="line" rows="1" lang=${state.plan.language} ?readonly=${!state.document.may.save} spellcheck="false" autocomplete="off"
        aria-label=${say('line', { number: number + 1, time: at })} aria-describedby="meter-${number} about-${number}"
        ${typing(textOfCue(cue), hearing)} @focus=${() => this.#entered(number)}
        @keydown=${(event: KeyboardEvent) => this.#actions.key(event, number)}></textarea>
    </div>`;
  }

  #translation(state: State, number: number, at: string): TemplateResult | typeof nothing {
    const other = translationsOf(state.plan)[this.#beside];
    if (other === undefined) {
      return nothing;
    }
    const text = translated(state.plan, this.#beside, number);
    const typed = (written: string) => this.#actions.translated(this.#beside, number, written);
    return html`<div class="text translation">
      <div class="under" aria-hidden="true">${text}${' '}</div>
      <textarea rows="1" lang=${other.language} ?readonly=${!state.document.may.save} autocomplete="off"
        aria-label=${say('translation', { number: number + 1, time: at })}
        ${typing(text, { typed, left: () => undefined })} @focus=${() => this.#entered(number)}></textarea>
    </div>`;
  }

  #about(state: State, cue: Cue, number: number, wrong: readonly string[]): TemplateResult {
    const unsure = unsureWords(cue);
    return html`<span class="meter" id="meter-${number}">${meter(cue, state.document.limits, state.plan.canvas.rate)}</span>
      <div class="about" id="about-${number}">
      ${wrong.map((sentence) => html`<span class="trouble">${sentence}</span>`)}
      ${unsure.length > 0 ? html`<span class="unsure-words">${say('unsure', { words: unsure.join(', ') })}</span>` : nothing}
    </div>`;
  }
}
