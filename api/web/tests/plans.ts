// Plans for tests: small ones of a given shape, and arbitrary ones that hold together.
import fc from 'fast-check';
import { duration } from '../src/plan/placed.ts';
import { letters } from '../src/plan/text.ts';
import { range } from '../src/plan/time.ts';
import type { Canvas, Card, Crop, Cue, Plan, Range, Segment, Source } from '../src/plan/types.ts';

export const HASH = 'c'.repeat(64);
export const LIMITS = {
  characters: 16,
  speed: 9,
  lines: 2,
  shortest: 25,
  longest: 210,
  gap: 2,
  card_room: { left: 7, top: 28, width: 165, height: 195 },
};

const CANVAS: Canvas = { width: 180, height: 320, rate: { numerator: 30, denominator: 1 } };
const PRODUCT: Card['product'] = {
  name: 'Navel oranges',
  price: '39.80',
  currency: 'CNY',
  unit: '5 kg box',
  origin: 'Gannan',
  seller: 'Hillside village',
  cart_url: 'https://shop.example/cart',
  old_price: null,
};

export function clip(frames: number): Source {
  return { sha256: HASH, frames, width: 180, height: 320 };
}

export function segment(start: number, stop: number, crop: Crop | null = null, source = 0): Segment {
  return { source, source_range: range(start, stop), crop };
}

/** A subtitle; words as pairs of a text and its frames, which lie one after the other. */
export function cue(
  start: number,
  stop: number,
  text: string,
  said: readonly [string, number, number][] = [],
): Cue {
  return {
    frames: range(start, stop),
    lines: text.split('\n'),
    words: said.map(([word, from, to]) => ({ text: word, frames: range(from, to), confidence: 900 })),
  };
}

export function card(start: number, stop: number): Card {
  const box = { left: 10, top: 40, width: 100, height: 40 };
  return { frames: range(start, stop), box, product: PRODUCT, image: HASH };
}

export function plan(segments: readonly Segment[], more: Partial<Plan> = {}): Plan {
  const cover = { source: 0, frame: 0, crop: null };
  return {
    version: 1,
    language: 'en',
    canvas: CANVAS,
    sources: [clip(300), clip(300)],
    segments,
    cues: [],
    cards: [],
    music: null,
    cover,
    audio: { gain: 0, speech: [] },
    ...more,
  };
}

/** Ranges in order, none empty, apart or touching. */
export function ordered(stop: number, most: number): fc.Arbitrary<readonly Range[]> {
  return fc.uniqueArray(fc.integer({ min: 0, max: stop }), { maxLength: 2 * most }).map((edges) => {
    const sorted = edges.toSorted((one, other) => one - other);
    return sorted.flatMap((start, place) => {
      const end = sorted[place + 1];
      return place % 2 === 0 && end !== undefined ? [range(start, end)] : [];
    });
  });
}

export const words = fc.constantFrom(
  ' the',
  ' oranges',
  ' are',
  ' sweet.',
  '橙子',
  '很',
  '甜。',
  '𠀀',
  ' ',
  '\ufeff',
);
export const texts = fc
  .array(words, { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''))
  .filter((text) => letters(text) !== '');

/** Windows of the canvas's shape in the clips of these tests, 180x320: still or moving. */
const crops: fc.Arbitrary<Crop | null> = fc.option(
  fc
    .uniqueArray(fc.tuple(fc.nat(310), fc.nat(90), fc.nat(160)), {
      minLength: 1,
      maxLength: 3,
      selector: ([at]) => at,
    })
    .map((points) => {
      const path = points.map(([frame, left, top]) => ({ frame, left, top }));
      return { width: 90, height: 160, path: path.toSorted((one, other) => one.frame - other.frame) };
    }),
);

function segmentsOf(sources: readonly Source[]): fc.Arbitrary<readonly Segment[]> {
  const tidy = fc
    .tuple(...sources.map(({ frames }) => ordered(frames, 3)))
    .chain((ranges) => {
      const all = ranges.flatMap((ours, source) => ours.map((shown) => ({ source, source_range: shown })));
      return fc.tuple(...all.map((part) => crops.map((crop) => ({ ...part, crop }))));
    })
    .filter((some) => some.length > 0);
  const one = fc.nat(sources.length - 1).chain((source) => {
    const frames = sources[source]?.frames ?? 1;
    return fc
      .tuple(fc.nat(frames - 1), fc.integer({ min: 1, max: frames }), crops)
      .map(([from, long, crop]) => ({
        source,
        source_range: range(from, Math.min(frames, from + long)),
        crop,
      }));
  });
  // Mostly as drafts are; else in any order, with stretches shown twice.
  return fc.oneof({ weight: 3, arbitrary: tidy }, fc.array(one, { minLength: 1, maxLength: 4 }));
}

/** Subtitles in ranges, with words of their own spread over them; some typed, some of a recogniser. */
export function cuesIn(ranges: readonly Range[]): fc.Arbitrary<readonly Cue[]> {
  const some = ranges.map((frames) =>
    fc
      .tuple(fc.array(words, { minLength: 1, maxLength: 5 }), fc.boolean(), texts)
      .map(([said, heard, typed]) => {
        const each = (frames.stop - frames.start) / said.length;
        const at = (place: number) => frames.start + Math.floor(each * place);
        const spoken = said.map((text, place) => ({
          text,
          frames: range(at(place), at(place + 1)),
          confidence: 500,
        }));
        const line = said.join('').trim();
        return { frames, lines: heard && letters(line) !== '' ? [line] : [typed], words: spoken };
      }),
  );
  return fc.tuple(...some);
}

/** No translation, one with times of its own, or one line for line. */
function translatedAs(how: string, cues: readonly Cue[], other: readonly Cue[]): Partial<Plan> {
  const lines = how === 'own' ? other : cues.map(({ frames }) => ({ frames, lines: ['Bonjour'], words: [] }));
  return how === 'none' ? {} : { translations: [{ language: 'fr', cues: lines }] };
}

/** Any plan that holds together, of one or two short clips. */
export const plans: fc.Arbitrary<Plan> = fc
  .array(fc.integer({ min: 1, max: 300 }).map(clip), { minLength: 1, maxLength: 2 })
  .chain((sources) => segmentsOf(sources).map((segments) => plan(segments, { sources })))
  .chain((made) => {
    const stop = duration(made);
    return fc
      .tuple(
        ordered(stop, 4).chain(cuesIn),
        ordered(stop, 2),
        ordered(stop, 4),
        fc.boolean(),
        ordered(stop, 3).chain(cuesIn),
        fc.constantFrom('none', 'own', 'same'),
      )
      .map(([cues, cards, speech, silent, other, translating]) => {
        const music = silent ? null : { track: HASH, title: 'Bed', gain: -1200, duck: 900 };
        return {
          ...made,
          cues,
          cards: cards.map((frames) => card(frames.start, frames.stop)),
          audio: { gain: 0, speech },
          music,
          ...translatedAs(translating, cues, other),
        };
      });
  });
