// What two people's changes can't both have.
import type { Cue, Plan } from '../plan/types.ts';

export type Side = 'mine' | 'theirs';

/** What both have changed, and not in the same way; `name` is the name of its sentence. */
export interface Conflict {
  readonly key: string;
  readonly name: 'cuts' | 'lines' | 'card' | 'music' | 'cover' | 'sound' | 'all';
  /** The subtitles that it is about, as they were and as each has them; empty for other things. */
  readonly was: readonly Cue[];
  readonly mine: readonly Cue[];
  readonly theirs: readonly Cue[];
}

/** Which side a conflict goes to; theirs, which is saved already, where nothing was chosen. */
export type Choices = ReadonlyMap<string, Side>;

/** What is merged, how it was chosen, and what is found that has to be chosen. */
export interface Three {
  readonly base: Plan;
  readonly mine: Plan;
  readonly theirs: Plan;
  readonly choices: Choices;
  readonly conflicts: Conflict[];
}
