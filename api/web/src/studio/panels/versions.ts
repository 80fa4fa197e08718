// Every version of the plan: who made it, what is different between any two, and back to one of them.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { State } from '../store.ts';
import { unsaved } from '../store.ts';
import type { Change, Version } from '../types.ts';
import { moment, say } from '../words.ts';
import { type Desk, NO_COUNT, type Panel } from './panel.ts';

export function versionsPanel(desk: Desk, bringBack: (number: number) => Promise<void>): Panel {
  let one = 0;
  let other = 0;
  let told: readonly Change[] | null = null;
  const compare = (numbers: readonly [number, number]) =>
    desk.attempt(async () => {
      [one, other] = numbers;
      told = (await desk.service.compare(one, other)).changes;
      desk.redraw();
    });
  const view = (state: State) => {
    const { versions } = state.document;
    const [last] = versions.map(({ number }) => number).toSorted((left, right) => right - left);
    const from = one === 0 ? Math.max(1, (last ?? 1) - 1) : one;
    const to = other === 0 ? (last ?? 1) : other;
    const choose = (name: string, chosen: number, take: (number: number) => void) =>
      html`<label>${say(name)}<select @change=${(event: Event) => take(Number((event.target as HTMLSelectElement).value))}>
        ${versions.map(({ number }) => html`<option value=${number} ?selected=${number === chosen}>${say('version', { number })}</option>`)}
      </select></label>`;
    return html`<div class="compare">
        ${choose('compare_one', from, (number) => compare([number, to]))}
        ${choose('compare_other', to, (number) => compare([from, number]))}
        <button class="small" @click=${() => compare([from, to])}>${say('compare')}</button>
      </div>
      <div role="status">${told === null ? nothing : html`<p class="soft">${say('compared', { one, other })}</p>${changes(told)}`}</div>
      <ol class="cards versions" reversed>${versions
        .toSorted((left, right) => right.number - left.number)
        .map((version) => versionView(state, version, bringBack))}</ol>`;
  };
  return { key: 'versions', count: NO_COUNT, view };
}

export function changes(list: readonly Change[]): TemplateResult {
  return list.length === 0
    ? html`<p>${say('no_changes')}</p>`
    : html`<ul class="changes">${list.map(({ words }) => html`<li>${words}</li>`)}</ul>`;
}

function versionView(
  state: State,
  version: Version,
  bringBack: (number: number) => Promise<void>,
): TemplateResult {
  const { number, by, at } = version;
  const now = number === state.base;
  return html`<li>
    <p><strong>${say('version', { number })}</strong>${now ? html` <span class="tag">${say('version_now')}</span>` : nothing}</p>
    <p class="soft">${by === '' ? say('by_machine', { at: moment(at) }) : say('by_person', { by, at: moment(at) })}</p>
    ${version.changes.length === 0 ? nothing : changes(version.changes)}
    ${
      now || !state.document.may.save
        ? nothing
        : html`<button class="small" ?disabled=${unsaved(state)} title=${unsaved(state) ? say('save_first') : ''}
      aria-label=${say('bring_back_version', { number })} @click=${() => bringBack(number)}>${say('bring_back')}</button>`
    }
  </li>`;
}
