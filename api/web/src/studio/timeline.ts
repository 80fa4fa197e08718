// The timeline: what is shown and what is cut along a ribbon, with waveform, pictures, lines, card and music.
import { html, render, type TemplateResult } from 'lit-html';
import { type Cut, cuts } from '../plan/cuts.ts';
import { duration } from '../plan/placed.ts';
import { clamp, seconds } from '../plan/time.ts';
import { sizedContext } from './canvas.ts';
import { Clips } from './clips.ts';
import { cutOut, type Marks, marked } from './inhand.ts';
import { markBand } from './markband.ts';
import { frameAt, framesOf, leftOf, type Ribbon, ribbon } from './ribbon.ts';
import { reasonsOf, type State, type Store } from './store.ts';
import { drawMusic, drawStrips, type Inks, type Sight, STRIPS, STRIPS_HEIGHT } from './strips.ts';
import { keyPressed, type Tools, toolRow } from './tools.ts';
import { type Bench, cardsTrack, cuesTrack, cutsTrack, flagsTrack } from './tracks.ts';
import { clock, say } from './words.ts';
import './timeline.css';

/** Pixels of a folded cut: as wide as its button. */
const FOLD = 24;
/** Pixels a frame at most: a second is then wider than most screens. */
const CLOSEST = 24;
/** Pixels free at the right, so that the last edge can be seen. */
const MARGIN = 16;
const NO_MARKS: Marks = { start: null, stop: null };

/** Show the timeline in an element; returns what takes it away. */
export function mountTimeline(host: HTMLElement, store: Store): () => void {
  const timeline = new Timeline(host, store);
  return () => timeline.end();
}

class Timeline {
  readonly #host: HTMLElement;
  readonly #store: Store;
  readonly #clips: Clips;
  readonly #ends: (() => void)[] = [];
  #band: Ribbon;
  #cuts: readonly Cut[];
  #scale = 0;
  #fold: number | null = null;
  #marks = NO_MARKS;
  #due = 0;

  constructor(host: HTMLElement, store: Store) {
    this.#host = host;
    this.#store = store;
    this.#cuts = cuts(store.state.plan, reasonsOf(store.state));
    this.#band = ribbon(store.state.plan, this.#cuts, 1, null);
    this.#clips = new Clips(() => this.#draw());
    this.#render();
    this.#zoomTo(this.#least());
    this.#listen();
    this.#clips.bring(store.state.document.media);
  }

  end(): void {
    for (const one of this.#ends) {
      one();
    }
    cancelAnimationFrame(this.#due);
    render(html``, this.#host);
  }

  #listen(): void {
    const scroll = this.#scroller();
    const sized = new ResizeObserver(() => this.#sized());
    sized.observe(scroll);
    const wheel = (event: WheelEvent) => this.#wheeled(event);
    scroll.addEventListener('wheel', wheel, { passive: false });
    this.#ends.push(
      this.#store.subscribe((state, before) => this.#changed(state, before)),
      () => sized.disconnect(),
      () => scroll.removeEventListener('wheel', wheel),
    );
  }

  #scroller(): HTMLElement {
    return this.#part('.timeline-scroll');
  }

  #part<T extends HTMLElement>(selector: string): T {
    const found = this.#host.querySelector<T>(selector);
    if (found === null) {
      throw new Error(selector);
    }
    return found;
  }

  // What the store says.

  #changed(state: State, before: State): void {
    const { plan, document, selection } = before;
    if (state.document !== document) {
      this.#clips.bring(state.document.media);
    }
    if (state.plan !== plan || state.document !== document || state.selection !== selection) {
      this.#soon();
    }
    if (state.playhead !== before.playhead) {
      this.#put(state);
    }
    if (state.seeks !== before.seeks || (state.playing && state.playhead !== before.playhead)) {
      this.#follow(state);
    }
  }

  /** Show all anew with the next picture of the screen, however often it was asked for. */
  #soon(): void {
    if (this.#due === 0) {
      this.#due = requestAnimationFrame(() => {
        this.#due = 0;
        this.#anew();
      });
    }
  }

  #anew(): void {
    const { state } = this.#store;
    this.#cuts = cuts(state.plan, reasonsOf(state));
    this.#band = ribbon(state.plan, this.#cuts, this.#scale, this.#fold);
    this.#render();
    this.#draw();
    this.#put(state);
  }

  // Where one looks.

  /** Pixels a frame at which all is seen. */
  #least(): number {
    const { plan } = this.#store.state;
    const folds = this.#fold === null ? 0 : this.#cuts.length * this.#fold;
    const frames = this.#fold === null ? framesOf(plan, this.#cuts) : duration(plan);
    const room = Math.max(200, this.#scroller().clientWidth - MARGIN - folds);
    return Math.min(CLOSEST, room / Math.max(1, frames));
  }

  /** Another scale, with a pixel of what is seen staying where it is: the playhead's, if none is said. */
  #zoomTo(scale: number, pixel?: number): void {
    const scroll = this.#scroller();
    const { playhead } = this.#store.state;
    const here = pixel ?? leftOf(this.#band, playhead) - scroll.scrollLeft;
    const frame = frameAt(this.#band, here + scroll.scrollLeft);
    this.#scale = clamp(scale, this.#least(), CLOSEST);
    this.#anew();
    scroll.scrollLeft = leftOf(this.#band, frame) - here;
    this.#draw();
  }

  #wheeled(event: WheelEvent): void {
    if (event.ctrlKey) {
      event.preventDefault();
      const { left } = this.#scroller().getBoundingClientRect();
      this.#zoomTo(this.#scale * (event.deltaY < 0 ? 1.2 : 1 / 1.2), event.clientX - left);
    }
  }

  #sized(): void {
    if (this.#scale < this.#least()) {
      this.#zoomTo(this.#least());
    } else {
      this.#draw();
    }
  }

  /** Have the playhead seen. */
  #follow(state: State): void {
    const scroll = this.#scroller();
    const left = leftOf(this.#band, state.playhead) - scroll.scrollLeft;
    if (left < 0 || left > scroll.clientWidth - 2) {
      scroll.scrollLeft += left - scroll.clientWidth * 0.2;
    }
  }

  #folded(): void {
    const all = this.#scale <= this.#least() * 1.001;
    this.#fold = this.#fold === null ? FOLD : null;
    this.#zoomTo(all ? this.#least() : this.#scale);
  }

  // What a person does.

  /** Go where the pointer is, and on with it while it moves. */
  #scrub(event: PointerEvent): void {
    if (event.button !== 0) {
      return;
    }
    const scroll = this.#scroller();
    const ends = new AbortController();
    const { signal } = ends;
    const go = (at: PointerEvent) => {
      const pixel = at.clientX - scroll.getBoundingClientRect().left + scroll.scrollLeft;
      this.#store.seek(frameAt(this.#band, pixel));
    };
    const end = () => ends.abort();
    this.#part('.timeline-playhead').focus({ preventScroll: true });
    event.preventDefault();
    this.#store.play(false);
    go(event);
    scroll.setPointerCapture(event.pointerId);
    scroll.addEventListener('pointermove', go, { signal });
    scroll.addEventListener('pointerup', end, { signal });
    scroll.addEventListener('pointercancel', end, { signal });
  }

  #mark(end: 'start' | 'stop'): void {
    const { playhead } = this.#store.state;
    this.#marks = { ...this.#marks, [end]: end === 'start' ? playhead : playhead + 1 };
    this.#anew();
  }

  #cutOut(): void {
    if (cutOut(this.#store, this.#marks)) {
      this.#marks = NO_MARKS;
    }
    this.#anew();
  }

  #tools(): Tools {
    return {
      store: this.#store,
      folded: this.#fold !== null,
      marked: marked(this.#marks) !== undefined,
      zoom: (factor) => this.#zoomTo(this.#scale * factor),
      all: () => this.#zoomTo(this.#least()),
      fold: () => this.#folded(),
      mark: (end) => this.#mark(end),
      cutOut: () => this.#cutOut(),
    };
  }

  // What is shown.

  /** Put the playhead where the video is: the only thing that moves while it plays. */
  #put(state: State): void {
    const { rate } = state.plan.canvas;
    const head = this.#part('.timeline-playhead');
    const now = clock(seconds(rate, state.playhead));
    head.style.transform = `translateX(${leftOf(this.#band, state.playhead)}px)`;
    head.setAttribute('aria-valuenow', String(state.playhead));
    head.setAttribute('aria-valuetext', say('tl_place_now', { now, frame: state.playhead + 1 }));
  }

  #draw(): void {
    const { scrollLeft: left, clientWidth: width } = this.#scroller();
    const sight: Sight = { left, width };
    const { plan } = this.#store.state;
    const inks = this.#inks();
    const strips = sizedContext(this.#part('.timeline-strips'), width, STRIPS_HEIGHT);
    const music = sizedContext(this.#part('.timeline-music'), width, STRIPS.music);
    if (strips !== null && music !== null) {
      drawStrips(strips, this.#band, plan, sight, { clips: this.#clips.drawables, inks });
      drawMusic(music, this.#band, plan, sight, inks.music);
    }
  }

  #inks(): Inks {
    const style = getComputedStyle(this.#part('.timeline'));
    const ink = (name: string) => style.getPropertyValue(`--timeline-${name}`).trim();
    return { text: ink('text'), wave: ink('wave'), speech: ink('speech'), music: ink('music') };
  }

  #render(): void {
    const pressed = (event: KeyboardEvent) =>
      keyPressed(event, this.#tools(), this.#part('.timeline-playhead'));
    const template = html`<section class="timeline" aria-label=${say('tl_timeline')} @keydown=${pressed}>
      ${toolRow(this.#tools())}
      <div class="timeline-scroll" tabindex="-1" @scroll=${() => this.#draw()}>
        <div class="timeline-ribbon" .style=${`width: ${this.#band.width + MARGIN}px`}
          @pointerdown=${(event: PointerEvent) => this.#scrub(event)}>
          ${this.#ribbon()}
          <div class="timeline-playhead" role="slider" tabindex="0" aria-label=${say('tl_place')} aria-valuemin="0"
            aria-valuemax=${duration(this.#store.state.plan) - 1} aria-valuenow="0"></div>
        </div>
      </div>
    </section>`;
    render(template, this.#host);
  }

  #ribbon(): TemplateResult {
    const { plan, document } = this.#store.state;
    const bench: Bench = { store: this.#store, band: this.#band, holder: () => this.#scroller() };
    const title = document.beds.find((bed) => bed.music.track === plan.music?.track)?.name;
    const lane = (name: string, track: TemplateResult) =>
      html`<div class="tl-lane tl-lane-${name}" role="group" aria-label=${say(`tl_${name}`)}>${track}</div>`;
    return html`<canvas class="timeline-strips"></canvas>
      <div class="timeline-cuts" role="group" aria-label=${say('tl_cuts')}>${cutsTrack(bench)}</div>
      ${this.#marks === NO_MARKS ? '' : markBand(plan, this.#band, this.#marks)}
      ${lane('cues', cuesTrack(bench))}
      ${lane('cards', cardsTrack(bench))}
      ${document.flags.some(({ start }) => start !== null) ? lane('flags', flagsTrack(bench)) : ''}
      ${lane(
        'music',
        html`<canvas class="timeline-music"></canvas>
          <span class="tl-lane-name">♪ ${title ?? plan.music?.title ?? say('tl_no_music')}</span>`,
      )}`;
  }
}
