// Plays runs of clips so that a cut has no hole: while one video plays, the next two stand where they begin.
import { clamp, frameShown, seconds } from '../plan/time.ts';
import type { Rate } from '../plan/types.ts';
import { Deck } from './deck.ts';
import type { Run } from './runs.ts';
import type { Sound } from './sound.ts';

/** Seconds of its clip that the next video plays before it is needed, unseen and unheard, to come in time. */
const LEAD = 0.35;
/** Seconds from asking a video to play until it does: what is taken for it at first, and at most. */
const SLOW = 0.12;
const SLOWEST = 0.6;
/** Seconds by which a video that plays has moved. */
const MOVED = 0.01;
/** How much quicker or slower than the others the next video may be, to be there with them. */
const QUICKEST = 3;
const SLOWLY = 0.4;
/** Videos: the one that plays and those that stand ready. Short stretches need two of those. */
const DECKS = 3;

/** A run and the video that stands ready for it. */
interface Ready {
  readonly number: number;
  readonly deck: Deck;
  /** The second of its clip at which it begins. */
  readonly begins: number;
  /** The second at which it stands before it plays. */
  readonly stands: number;
  /** When it was asked to play, and whether it does. */
  asked: number;
  runs: boolean;
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
  #slow = SLOW;

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
    const left = (seconds(this.#rate, run.frames.stop) - video.currentTime) / this.#speed;
    const ahead = this.#ahead.at(0);
    if (ahead !== undefined) {
      this.#meet(ahead, left);
    }
    // A seek to where the run begins may go on yet: then the time is that of before.
    if (!video.seeking && (left <= 0 || video.ended)) {
      this.#over(ahead);
    }
  }

  /** Have the next video begin in so many seconds: ask it in time, then let it hurry or dawdle unseen. */
  #meet(ahead: Ready, left: number): void {
    const { video } = ahead.deck;
    const due = (ahead.begins - video.currentTime) / this.#speed;
    if (ahead.asked === 0) {
      if (left <= due + this.#slow) {
        ahead.asked = performance.now();
        ahead.deck.play();
      }
      return;
    }
    if (!(ahead.runs || video.seeking) && video.currentTime > ahead.stands + MOVED) {
      ahead.runs = true;
      const took = (performance.now() - ahead.asked) / 1000;
      this.#slow = Math.min(SLOWEST, (this.#slow + took) / 2);
    }
    if (ahead.runs && left > 0) {
      video.playbackRate = this.#speed * clamp(due / left, SLOWLY, QUICKEST);
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
    video.playbackRate = this.#speed;
    this.#sound?.open(video, Math.max(0, ahead.begins - video.currentTime) / this.#speed);
    if (ahead.asked === 0) {
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
        const begins = seconds(this.#rate, run.frames.start);
        const stands = seconds(this.#rate, early + 0.5);
        deck.pause();
        deck.seek(early);
        deck.video.playbackRate = this.#speed;
        this.#ahead = [...this.#ahead, { number, deck, begins, stands, asked: 0, runs: false }];
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
