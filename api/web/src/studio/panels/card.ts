// The product card: what it says is the product's to say; when and where it is shown can be changed.
import { html, nothing, type TemplateResult } from 'lit-html';
import { moveCard, retimeCard, shiftCard } from '../../plan/cards.ts';
import { length, seconds } from '../../plan/time.ts';
import type { Card } from '../../plan/types.ts';
import type { State } from '../store.ts';
import { clock, number, say } from '../words.ts';
import { type Desk, NO_COUNT, type Panel } from './panel.ts';

/** Where a card may be sent in one click: shares of the room, from left to right and from top to bottom. */
const SPOTS = [
  ['top', 0.5, 0],
  ['middle', 0.5, 0.5],
  ['bottom', 0.5, 1],
  ['left', 0, null],
  ['centre', 0.5, null],
  ['right', 1, null],
] as const;

export function cardPanel(desk: Desk): Panel {
  const view = (state: State) => {
    const { card } = state.document;
    return html`${card.url === '' ? nothing : html`<img class="card-picture" src=${card.url} width=${card.width} height=${card.height} alt=${say('card_picture')}>`}
      <dl class="facts">
        <div><dt>${say('card_name')}</dt><dd>${card.product.name}</dd></div>
        <div><dt>${say('card_price')}</dt><dd>${card.price}${card.old_price === '' ? nothing : html` <s>${card.old_price}</s>`}</dd></div>
        <div><dt>${say('card_unit')}</dt><dd>${card.product.unit}</dd></div>
        <div><dt>${say('card_origin')}</dt><dd>${card.product.origin}</dd></div>
      </dl>
      <p class="soft">${say('card_help')}</p>
      ${card.outdated ? html`<p class="note warn">${say('card_outdated')}</p>` : nothing}
      ${state.plan.cards.length === 0 ? html`<p>${say('no_card')}</p>` : nothing}
      ${state.plan.cards.map((one, which) => cardView(desk, state, one, which))}`;
  };
  return { key: 'card', count: NO_COUNT, view };
}

function cardView({ store }: Desk, state: State, card: Card, which: number): TemplateResult {
  const { rate } = state.plan.canvas;
  const { start, stop } = card.frames;
  const room = state.document.limits.card_room;
  const edge = (side: 'start' | 'stop') => () =>
    store.change(
      'move_card',
      (plan) => retimeCard(plan, which, side, store.state.playhead + (side === 'stop' ? 1 : 0)),
      `card.${side}`,
    );
  const shift = (by: number) => () =>
    store.change('move_card', (plan) => shiftCard(plan, which, by), 'card.shift');
  const place = (across: number, down: number | null) => () => {
    const left = room.left + across * (room.width - card.box.width);
    const top = down === null ? card.box.top : room.top + down * (room.height - card.box.height);
    store.change('move_card', (plan) => moveCard(plan, which, left, top, room));
  };
  const second = Math.round(1 / seconds(rate, 1) / 5);
  return html`<p>${say('card_time', {
    start: clock(seconds(rate, start)),
    stop: clock(seconds(rate, stop)),
    seconds: number(seconds(rate, length(card.frames)), 1),
  })}</p>
    <div class="buttons" role="group" aria-label=${say('card_when')}>
      <button class="small" @click=${() => store.seek(start)}>${say('go_there')}</button>
      <button class="small" @click=${edge('start')}>${say('start_here')}</button>
      <button class="small" @click=${edge('stop')}>${say('stop_here')}</button>
      <button class="small" @click=${shift(-second)}>${say('earlier')}</button>
      <button class="small" @click=${shift(second)}>${say('later')}</button>
    </div>
    <div class="buttons" role="group" aria-label=${say('card_where')}>
      ${SPOTS.map(([name, across, down]) => html`<button class="small" @click=${place(across, down)}>${say(`card_${name}`)}</button>`)}
    </div>`;
}
