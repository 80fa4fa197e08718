// One video element of a clip's proxy, and the way to its frames.
import { seconds } from '../plan/time.ts';
import type { Rate } from '../plan/types.ts';

/** A frame's time as a player says it may be a little early, as container clocks round. */
const SLACK = 0.05;

export interface Heard {
  /** It has come to a frame that was asked for, or to one on the way there. */
  readonly stood: (deck: Deck, frame: number) => void;
  /** It presents a frame while it plays; asked for by `ask` where browsers don't say. */
  readonly presented: (deck: Deck, frame: number) => void;
}

export class Deck {
  readonly video: HTMLVideoElement;
  readonly #rate: Rate;
  readonly #heard: Heard;
  #source = -1;
  /** The frame that was asked for, and the one to go to when the seek that goes on is done. */
  #asked = 0;
  #next: number | null = null;

  constructor(document: Document, rate: Rate, heard: Heard) {
    this.#rate = rate;
    this.#heard = heard;
    this.video = document.createElement('video');
    this.video.preload = 'auto';
    this.video.playsInline = true;
    this.video.disableRemotePlayback = true;
    const stood = () => this.#stood();
    this.video.addEventListener('seeked', stood);
    this.video.addEventListener('loadeddata', stood);
    if (presents(this.video)) {
      this.#watch();
    }
  }

  /** The number of the clip; -1 before there is one. */
  get source(): number {
    return this.#source;
  }

  /** The frame of the clip that is on show. */
  get frame(): number {
    return this.#frameAt(this.video.currentTime);
  }

  /** Whether the frame can be drawn at once. */
  stands(frame: number): boolean {
    const { video } = this;
    const still =
      this.#next === null && !video.seeking && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    return still && this.frame === frame;
  }

  load(source: number, address: string, speed: number): void {
    this.#source = source;
    this.#next = null;
    this.video.src = address;
    this.video.defaultPlaybackRate = speed;
    this.video.playbackRate = speed;
  }

  /** Go to a frame; while another seek goes on only the last wish counts. */
  seek(frame: number): void {
    if (this.video.seeking) {
      this.#next = frame;
      return;
    }
    this.#next = null;
    this.#asked = frame;
    // Its middle: whichever way times are rounded, that frame is on show then.
    this.video.currentTime = seconds(this.#rate, frame + 0.5);
  }

  play(): void {
    // Refused before a person did anything, or by a pause that came at once: the next press plays.
    this.video.play().catch(() => undefined);
  }

  pause(): void {
    this.video.pause();
  }

  /** Say what is on show, in browsers that don't by themselves. */
  ask(): void {
    if (!presents(this.video)) {
      this.#heard.presented(this, this.frame);
    }
  }

  end(): void {
    this.video.removeAttribute('src');
    this.video.load();
  }

  #stood(): void {
    if (!this.video.seeking) {
      this.#heard.stood(this, this.#asked);
      if (this.#next !== null) {
        this.seek(this.#next);
      }
    }
  }

  #watch(): void {
    this.video.requestVideoFrameCallback((_now, { mediaTime }) => {
      this.#heard.presented(this, this.#frameAt(mediaTime));
      this.#watch();
    });
  }

  #frameAt(time: number): number {
    const { numerator, denominator } = this.#rate;
    return Math.max(0, Math.floor((time * numerator) / denominator + SLACK));
  }
}

/** Whether a browser says when it shows which frame; those that don't are asked often. */
function presents(video: HTMLVideoElement): boolean {
  return typeof video.requestVideoFrameCallback === 'function';
}
