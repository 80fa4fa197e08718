// Waits for what is made while somebody edits: the clip's small copies, and the draft of what was saved.
import type { State, Store } from './store.ts';
import type { News, StudioDocument } from './types.ts';

/** Whom to ask: `want` has the copies made before others. */
export interface Source {
  readonly news: () => Promise<News>;
  readonly want: () => Promise<void>;
}

/** The browser, as far as waiting goes: `later` returns what takes it back. */
export interface Clock {
  readonly later: (todo: () => void, milliseconds: number) => () => void;
  /** Whether anybody can see the page. */
  readonly seen: () => boolean;
}

/** Between two questions while something is being made, and while nothing is. */
const SOON = 250;
const SELDOM = 5000;
const ENDED = -1;
const UNDRAWN = { ready: false, working: true, video: '', poster: '' };

const BROWSER: Clock = {
  later: (todo, milliseconds) => {
    const timer = setTimeout(todo, milliseconds);
    return () => clearTimeout(timer);
  },
  seen: () => document.visibilityState === 'visible',
};

/** What a page asks for its draft; `address` is /studio/<clip>. */
export function sourceOf(address: string, csrf: string): Source {
  const ask = async (path: string, method: string): Promise<Response> => {
    const headers = { accept: 'application/json', 'x-csrf-token': csrf };
    const answer = await fetch(`${address}/${path}`, { method, credentials: 'same-origin', headers });
    if (!answer.ok) {
      throw new Error(`${path}: ${answer.status}`);
    }
    return answer;
  };
  return {
    news: async () => (await (await ask('news.json', 'GET')).json()) as News,
    want: async () => {
      await ask('media', 'POST');
    },
  };
}

/** Whether something is being made that the page waits for. */
export function waits({ media, drawn }: Pick<News, 'media' | 'drawn'>): boolean {
  return !media.ready || drawn.working || !drawn.ready;
}

/** The document with the news in it: itself where there are none. */
export function withNews(document: StudioDocument, { drawn, media, covers }: News): StudioDocument {
  const before = JSON.stringify([document.drawn, document.media, document.covers]);
  return before === JSON.stringify([drawn, media, covers]) ? document : { ...document, drawn, media, covers };
}

/**
 * Keep the store's facts of media and draft true until the returned function is called. `newer` is told
 * once of each version that is newer than the one that the page has. What can't be asked now is asked
 * later: a network that is away is none of our business.
 */
export function watchNews(
  store: Store,
  source: Source,
  newer: (number: number) => void = () => undefined,
  clock: Clock = BROWSER,
): () => void {
  return new Watch(store, source, newer, clock).begin();
}

class Watch {
  readonly #store: Store;
  readonly #source: Source;
  readonly #newer: (number: number) => void;
  readonly #clock: Clock;
  #cancel: () => void = () => undefined;
  #wants = 0;
  #told = 0;
  /** Counts the questions, since an answer that another question overtook is no news; below 0 at the end. */
  #asked = 0;

  constructor(store: Store, source: Source, newer: (number: number) => void, clock: Clock) {
    this.#store = store;
    this.#source = source;
    this.#newer = newer;
    this.#clock = clock;
  }

  begin(): () => void {
    const unsubscribe = this.#store.subscribe((state, before) => this.#saved(state, before));
    this.#next(waits(this.#store.state.document) ? 0 : SELDOM);
    return () => {
      this.#asked = ENDED;
      unsubscribe();
      this.#cancel();
    };
  }

  /** What was just saved is not drawn yet, whatever was known of the version before: ask now, and then often. */
  #saved(state: State, before: State): void {
    if (state.base !== before.base) {
      this.#next(0);
      queueMicrotask(() => this.#store.refreshed({ ...this.#store.state.document, drawn: UNDRAWN }));
    }
  }

  #next(milliseconds: number): void {
    if (this.#asked < 0) {
      return;
    }
    this.#cancel();
    this.#asked += 1;
    const number = this.#asked;
    this.#cancel = this.#clock.later(() => {
      this.#ask(number).catch(() => this.#again(number, SELDOM));
    }, milliseconds);
  }

  async #ask(number: number): Promise<void> {
    if (!this.#clock.seen()) {
      this.#again(number, SELDOM);
      return;
    }
    if (!(this.#wants > 0 || this.#store.state.document.media.ready)) {
      await this.#source.want();
      this.#wants += 1;
    }
    const news = await this.#source.news();
    if (number === this.#asked) {
      this.#take(news);
      this.#again(number, waits(news) ? SOON : SELDOM);
    }
  }

  /** Ask again, unless somebody else has seen to that meanwhile. */
  #again(number: number, milliseconds: number): void {
    if (number === this.#asked) {
      this.#next(milliseconds);
    }
  }

  #take(news: News): void {
    const { document, base } = this.#store.state;
    const after = withNews(document, news);
    if (news.number > base) {
      if (news.number !== this.#told) {
        this.#told = news.number;
        this.#newer(news.number);
      }
      return; // what was drawn is another's version
    }
    if (after !== document) {
      this.#store.refreshed(after);
    }
  }
}
