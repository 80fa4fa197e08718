// What can be done to a line of the list: with its buttons, and with keys while one types in it.
import { html, type TemplateResult } from 'lit-html';
import { addCue, editText, mergeCues, removeCue, retimeCue, shiftCues, splitCue } from '../plan/cues.ts';
import { duration } from '../plan/placed.ts';
import { blank } from '../plan/text.ts';
import { contains, frameAt, range } from '../plan/time.ts';
import { translate } from '../plan/translations.ts';
import type { Plan } from '../plan/types.ts';
import type { Store } from './store.ts';
import { say } from './words.ts';

type Enter = (number: number, start?: number, stop?: number) => void;

/** Milliseconds that a new line is shown, where there is room. */
const NEW_LINE = 1500;

export class LineActions {
  readonly #store: Store;
  readonly #enter: Enter;

  constructor(store: Store, enter: Enter) {
    this.#store = store;
    this.#enter = enter;
  }

  typed(number: number, text: string): void {
    // Nothing is typed yet, or all was deleted to write it anew: the line goes when one leaves it so.
    if (!blank(text)) {
      this.#do('edit_text', (plan) => editText(plan, number, text), `text.${number}`);
    }
  }

  /** The translation of a line; an empty one goes. */
  translated(which: number, number: number, text: string): void {
    this.#do('translate', (plan) => translate(plan, which, number, text), `translation.${which}.${number}`);
  }

  left(number: number, text: string): void {
    if (blank(text)) {
      // First the line that one goes to has the focus: it has another place once this one is gone.
      setTimeout(() => this.#gone(number));
    }
  }

  #gone(number: number): void {
    const caret = this.#caret();
    const { selection } = this.#store.state;
    const there = number < this.#cues().length;
    if (there && this.#do('remove_line', (plan) => removeCue(plan, number))) {
      const after = selection.kind === 'cue' && selection.number > number;
      if (after && !Number.isNaN(caret)) {
        this.#enter(selection.number - 1, caret);
      }
    }
  }

  /** A line at the playhead, or the first room after it. */
  add(): void {
    const { plan, playhead } = this.#store.state;
    const cues = this.#cues();
    const inside = cues.findIndex((cue) => contains(cue.frames, playhead));
    const start = cues[inside]?.frames.stop ?? playhead;
    const stop = Math.min(duration(plan), start + frameAt(plan.canvas.rate, NEW_LINE));
    if (this.#do('add_line', (now) => addCue(now, range(start, stop), say('new_line')))) {
      const number = this.#cues().findIndex((cue) => cue.frames.start >= start);
      this.#enter(number, 0, say('new_line').length);
    }
  }

  split(number: number): void {
    const place = this.#caret();
    const { limits } = this.#store.state.document;
    if (this.#do('split_line', (plan) => splitCue(plan, number, place, limits))) {
      this.#enter(number + 1, 0);
    }
  }

  join(number: number): void {
    const { limits } = this.#store.state.document;
    const place = this.#cues()[number]?.lines.join('\n').length ?? 0;
    if (
      number + 1 < this.#cues().length &&
      this.#do('join_lines', (plan) => mergeCues(plan, number, limits))
    ) {
      this.#enter(number, place);
    }
  }

  remove(number: number): void {
    if (this.#do('remove_line', (plan) => removeCue(plan, number)) && this.#cues().length > 0) {
      this.#enter(Math.min(number, this.#cues().length - 1));
    }
  }

  /** Have the line begin or end with the frame that is shown. */
  edge(number: number, edge: 'start' | 'stop'): void {
    const { playhead } = this.#store.state;
    const frame = edge === 'start' ? playhead : playhead + 1;
    this.#do('move_line', (plan) => retimeCue(plan, number, edge, frame), `${edge}.${number}`);
  }

  shift(number: number, by: number, all = false): void {
    const last = all ? this.#cues().length - 1 : number;
    this.#do('move_line', (plan) => shiftCues(plan, number, last, by), `shift.${number}.${all}`);
  }

  /** The buttons of the line one is in. */
  bar(number: number): TemplateResult {
    const last = number + 1 >= this.#cues().length;
    const button = (name: string, act: () => void, off = false) =>
      html`<button class="small" title=${say(`${name}_key`)} ?disabled=${off} @mousedown=${stay} @click=${act}>${say(name)}</button>`;
    return html`<div class="line-bar" role="group" aria-label=${say('line_tools', { number: number + 1 })}>
      ${button('split', () => this.split(number))}
      ${button('join', () => this.join(number), last)}
      ${button('start_here', () => this.edge(number, 'start'))}
      ${button('stop_here', () => this.edge(number, 'stop'))}
      ${button('earlier', () => this.shift(number, -1))}
      ${button('later', () => this.shift(number, 1))}
      ${button('all_earlier', () => this.shift(number, -1, true))}
      ${button('all_later', () => this.shift(number, 1, true))}
      ${button('remove', () => this.remove(number))}
    </div>`;
  }

  key(event: KeyboardEvent, number: number): void {
    const act = event.isComposing ? undefined : this.#keyed(event, number);
    if (act !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      act();
    }
  }

  #keyed(event: KeyboardEvent, number: number): (() => void) | undefined {
    const field = event.target as HTMLTextAreaElement;
    const atStart = field.selectionStart === 0 && field.selectionEnd === 0;
    const atEnd = field.selectionStart === field.value.length && field.selectionEnd === field.value.length;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() === 'z' && blank(field.value)) {
        event.stopPropagation(); // what was deleted is still the plan's: the field itself takes it back
      }
      return;
    }
    if (event.code === 'ArrowUp' && (event.altKey || atStart) && !event.shiftKey && number > 0) {
      return () => this.#enter(number - 1, this.#cues()[number - 1]?.lines.join('\n').length);
    }
    const more = number + 1 < this.#cues().length;
    if (event.code === 'ArrowDown' && (event.altKey || atEnd) && !event.shiftKey && more) {
      return () => this.#enter(number + 1, 0);
    }
    return event.altKey ? this.#altKeys(number, event.shiftKey)[event.code] : undefined;
  }

  /** By the place of the key on the keyboard: with Alt, some keyboards write other letters. */
  #altKeys(number: number, all: boolean): Readonly<Record<string, () => void>> {
    return {
      Enter: () => this.split(number),
      KeyJ: () => this.join(number),
      BracketLeft: () => this.edge(number, 'start'),
      BracketRight: () => this.edge(number, 'stop'),
      Comma: () => this.shift(number, -1, all),
      Period: () => this.shift(number, 1, all),
      Delete: () => this.remove(number),
    };
  }

  #cues(): Plan['cues'] {
    return this.#store.state.plan.cues;
  }

  #caret(): number {
    const field = document.activeElement;
    return field instanceof HTMLTextAreaElement ? field.selectionStart : Number.NaN;
  }

  #do(what: string, make: (plan: Plan) => Plan, key = ''): boolean {
    return this.#store.change(what, make, key);
  }
}

/** Pressing a button with the mouse leaves the caret where it is. */
function stay(event: Event): void {
  event.preventDefault();
}
