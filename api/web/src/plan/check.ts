// Whether a plan can be rendered: the checks of vidcommerce/media/plan.py, with the same words, in the same order.
import { placed } from './placed.ts';
import { blank } from './text.ts';
import { AUDIO_RATE, length } from './time.ts';
import { translationsOf } from './translations.ts';
import type { Box, Canvas, Cover, Crop, Cue, Plan, Range, Segment, Source } from './types.ts';

/** What is wrong first: the key, and the fault in English, which the server's catalogue translates. */
export interface Fault {
  readonly place: string;
  readonly fault: string;
}

const VERSION = 1;
const SHA256 = /^[0-9a-f]{64}$/u;
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/u;
/** How far a crop's aspect may be from the canvas's. */
const SLACK = 0.02;
const SMALLEST = 16;

const NO_CLIP = 'there is no such clip';
const OUTSIDE_CLIP = 'outside the clip, or empty';
const OUTSIDE_PICTURE = 'outside the picture';
const UNREADABLE = 'not a document';

/** The first fault of a plan whose types are right, as Python finds it too; none where it can be rendered. */
export function checkPlan(plan: Plan): readonly Fault[] {
  for (const fault of unreadable(plan)) {
    return [fault];
  }
  for (const [place, good, fault] of checks(plan)) {
    if (!good) {
      return [{ place, fault }];
    }
  }
  return [];
}

type Check = readonly [string, boolean, string];

/** What no document can hold: numbers that are not whole, ranges that run backwards, rates that are none. */
function* unreadable(plan: Plan): Generator<Fault> {
  const { numerator, denominator } = plan.canvas.rate;
  if (numerator <= 0 || denominator <= 0) {
    yield { place: 'canvas.rate', fault: UNREADABLE };
  }
  for (const [place, frames] of ranges(plan)) {
    if (!(0 <= frames.start && frames.start <= frames.stop)) {
      yield { place, fault: UNREADABLE };
    }
  }
  for (const place of fractions(plan, '')) {
    yield { place, fault: UNREADABLE };
  }
}

function* ranges(plan: Plan): Generator<readonly [string, Range]> {
  for (const [number, segment] of plan.segments.entries()) {
    yield [`segments.${number}.source_range`, segment.source_range];
  }
  yield* cueRanges('cues', plan.cues);
  for (const [number, { cues }] of translationsOf(plan).entries()) {
    yield* cueRanges(`translations.${number}.cues`, cues);
  }
  for (const [number, card] of plan.cards.entries()) {
    yield [`cards.${number}.frames`, card.frames];
  }
  for (const [number, frames] of plan.audio.speech.entries()) {
    yield [`audio.speech.${number}`, frames];
  }
}

function* cueRanges(place: string, cues: readonly Cue[]): Generator<readonly [string, Range]> {
  for (const [number, cue] of cues.entries()) {
    yield [`${place}.${number}.frames`, cue.frames];
    for (const [which, word] of cue.words.entries()) {
      yield [`${place}.${number}.words.${which}.frames`, word.frames];
    }
  }
}

function* fractions(value: unknown, place: string): Generator<string> {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    yield place;
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      yield* fractions(inner, place === '' ? key : `${place}.${key}`);
    }
  }
}

function* checks(plan: Plan): Generator<Check> {
  yield ['version', plan.version === VERSION, 'made by another version of vidcommerce'];
  yield* canvasChecks(plan.canvas);
  yield* nameChecks(plan);
  yield ['segments', plan.segments.length > 0, 'nothing is left of the clips'];
  for (const [number, segment] of plan.segments.entries()) {
    yield* segmentChecks(`segments.${number}`, segment, plan);
  }
  const frames = placed(plan).at(-1)?.frames.stop ?? 0;
  yield* orderChecks('cues', plan.cues.map(framesOf), frames);
  yield* orderChecks('cards', plan.cards.map(framesOf), frames);
  yield* orderChecks('audio.speech', plan.audio.speech, frames);
  yield* cueChecks('cues', plan.cues);
  yield* translationChecks(plan, frames);
  for (const [number, { box }] of plan.cards.entries()) {
    yield [`cards.${number}.box`, inside(box, plan.canvas), OUTSIDE_PICTURE];
  }
  yield* coverChecks(plan.cover, plan);
  yield [
    'music.duck',
    plan.music === null || plan.music.duck >= 0,
    'ducking makes music quieter, never louder',
  ];
}

function* canvasChecks({ width, height, rate }: Canvas): Generator<Check> {
  const even = width % 2 === 0 && height % 2 === 0;
  const large = Math.min(width, height) >= SMALLEST;
  yield ['canvas', even && large, 'width and height are even numbers, 16 at least'];
  const exact = (AUDIO_RATE * rate.denominator) % rate.numerator === 0;
  yield ['canvas.rate', exact, 'a frame must last a whole number of audio samples'];
}

function* nameChecks(plan: Plan): Generator<Check> {
  const names: (readonly [string, string])[] = [
    ...plan.sources.map(({ sha256 }, number) => [`sources.${number}.sha256`, sha256] as const),
    ...plan.cards.map(({ image }, number) => [`cards.${number}.image`, image] as const),
  ];
  if (plan.music !== null) {
    names.push(['music.track', plan.music.track]);
  }
  for (const [place, name] of names) {
    yield [place, SHA256.test(name), 'not a sha256 in lower-case hex'];
  }
}

function* segmentChecks(place: string, segment: Segment, plan: Plan): Generator<Check> {
  const source = plan.sources[segment.source];
  yield [`${place}.source`, source !== undefined, NO_CLIP];
  if (source === undefined) {
    return;
  }
  const { source_range: shown, crop } = segment;
  yield [`${place}.source_range`, length(shown) > 0 && shown.stop <= source.frames, OUTSIDE_CLIP];
  if (crop !== null) {
    yield* cropChecks(`${place}.crop`, crop, source, plan.canvas);
  }
}

function* cropChecks(place: string, crop: Crop, source: Source, canvas: Canvas): Generator<Check> {
  const { path, width, height } = crop;
  const late = path.some(({ frame }, number) => number > 0 && frame <= (path[number - 1]?.frame ?? frame));
  yield [`${place}.path`, path.length > 0 && !late, 'points in order of time, one at least'];
  const within = path.every(({ left, top }) => inside({ left, top, width, height }, source));
  yield [place, within, OUTSIDE_PICTURE];
  const skew = (width * canvas.height) / (height * canvas.width);
  yield [place, Math.abs(skew - 1) <= SLACK, 'not the shape of the canvas'];
}

/** Whether a box has an area and lies wholly in a picture. */
function inside(box: Box, picture: { readonly width: number; readonly height: number }): boolean {
  return (
    Math.min(box.left, box.top) >= 0 &&
    Math.min(box.width, box.height) > 0 &&
    box.left + box.width <= picture.width &&
    box.top + box.height <= picture.height
  );
}

function* orderChecks(place: string, frames: readonly Range[], most: number): Generator<Check> {
  let before = 0;
  for (const [number, current] of frames.entries()) {
    yield [`${place}.${number}`, length(current) > 0 && current.stop <= most, 'outside the video, or empty'];
    yield [`${place}.${number}`, before <= current.start, 'begins before the one before it has ended'];
    before = current.stop;
  }
}

function framesOf(one: { readonly frames: Range }): Range {
  return one.frames;
}

function* cueChecks(place: string, cues: readonly Cue[]): Generator<Check> {
  for (const [number, { lines }] of cues.entries()) {
    yield [`${place}.${number}.lines`, lines.length > 0 && !lines.some(blank), 'an empty line'];
  }
}

function* translationChecks(plan: Plan, most: number): Generator<Check> {
  const taken = new Set([plan.language]);
  for (const [number, { language, cues }] of translationsOf(plan).entries()) {
    const place = `translations.${number}`;
    yield [`${place}.language`, LANGUAGE.test(language), 'no language'];
    yield [`${place}.language`, !taken.has(language), 'there are subtitles in it already'];
    taken.add(language);
    yield* orderChecks(`${place}.cues`, cues.map(framesOf), most);
    yield* cueChecks(`${place}.cues`, cues);
  }
}

function* coverChecks(cover: Cover, plan: Plan): Generator<Check> {
  const source = plan.sources[cover.source];
  yield ['cover.source', source !== undefined, NO_CLIP];
  if (source === undefined) {
    return;
  }
  yield ['cover.frame', cover.frame >= 0 && cover.frame < source.frames, OUTSIDE_CLIP];
  if (cover.crop !== null) {
    yield* cropChecks('cover.crop', cover.crop, source, plan.canvas);
  }
}
