// What the list says of a subtitle's length and speed while it is typed.
import { type Fault, faults, size, speed } from '../plan/limits.ts';
import { characters } from '../plan/text.ts';
import { seconds } from '../plan/time.ts';
import type { Cue, Rate } from '../plan/types.ts';
import type { StudioDocument } from './types.ts';
import { number, say, sayCount } from './words.ts';

type Limits = StudioDocument['limits'];

/** The numbers of a subtitle against their limits: characters of its longest line, and a second. */
export function meter(cue: Cue, limits: Limits, rate: Rate): string {
  const longest = Math.max(0, ...cue.lines.map(characters));
  const letters = say('meter', { count: longest, most: limits.characters });
  const value = number(speed(cue, rate), size(cue) > 0 ? 1 : 0);
  return `${letters}\n${say('meter_speed', { speed: value, fastest: limits.speed })}`;
}

/** A sentence for each limit that is broken. */
export function troubles(cue: Cue, limits: Limits, rate: Rate): readonly string[] {
  return faults(cue, limits, rate).map((fault) => sentence(fault, limits, rate));
}

function sentence(fault: Fault, limits: Limits, rate: Rate): string {
  switch (fault.kind) {
    case 'line':
      return say('line_long', { line: fault.line + 1, over: sayCount('characters', fault.by) });
    case 'lines':
      return say('many_lines', { most: limits.lines });
    case 'fast':
      return say('too_fast', { most: limits.speed });
    case 'short':
      return say('too_short_time', { least: number(seconds(rate, limits.shortest), 1) });
    default:
      return say('too_long_time', { most: number(seconds(rate, limits.longest), 1) });
  }
}
