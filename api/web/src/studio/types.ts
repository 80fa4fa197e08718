// What the service says and hears, as the studio holds it: never changed in place.
import type { Frozen } from '../plan/types.ts';
import type * as document from './document.ts';

export type StudioDocument = Frozen<document.StudioDocument>;
export type Save = Frozen<document.Save>;
export type BringBack = Frozen<document.BringBack>;
export type Saved = Frozen<document.Saved>;
export type Working = Frozen<document.Working>;
export type Newer = Frozen<document.Newer>;
export type Comparison = Frozen<document.Comparison>;
export type Change = Frozen<document.Change>;
export type Version = Frozen<document.Version>;
export type FlagSeen = Frozen<document.FlagSeen>;
export type Media = Frozen<document.Media>;
export type Proxy = Frozen<document.Proxy>;
export type Thumbs = Frozen<document.Thumbs>;
export type Bed = Frozen<document.Bed>;
export type CardView = Frozen<document.CardView>;
export type CaptionLook = Frozen<document.CaptionLook>;
export type Suggestion = Frozen<document.Suggestion>;
export type Holder = Frozen<document.Holder>;
export type May = Frozen<document.May>;
export type Drawn = Frozen<document.Drawn>;
export type News = Frozen<document.News>;
