// Search and replace in subtitles: also where a line break stands in what is searched for.
import { textOfCue } from './cues.ts';
import { tidyLines } from './text.ts';
import type { Plan } from './types.ts';
import { retold } from './words.ts';

/** What was found: the subtitle's number, and the places in its text (lines joined by a line break). */
export interface Match {
  readonly cue: number;
  readonly start: number;
  readonly stop: number;
}

export interface Search {
  readonly text: string;
  readonly sameCase: boolean;
}

const WHITE = /\s+/u;
const MEANING = /[\\^$.*+?()[\]{}|/]/u;

/** An expression that finds the text; nothing where the text is empty. */
function pattern({ text, sameCase }: Search): RegExp {
  const parts = text.split(WHITE).map((part) => [...part].map(escaped).join('\\n?'));
  const source = text === '' ? '(?!)' : parts.join('\\s+');
  return new RegExp(source, sameCase ? 'gu' : 'giu');
}

function escaped(character: string): string {
  return character.replace(MEANING, '\\$&');
}

/** All places at which the text stands, in order. */
export function find(plan: Plan, search: Search): readonly Match[] {
  const wanted = pattern(search);
  return plan.cues.flatMap((cue, number) =>
    [...textOfCue(cue).matchAll(wanted)].map((found) => ({
      cue: number,
      start: found.index,
      stop: found.index + found[0].length,
    })),
  );
}

/** The plan with every one of the matches replaced; a subtitle without text then is taken out. */
export function replaceMatches(plan: Plan, matches: readonly Match[], by: string): Plan {
  const cues = plan.cues.flatMap((cue, number) => {
    const ours = matches.filter((match) => match.cue === number);
    const before = textOfCue(cue);
    const after = ours
      .toSorted((one, other) => other.start - one.start)
      .reduce((text, { start, stop }) => text.slice(0, start) + by + text.slice(stop), before);
    const lines = tidyLines(after);
    if (ours.length === 0) {
      return [cue];
    }
    return lines.length === 0 ? [] : [{ ...cue, lines, words: retold(cue.words, before, lines.join('\n')) }];
  });
  return { ...plan, cues };
}

/** The plan with the text replaced wherever it stands. */
export function replaceAll(plan: Plan, search: Search, by: string): Plan {
  return replaceMatches(plan, find(plan, search), by);
}
