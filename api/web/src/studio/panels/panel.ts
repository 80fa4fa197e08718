// What the panels beside the subtitles have in common.
import type { TemplateResult } from 'lit-html';
import type { Service } from '../service.ts';
import type { State, Store } from '../store.ts';

/** What a panel may do. */
export interface Desk {
  readonly store: Store;
  readonly service: Service;
  /** Ask the service for the document again: something in it is another now. */
  readonly refresh: () => Promise<void>;
  /** Do something that may fail; its sentence is shown then. */
  readonly attempt: (act: () => Promise<void>) => Promise<void>;
  /** Go to letters of a subtitle, to change them. */
  readonly enter: (number: number, start: number, stop: number) => void;
  /** Ask the farmer for something, in words to begin with. */
  readonly ask: (words: string) => void;
  /** Draw the panel again. */
  readonly redraw: () => void;
}

export interface Panel {
  readonly key: string;
  /** A number beside its name; 0 shows none. */
  readonly count: (state: State) => number;
  readonly view: (state: State) => TemplateResult;
}

export const NO_COUNT = (): number => 0;
