// Made from studio.schema.json: npm run studio

/**
 * Each of the messages, so that they have one schema; nothing is ever sent like this.
 */
export interface Exchange {
  document: StudioDocument;
  save: Save;
  back: BringBack;
  saved: Saved;
  working: Working;
  newer: Newer;
  comparison: Comparison;
  news: News;
  [k: string]: unknown;
}
/**
 * A draft with all that its editor needs; the editor's state is ``plan`` and what it becomes.
 *
 * ``number`` is the version that ``plan`` is. ``working`` is one's own unsaved copy, None without.
 * ``known`` and ``shots`` are empty for clips that were analysed before they were kept.
 */
export interface StudioDocument {
  clip: string;
  number: number;
  product: Product;
  plan: EditPlan;
  state: string;
  state_words: string;
  holder: Holder | null;
  may: May;
  working: Working | null;
  drawn: Drawn;
  media: Media;
  reasons: Reason[];
  cut_reasons: Choice[];
  known: Known[];
  shots: Shots[];
  limits: Limits;
  captions: CaptionLook;
  font: string;
  covers: Suggestion[];
  beds: Bed[];
  card: CardView;
  flags: FlagSeen[];
  verdict: string;
  glossary: string[];
  refusals: Choice[];
  decisions: Decided[];
  versions: Version[];
  [k: string]: unknown;
}
/**
 * What is sold; ``version`` is what saving names, to notice that it has changed.
 */
export interface Product {
  id: string;
  version: number;
  name: string;
  farmer: string;
  [k: string]: unknown;
}
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
/**
 * Who has the draft open now, by a lease that ends at ``until``.
 */
export interface Holder {
  name: string;
  until: number;
  mine: boolean;
  [k: string]: unknown;
}
/**
 * What whoever looks may do now, as far as it does not hang on the version.
 *
 * ``save``: the draft can be changed. ``decide``: it waits for a decision. ``approve``: it would
 * be this person's to approve; else ``why_not`` says why it is not. ``takeover``: from the one who
 * has it.
 */
export interface May {
  save: boolean;
  decide: boolean;
  approve: boolean;
  why_not: string;
  takeover: boolean;
  [k: string]: unknown;
}
/**
 * A plan that a person has not saved yet, made from version ``base``.
 *
 * ``at`` is when it was kept; whoever sends it says 0.
 */
export interface Working {
  base: number;
  plan: EditPlan;
  at: number;
}
/**
 * The rendered video of the version that counts; while it is made, ``working`` is true.
 */
export interface Drawn {
  ready: boolean;
  working: boolean;
  video: string;
  poster: string;
  [k: string]: unknown;
}
/**
 * One proxy a source, in the plan's order; none of them before they are ``ready``.
 */
export interface Media {
  ready: boolean;
  proxies: Proxy[];
  [k: string]: unknown;
}
/**
 * A source as the page plays it: each of its frames is the frame of the source.
 *
 * ``peaks`` is JSON: a list of whole numbers 0 to 255, ``peaks_rate`` a second; empty without
 * sound.
 */
export interface Proxy {
  url: string;
  width: number;
  height: number;
  peaks: string;
  peaks_rate: number;
  thumbs: Thumbs;
  [k: string]: unknown;
}
/**
 * One picture of small frames of a source, one a second, ``columns`` in a row.
 */
export interface Thumbs {
  url: string;
  columns: number;
  width: number;
  height: number;
  count: number;
  [k: string]: unknown;
}
/**
 * Why the draft left out frames ``start`` to ``stop`` of a source: a code, and its words.
 */
export interface Reason {
  source: number;
  start: number;
  stop: number;
  reason: string;
  words: string;
  [k: string]: unknown;
}
/**
 * Something to choose from: a code, and what people read.
 */
export interface Choice {
  code: string;
  words: string;
  [k: string]: unknown;
}
/**
 * A clip as if all of it were shown: all times are frames of the clip at the plan's rate.
 *
 * ``crop`` is the window through which a part of it is best shown; None shows the whole picture.
 */
export interface Known {
  source: number;
  cues: Cue[];
  speech: FrameRange[];
  crop: Crop | null;
  [k: string]: unknown;
}
/**
 * The frames of a source at which a new shot begins, never 0.
 */
export interface Shots {
  source: number;
  frames: number[];
  [k: string]: unknown;
}
/**
 * For subtitles: characters a line and a second, lines, and frames; for cards: canvas pixels.
 *
 * ``gap`` is how many frames are free between two subtitles, ``card_room`` where a card hides
 * neither subtitles nor is hidden by players.
 */
export interface Limits {
  characters: number;
  speed: number;
  lines: number;
  shortest: number;
  longest: number;
  gap: number;
  card_room: Box;
  [k: string]: unknown;
}
/**
 * How :func:`ass` draws subtitles, for whoever draws them elsewhere. Canvas pixels.
 *
 * Lines are centred in ``box``, standing on its bottom: the last one's line ends a pixel and half
 * of ``edges`` above it. They are set at ``wide`` pixels an em where any character of them is a
 * wide one (East Asian Width W or F), else at ``narrow``; smaller, down to ``smallest``, in whole
 * pixels, where otherwise the widest of them and ``edges`` would be wider than the box, or the
 * lines and ``edges`` higher than the box less a pixel. In thousandths of an em: ``line`` from one
 * line to the next, ``outline`` around letters, ``shadow`` down and to the right, and ``edges``.
 */
export interface CaptionLook {
  box: Box;
  wide: number;
  narrow: number;
  smallest: number;
  line: number;
  outline: number;
  shadow: number;
  edges: number;
  [k: string]: unknown;
}
/**
 * A frame that would make a good cover, and its picture.
 */
export interface Suggestion {
  cover: Cover;
  url: string;
  [k: string]: unknown;
}
/**
 * A piece of music as it would go into this plan; ``name`` is its title for the reader.
 */
export interface Bed {
  music: MusicBed;
  name: string;
  mood: string;
  seconds: number;
  url: string;
  [k: string]: unknown;
}
/**
 * What the card is to say; where it may be, the limits say.
 *
 * ``url`` is the card as it is drawn, ``width`` x ``height`` canvas pixels. ``product`` and
 * ``image`` are the product as it is now; ``outdated``: the plan's cards say something else, and
 * saving mends that.
 */
export interface CardView {
  url: string;
  width: number;
  height: number;
  product: ProductFacts;
  image: string;
  price: string;
  old_price: string;
  outdated: boolean;
  [k: string]: unknown;
}
/**
 * Something that a check saw; ``severity`` is "note", "question" or "serious".
 *
 * ``start`` to ``stop`` are frames of source 0, both None where it is about the whole clip.
 * ``asks``: it can be answered. ``text`` is what is claimed, word by word, empty for all else.
 * ``ask`` is what the farmer would read of it, in their language; ``appeal`` their words, None
 * where no appeal about it waits.
 */
export interface FlagSeen {
  digest: string;
  kind: string;
  severity: string;
  severity_words: string;
  words: string;
  start: number | null;
  stop: number | null;
  answer: Answer | null;
  asks: boolean;
  text: string;
  ask: string;
  appeal: string | null;
  [k: string]: unknown;
}
/**
 * What a person said to a flag: "accepted", "mended" or "dismissed", and why.
 */
export interface Answer {
  answer: string;
  words: string;
  by: string;
  at: number;
  [k: string]: unknown;
}
/**
 * A decision from before: a sentence, the helper's own words, and the frame that is meant.
 *
 * ``frame`` is -1 where it is about the whole.
 */
export interface Decided {
  sentence: string;
  words: string;
  at: number;
  frame: number;
  [k: string]: unknown;
}
/**
 * A version of the plan; ``by`` is empty where the machine drafted it.
 *
 * ``changes`` are those since the version before, and none in the first.
 */
export interface Version {
  number: number;
  by: string;
  at: number;
  drawn: boolean;
  changes: Change[];
  [k: string]: unknown;
}
/**
 * One difference between two plans: its kind, for counting, and a sentence's part.
 */
export interface Change {
  kind: string;
  words: string;
  [k: string]: unknown;
}
/**
 * ``PUT plan``: version ``base`` of the plan and ``product`` of the product were seen.
 *
 * A product that has changed since is no obstacle: the answer comes with it.
 */
export interface Save {
  base: number;
  product: number;
  plan: EditPlan;
}
/**
 * ``POST back``: have version ``number`` again, as a new version.
 */
export interface BringBack {
  base: number;
  product: number;
  number: number;
}
/**
 * The answer to both: the version that counts now, its plan, and the product's version.
 *
 * ``plan`` may differ from the one sent: cards say what the product says now.
 */
export interface Saved {
  number: number;
  product: number;
  plan: EditPlan;
  card: CardView;
  changes: Change[];
  [k: string]: unknown;
}
/**
 * ``current`` of a 409 of the kind PlanMoved: the version that somebody else has saved.
 */
export interface Newer {
  number: number;
  by: string;
  at: number;
  plan: EditPlan;
  [k: string]: unknown;
}
/**
 * ``GET compare.json?one=1&other=3``: what is different in the other.
 */
export interface Comparison {
  one: number;
  other: number;
  changes: Change[];
  [k: string]: unknown;
}
/**
 * ``GET news.json``: what may have come since the document was read.
 *
 * Another ``number``: somebody has saved another version, and the document is to be read again.
 */
export interface News {
  number: number;
  drawn: Drawn;
  media: Media;
  covers: Suggestion[];
  [k: string]: unknown;
}
