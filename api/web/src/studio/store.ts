// The editor's state: the plan with undo and redo, what is selected, and where one is in the video.
//
// Listeners are called at once, in the order in which they came, so that a keystroke is on the
// picture in the same task. They get the state and the one before, and compare what they need by `===`:
// whatever did not change is the same object.
import type { Edge, Reason } from '../plan/cuts.ts';
import { begun, done, type History, redone, undone } from '../plan/history.ts';
import { duration } from '../plan/placed.ts';
import { type Fact, Refused } from '../plan/refused.ts';
import { clamp } from '../plan/time.ts';
import type { Plan, Range } from '../plan/types.ts';
import type { Saved, StudioDocument } from './types.ts';

/** What a person has in hand; `number` counts in the plan as it is shown. */
export type Selection =
  | { readonly kind: 'none' }
  | { readonly kind: 'cue'; readonly number: number }
  | { readonly kind: 'card'; readonly number: number }
  | { readonly kind: 'edge'; readonly segment: number; readonly edge: Edge }
  | { readonly kind: 'cut'; readonly source: number; readonly frames: Range };

/** Why something could not be done, once; `times` differs for the same fact said again. */
export interface Notice {
  readonly fact: Fact;
  readonly times: number;
}

/** A version of the plan that somebody saved, and the version of the product if that is known. */
export interface Version {
  readonly number: number;
  readonly plan: Plan;
  readonly product?: number;
}

export interface State {
  /** All that came from the server; `plan` in it is the version `base`. */
  readonly document: StudioDocument;
  /** What is shown: the plan in the history, or what a drag that is going on would make of it. */
  readonly plan: Plan;
  readonly history: History<Plan>;
  /** The version that was opened or saved last, and the plan that it is. */
  readonly base: number;
  readonly saved: Plan;
  /** The frame of the video that is shown, from 0. */
  readonly playhead: number;
  /** How often somebody asked to go to a frame: the player goes there when this changes. */
  readonly seeks: number;
  /** Whether the video is to play; the player follows it. */
  readonly playing: boolean;
  readonly selection: Selection;
  readonly notice: Notice | null;
}

export type Listener = (state: State, before: State) => void;

export interface Store {
  /** The state now. */
  readonly state: State;
  /** Call the listener after each change; returns what ends that. */
  subscribe: (listener: Listener) => () => void;
  /**
   * Do something to the plan: one step to undo. `what` is the name of a sentence (words.ts), `key`
   * names the field or handle, so that typing and nudging are one step. Returns whether it could be
   * done: what throws Refused changes nothing and is said in `notice`, and who may not save changes nothing.
   */
  change: (what: string, make: (plan: Plan) => Plan, key?: string) => boolean;
  /**
   * Show what a drag would make of the plan in the history (not of what was shown before); nothing is
   * recorded. `change` and `drop` end it. What throws Refused leaves what is shown.
   */
  preview: (make: (plan: Plan) => Plan) => void;
  drop: () => void;
  undo: () => void;
  redo: () => void;
  /** Go to a frame of the video: within it, whole. */
  seek: (frame: number) => void;
  /** The player says which frame it shows while it plays; nobody is sent anywhere. */
  shown: (frame: number) => void;
  play: (playing: boolean) => void;
  select: (selection: Selection) => void;
  /** A version was saved: what was changed since it was sent stays as steps after it. */
  kept: (saved: Saved, sent: Plan) => void;
  /** Another version counts now; one goes on from `plan`, which is a step that can be undone. */
  moved: (newer: Version, plan: Plan, what: string) => void;
  /** Newer facts from the server (media, flags, versions ...): never the plan. */
  refreshed: (document: StudioDocument) => void;
}

export const NOTHING: Selection = { kind: 'none' };

/** The store of a document as it was opened; `plan` is where one goes on, such as one's unsaved copy. */
export function createStore(document: StudioDocument, plan: Plan = document.plan): Store {
  return new Held(document, plan);
}

/** Whether there is something to be saved. A drag that goes on does not count. */
export function unsaved(state: State): boolean {
  return state.history.now.state !== state.saved;
}

/** Whether saving makes a version: of what was changed here, or since the product says something else. */
export function savable(state: State): boolean {
  return unsaved(state) || state.document.card.outdated;
}

/** The document's reasons of cuts, as plan/cuts.ts takes them. */
export function reasonsOf(state: State): readonly Reason[] {
  return state.document.reasons;
}

class Held implements Store {
  #state: State;
  #listeners: readonly Listener[] = [];

  constructor(document: StudioDocument, plan: Plan) {
    const opened = begun(document.plan);
    const history = done(opened, plan, 'working', 0);
    this.#state = {
      document,
      plan,
      history,
      base: document.number,
      saved: document.plan,
      playhead: 0,
      seeks: 0,
      playing: false,
      selection: NOTHING,
      notice: null,
    };
  }

  get state(): State {
    return this.#state;
  }

  subscribe(listener: Listener): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((one) => one !== listener);
    };
  }

  change(what: string, make: (plan: Plan) => Plan, key = ''): boolean {
    const { history } = this.#state;
    const plan = this.#made(make);
    if (plan === null) {
      return false;
    }
    this.#show(done(history, plan, what, Date.now(), key));
    return true;
  }

  preview(make: (plan: Plan) => Plan): void {
    const plan = this.#made(make);
    if (plan !== null) {
      this.#set({ plan });
    }
  }

  drop(): void {
    this.#set({ plan: this.#state.history.now.state });
  }

  undo(): void {
    this.#show(undone(this.#state.history));
  }

  redo(): void {
    this.#show(redone(this.#state.history));
  }

  seek(frame: number): void {
    const { plan, seeks } = this.#state;
    this.#set({ playhead: within(plan, frame), seeks: seeks + 1 });
  }

  shown(frame: number): void {
    this.#set({ playhead: within(this.#state.plan, frame) });
  }

  play(playing: boolean): void {
    this.#set({ playing });
  }

  select(selection: Selection): void {
    this.#set({ selection });
  }

  kept(saved: Saved, sent: Plan): void {
    const { document, history } = this.#state;
    const { number, plan, card, product } = saved;
    const newer = { ...document, number, plan, card, product: { ...document.product, version: product } };
    // The server may have made something else of what was sent: cards say what the product says.
    const now = history.now.state === sent ? replacedNow(history, plan) : history;
    this.#set({ document: newer, base: number, saved: plan, history: now, plan: now.now.state });
  }

  moved(newer: Version, plan: Plan, what: string): void {
    const { document, history } = this.#state;
    const { number, plan: saved, product = document.product.version } = newer;
    const facts = { ...document, number, plan: saved, product: { ...document.product, version: product } };
    const now = done(history, plan, what, Date.now());
    this.#set({ document: facts, base: number, saved, history: now, plan: now.now.state, notice: null });
  }

  refreshed(document: StudioDocument): void {
    const { base, saved } = this.#state;
    // The plan and its version come only with `kept` and `moved`: facts beside them may be newer.
    this.#set({ document: { ...document, number: base, plan: saved } });
  }

  #made(make: (plan: Plan) => Plan): Plan | null {
    if (!this.#state.document.may.save) {
      return null;
    }
    try {
      return make(this.#state.history.now.state);
    } catch (error) {
      if (!(error instanceof Refused)) {
        throw error;
      }
      this.#set({ notice: { fact: error.fact, times: (this.#state.notice?.times ?? 0) + 1 } });
      return null;
    }
  }

  #show(history: History<Plan>): void {
    this.#set({ history, plan: history.now.state, notice: null });
  }

  #set(change: Partial<State>): void {
    const before = this.#state;
    const after = fitting({ ...before, ...change });
    if (same(before, after)) {
      return;
    }
    this.#state = after;
    for (const listener of this.#listeners) {
      listener(after, before);
    }
  }
}

function same(one: State, other: State): boolean {
  return (Object.keys(one) as (keyof State)[]).every((key) => one[key] === other[key]);
}

/** The state with a playhead within the video, and a selection of what there is. */
function fitting(state: State): State {
  const playhead = within(state.plan, state.playhead);
  const selection = there(state.plan, state.selection) ? state.selection : NOTHING;
  return { ...state, playhead, selection };
}

function within(plan: Plan, frame: number): number {
  return clamp(Math.round(frame), 0, Math.max(0, duration(plan) - 1));
}

function there(plan: Plan, selection: Selection): boolean {
  switch (selection.kind) {
    case 'cue':
      return selection.number < plan.cues.length;
    case 'card':
      return selection.number < plan.cards.length;
    case 'edge':
      return selection.segment < plan.segments.length;
    default:
      return true;
  }
}

/** The history whose last step is another plan; what was taken back is gone with it. */
function replacedNow(history: History<Plan>, plan: Plan): History<Plan> {
  return { ...history, now: { ...history.now, state: plan, key: '' } };
}
