// Puts the studio together on its page: opens the draft, shows its parts, and joins them.
import { html, render } from 'lit-html';
import { Deciding } from './deciding.ts';
import { Dialog } from './dialog.ts';
import { Find } from './find.ts';
import { type Held, holdDraft } from './holding.ts';
import { Keeper } from './keeping.ts';
import { List } from './list.ts';
import { Meeting } from './meeting.ts';
import { newerOf, openDraft } from './opening.ts';
import { cardPanel } from './panels/card.ts';
import { coverPanel } from './panels/cover.ts';
import { cutsPanel } from './panels/cuts.ts';
import { flagsPanel, openFlags } from './panels/flags.ts';
import { musicPanel } from './panels/music.ts';
import type { Desk } from './panels/panel.ts';
import { versionsPanel } from './panels/versions.ts';
import { mountPlayer } from './player.ts';
import { type Service, serviceOf } from './service.ts';
import { type Acts, bar, linesHead, skeleton, tabs, told } from './shell.ts';
import { keysTable, listen } from './shortcuts.ts';
import type { Store } from './store.ts';
import { mountTimeline } from './timeline.ts';
import { Away, Problem } from './trouble.ts';
import { sourceOf, watchNews } from './waiting.ts';
import { type Facts, readFacts, say } from './words.ts';

/** Milliseconds that a sentence about what happened stays. */
const READ = 8000;

/** Show the studio in an element; where it can't be, the plain page stays. */
export async function begin(root: HTMLElement): Promise<void> {
  const facts = readFacts(document);
  const service = serviceOf(facts);
  const { store, newer } = await openDraft(service, localStorage);
  // The plain page says the same: nobody is to find all of it twice.
  document.getElementById('plain')?.remove();
  document.documentElement.classList.add('in-studio');
  skeleton(root);
  const studio = new Studio(root, facts, service, store);
  if (newer !== null) {
    await studio.meet(newer, false);
  }
}

function part(name: string): HTMLElement {
  const found = document.getElementById(`studio-${name}`);
  if (found === null) {
    throw new Error(name);
  }
  return found;
}

class Studio {
  readonly #facts: Facts;
  readonly #service: Service;
  readonly #store: Store;
  readonly #keeper: Keeper;
  readonly #list: List;
  readonly #find: Find;
  readonly #deciding: Deciding;
  readonly #meeting: Meeting;
  readonly #window: Dialog;
  readonly #have: (takeOver: boolean) => Promise<void>;
  readonly #panels;
  readonly #acts: Acts;
  #panel: string;
  #beside = -1;
  #held: Held = { by: 'me', sentence: '' };
  #sentence = '';
  #saying: ReturnType<typeof setTimeout> | undefined;
  #drawn: boolean;
  #leaving: boolean;

  constructor(root: HTMLElement, facts: Facts, service: Service, store: Store) {
    this.#facts = facts;
    this.#service = service;
    this.#store = store;
    this.#leaving = false;
    this.#drawn = true;
    const desk: Desk = {
      store,
      service,
      refresh: () => this.#refresh(),
      attempt: (act) => this.#attempt(act),
      enter: (number, start, stop) => this.#list.enter(number, start, stop),
      ask: (words) => this.#deciding.ask('ask', words),
      redraw: () => this.#soon(),
    };
    this.#keeper = new Keeper(store, service, localStorage);
    this.#list = new List(part('list'), store);
    this.#find = new Find(part('find'), store, this.#list);
    this.#deciding = new Deciding(root, desk, (address) => this.#leave(address));
    this.#meeting = new Meeting(root, desk, this.#keeper, (sentence) => this.#tell(sentence));
    this.#window = new Dialog(root, 'window');
    this.#panels = [
      flagsPanel(desk),
      cutsPanel(desk),
      cardPanel(desk),
      musicPanel(desk),
      coverPanel(desk),
      versionsPanel(desk, (number) => this.#bringBack(number)),
    ];
    this.#panel = openFlags(store.state).length > 0 ? 'flags' : 'cuts';
    this.#acts = {
      undo: () => store.undo(),
      redo: () => store.redo(),
      save: () => this.#save(),
      find: () => this.#find.show(),
      watch: () => this.#watch(),
      keys: () => this.#window.show(say('keys'), keysTable()),
      takeOver: () => this.#takeOver(),
      ask: (kind) => this.#deciding.ask(kind),
      approve: () => this.#deciding.approve(),
      queue: facts.queue,
    };
    mountPlayer(part('player'), store);
    mountTimeline(part('timeline'), store);
    this.#have = holdDraft(service, (held) => this.#heldBy(held));
    this.#follow();
    this.#draw();
    if (store.state.document.may.save || store.state.document.may.decide) {
      this.#have(false);
    }
  }

  meet(...all: Parameters<Meeting['meet']>): Promise<void> {
    return this.#meeting.meet(...all);
  }

  #follow(): void {
    this.#store.subscribe((state, before) => {
      if (
        state.plan !== before.plan ||
        state.document !== before.document ||
        state.notice !== before.notice
      ) {
        this.#soon();
      }
      if (before.document.drawn.working && !state.document.drawn.working) {
        // What may be done with a draft hangs on whether it is drawn.
        this.#attempt(() => this.#refresh());
      }
    });
    this.#keeper.subscribe(() => this.#soon());
    watchNews(this.#store, sourceOf(this.#facts.address, this.#facts.csrf), () => this.#othersSaved());
    addEventListener('online', () => this.#keeper.again());
    addEventListener('pagehide', () => this.#keeper.shelve());
    addEventListener('beforeunload', (event) => {
      if (!(this.#leaving || this.#keeper.clean)) {
        this.#keeper.shelve();
        event.preventDefault();
      }
    });
    listen({
      ...this.#acts,
      play: () => this.#store.play(!this.#store.state.playing),
      add: () => this.#list.add(),
      ask: () => this.#decides() && this.#deciding.ask('ask'),
      approve: () => this.#decides() && this.#deciding.approve(),
    });
  }

  #decides(): boolean {
    return this.#store.state.document.may.decide && this.#held.by !== 'other';
  }

  /** Draw once for all that happens in one task. */
  #soon(): void {
    if (this.#drawn) {
      this.#drawn = false;
      queueMicrotask(() => this.#draw());
    }
  }

  #draw(): void {
    this.#drawn = true;
    const { state } = this.#store;
    render(bar(state, this.#keeper, this.#held, this.#acts), part('bar'));
    render(told(state, this.#keeper, this.#held, this.#sentence, this.#acts), part('told'));
    const show = (which: number) => {
      this.#beside = which;
      this.#list.beside(which);
      this.#soon();
    };
    render(linesHead(state, this.#store, this.#beside, show), part('lines-head'));
    const choose = (key: string) => {
      this.#panel = key;
      this.#draw();
    };
    render(tabs(state, this.#panels, this.#panel, choose), part('panels'));
  }

  #tell(sentence: string): void {
    clearTimeout(this.#saying);
    this.#sentence = sentence;
    this.#saying = setTimeout(() => {
      this.#sentence = '';
      this.#soon();
    }, READ);
    this.#soon();
  }

  #heldBy(held: Held): void {
    const changed = held.by !== this.#held.by && held.by !== 'unknown';
    this.#held = held;
    this.#soon();
    if (changed) {
      this.#attempt(() => this.#refresh());
    }
  }

  async #takeOver(): Promise<void> {
    await this.#have(true);
    await this.#attempt(() => this.#refresh());
  }

  async #refresh(): Promise<void> {
    const document = await this.#service.document();
    if (document.number === this.#store.state.base) {
      this.#store.refreshed(document);
    } else {
      await this.#meeting.meet(newerOf(document), false);
    }
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (error instanceof Problem) {
        this.#tell(error.message);
      } else if (error instanceof Away) {
        this.#tell(say('away'));
      } else {
        throw error;
      }
    }
  }

  async #save(): Promise<void> {
    const saved = await this.#keeper.save();
    const { newer } = this.#keeper.keeping;
    if (newer !== null) {
      await this.#meeting.meet(newer, true);
    } else if (saved) {
      await this.#attempt(() => this.#refresh());
    }
  }

  /** Somebody else's version was heard of: what is unsaved here waits until it is saved. */
  async #othersSaved(): Promise<void> {
    await this.#attempt(() => this.#refresh());
  }

  async #bringBack(number: number): Promise<void> {
    await this.#attempt(async () => {
      const { state } = this.#store;
      const { product } = state.document;
      const saved = await this.#service.back({ base: state.base, product: product.version, number });
      this.#store.moved(
        { number: saved.number, plan: saved.plan, product: saved.product },
        saved.plan,
        'brought_back',
      );
      this.#tell(say('is_back', { number }));
      await this.#refresh();
    });
  }

  #watch(): void {
    const { drawn, product } = this.#store.state.document;
    this.#store.play(false);
    this.#window.show(
      say('watch'),
      html`<video class="drawn" controls autoplay playsinline src=${drawn.video} poster=${drawn.poster} aria-label=${product.name}></video>`,
    );
  }

  #leave(address: string): void {
    this.#leaving = true;
    location.assign(address);
  }
}
