// Somebody else has saved meanwhile: both changes are brought together, and nothing of either is lost.
import { html, nothing, type TemplateResult } from 'lit-html';
import { seconds } from '../plan/time.ts';
import type { Cue, Plan } from '../plan/types.ts';
import type { Choices, Conflict, Side } from './conflicts.ts';
import { Dialog } from './dialog.ts';
import type { Keeper } from './keeping.ts';
import { merge } from './merge.ts';
import type { Desk } from './panels/panel.ts';
import { changes } from './panels/versions.ts';
import type { Change, Newer } from './types.ts';
import { clock, moment, say } from './words.ts';

export class Meeting {
  readonly #desk: Desk;
  readonly #keeper: Keeper;
  readonly #dialog: Dialog;
  readonly #tell: (sentence: string) => void;

  constructor(root: HTMLElement, desk: Desk, keeper: Keeper, tell: (sentence: string) => void) {
    this.#desk = desk;
    this.#keeper = keeper;
    this.#tell = tell;
    this.#dialog = new Dialog(root, 'meeting');
  }

  /** Go on from the newer version with one's own changes; `save` saves them if nobody has to choose. */
  async meet(newer: Newer, save: boolean): Promise<void> {
    const { store } = this.#desk;
    const mine = store.state.history.now.state;
    const base = store.state.saved;
    const facts = { by: newer.by, at: moment(newer.at), number: newer.number };
    if (mine === base) {
      this.#go(newer, newer.plan, say('they_saved', facts));
      return;
    }
    const merged = merge(base, mine, newer.plan);
    if (merged.conflicts.length === 0) {
      this.#go(newer, merged.plan, say('brought_together', facts));
      if (save) {
        await this.#keeper.save();
      }
      return;
    }
    this.#keeper.met(newer);
    const theirs = await this.#theirs(store.state.base, newer.number);
    this.#show(newer, { base, mine, theirs }, new Map());
  }

  /** What the other person did, in words; without them where the service is away. */
  async #theirs(from: number, to: number): Promise<readonly Change[]> {
    let told: readonly Change[] = [];
    await this.#desk.attempt(async () => {
      told = (await this.#desk.service.compare(from, to)).changes;
    });
    return told;
  }

  #go(newer: Newer, plan: Plan, sentence: string): void {
    this.#desk.store.moved(newer, plan, 'brought');
    this.#keeper.settled();
    this.#tell(sentence);
    this.#desk.attempt(this.#desk.refresh);
  }

  #show(newer: Newer, two: Two, choices: Choices): void {
    const { conflicts, plan } = merge(two.base, two.mine, newer.plan, choices);
    const choose = (key: string, side: Side) => this.#show(newer, two, new Map([...choices, [key, side]]));
    const left = conflicts.filter(({ key }) => !choices.has(key)).length;
    const go = () => {
      this.#dialog.close();
      this.#go(
        newer,
        plan,
        say('brought_together', { by: newer.by, at: moment(newer.at), number: newer.number }),
      );
    };
    this.#dialog.show(
      say('meeting_title'),
      html`<p>${say('meeting_help', { by: newer.by, at: moment(newer.at) })}</p>
        ${two.theirs.length === 0 ? nothing : html`<details><summary>${say('what_they_did', { by: newer.by })}</summary>${changes(two.theirs)}</details>`}
        ${conflicts.map((conflict, which) => this.#conflict(conflict, which, choices, choose))}
        <div class="buttons"><button ?disabled=${left > 0} @click=${go}>${say('go_on')}</button>
          <button class="second" @click=${() => this.#dialog.close()}>${say('later_button')}</button></div>`,
    );
  }

  #conflict(
    conflict: Conflict,
    which: number,
    choices: Choices,
    choose: (key: string, side: Side) => void,
  ): TemplateResult {
    const { rate } = this.#desk.store.state.plan.canvas;
    const lines = (cues: readonly Cue[]) =>
      conflict.name === 'lines' && cues.length === 0
        ? html`<span class="soft">${say('line_gone')}</span>`
        : cues.map(
            (cue) =>
              html`<span class="version-line"><span class="soft">${clock(seconds(rate, cue.frames.start))}</span> ${cue.lines.join(' / ')}</span>`,
          );
    const side = (
      name: Side,
      cues: readonly Cue[],
    ) => html`<label class="choice"><input type="radio" name="conflict-${which}"
        .checked=${choices.get(conflict.key) === name} @change=${() => choose(conflict.key, name)}>
      <span>${say(name)} ${lines(cues)}</span></label>`;
    return html`<fieldset class="conflict"><legend>${say(`both_${conflict.name}`)}</legend>
      ${conflict.was.length === 0 ? nothing : html`<p class="soft">${say('it_was')} ${lines(conflict.was)}</p>`}
      ${side('mine', conflict.mine)}${side('theirs', conflict.theirs)}
    </fieldset>`;
  }
}

interface Two {
  readonly base: Plan;
  readonly mine: Plan;
  readonly theirs: readonly Change[];
}
