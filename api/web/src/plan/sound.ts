// Music and the clips' own sound. Gains are whole hundredths of a decibel.
import { Refused } from './refused.ts';
import type { Music, Plan } from './types.ts';

/** The plan with other music, or with none. */
export function setMusic(plan: Plan, music: Music | null): Plan {
  return { ...plan, music };
}

function withMusic(plan: Plan, change: Partial<Music>): Plan {
  if (plan.music === null) {
    throw new Refused('not_there');
  }
  return { ...plan, music: { ...plan.music, ...change } };
}

/** The plan with its music louder or quieter. Throws Refused where there is none. */
export function setMusicGain(plan: Plan, gain: number): Plan {
  return withMusic(plan, { gain: Math.round(gain) });
}

/** The plan with its music so much quieter under speech; never louder. Throws Refused where there is none. */
export function setDuck(plan: Plan, duck: number): Plan {
  return withMusic(plan, { duck: Math.max(0, Math.round(duck)) });
}

/** The plan with the clips' own sound louder or quieter. */
export function setSoundGain(plan: Plan, gain: number): Plan {
  return { ...plan, audio: { ...plan.audio, gain: Math.round(gain) } };
}
