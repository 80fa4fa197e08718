// The frame of the editor: the bar above, what is said, and the panels beside the subtitles.
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { classMap } from 'lit-html/directives/class-map.js';
import { addTranslation, removeTranslation, translationsOf } from '../plan/translations.ts';
import { whyNot } from './deciding.ts';
import type { Held } from './holding.ts';
import type { Keeper } from './keeping.ts';
import type { Panel } from './panels/panel.ts';
import { type State, type Store, savable, unsaved } from './store.ts';
import { say } from './words.ts';
import './panels/panels.css';

/** What the bar's buttons do. */
export interface Acts {
  readonly undo: () => void;
  readonly redo: () => void;
  readonly save: () => void;
  readonly find: () => void;
  readonly watch: () => void;
  readonly keys: () => void;
  readonly takeOver: () => void;
  readonly ask: (kind: 'ask' | 'reject') => void;
  readonly approve: () => void;
  /** The address of the list of drafts. */
  readonly queue: string;
}

/** Languages that lines can be translated to: those of the pages, and of the buyers that ask most. */
const LANGUAGES = ['zh', 'en', 'ja', 'ko', 'ru', 'es', 'fr', 'de', 'pt', 'vi', 'th', 'id'];

export function skeleton(root: HTMLElement): void {
  render(
    html`<div class="studio">
      <div class="studio-bar" id="studio-bar"></div>
      <div class="studio-told" id="studio-told"></div>
      <div class="studio-player" id="studio-player"></div>
      <section class="studio-lines" aria-labelledby="studio-lines-title">
        <div id="studio-lines-head"></div><div id="studio-find"></div>
        <div class="studio-list" id="studio-list"></div>
      </section>
      <section class="studio-panels" id="studio-panels" aria-label=${say('panels')}></section>
      <div class="studio-timeline" id="studio-timeline"></div>
    </div>`,
    root,
  );
}

export function bar(state: State, keeper: Keeper, held: Held, acts: Acts): TemplateResult {
  const { past, future, now } = state.history;
  const { product, may, number, state_words: words } = state.document;
  const { where } = keeper.keeping;
  const other = held.by === 'other';
  const why = other ? held.sentence : whyNot(state);
  const decides = may.decide && !other;
  return html`
    <a class="back" href=${acts.queue}>${say('all_videos')}</a>
    <div class="what"><h1 title=${product.name}>${product.name}</h1>
      <p class="soft">${say('by_farmer', { farmer: product.farmer })} · ${say('version', { number })} · ${words}</p></div>
    <div class="group" role="group" aria-label=${say('edit')}>
      <button class="small" title="${step(now.what)} Ctrl+Z" ?disabled=${past.length === 0} @click=${acts.undo}>${say('undo')}</button>
      <button class="small" title="${step(future[0]?.what ?? '')} Ctrl+Y" ?disabled=${future.length === 0} @click=${acts.redo}>${say('redo')}</button>
      <button class="small" title="Ctrl+F" @click=${acts.find}>${say('find')}</button>
      <button class="small" @click=${acts.keys}>${say('keys')}</button>
    </div>
    <p class=${classMap({ where: true, [where]: true })} role="status">${say(`where_${where}`)}</p>
    <div class="group bar-decide" role="group" aria-label=${say('decide')}>
      <button class="second" title="Ctrl+S" ?disabled=${!(may.save && savable(state)) || where === 'saving'} @click=${acts.save}>${say('save')}</button>
      ${state.document.drawn.ready ? html`<button class="second" @click=${acts.watch}>${say('watch')}</button>` : nothing}
      ${
        may.decide || may.save
          ? html`<button class="second" ?disabled=${!decides} @click=${() => acts.ask('ask')}>${say('ask')}</button>
      <button class="second danger" ?disabled=${!decides} @click=${() => acts.ask('reject')}>${say('reject')}</button>
      <button title=${why} aria-describedby="studio-why" ?disabled=${!decides || why !== ''} @click=${() => acts.approve()}>${say('approve')}</button>`
          : nothing
      }
      <span class="unseen" id="studio-why">${why}</span>
    </div>`;
}

function step(what: string): string {
  return what === '' ? '' : say(what);
}

/** What has to be said just now: who has the draft, what went wrong, what happened. */
export function told(state: State, keeper: Keeper, held: Held, sentence: string, acts: Acts): TemplateResult {
  const { sentence: refused, newer } = keeper.keeping;
  const { notice, document } = state;
  return html`
    ${
      held.by === 'other'
        ? html`<p class="note warn" role="status">${held.sentence}
      ${document.may.takeover ? html`<button class="small" @click=${acts.takeOver}>${say('take_over')}</button>` : nothing}</p>`
        : nothing
    }
    ${refused === '' || newer !== null ? nothing : html`<p class="note bad" role="alert">${refused}</p>`}
    ${newer === null ? nothing : html`<p class="note warn" role="alert">${say('newer', { by: newer.by })} <button class="small" @click=${acts.save}>${say('see_both')}</button></p>`}
    ${notice === null ? nothing : html`<p class="note warn" role="alert">${say(`refused_${notice.fact}`)}</p>`}
    ${sentence === '' ? nothing : html`<p class="note good" role="status">${sentence}</p>`}
    ${document.drawn.working && !unsaved(state) ? html`<p class="note" role="status">${say('drawing')}</p>` : nothing}`;
}

/** Above the list: how many lines, and whether a translation stands beside them. */
export function linesHead(
  state: State,
  store: Store,
  beside: number,
  show: (which: number) => void,
): TemplateResult {
  const { plan, document } = state;
  const others = translationsOf(plan);
  const names = new Intl.DisplayNames(pageLanguage(), { type: 'language' });
  const more = LANGUAGES.filter(
    (language) => language !== primary(plan.language) && !others.some((one) => one.language === language),
  );
  const chosen = (event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    if (value.startsWith('+')) {
      const language = value.slice(1);
      store.change('add_language', (now) => addTranslation(now, language));
      show(translationsOf(store.state.plan).findIndex((one) => one.language === language));
    } else {
      show(Number(value));
    }
  };
  const remove = () => {
    store.change('remove_language', (now) => removeTranslation(now, beside));
    show(-1);
  };
  return html`<div class="lines-head"><h2 id="studio-lines-title">${say('lines')} <span class="soft">${plan.cues.length}</span></h2>
    <label>${say('second_language')} <select .value=${String(beside)} @change=${chosen}>
      <option value="-1">${say('no_language')}</option>
      ${others.map(({ language }, which) => html`<option value=${which} ?selected=${which === beside}>${names.of(language)}</option>`)}
      ${document.may.save ? more.map((language) => html`<option value="+${language}">+ ${names.of(language)}</option>`) : nothing}
    </select></label>
    ${beside >= 0 && document.may.save ? html`<button class="small" @click=${remove}>${say('remove_language')}</button>` : nothing}
  </div>`;
}

function primary(language: string): string {
  return language.split('-')[0] ?? language;
}

function pageLanguage(): string {
  return document.documentElement.lang || 'en';
}

/** The panels as tabs: arrow keys go from one to the next. */
export function tabs(
  state: State,
  panels: readonly Panel[],
  chosen: string,
  choose: (key: string) => void,
): TemplateResult {
  const keys = panels.map(({ key }) => key);
  const pressed = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      const next = keys[(keys.indexOf(chosen) + by + keys.length) % keys.length] ?? chosen;
      choose(next);
      document.getElementById(`tab-${next}`)?.focus();
    }
  };
  const panel = panels.find(({ key }) => key === chosen);
  return html`<div class="tabs" role="tablist" aria-label=${say('panels')} @keydown=${pressed}>
      ${panels.map(({ key, count }) => {
        const many = count(state);
        return html`<button role="tab" id="tab-${key}" aria-controls="panel" aria-selected=${key === chosen} tabindex=${key === chosen ? 0 : -1}
          @click=${() => choose(key)}>${say(`panel_${key}`)}${many > 0 ? html` <span class="many">${many}</span>` : nothing}</button>`;
      })}
    </div>
    <div class="panel" id="panel" role="tabpanel" aria-labelledby="tab-${chosen}" tabindex="0">${panel?.view(state) ?? nothing}</div>`;
}
