// Search and replace in the subtitles.
import { html, render } from 'lit-html';
import { find, type Match, replaceMatches, type Search } from '../plan/search.ts';
import type { List } from './list.ts';
import type { Store } from './store.ts';
import { say, sayCount } from './words.ts';

export class Find {
  readonly #host: HTMLElement;
  readonly #store: Store;
  readonly #list: List;
  #search: Search = { text: '', sameCase: false };
  #by = '';
  #matches: readonly Match[] = [];
  #here = -1;
  #open: boolean;
  #left: HTMLElement | null = null;

  constructor(host: HTMLElement, store: Store, list: List) {
    this.#host = host;
    this.#store = store;
    this.#list = list;
    this.#open = false;
    store.subscribe((state, before) => {
      if (this.#open && state.plan.cues !== before.plan.cues) {
        this.#look();
      }
    });
    this.#draw();
  }

  get open(): boolean {
    return this.#open;
  }

  /** Show the search, and search for what is selected in the field one is in. */
  show(): void {
    const field = document.activeElement;
    if (!this.#open && field instanceof HTMLElement) {
      this.#left = field;
    }
    if (field instanceof HTMLTextAreaElement && field.selectionStart < field.selectionEnd) {
      const text = field.value.slice(field.selectionStart, field.selectionEnd);
      this.#search = { ...this.#search, text };
    }
    this.#open = true;
    this.#look();
    const box = this.#host.querySelector<HTMLInputElement>('input');
    box?.focus();
    box?.select();
  }

  hide(): void {
    this.#open = false;
    this.#matches = [];
    this.#list.found({ matches: [], here: null });
    this.#draw();
    this.#left?.focus();
    this.#left = null;
  }

  #look(): void {
    this.#matches = find(this.#store.state.plan, this.#search);
    this.#here = Math.min(Math.max(this.#here, 0), this.#matches.length - 1);
    this.#tell();
  }

  #tell(): void {
    this.#list.found({ matches: this.#matches, here: this.#matches[this.#here] ?? null });
    this.#draw();
  }

  #go(by: number): void {
    const count = this.#matches.length;
    if (count === 0) {
      return;
    }
    this.#here = (this.#here + by + count) % count;
    this.#tell();
    const match = this.#matches[this.#here];
    const frames = match === undefined ? undefined : this.#store.state.plan.cues[match.cue]?.frames;
    if (match !== undefined && frames !== undefined) {
      this.#store.select({ kind: 'cue', number: match.cue });
      this.#store.seek(frames.start);
    }
  }

  #replace(matches: readonly Match[]): void {
    if (matches.length > 0) {
      this.#store.change('replace', (plan) => replaceMatches(plan, matches, this.#by));
      this.#look();
    }
  }

  #one(): void {
    const match = this.#matches[this.#here];
    this.#replace(match === undefined ? [] : [match]);
    this.#go(0);
  }

  #typed(change: Partial<Search>): void {
    this.#search = { ...this.#search, ...change };
    this.#here = 0;
    this.#look();
  }

  #keys(event: KeyboardEvent): void {
    if (event.isComposing) {
      return; // Escape and Enter are the input method's
    }
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      this.#go(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.hide();
    }
  }

  #draw(): void {
    const value = (event: Event) => (event.target as HTMLInputElement).value;
    const checked = (event: Event) => (event.target as HTMLInputElement).checked;
    const none = this.#matches.length === 0;
    this.#host.hidden = !this.#open;
    render(
      html`<form class="find" role="search" aria-label=${say('find')} @keydown=${(event: KeyboardEvent) => this.#keys(event)}
        @submit=${(event: Event) => event.preventDefault()}>
        <label>${say('find')}<input type="text" autocomplete="off" .value=${this.#search.text}
          @input=${(event: Event) => this.#typed({ text: value(event) })}></label>
        <label>${say('replace_by')}<input type="text" autocomplete="off" .value=${this.#by} @input=${(
          event: Event,
        ) => {
          this.#by = value(event);
        }}></label>
        <label class="choice"><input type="checkbox" .checked=${this.#search.sameCase}
          @change=${(event: Event) => this.#typed({ sameCase: checked(event) })}>${say('same_case')}</label>
        <span class="count" role="status">${this.#count()}</span>
        <span class="buttons">
          <button type="button" class="small" ?disabled=${none} @click=${() => this.#go(-1)}>${say('find_before')}</button>
          <button type="button" class="small" ?disabled=${none} @click=${() => this.#go(1)}>${say('find_next')}</button>
          <button type="button" class="small" ?disabled=${none} @click=${() => this.#one()}>${say('replace')}</button>
          <button type="button" class="small" ?disabled=${none} @click=${() => this.#replace(this.#matches)}>${say('replace_all')}</button>
          <button type="button" class="small" @click=${() => this.hide()}>${say('close')}</button>
        </span>
      </form>`,
      this.#host,
    );
  }

  #count(): string {
    if (this.#search.text === '') {
      return '';
    }
    const count = this.#matches.length;
    return count === 0
      ? say('nothing_found')
      : say('found_of', { here: this.#here + 1, all: sayCount('places', count) });
  }
}
