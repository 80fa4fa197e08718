// What is heard: the clips' own sound at the plan's gain, and the music under it with its ducking.
import { duration } from '../plan/placed.ts';
import type { Plan } from '../plan/types.ts';
import type { Beds } from './beds.ts';
import { type Bend, bends, ducked, factor, fade, shareAt } from './ducking.ts';
import type { State } from './store.ts';

/** Seconds in which a voice is faded in or out at a cut, so that it never clicks. */
const SEAM = 0.008;
/** Seconds by which music may be beside the picture before it is put right. */
const DRIFT = 0.12;

/** Where a plan's music is; empty where there is none, or none that is known. */
export function musicOf({ plan, document }: State): string {
  return document.beds.find((bed) => bed.music.track === plan.music?.track)?.url ?? '';
}

/** A piece of music that is being played: from which second of the video, at which second of the context. */
interface Playing {
  readonly node: AudioBufferSourceNode;
  readonly from: number;
  readonly at: number;
}

/** Made at the first press of play: before one, browsers let no page sound. */
export class Sound {
  readonly #context = new AudioContext({ latencyHint: 'interactive' });
  readonly #voice = this.#context.createGain();
  readonly #bed = this.#context.createGain();
  readonly #end = this.#context.createGain();
  readonly #voices = new Map<HTMLMediaElement, GainNode>();
  readonly #beds: Beds;
  #music: Playing | null = null;
  #plan: Plan | null = null;

  constructor(beds: Beds) {
    this.#beds = beds;
    this.#voice.connect(this.#context.destination);
    this.#bed.connect(this.#end).connect(this.#context.destination);
  }

  /** Have a video heard through here; silent until it is opened. */
  join(video: HTMLMediaElement): void {
    if (!this.#voices.has(video)) {
      const gain = this.#context.createGain();
      gain.gain.value = 0;
      this.#context.createMediaElementSource(video).connect(gain).connect(this.#voice);
      this.#voices.set(video, gain);
    }
    this.#context.resume().catch(() => undefined);
  }

  /** Let one video be heard and no other, after so many seconds. */
  open(video: HTMLMediaElement | null, after = 0): void {
    const now = this.#context.currentTime;
    for (const [one, { gain }] of this.#voices) {
      gain.cancelScheduledValues(now);
      gain.setTargetAtTime(one === video ? 1 : 0, now + (one === video ? after : 0), SEAM / 2);
    }
  }

  /** Hear this plan from now on; `address` is where its music is. */
  follow(plan: Plan, address: string): void {
    const before = this.#plan;
    this.#plan = plan;
    this.#voice.gain.setTargetAtTime(factor(plan.audio.gain), this.#context.currentTime, SEAM);
    if (plan.music === null || before?.music?.track !== plan.music.track) {
      this.quiet();
    }
    const same =
      before !== null &&
      before.music === plan.music &&
      before.audio === plan.audio &&
      before.segments === plan.segments;
    if (this.#music !== null && !same) {
      this.#shape(this.#second());
    }
    if (plan.music !== null) {
      this.#beds.bring(plan.music.track, address);
    }
  }

  /** The music is to be at a second of the video: begin it, or put it right where it is beside that. */
  at(second: number): void {
    const track = this.#beds.get(this.#plan?.music?.track ?? '');
    if (track === undefined) {
      return;
    }
    if (this.#music !== null && Math.abs(this.#second() - second) <= DRIFT) {
      return;
    }
    this.quiet();
    const node = this.#context.createBufferSource();
    node.buffer = track;
    node.loop = true;
    node.connect(this.#bed);
    node.start(0, second % track.duration);
    this.#music = { node, from: second, at: this.#context.currentTime };
    this.#shape(second);
  }

  /** No music. */
  quiet(): void {
    this.#music?.node.stop();
    this.#music = null;
  }

  /** The second of the video at which the music is. */
  #second(): number {
    const { from, at } = this.#music ?? { from: 0, at: this.#context.currentTime };
    return from + this.#context.currentTime - at;
  }

  /** How loud the music will be, from a second of the video on. */
  #shape(from: number): void {
    const plan = this.#plan;
    if (plan === null || plan.music === null) {
      return;
    }
    const { music } = plan;
    const now = this.#context.currentTime;
    const list = music.duck === 0 ? [] : bends(plan.audio.speech, plan.canvas.rate);
    const { gain } = this.#bed;
    gain.cancelScheduledValues(now);
    gain.setValueAtTime(ducked(music, shareAt(list, from)), now);
    for (const { at, share } of list.filter((bend: Bend) => bend.at > from)) {
      gain.exponentialRampToValueAtTime(ducked(music, share), now + at - from);
    }
    const [start, stop] = fade(plan, duration(plan));
    const end = this.#end.gain;
    end.cancelScheduledValues(now);
    end.setValueAtTime(from < start ? 1 : Math.max(0, (stop - from) / (stop - start)), now);
    end.setValueAtTime(
      from < start ? 1 : Math.max(0, (stop - from) / (stop - start)),
      Math.max(now, now + start - from),
    );
    end.linearRampToValueAtTime(0, Math.max(now, now + stop - from));
  }
}
