// Keys of the whole page; those of a line are in lines.ts, those of the player in keys.ts.
import { html, type TemplateResult } from 'lit-html';
import { say } from './words.ts';

export interface Shortcuts {
  readonly undo: () => void;
  readonly redo: () => void;
  readonly save: () => void;
  readonly find: () => void;
  readonly play: () => void;
  readonly add: () => void;
  readonly ask: () => void;
  readonly approve: () => void;
}

/** What a key press means to the page; nothing where a window is open over it. */
export function listen(acts: Shortcuts): void {
  addEventListener('keydown', (event) => {
    const act = event.isComposing || event.defaultPrevented ? undefined : meant(event, acts);
    if (act !== undefined && document.querySelector('dialog[open]') === null) {
      event.preventDefault();
      act();
    }
  });
}

function meant(event: KeyboardEvent, acts: Shortcuts): (() => void) | undefined {
  if (event.ctrlKey || event.metaKey) {
    return event.altKey ? undefined : withControl(event, acts);
  }
  if (!event.altKey) {
    return;
  }
  // By the place of the key: with Alt, some keyboards write other letters.
  return { KeyP: acts.play, KeyN: acts.add, KeyQ: acts.ask }[event.code];
}

function withControl(event: KeyboardEvent, acts: Shortcuts): (() => void) | undefined {
  const { shiftKey: shift } = event;
  if (['z', 'y'].includes(event.key.toLowerCase()) && typesElsewhere(event)) {
    return;
  }
  switch (event.key.toLowerCase()) {
    case 'z':
      return shift ? acts.redo : acts.undo;
    case 'y':
      return acts.redo;
    case 's':
      return acts.save;
    case 'enter':
      return shift ? acts.approve : acts.save;
    case 'f':
    case 'h':
      return shift ? undefined : acts.find;
    default:
      return;
  }
}

/** Whether one types what is none of the plan's: there, what is taken back is what was typed. */
function typesElsewhere({ target }: KeyboardEvent): boolean {
  const field = target instanceof Element ? target.closest('input[type=text], textarea') : null;
  return field !== null && field.closest('.cues') === null;
}

const KEYS: readonly (readonly [string, string])[] = [
  ['Ctrl+Z', 'undo'],
  ['Ctrl+Y', 'redo'],
  ['Ctrl+S', 'save'],
  // biome-ignore lint/security/noSecrets: the name of a key.
  ['Ctrl+Shift+Enter', 'approve'],
  ['Alt+Q', 'ask'],
  ['Ctrl+F', 'find'],
  ['Alt+P', 'play_stop'],
  ['Alt+N', 'add_line'],
  ['Alt+↑ Alt+↓', 'line_to_line'],
  ['Alt+Enter', 'split'],
  ['Alt+J', 'join'],
  ['Alt+[ Alt+]', 'edges_here'],
  ['Alt+, Alt+.', 'shift_line'],
  ['Alt+Shift+, Alt+Shift+.', 'shift_all'],
  ['Alt+Delete', 'remove'],
  ['Space', 'tl_key_play'],
  ['← →', 'tl_key_frames'],
  ['Shift+← Shift+→', 'tl_key_seconds'],
  ['Home End', 'tl_key_ends'],
  ['C Shift+C', 'tl_key_cuts'],
  ['I O X', 'tl_key_mark'],
  ['[ ]', 'tl_key_edges'],
  ['+ − 0', 'tl_key_zoom'],
];

export function keysTable(): TemplateResult {
  return html`<table class="keys-table"><tbody>
    ${KEYS.map(([keys, name]) => html`<tr><th scope="row"><kbd>${keys}</kbd></th><td>${say(name)}</td></tr>`)}
  </tbody></table><p class="soft">${say('keys_help')}</p>`;
}
