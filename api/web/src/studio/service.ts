// What the page asks the service. Answers are as they are typed; what it refuses comes as Problem.
import type { Plan } from '../plan/types.ts';
import { Away, Problem } from './trouble.ts';
import type { BringBack, Comparison, Newer, Save, Saved, StudioDocument, Working } from './types.ts';
import type { Facts } from './words.ts';

/** A decision: what is asked or refused, why, and the frame of the video that is meant (-1: all of it). */
export interface Refusal {
  readonly number: number;
  readonly reason: string;
  readonly words: string;
  readonly frame: number;
}

/** Where to go on after a decision. */
export interface Next {
  readonly next: string;
}

/** One's lease: to be renewed every so many milliseconds. */
export interface Hold {
  readonly until: number;
  readonly renew: number;
}

export interface FlagAnswer {
  readonly answer: string;
  readonly words: string;
}

export interface Service {
  /** The time at the service, in ms since 1970: this machine's own clock may be wrong by hours. */
  readonly now: () => number;
  readonly document: () => Promise<StudioDocument>;
  readonly save: (body: Save) => Promise<Saved>;
  readonly keep: (body: Working) => Promise<void>;
  readonly forget: () => Promise<void>;
  readonly back: (body: BringBack) => Promise<Saved>;
  readonly compare: (one: number, other: number) => Promise<Comparison>;
  readonly version: (number: number) => Promise<Plan>;
  readonly approve: (number: number) => Promise<Next>;
  readonly ask: (refusal: Refusal) => Promise<Next>;
  readonly reject: (refusal: Refusal) => Promise<Next>;
  /** Have the draft, or have it longer; refused where somebody else has it. */
  readonly hold: (takeOver: boolean) => Promise<Hold>;
  readonly release: () => Promise<void>;
  readonly answer: (digest: string, answer: FlagAnswer) => Promise<void>;
}

/** A number that the service's gateway answers with while the service starts or stops. */
const BROKEN = 500;

/** The service of a page; `send` is the browser's fetch. */
export function serviceOf(facts: Facts, send: typeof fetch = (...all) => fetch(...all)): Service {
  let ahead = 0;
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await reached(send, `${facts.address}/${path}`, {
      method,
      credentials: 'same-origin',
      // The page may be going while it gives the draft back.
      keepalive: method === 'DELETE',
      headers: { accept: 'application/json', 'content-type': 'application/json', 'x-csrf-token': facts.csrf },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    ahead = aheadOf(answer, ahead);
    const text = await answer.text();
    if (!answer.ok) {
      throw problem(answer.status, text);
    }
    return (text === '' ? null : JSON.parse(text)) as T;
  };
  return {
    now: () => Date.now() + ahead,
    document: () => ask('GET', 'document.json'),
    save: (body) => ask('PUT', 'plan', body),
    keep: (body) => ask('PUT', 'working', body),
    forget: () => ask('DELETE', 'working'),
    back: (body) => ask('POST', 'back', body),
    compare: (one, other) => ask('GET', `compare.json?one=${one}&other=${other}`),
    version: (number) => ask('GET', `versions/${number}.json`),
    approve: (number) => ask('POST', 'approve', { number }),
    ask: (refusal) => ask('POST', 'ask', refusal),
    reject: (refusal) => ask('POST', 'reject', refusal),
    hold: (takeOver) => ask('PUT', 'hold', { take_over: takeOver }),
    release: () => ask('DELETE', 'hold'),
    answer: (digest, answer) => ask('POST', `flags/${digest}`, answer),
  };
}

async function reached(send: typeof fetch, address: string, options: RequestInit): Promise<Response> {
  const answer = await send(address, options).catch((cause: unknown) => {
    throw new Away({ cause });
  });
  if (answer.status > BROKEN) {
    throw new Away();
  }
  return answer;
}

function problem(status: number, text: string): Problem {
  try {
    const { title, detail, current } = JSON.parse(text) as Record<string, unknown>;
    return new Problem(status, String(title), String(detail), (current as Newer | undefined) ?? null);
  } catch {
    return new Problem(status, 'Unclear', text.slice(0, 200), null);
  }
}

/** HTTP's Date is a whole second, rounded down. */
const SECOND = 1000;

/** By how many milliseconds the service's clock is ahead of ours: never less, up to a second more. */
function aheadOf(answer: Response, before: number): number {
  const there = Date.parse(answer.headers.get('date') ?? '');
  return Number.isNaN(there) ? before : there + SECOND - Date.now();
}
