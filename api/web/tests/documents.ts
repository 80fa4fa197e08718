// Documents of the studio for tests: as little as a type wants.
import type { Plan } from '../src/plan/types.ts';
import type { Saved, StudioDocument } from '../src/studio/types.ts';
import { LIMITS } from './plans.ts';

const PRODUCT = {
  name: '',
  price: '1',
  currency: 'CNY',
  unit: '',
  origin: '',
  seller: '',
  cart_url: '',
  old_price: null,
};

const CARD = {
  url: '',
  width: 10,
  height: 10,
  product: PRODUCT,
  image: '',
  price: '',
  old_price: '',
  outdated: false,
};

/** A draft's document of a plan, which is its version 1. */
export function documentOf(plan: Plan, save = true): StudioDocument {
  return {
    clip: 'c1',
    number: 1,
    product: { id: 'p1', version: 1, name: 'Oranges', farmer: 'Li' },
    plan,
    state: 'ready',
    state_words: 'waits for you',
    holder: null,
    may: { save, decide: true, approve: true, why_not: '', takeover: false },
    working: null,
    drawn: { ready: true, working: false, video: '', poster: '' },
    media: { ready: false, proxies: [] },
    reasons: [],
    cut_reasons: [],
    known: [],
    shots: [],
    limits: LIMITS,
    captions: {
      box: { left: 0, top: 0, width: 100, height: 100 },
      wide: 10,
      narrow: 8,
      smallest: 6,
      line: 1200,
      outline: 50,
      shadow: 20,
      edges: 100,
    },
    font: '',
    covers: [],
    beds: [],
    card: CARD,
    flags: [],
    verdict: '',
    glossary: [],
    refusals: [],
    decisions: [],
    versions: [],
  };
}

/** The answer to a plan that was saved as a version. */
export function savedOf(plan: Plan, number: number): Saved {
  return { number, product: 1, plan, card: CARD, changes: [] };
}
