// Undo and redo: plans one after the other. Typing in one field is one step.

/** A state, what was done to come to it, and when; `key` names the field or the handle that was used. */
export interface Step<T> {
  readonly state: T;
  readonly what: string;
  readonly key: string;
  readonly at: number;
}

/** What was, oldest first; what is; what was taken back, the next to be done again first. */
export interface History<T> {
  readonly past: readonly Step<T>[];
  readonly now: Step<T>;
  readonly future: readonly Step<T>[];
}

/** Milliseconds without a key after which typing goes on as another step. */
const PAUSE = 1000;
/** Steps that are kept; a plan is a few hundred references, most of them shared with the plan before. */
const MOST = 500;

export function begun<T>(state: T): History<T> {
  return { past: [], now: { state, what: '', key: '', at: 0 }, future: [] };
}

/**
 * The history with one more state. With the same `key` as the step before, and soon after it, it takes
 * that step's place; an empty key never does. A state that is the one there is no step.
 */
export function done<T>(history: History<T>, state: T, what: string, at: number, key = ''): History<T> {
  const { past, now } = history;
  if (state === now.state) {
    return history;
  }
  const next = { state, what, key, at };
  if (key !== '' && key === now.key && at - now.at < PAUSE && history.future.length === 0) {
    return { past, now: next, future: [] };
  }
  return { past: [...past, now].slice(-MOST), now: next, future: [] };
}

/** The history one step earlier; as it is where there is no earlier step. */
export function undone<T>({ past, now, future }: History<T>): History<T> {
  const before = past.at(-1);
  return before === undefined
    ? { past, now, future }
    : { past: past.slice(0, -1), now: closedStep(before), future: [now, ...future] };
}

/** The history with the step that was taken back last done again; as it is where there is none. */
export function redone<T>({ past, now, future }: History<T>): History<T> {
  const [after, ...rest] = future;
  return after === undefined
    ? { past, now, future }
    : { past: [...past, now], now: closedStep(after), future: rest };
}

/** A step that no later typing is added to. */
function closedStep<T>(step: Step<T>): Step<T> {
  return { ...step, key: '' };
}
