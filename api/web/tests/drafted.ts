// What the studio makes of drafts, for tests/api/web/test_drafts.py: a list of drafts in a file, answers on output.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { corner } from '../src/plan/crops.ts';
import { addCut, cuts, type Known, type Reason, restoreCut } from '../src/plan/cuts.ts';
import { faults, type Limits, reading } from '../src/plan/limits.ts';
import { frameAt, milliseconds, samples } from '../src/plan/time.ts';
import type { Plan } from '../src/plan/types.ts';

interface Draft {
  readonly plan: Plan;
  readonly reasons: readonly Reason[];
  readonly known: readonly Known[];
  readonly limits: Limits;
  /** Frames to reckon with. */
  readonly frames: readonly number[];
}

function answer({ plan, reasons, known, limits, frames }: Draft): unknown {
  const { rate } = plan.canvas;
  const listed = cuts(plan, reasons);
  const whole = listed.reduce((now, cut) => restoreCut(now, cut.source, cut.frames, known), plan);
  // The cuts of the draft, made again in what shows all of the clips.
  const again = listed.toReversed().reduce((now, cut) => addCut(now, cut.source, cut.frames), whole);
  return {
    cuts: listed,
    whole,
    again,
    faults: plan.cues.map((cue) => faults(cue, limits, rate).map(({ kind }) => kind)),
    reading: frames.map((count) => reading(count, limits, rate)),
    times: frames.map((frame) => [milliseconds(rate, frame), samples(rate, frame), frameAt(rate, frame)]),
    corners: plan.segments.map(({ crop }) =>
      crop === null ? [] : frames.map((frame) => corner(crop, frame)).map(({ left, top }) => [left, top]),
    ),
  };
}

const drafts: readonly Draft[] = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
process.stdout.write(JSON.stringify(drafts.map(answer)));
