// Nothing is lost: what is changed is kept at the service as one's own unsaved copy soon after each change,
// in this browser while there is no network, and leaving the page with unsaved work asks.
import type { Plan } from '../plan/types.ts';
import type { Service } from './service.ts';
import { type Store, savable, unsaved } from './store.ts';
import { Away, Problem } from './trouble.ts';
import type { Newer, Saved, Working } from './types.ts';

/**
 * Where one's work is: `saved` as a version; `changed` here only, just now; `kept` as a copy at the
 * service; `away` in this browser, since the service can't be reached; `saving`; `refused`: see `sentence`.
 */
export interface Keeping {
  readonly where: 'saved' | 'changed' | 'kept' | 'away' | 'saving' | 'refused';
  readonly sentence: string;
  /** The version that somebody else has saved meanwhile, until both are brought together. */
  readonly newer: Newer | null;
}

/** Where a copy stays without the service: the browser's localStorage, or a test's. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Milliseconds after the last change at which it is kept, and between tries to reach the service. */
const PAUSE = 800;
const TRY_AGAIN = 3000;

export class Keeper {
  readonly #store: Store;
  readonly #service: Service;
  readonly #shelf: Shelf;
  readonly #name: string;
  readonly #listeners: ((keeping: Keeping) => void)[] = [];
  #keeping: Keeping = { where: 'saved', sentence: '', newer: null };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> | null = null;
  #kept: Plan | null = null;
  #wanted: boolean;
  /** Whether a version is being made: one at a time, or one's own would look like somebody else's. */
  #making: boolean;

  constructor(store: Store, service: Service, shelf: Shelf) {
    this.#store = store;
    this.#service = service;
    this.#shelf = shelf;
    this.#wanted = false;
    this.#making = false;
    this.#name = shelfName(store.state.document.clip);
    store.subscribe((state, before) => {
      if (state.history.now.state !== before.history.now.state || state.saved !== before.saved) {
        this.#changed();
      }
    });
    if (unsaved(store.state)) {
      this.#kept = store.state.plan;
      this.#changed();
    }
  }

  get keeping(): Keeping {
    return this.#keeping;
  }

  subscribe(listener: (keeping: Keeping) => void): void {
    this.#listeners.push(listener);
  }

  /** Whether leaving now could lose something: an unsaved copy at the service does not. */
  get atRisk(): boolean {
    return unsaved(this.#store.state) && this.#keeping.where !== 'kept';
  }

  /** Whether all that is shown is a version. */
  get clean(): boolean {
    return !unsaved(this.#store.state);
  }

  /** Make a version of what is shown. While the service is away, this is done once it is back. */
  async save(): Promise<boolean> {
    this.#wanted = false;
    const { state } = this.#store;
    if (this.#making || !savable(state)) {
      this.#wanted = this.#making;
      return !savable(state);
    }
    this.#making = true;
    const plan = state.history.now.state;
    this.#say({ where: 'saving', sentence: '' });
    clearTimeout(this.#timer);
    await this.#sending;
    try {
      const body = { base: state.base, product: state.document.product.version, plan };
      this.took(await this.#service.save(body), plan);
      return true;
    } catch (error) {
      this.#making = false;
      this.#failed(error, true);
      return false;
    }
  }

  /** A version was made of what was sent. */
  took(saved: Saved, sent: Plan): void {
    this.#making = false;
    this.#shelf.removeItem(this.#name);
    this.#keeping = { where: 'saved', sentence: '', newer: null };
    this.#store.kept(saved, sent);
    this.#changed();
  }

  /** The other version is dealt with: what is shown now is made from it. */
  settled(): void {
    this.#keeping = { ...this.#keeping, sentence: '', newer: null };
    this.#changed();
  }

  /** Somebody else's version was found, and has to be dealt with before one's own is saved. */
  met(newer: Newer): void {
    this.#say({ newer });
  }

  /** The network is back, perhaps: try at once. */
  again(): void {
    if (this.#keeping.where === 'away') {
      this.#later(0);
    }
  }

  /** Put what is not kept yet into this browser: the page is about to go. */
  shelve(): void {
    const { state } = this.#store;
    if (this.atRisk) {
      this.#toShelf({ base: state.base, plan: state.history.now.state, at: this.#service.now() });
    }
  }

  #changed(): void {
    if (this.clean) {
      this.#wanted = false;
      clearTimeout(this.#timer);
      this.#shelf.removeItem(this.#name);
      if (this.#kept !== null) {
        this.#kept = null;
        this.#forget();
      }
      this.#say({ where: 'saved', sentence: '' });
      return;
    }
    this.#say({ where: this.#keeping.where === 'away' ? 'away' : 'changed', sentence: '' });
    this.#later(PAUSE);
  }

  #later(pause: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#sending !== null) {
        // On a slow network the later copy could come first, and the earlier one would stay.
        this.#later(PAUSE);
        return;
      }
      this.#sending = this.#keep().finally(() => {
        this.#sending = null;
      });
    }, pause);
  }

  async #keep(): Promise<void> {
    const { state } = this.#store;
    const plan = state.history.now.state;
    if (this.#making) {
      return; // what is changed while a version is made is kept after that
    }
    if (this.#wanted) {
      await this.save();
      return;
    }
    if (this.clean) {
      return;
    }
    const working: Working = { base: state.base, plan, at: 0 };
    try {
      await this.#service.keep(working);
      this.#kept = plan;
      this.#shelf.removeItem(this.#name);
      const now = this.#store.state.history.now.state;
      if (now === plan && !this.clean && !this.#making) {
        this.#say({ where: 'kept' });
      }
    } catch (error) {
      this.#toShelf({ ...working, at: this.#service.now() });
      this.#failed(error, false);
    }
  }

  #failed(error: unknown, wanted: boolean): void {
    if (error instanceof Away) {
      this.#wanted = wanted || this.#wanted;
      this.shelve();
      this.#say({ where: 'away', sentence: '' });
      this.#later(TRY_AGAIN);
    } else if (error instanceof Problem) {
      this.#say({ where: 'refused', sentence: error.message, newer: error.newer ?? this.#keeping.newer });
      if (wanted) {
        this.#later(PAUSE); // no version, but a copy
      }
    } else {
      throw error;
    }
  }

  #forget(): void {
    this.#service.forget().catch((error: unknown) => {
      if (!(error instanceof Away || error instanceof Problem)) {
        throw error;
      }
    });
  }

  #toShelf(working: Working): void {
    try {
      this.#shelf.setItem(this.#name, JSON.stringify(working));
    } catch {
      // A full or forbidden store: the copy at the service, and the question on leaving, remain.
    }
  }

  #say(change: Partial<Keeping>): void {
    this.#keeping = { ...this.#keeping, ...change };
    for (const listener of this.#listeners) {
      listener(this.#keeping);
    }
  }
}

function shelfName(clip: string): string {
  return `studio-${clip}`;
}

/** One's unsaved copy: the later one of that at the service and that in this browser. */
export function workingOf(clip: string, there: Working | null, shelf: Shelf): Working | null {
  const here = shelved(clip, shelf);
  return here !== null && here.at > (there?.at ?? 0) ? here : there;
}

function shelved(clip: string, shelf: Shelf): Working | null {
  try {
    return JSON.parse(shelf.getItem(shelfName(clip)) ?? 'null') as Working | null;
  } catch {
    return null;
  }
}
