// What is looked at beside the video: a frame of a clip that is cut, or the one at an edge that is dragged.
import type { Range } from '../plan/types.ts';
import type { Store } from './store.ts';

/** `frames` is to be played from its start where it is not null. */
export interface Peek {
  readonly source: number;
  readonly frame: number;
  readonly frames: Range | null;
}

type Listener = (peek: Peek | null) => void;

export class Peeks {
  #now: Peek | null = null;
  #listeners: readonly Listener[] = [];

  get now(): Peek | null {
    return this.#now;
  }

  subscribe(listener: Listener): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((one) => one !== listener);
    };
  }

  look(source: number, frame: number): void {
    this.#set({ source, frame, frames: null });
  }

  play(source: number, frames: Range): void {
    this.#set({ source, frame: frames.start, frames });
  }

  /** Back to the video. */
  end(): void {
    if (this.#now !== null) {
      this.#set(null);
    }
  }

  #set(peek: Peek | null): void {
    this.#now = peek;
    for (const listener of this.#listeners) {
      listener(peek);
    }
  }
}

const all = new WeakMap<Store, Peeks>();

/** The one of a store, which player and timeline share; going anywhere in the video ends a look. */
export function peeksOf(store: Store): Peeks {
  const known = all.get(store);
  if (known !== undefined) {
    return known;
  }
  const made = new Peeks();
  all.set(store, made);
  store.subscribe((state, before) => {
    if (state.seeks !== before.seeks || (state.playing && !before.playing)) {
      made.end();
    }
  });
  return made;
}
