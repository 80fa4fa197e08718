// Music, its loudness, how far it steps back for whoever speaks, and the clips' own sound.
import { html, nothing, type TemplateResult } from 'lit-html';
import { setDuck, setMusic, setMusicGain, setSoundGain } from '../../plan/sound.ts';
import type { Music, Plan } from '../../plan/types.ts';
import type { State, Store } from '../store.ts';
import { number, say } from '../words.ts';
import { type Desk, NO_COUNT, type Panel } from './panel.ts';

interface Slider {
  readonly name: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly make: (plan: Plan, value: number) => Plan;
}

/** Hundredths of a decibel between two places of a slider. */
const STEP = 50;

export function musicPanel({ store }: Desk): Panel {
  const view = (state: State) => {
    const { plan, document } = state;
    const { music } = plan;
    const known = document.beds.some((bed) => bed.music.track === music?.track);
    return html`<fieldset class="beds"><legend>${say('music')}</legend>
        ${choice(store, music === null, null, say('no_music'), '')}
        ${music === null || known ? nothing : choice(store, true, music, music.title, '')}
        ${document.beds.map((bed) => choice(store, bed.music.track === music?.track, bed.music, bed.name, bed.mood))}
      </fieldset>
      ${music === null ? nothing : slider(store, { name: 'music_gain', value: music.gain, least: -4000, most: 0, make: setMusicGain })}
      ${music === null ? nothing : slider(store, { name: 'duck', value: music.duck, least: 0, most: 2400, make: setDuck })}
      ${slider(store, { name: 'sound_gain', value: plan.audio.gain, least: -2400, most: 1200, make: setSoundGain })}
      <p class="soft">${say('music_help')}</p>`;
  };
  return { key: 'music', count: NO_COUNT, view };
}

function choice(
  store: Store,
  chosen: boolean,
  music: Music | null,
  name: string,
  mood: string,
): TemplateResult {
  return html`<label class="choice"><input type="radio" name="bed" .checked=${chosen}
    @change=${() => store.change('music', (plan) => setMusic(plan, music))}>
    <span>${name}${mood === '' ? nothing : html` <span class="soft">${mood}</span>`}</span></label>`;
}

function slider(store: Store, { name, value, least, most, make }: Slider): TemplateResult {
  const moved = (event: Event) => {
    const wish = Number((event.target as HTMLInputElement).value);
    store.change(name, (plan) => make(plan, wish), name);
  };
  const words = say('decibel', { value: number(value / 100, 1) });
  return html`<label class="slider">${say(name)} <output>${words}</output>
    <input type="range" min=${Math.min(least, value)} max=${Math.max(most, value)} step=${STEP} .value=${String(value)}
      aria-valuetext=${words} @input=${moved}></label>`;
}
