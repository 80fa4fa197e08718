// Plays runs of clips so that a cut has no hole: while one video plays, the next two stand where they begin.
import { frameShown, seconds } from '../plan/time.ts';
import type { Rate } from '../plan/types.ts';
import { Deck } from './deck.ts';
import type { Run } from './runs.ts';
import type { Sound } from './sound.ts';

/** Seconds that the next video is started early, unseen and unheard, so that it runs when it is needed. */
const LEAD = 0.12;
/** Videos: the one that plays and those that stand ready. Short stretches need two of those. */
const DECKS = 3;

/** A run and the video that stands ready for it. */
interface Ready {
  readonly number: number;
  readonly deck: Deck;
  readonly lead: number;
  started: boolean;
}

export interface Stage {
  /** A frame of a clip is there to be drawn; `number` is its run while runs are played, -1 else. */
  readonly drawn: (video: HTMLVideoElement, source: number, frame: number, number: number) => void;
  /** The last run has been played. */
  readonly ended: () => void;
}

export class Decks {
  readonly #rate: Rate;
  readonly #stage: Stage;
  readonly #decks: readonly Deck[];
  #addresses: readonly string[] = [];
  #sound: Sound | null = null;
  #active: Deck;
  #runs: readonly Run[] = [];
  #number = -1;
  #ahead: readonly Ready[] = [];
  #tick = 0;
  #speed = 1;

  constructor(document: Document, rate: Rate, stage: Stage) {
    this.#rate = rate;
    this.#stage = stage;
    const heard = {
      stood: (deck: Deck, frame: number) => this.#stood(deck, frame),
      presented: (deck: Deck, frame: number) => this.#presented(deck, frame),
    };
    this.#active = new Deck(document, rate, heard);
    const others = Array.from({ length: DECKS - 1 }, () => new Deck(document, rate, heard));
    this.#decks = [this.#active, ...others];
  }

  /** Where the clips' proxies are, in the plan's order. */
  set addresses(addresses: readonly string[]) {
    this.#addresses = addresses;
  }

  set sound(sound: Sound) {
    this.#sound = sound;
    for (const { video } of this.#decks) {
      sound.join(video);
    }
  }

  set speed(speed: number) {
    this.#speed = speed;
    for (const { video } of this.#decks) {
      video.playbackRate = speed;
    }
  }

  get playing(): boolean {
    return this.#number >= 0;
  }

  /** The run that is played, and the frame of its clip that is on show; the number is -1 when nothing plays. */
  get now(): { readonly number: number; readonly source: number; readonly frame: number } {
    return { number: this.#number, source: this.#active.source, frame: this.#active.frame };
  }

  /** Stand still at a frame of a clip. */
  show(source: number, frame: number): void {
    this.pause();
    const deck = this.#taken(source, []);
    this.#active = deck;
    if (deck.stands(frame)) {
      this.#stage.drawn(deck.video, source, frame, -1);
    } else {
      deck.seek(frame);
    }
  }

  /** Play runs from a frame of the clip in run `number`. */
  play(runs: readonly Run[], number: number, frame: number): void {
    const run = runs[number];
    if (run === undefined) {
      return;
    }
    this.pause();
    this.#runs = runs;
    this.#number = number;
    const deck = this.#taken(run.source, []);
    this.#active = deck;
    if (!deck.stands(frame)) {
      deck.seek(frame);
    }
    this.#sound?.open(deck.video);
    deck.play();
    this.#cue();
    this.#next();
  }

  /** Go on with other runs, of which `number` shows what is on show now. */
  go(runs: readonly Run[], number: number): void {
    this.#runs = runs;
    this.#number = number;
    this.#rest();
    this.#cue();
  }

  pause(): void {
    cancelAnimationFrame(this.#tick);
    this.#number = -1;
    this.#active.pause();
    this.#rest();
    this.#sound?.open(null);
  }

  /** Let go of everything. */
  end(): void {
    this.pause();
    for (const deck of this.#decks) {
      deck.end();
    }
  }

  #stood(deck: Deck, frame: number): void {
    if (deck === this.#active && !this.playing) {
      this.#stage.drawn(deck.video, deck.source, frame, -1);
    }
  }

  #presented(deck: Deck, frame: number): void {
    const run = this.#runs[this.#number];
    const shows = run !== undefined && run.frames.start <= frame && frame < run.frames.stop;
    if (deck === this.#active && shows) {
      this.#stage.drawn(deck.video, deck.source, frame, this.#number);
    }
  }

  #next(): void {
    this.#tick = requestAnimationFrame(() => {
      this.#look();
      if (this.playing) {
        this.#next();
      }
    });
  }

  /** Start what comes next in time, and go over to it. */
  #look(): void {
    const run = this.#runs[this.#number];
    if (run === undefined) {
      return;
    }
    this.#active.ask();
    const { video } = this.#active;
    const left = seconds(this.#rate, run.frames.stop) - video.currentTime;
    const ahead = this.#ahead.at(0);
    if (ahead !== undefined && !ahead.started && left <= ahead.lead) {
      ahead.started = true;
      ahead.deck.play();
    }
    // A seek to where the run begins may go on yet: then the time is that of before.
    if (!video.seeking && (left <= 0 || video.ended)) {
      this.#over(ahead);
    }
  }

  #over(ahead: Ready | undefined): void {
    if (ahead === undefined) {
      this.pause();
      this.#stage.ended();
      return;
    }
    this.#active.pause();
    this.#active = ahead.deck;
    this.#number = ahead.number;
    const { video } = ahead.deck;
    const begins = seconds(this.#rate, this.#runs[ahead.number]?.frames.start ?? 0);
    this.#sound?.open(video, Math.max(0, begins - video.currentTime) / this.#speed);
    if (!ahead.started) {
      ahead.deck.play();
    }
    this.#ahead = this.#ahead.slice(1);
    this.#cue();
  }

  /** Have a video stand ready for each of the runs that come next. */
  #cue(): void {
    for (const number of [this.#number + 1, this.#number + 2]) {
      const run = this.#runs[number];
      if (run !== undefined && !this.#ahead.some((one) => one.number === number)) {
        const deck = this.#taken(run.source, [this.#active, ...this.#ahead.map((one) => one.deck)]);
        const early = Math.max(0, run.frames.start - frameShown(this.#rate, LEAD * this.#speed));
        const lead = seconds(this.#rate, run.frames.start - early);
        deck.pause();
        deck.seek(early);
        this.#ahead = [...this.#ahead, { number, deck, lead, started: false }];
      }
    }
  }

  /** Nothing stands ready any more. */
  #rest(): void {
    for (const { deck } of this.#ahead) {
      deck.pause();
    }
    this.#ahead = [];
  }

  /** A video of a clip that is none of those in use: the one on show, one that has the clip, or any. */
  #taken(source: number, used: readonly Deck[]): Deck {
    const free = [this.#active, ...this.#decks].filter((deck) => !used.includes(deck));
    const like = free.find((one) => one.source === source) ?? free.find((one) => one.source < 0);
    const taken = like ?? free[0] ?? this.#active;
    if (taken.source !== source) {
      taken.load(source, this.#addresses[source] ?? '', this.#speed);
    }
    return taken;
  }
}
