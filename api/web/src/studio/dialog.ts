// A window over the page: the browser's own, which keeps the focus inside and gives it back.
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { say } from './words.ts';
import './dialog.css';

export class Dialog {
  readonly #element: HTMLDialogElement;

  constructor(root: HTMLElement, name: string) {
    this.#element = document.createElement('dialog');
    this.#element.className = `studio-dialog ${name}`;
    root.append(this.#element);
    this.#element.addEventListener('close', () => render(nothing, this.#element));
  }

  get open(): boolean {
    return this.#element.open;
  }

  /** Show it, or what is in it anew. */
  show(title: string, inside: TemplateResult): void {
    render(
      html`<header><h2 tabindex="-1" autofocus>${title}</h2>
        <button class="small" @click=${() => this.close()}>${say('close')}</button></header>${inside}`,
      this.#element,
    );
    if (!this.#element.open) {
      this.#element.setAttribute('aria-label', title);
      this.#element.showModal();
    }
  }

  close(): void {
    this.#element.close();
  }
}
