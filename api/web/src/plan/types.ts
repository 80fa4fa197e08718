// The types of a plan as the studio holds it: never changed in place, so that undo is a list of plans.
import type * as document from './document.ts';

export type Frozen<T> = T extends readonly (infer E)[]
  ? readonly Frozen<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T;

export type Plan = Frozen<document.EditPlan>;
export type Canvas = Frozen<document.Canvas>;
export type Rate = Frozen<document.FrameRate>;
export type Source = Frozen<document.Source>;
export type Segment = Frozen<document.Segment>;
export type Range = Frozen<document.FrameRange>;
export type Crop = Frozen<document.Crop>;
export type Point = Frozen<document.CropPoint>;
export type Cue = Frozen<document.Cue>;
export type Word = Frozen<document.Word>;
export type Translation = Frozen<document.Translation>;
export type Card = Frozen<document.Card>;
export type Box = Frozen<document.Box>;
export type Music = Frozen<document.MusicBed>;
export type Cover = Frozen<document.Cover>;
export type Sound = Frozen<document.Sound>;
