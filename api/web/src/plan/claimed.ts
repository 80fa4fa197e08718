// Where in the subtitles words stand that a check speaks of.
import { textOfCue } from './cues.ts';
import { toOutput } from './placed.ts';
import type { Plan } from './types.ts';

interface Claim {
  readonly text: string;
  /** The frame of the first clip at which it is said; null where it has no time. */
  readonly start: number | null;
}

/** Letters of a subtitle, counted as fields do. */
interface Letters {
  readonly number: number;
  readonly start: number;
  readonly stop: number;
}

/** The words in the subtitle that says them, the nearest to their time; undefined where none does. */
export function claimed(plan: Plan, { text, start }: Claim): Letters | undefined {
  const wanted = flat(text);
  if (wanted === '') {
    return undefined;
  }
  const at = start === null ? 0 : (toOutput(plan, 0, start)[0] ?? 0);
  const found = plan.cues.flatMap((cue, number) => {
    const place = flat(textOfCue(cue)).indexOf(wanted);
    const away = Math.abs(cue.frames.start - at);
    return place < 0 ? [] : [{ away, letters: { number, start: place, stop: place + wanted.length } }];
  });
  return found.toSorted((one, other) => one.away - other.away)[0]?.letters;
}

/** A text in one line, as long as it was. */
function flat(text: string): string {
  return text.replaceAll('\n', ' ');
}
