// The player's picture and its buttons.
import { html, type TemplateResult } from 'lit-html';
import type { Canvas } from '../plan/types.ts';
import { number, say } from './words.ts';

/** How fast it plays, one press after the other. */
const SPEEDS = [1, 1.25, 1.5, 2, 0.75];

const SHAPES = {
  play: 'M7 4v16l13-8z',
  pause: 'M6 4h4v16H6zm8 0h4v16h-4z',
  back: 'M17 4v16L7 12zM4 4h2v16H4z',
  on: 'M7 4v16l10-8zm11 0h2v16h-2z',
};

function icon(name: keyof typeof SHAPES): TemplateResult {
  return html`<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path fill="currentColor" d=${SHAPES[name]} /></svg>`;
}

/** Where the picture is drawn; `wait` is why there is none yet, `bare` that it is not in the video. */
export function stage({ width, height }: Canvas, wait: string, bare: boolean): TemplateResult {
  const shape = `aspect-ratio: ${width} / ${height}; --shape: ${width / height}`;
  return html`<div class="player-view">
    <div class="player-stage" .style=${shape} role="img" aria-label=${say('tl_picture')}>
      <canvas class="player-picture"></canvas>
      <canvas class="player-over"></canvas>
      ${wait === '' ? '' : html`<p class="player-note" role="status">${wait}</p>`}
      ${bare ? html`<p class="player-note">${say('tl_not_in_video')}</p>` : ''}
    </div>
  </div>`;
}

export interface Controlled {
  readonly playing: boolean;
  /** How long the video is, for people. */
  readonly all: string;
  readonly speed: number;
  readonly play: () => void;
  readonly step: (by: number) => void;
  readonly hasten: (speed: number) => void;
}

export function controls({ playing, all, speed, play, step, hasten }: Controlled): TemplateResult {
  const press = say(playing ? 'tl_pause' : 'tl_play');
  const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
  const fast = `${number(speed, speed % 1 === 0 ? 0 : 2)}×`;
  const stepper = (by: number, words: string, shape: keyof typeof SHAPES) =>
    html`<button type="button" title=${words} aria-label=${words} @click=${() => step(by)}>${icon(shape)}</button>`;
  return html`<div class="player-controls" role="group" aria-label=${say('tl_player')}>
    ${stepper(-1, say('tl_frame_back'), 'back')}
    <button type="button" class="player-play" title=${press} aria-label=${press} @click=${play}>
      ${icon(playing ? 'pause' : 'play')}</button>
    ${stepper(1, say('tl_frame_on'), 'on')}
    <span class="player-time"><span class="player-now"></span> / ${all}</span>
    <button type="button" class="player-speed" title=${say('tl_speed')} aria-label="${say('tl_speed')} ${fast}"
      @click=${() => hasten(next)}>${fast}</button>
  </div>`;
}
