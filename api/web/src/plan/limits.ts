// How much text people can read, and whether a subtitle asks for more. The numbers come from the server.
import { blank, characters, tidyLine } from './text.ts';
import { length } from './time.ts';
import type { Box, Cue, Rate } from './types.ts';

/** vidcommerce/drafting/limits.py: characters a line and a second, and frames. */
export interface Limits {
  readonly characters: number;
  readonly speed: number;
  readonly lines: number;
  readonly shortest: number;
  readonly longest: number;
  readonly gap: number;
  readonly card_room: Box;
}

/** What is too much: `by` is how much over the limit, in the unit of the limit. */
export type Fault =
  | { readonly kind: 'line'; readonly line: number; readonly by: number }
  | { readonly kind: 'lines' | 'fast' | 'short' | 'long'; readonly by: number };

/** Characters of a subtitle, as its readers meet them. */
export function size(cue: Cue): number {
  return cue.lines.reduce((sum, line) => sum + characters(line), 0);
}

/** The frames that it takes to read so many characters. */
export function reading(count: number, limits: Limits, rate: Rate): number {
  return Math.ceil((count * rate.numerator) / (limits.speed * rate.denominator));
}

/** The characters a second that a subtitle asks of its readers. */
export function speed(cue: Cue, rate: Rate): number {
  return (size(cue) * rate.numerator) / (length(cue.frames) * rate.denominator);
}

/** All that is too much in a subtitle; `fast` is in characters a second, rounded up. */
export function faults(cue: Cue, limits: Limits, rate: Rate): readonly Fault[] {
  const frames = length(cue.frames);
  const seconds = frames * rate.denominator;
  const over = size(cue) * rate.numerator - limits.speed * seconds;
  const found: readonly Fault[] = [
    ...cue.lines.map(
      (line, number): Fault => ({ kind: 'line', line: number, by: characters(line) - limits.characters }),
    ),
    { kind: 'lines', by: cue.lines.length - limits.lines },
    { kind: 'fast', by: Math.ceil(over / seconds) },
    { kind: 'short', by: limits.shortest - frames },
    { kind: 'long', by: frames - limits.longest },
  ];
  return found.filter(({ by }) => by > 0);
}

/** Where a line may be broken: at a space, or beside a letter of a script that has none. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
/** What no line begins with. */
const CLOSING = /[\p{Pe}\p{Pf}\p{Po}\p{Mn}]/u;

/**
 * One text in as few lines as the limits allow, two at most, and those as even as can be; the first is
 * not the longer one where both ways are as even.
 */
export function brokenLines(text: string, limits: Limits): readonly string[] {
  const whole = [...tidyLine(text)];
  if (whole.length <= limits.characters || limits.lines < 2) {
    return [whole.join('')];
  }
  let best: readonly string[] = [whole.join('')];
  let least = Number.POSITIVE_INFINITY;
  for (let place = 1; place < whole.length; place += 1) {
    if (breakable(whole, place)) {
      const first = tidyLine(whole.slice(0, place).join(''));
      const second = tidyLine(whole.slice(place).join(''));
      const cost = Math.max(characters(first), characters(second) - 0.5);
      if (cost < least && !blank(first) && !blank(second)) {
        least = cost;
        best = [first, second];
      }
    }
  }
  return best;
}

function breakable(text: readonly string[], place: number): boolean {
  const before = text[place - 1] ?? '';
  const after = text[place] ?? '';
  return after === ' ' || ((UNSPACED.test(before) || UNSPACED.test(after)) && !CLOSING.test(after));
}

/** Lines as one text: a space between those of scripts that have spaces. */
export function flowing(lines: readonly string[]): string {
  return lines.reduce((text, line) => {
    const tight = text === '' || UNSPACED.test(text.at(-1) ?? '') || UNSPACED.test(line.charAt(0));
    return tight ? text + line : `${text} ${line}`;
  }, '');
}
