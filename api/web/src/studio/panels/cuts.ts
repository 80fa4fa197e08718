// What was left out of the clips and why, for the keyboard; the timeline shows the same.
import { html, nothing, type TemplateResult } from 'lit-html';
import { type Cut, cuts, restoreCut, withoutShown } from '../../plan/cuts.ts';
import { length, range, seconds } from '../../plan/time.ts';
import { reasonsOf, type State } from '../store.ts';
import { clock, number, say } from '../words.ts';
import type { Desk, Panel } from './panel.ts';

export function cutsPanel(desk: Desk): Panel {
  let begun = -1;
  const mark = () => {
    begun = desk.store.state.playhead;
    desk.redraw();
  };
  const cut = (state: State) => {
    const { playhead } = state;
    const gone = range(Math.min(begun, playhead), Math.max(begun, playhead));
    if (desk.store.change('cut', (plan) => withoutShown(plan, gone))) {
      begun = -1;
      desk.store.seek(gone.start);
    }
    desk.redraw();
  };
  const view = (state: State) => {
    const all = cuts(state.plan, reasonsOf(state));
    const at = begun < 0 ? '' : clock(seconds(state.plan.canvas.rate, begun));
    return html`<div class="buttons">
        <button class="small" @click=${mark}>${say('cut_from')}</button>
        <button class="small" ?disabled=${begun < 0} @click=${() => cut(desk.store.state)}>${say('cut_to')}</button>
      </div>
      <p class="soft" role="status">${begun < 0 ? say('cut_help') : say('cut_begun', { time: at })}</p>
      ${all.length === 0 ? html`<p>${say('no_cuts')}</p>` : html`<ul class="cards">${all.map((one) => cutView(desk, state, one))}</ul>`}`;
  };
  return { key: 'cuts', count: (state) => cuts(state.plan, reasonsOf(state)).length, view };
}

function cutView({ store }: Desk, state: State, cut: Cut): TemplateResult {
  const { rate } = state.plan.canvas;
  const at = clock(seconds(rate, cut.at));
  const back = () =>
    store.change('restore', (plan) => restoreCut(plan, cut.source, cut.frames, state.document.known)) &&
    store.seek(cut.at);
  return html`<li>
    <p>${reasonWords(state, cut)}</p>
    <p class="soft">${say('cut_facts', { seconds: number(seconds(rate, length(cut.frames)), 1), time: at })}
      ${state.plan.sources.length > 1 ? say('of_clip', { number: cut.source + 1 }) : nothing}</p>
    <div class="buttons">
      <button class="small" @click=${() => store.seek(cut.at)}>${say('go_there')}</button>
      <button class="small" aria-label=${say('bring_back_at', { time: at })} @click=${back}>${say('bring_back')}</button>
    </div>
  </li>`;
}

/** Why, in the reader's language: the server's words where the draft made the cut. */
export function reasonWords({ document }: State, cut: Cut): string {
  const said = document.reasons.find(
    (one) => one.source === cut.source && one.start <= cut.frames.start && cut.frames.start < one.stop,
  );
  return said?.reason === cut.reason ? said.words : say('cut_by_hand');
}
