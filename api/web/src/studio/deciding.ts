// Approve, ask the farmer for something, or reject: with the moment that is meant.
import { html, nothing, type TemplateResult } from 'lit-html';
import { seconds } from '../plan/time.ts';
import { Dialog } from './dialog.ts';
import type { Desk } from './panels/panel.ts';
import { type State, unsaved } from './store.ts';
import { Problem } from './trouble.ts';
import { clock, say } from './words.ts';

type Kind = 'ask' | 'reject';

/** The longest words that the service takes (vidcommerce/reviews/policy.py LONGEST_WORDS). */
const LONGEST = 500;

/** The reason by which a farmer reads a question first (vidcommerce/reviews/reasons.py). */
const UNCLEAR = 'unclear';

/** Why this can't be approved now, in a sentence; empty where it can. */
export function whyNot(state: State): string {
  const { card, drawn, may } = state.document;
  if (unsaved(state)) {
    return say('save_first');
  }
  if (card.outdated) {
    return say('card_outdated');
  }
  if (drawn.working) {
    return say('drawing');
  }
  if (!drawn.ready) {
    return say('not_drawn');
  }
  return may.approve ? '' : may.why_not;
}

export class Deciding {
  readonly #desk: Desk;
  readonly #dialog: Dialog;
  readonly #leave: (address: string) => void;
  #begun = '';

  constructor(root: HTMLElement, desk: Desk, leave: (address: string) => void) {
    this.#desk = desk;
    this.#dialog = new Dialog(root, 'deciding');
    this.#leave = leave;
  }

  approve(): void {
    const { state } = this.#desk.store;
    if (whyNot(state) === '') {
      this.#desk.attempt(async () => {
        try {
          this.#leave((await this.#desk.service.approve(state.base)).next);
        } catch (error) {
          if (error instanceof Problem) {
            await this.#desk.refresh(); // something has changed meanwhile, such as the product
          }
          throw error;
        }
      });
    }
  }

  /** The window for it; `words` are what to begin with, and can be changed. */
  ask(kind: Kind, words = ''): void {
    this.#desk.store.play(false);
    this.#begun = words;
    this.#show(kind, '');
  }

  /** The window, with why the service refused it; what was typed stays. */
  #show(kind: Kind, refused: string): void {
    this.#dialog.show(say(`${kind}_title`), this.#form(kind, refused));
  }

  #form(kind: Kind, refused: string): TemplateResult {
    const { state } = this.#desk.store;
    const { refusals, drawn } = state.document;
    const at = clock(seconds(state.plan.canvas.rate, state.playhead));
    const pictured = !unsaved(state) && drawn.ready;
    return html`<form @submit=${(event: SubmitEvent) => this.#sent(event, kind, state)}>
      ${refused === '' ? nothing : html`<p class="note bad" role="alert">${refused}</p>`}
      ${unsaved(state) ? html`<p class="note warn">${say('unsaved_decide')}</p>` : nothing}
      <label>${say('why')}<select name="reason" required>
        ${refusals.map(({ code, words }) => html`<option value=${code} ?selected=${this.#begun !== '' && code === UNCLEAR}>${words}</option>`)}
      </select></label>
      <label>${say('own_words')}<textarea name="words" rows="3" maxlength=${LONGEST} .value=${this.#begun}></textarea></label>
      ${pictured ? html`<label class="choice"><input type="checkbox" name="moment" checked>${say('with_picture', { time: at })}</label>` : nothing}
      <p class="soft">${say(`${kind}_help`)}</p>
      <div class="buttons"><button>${say(kind)}</button>
        <button type="button" class="second" @click=${() => this.#dialog.close()}>${say('cancel')}</button></div>
    </form>`;
  }

  #sent(event: SubmitEvent, kind: Kind, state: State): void {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const refusal = {
      number: state.base,
      reason: String(form.get('reason')),
      words: String(form.get('words')),
      frame: form.has('moment') ? state.playhead : -1,
    };
    this.#desk.attempt(async () => {
      const { service } = this.#desk;
      try {
        const { next } = await (kind === 'ask' ? service.ask(refusal) : service.reject(refusal));
        this.#dialog.close();
        this.#leave(next);
      } catch (error) {
        if (!(error instanceof Problem)) {
          this.#dialog.close();
          throw error;
        }
        this.#show(kind, error.message);
      }
    });
  }
}
