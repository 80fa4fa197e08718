// Made from plan.schema.json: npm run plan

/**
 * A whole video. Construction checks it: a plan that exists can be rendered.
 *
 * ``label`` says that pictures or voices were made by a computer; it is drawn over the video's
 * first seconds. Without a label or ``translations`` its JSON does not name them: plans from
 * before there were any keep their text, and so their name.
 */
export interface EditPlan {
  version: number;
  language: string;
  canvas: Canvas;
  sources: Source[];
  segments: Segment[];
  cues: Cue[];
  cards: Card[];
  music: MusicBed | null;
  cover: Cover;
  audio: Sound;
  translations?: Translation[];
  label?: string;
}
/**
 * The finished picture in pixels, and its frame rate.
 */
export interface Canvas {
  width: number;
  height: number;
  rate: FrameRate;
}
/**
 * A frame rate as a ratio of positive integers; ``FrameRate(30, 1)`` is 30 a second.
 */
export interface FrameRate {
  numerator: number;
  denominator: number;
}
/**
 * A raw clip: ``frames`` long on the canvas's rate, ``width`` x ``height`` upright pixels.
 */
export interface Source {
  sha256: string;
  frames: number;
  width: number;
  height: number;
}
/**
 * A stretch of a source that is shown; one after the other they are the video.
 *
 * ``source`` counts in the plan's sources. Without a crop the whole picture is shown, over a
 * blurred copy of itself where its aspect leaves room.
 */
export interface Segment {
  source: number;
  source_range: FrameRange;
  crop: Crop | null;
}
/**
 * The half-open range of frames [start, stop); empty when both are the same.
 */
export interface FrameRange {
  start: number;
  stop: number;
}
/**
 * A window of upright source pixels that moves in straight lines from point to point.
 *
 * Before the first point and after the last it rests.
 */
export interface Crop {
  width: number;
  height: number;
  path: CropPoint[];
}
/**
 * Where the crop's top left corner is at a source frame, in upright source pixels.
 */
export interface CropPoint {
  frame: number;
  left: number;
  top: number;
}
/**
 * Subtitle lines shown together; ``words`` may be empty (a person typed the lines).
 */
export interface Cue {
  frames: FrameRange;
  lines: string[];
  words: Word[];
}
/**
 * A word of a cue: output frames, and the recogniser's confidence in thousandths.
 */
export interface Word {
  text: string;
  frames: FrameRange;
  confidence: number;
}
/**
 * The product card: when and where it is in the picture, and so where a tap counts.
 *
 * ``image`` is the sha256 of the product picture's bytes.
 */
export interface Card {
  frames: FrameRange;
  box: Box;
  product: ProductFacts;
  image: string;
}
/**
 * A rectangle of canvas pixels.
 */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}
/**
 * What the card says and where it leads. ``currency`` is an ISO 4217 code.
 */
export interface ProductFacts {
  name: string;
  price: string;
  currency: string;
  unit: string;
  origin: string;
  seller: string;
  cart_url: string;
  old_price: string | null;
}
/**
 * Music under the whole video, looped as needed. Gains in hundredths of a decibel.
 *
 * ``track`` is the sha256 of the file, ``title`` what people call it. ``duck`` is how much
 * quieter (a positive number) it is while somebody speaks.
 */
export interface MusicBed {
  track: string;
  title: string;
  gain: number;
  duck: number;
}
/**
 * The frame of a source that stands for the video, and the window of it.
 */
export interface Cover {
  source: number;
  frame: number;
  crop: Crop | null;
}
/**
 * The clips' own sound: ``gain`` in hundredths of a decibel.
 *
 * ``speech`` holds the output frames in which somebody speaks, in order: there the music ducks.
 */
export interface Sound {
  gain: number;
  speech: FrameRange[];
}
/**
 * The subtitles in another language: a track beside the video, never drawn into it.
 *
 * They have times of their own: what is said may be parted differently in another language.
 */
export interface Translation {
  language: string;
  cues: Cue[];
}
