// What can be in the way of asking the service.
// biome-ignore-all lint/style/noExcessiveClassesPerFile: two kinds of one thing.
import type { Newer } from './types.ts';

/** Something that the service refused: RFC 9457, its sentence in the reader's language. */
export class Problem extends Error {
  readonly status: number;
  readonly kind: string;
  readonly newer: Newer | null;

  constructor(status: number, kind: string, sentence: string, newer: Newer | null) {
    super(sentence);
    this.name = 'Problem';
    this.status = status;
    this.kind = kind;
    this.newer = newer;
  }
}

/** The service could not be reached, or is broken just now: to be tried again. */
export class Away extends Error {
  constructor(options?: ErrorOptions) {
    super('away', options);
    this.name = 'Away';
  }
}
