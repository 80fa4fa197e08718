// The picture that stands for the video: a frame that was suggested, or the one that is shown.
import { html, nothing } from 'lit-html';
import { coverAt, coverOf } from '../../plan/cover.ts';
import { toOutput } from '../../plan/placed.ts';
import { seconds } from '../../plan/time.ts';
import { equal } from '../equal.ts';
import { peeksOf } from '../peek.ts';
import type { State } from '../store.ts';
import type { Suggestion } from '../types.ts';
import { clock, say } from '../words.ts';
import { type Desk, NO_COUNT, type Panel } from './panel.ts';

export function coverPanel({ store }: Desk): Panel {
  const take = ({ cover }: Suggestion) => store.change('cover', (plan) => ({ ...plan, cover }));
  // What is on the picture may also be a frame that was cut.
  const here = () => {
    const peek = peeksOf(store).now;
    store.change('cover', (plan) =>
      peek === null ? coverAt(plan, store.state.playhead) : coverOf(plan, peek.source, peek.frame),
    );
  };
  const view = (state: State) => {
    const { plan, document } = state;
    const [there] = toOutput(plan, plan.cover.source, plan.cover.frame);
    const at = clock(seconds(plan.canvas.rate, there ?? 0));
    const suggested = document.covers.some(({ cover }) => equal(cover, plan.cover));
    return html`<p>${there === undefined ? say('cover_cut') : say('cover_now', { time: at })}
        ${there === undefined ? nothing : html`<button class="small" @click=${() => store.seek(there)}>${say('go_there')}</button>`}</p>
      <button class="small" @click=${here}>${say('cover_here')}</button>
      ${suggested || document.covers.length === 0 ? nothing : html`<p class="soft">${say('cover_own')}</p>`}
      ${
        document.covers.length === 0
          ? nothing
          : html`<div class="covers" role="group" aria-label=${say('covers')}>
        ${document.covers.map(
          (
            one,
            which,
          ) => html`<button class="picture" aria-pressed=${equal(one.cover, plan.cover)} @click=${() => take(one)}>
          <img src=${one.url} alt=${say('cover_number', { number: which + 1 })} loading="lazy"></button>`,
        )}</div>`
      }`;
  };
  return { key: 'cover', count: NO_COUNT, view };
}
