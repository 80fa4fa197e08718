// Every version of the plan: who made it, what is different between any two, and back to one of them.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { State } from '../store.ts';
import { unsaved } from '../store.ts';
import type { Change, Version } from '../types.ts';
import { moment, say } from '../words.ts';
import { type Desk, NO_COUNT, type Panel } from './panel.ts';

export function versionsPanel(desk: Desk, bringBack: (number: number) => Promise<void>): Panel {
  let chosen: readonly [number, number] | null = null; // else the newest and the one before
  let told: { one: number; other: number; changes: readonly Change[] } | null = null;
  const compare = ([one, other]: readonly [number, number]) =>
    desk.attempt(async () => {
      told = { one, other, changes: (await desk.service.compare(one, other)).changes };
      desk.redraw();
    });
  const choose = (numbers: readonly [number, number]) => {
    chosen = numbers;
    return compare(numbers);
  };
  const view = (state: State) => {
    const { versions } = state.document;
    const [last] = versions.map(({ number }) => number).toSorted((left, right) => right - left);
    const [from, to] = chosen ?? [Math.max(1, (last ?? 1) - 1), last ?? 1];
    const choice = (name: string, shown: number, take: (number: number) => void) =>
      html`<label>${say(name)}<select @change=${(event: Event) => take(Number((event.target as HTMLSelectElement).value))}>
        ${versions.map(({ number }) => html`<option value=${number} ?selected=${number === shown}>${say('version', { number })}</option>`)}
      </select></label>`;
    return html`<div class="compare">
        ${choice('compare_one', from, (number) => choose([number, to]))}
        ${choice('compare_other', to, (number) => choose([from, number]))}
        <button class="small" ?disabled=${versions.length < 2} @click=${() => compare([from, to])}>${say('compare')}</button>
      </div>
      <div role="status">${told === null ? nothing : html`<p class="soft">${say('compared', { one: told.one, other: told.other })}</p>${changes(told.changes)}`}</div>
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
