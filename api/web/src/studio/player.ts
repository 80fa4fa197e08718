// Plays the plan as it is now over the clips' proxies, with subtitles and card where the renderer draws them.
import { html, render, type TemplateResult } from 'lit-html';
import { duration, toSource } from '../plan/placed.ts';
import { seconds } from '../plan/time.ts';
import { Beds } from './beds.ts';
import { controls, stage } from './controls.ts';
import { Decks } from './decks.ts';
import { playerKey, step } from './keys.ts';
import { type Peek, type Peeks, peeksOf } from './peek.ts';
import { touched } from './pointing.ts';
import { type Run, runAt, runOf, runs } from './runs.ts';
import { Screen } from './screen.ts';
import { seenAt } from './seeing.ts';
import { musicOf, Sound } from './sound.ts';
import type { State, Store } from './store.ts';
import { clock, say } from './words.ts';
import './player.css';

/** Show the player in an element; returns what takes it away. */
export function mountPlayer(host: HTMLElement, store: Store): () => void {
  const player = new Player(host, store);
  return () => player.end();
}

class Player {
  readonly #host: HTMLElement;
  readonly #store: Store;
  readonly #peeks: Peeks;
  readonly #decks: Decks;
  readonly #screen: Screen;
  readonly #beds = new Beds();
  readonly #ends: (() => void)[] = [];
  #runs: readonly Run[];
  #sound: Sound | null = null;
  #speed = 1;

  constructor(host: HTMLElement, store: Store) {
    const { state } = store;
    this.#host = host;
    this.#store = store;
    this.#peeks = peeksOf(store);
    this.#runs = runs(state.plan);
    this.#decks = new Decks(host.ownerDocument, state.plan.canvas.rate, {
      drawn: (video, source, frame, run) => this.#drawn(video, source, frame, run),
      ended: () => this.#ended(),
    });
    this.#show();
    this.#screen = new Screen(host, this.#part('.player-picture'), this.#part('.player-over'));
    this.#listen();
    this.#screen.bringFont(state.document.font, () => this.#lay(true));
    this.#bring(state);
    this.#tell(state);
  }

  end(): void {
    for (const one of this.#ends) {
      one();
    }
    this.#sound?.quiet();
    this.#decks.end();
    render(html``, this.#host);
  }

  #listen(): void {
    const { ownerDocument: page } = this.#host;
    const ends = new AbortController();
    const { signal } = ends;
    page.addEventListener('keydown', (event) => playerKey(event, this.#store), { signal });
    const hidden = () => {
      if (page.hidden) {
        this.#store.play(false);
      }
    };
    page.addEventListener('visibilitychange', hidden, { signal });
    const view = this.#part('.player-stage');
    const sized = new ResizeObserver(() => this.#screen.size(this.#store.state, view, this.#bare));
    sized.observe(view);
    const moving = touched(this.#part('.player-over'), this.#store, (room) => {
      this.#screen.room = room;
      this.#lay(true);
    });
    this.#ends.push(
      this.#store.subscribe((state, before) => this.#changed(state, before)),
      this.#peeks.subscribe((peek) => this.#peeked(peek)),
      moving,
      () => ends.abort(),
      () => sized.disconnect(),
    );
  }

  #part<T extends HTMLElement>(selector: string): T {
    const found = this.#host.querySelector<T>(selector);
    if (found === null) {
      throw new Error(selector);
    }
    return found;
  }

  /** Whether something is looked at that is not the video. */
  get #bare(): boolean {
    return this.#peeks.now !== null;
  }

  #changed(state: State, before: State): void {
    if (state.document !== before.document) {
      this.#bring(state, before);
    }
    if (state.plan !== before.plan) {
      this.#replanned(state, before);
    }
    if (state.seeks !== before.seeks) {
      this.#go(state);
    }
    if (state.playing !== before.playing) {
      this.#toggle(state);
    }
    if (state.plan !== before.plan || state.playhead !== before.playhead) {
      this.#lay();
    }
    this.#tell(state);
    if (
      state.playing !== before.playing ||
      state.document !== before.document ||
      state.plan !== before.plan
    ) {
      this.#show();
    }
  }

  #replanned(state: State, before: State): void {
    this.#sound?.follow(state.plan, musicOf(state));
    if (state.plan.segments === before.plan.segments) {
      return;
    }
    this.#runs = runs(state.plan);
    const { number: run, source, frame } = this.#decks.now;
    if (!state.playing) {
      if (!this.#bare && state.seeks === before.seeks) {
        this.#still(state);
      }
      return;
    }
    const there = runOf(this.#runs, source, frame, run);
    if (there >= 0) {
      this.#decks.go(this.#runs, there);
    } else {
      this.#from(state);
    }
  }

  #go(state: State): void {
    if (state.playing) {
      this.#from(state);
    } else {
      this.#still(state);
    }
  }

  #toggle(state: State): void {
    if (!state.playing) {
      this.#decks.pause();
      this.#sound?.quiet();
      return;
    }
    this.#hear();
    if (state.playhead >= duration(state.plan) - 1) {
      this.#store.seek(0);
    } else {
      this.#from(state);
    }
  }

  /** The last frame may have gone by unseen: stand on it. */
  #ended(): void {
    const peek = this.#peeks.now;
    this.#store.play(false);
    if (peek === null) {
      this.#store.seek(duration(this.#store.state.plan) - 1);
    } else if (peek.frames !== null) {
      this.#decks.show(peek.source, peek.frames.stop - 1);
    }
  }

  #still({ plan, playhead, document }: State): void {
    if (document.media.ready) {
      const { source, frame } = toSource(plan, playhead);
      this.#decks.show(source, frame);
    }
  }

  #from({ plan, playhead, document }: State): void {
    if (!document.media.ready) {
      this.#store.play(false);
      return;
    }
    const { frame } = toSource(plan, playhead);
    this.#sound?.quiet();
    this.#decks.play(this.#runs, runAt(this.#runs, playhead), frame);
  }

  /** Sound begins with the first press of play. */
  #hear(): void {
    if (this.#sound === null) {
      this.#sound = new Sound(this.#beds);
      this.#decks.sound = this.#sound;
    }
    const { state } = this.#store;
    this.#sound.follow(state.plan, musicOf(state));
  }

  #peeked(peek: Peek | null): void {
    const { state } = this.#store;
    if (peek === null) {
      if (!state.playing) {
        this.#still(state);
      }
    } else if (state.document.media.ready) {
      this.#store.play(false);
      if (peek.frames === null) {
        this.#decks.show(peek.source, peek.frame);
      } else {
        this.#hear();
        this.#decks.play([{ source: peek.source, frames: peek.frames, out: -1 }], 0, peek.frames.start);
      }
    }
    this.#lay();
    this.#show();
  }

  #drawn(video: HTMLVideoElement, source: number, frame: number, number: number): void {
    const run = this.#bare ? undefined : this.#runs[number];
    if (run !== undefined) {
      const out = run.out + frame - run.frames.start;
      this.#store.shown(out);
      if (this.#speed === 1) {
        this.#sound?.at(seconds(this.#store.state.plan.canvas.rate, out));
      }
    }
    const { state } = this.#store;
    this.#screen.draw(state, seenAt(state, source, frame, this.#bare), video);
    // Now that there is something to be seen, what is heard may come.
    this.#beds.bring(state.plan.music?.track ?? '', musicOf(state));
  }

  #lay(anyway = false): void {
    this.#screen.lay(this.#store.state, this.#bare, anyway);
  }

  /** Take up what came from the server: proxies, the card's picture. */
  #bring(state: State, before?: State): void {
    const { media, card } = state.document;
    this.#decks.addresses = media.proxies.map((proxy) => proxy.url);
    if (media.ready && before?.document.media.ready !== true) {
      this.#still(state);
    }
    this.#screen.bringCard(card.url, () => this.#lay(true));
  }

  #hasten(speed: number): void {
    this.#speed = speed;
    this.#decks.speed = speed;
    // Music can't be hastened without being another; the voice is what is listened for.
    this.#sound?.quiet();
    this.#show();
  }

  /** Say where one is, without going over the rest while the video plays. */
  #tell(state: State): void {
    this.#part('.player-now').textContent = clock(seconds(state.plan.canvas.rate, state.playhead));
  }

  #show(): void {
    render(this.#template(this.#store.state), this.#host);
  }

  #template({ plan, playing, document }: State): TemplateResult {
    return html`<div class="player">
      ${stage(plan.canvas, document.media.ready ? '' : say('tl_preview_soon'), this.#bare)}
      ${controls({
        playing,
        all: clock(seconds(plan.canvas.rate, duration(plan))),
        speed: this.#speed,
        play: () => this.#store.play(!this.#store.state.playing),
        step: (by) => step(this.#store, by),
        hasten: (speed) => this.#hasten(speed),
      })}
    </div>`;
  }
}
