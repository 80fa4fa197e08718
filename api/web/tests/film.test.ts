// What the player plays, what the timeline shows, and how loud music is: the parts without a page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cuts } from '../src/plan/cuts.ts';
import { duration, placed, toOutput, toSource } from '../src/plan/placed.ts';
import { length, range } from '../src/plan/time.ts';
import type { Plan } from '../src/plan/types.ts';
import { captionSize, plainLines, wide } from '../src/studio/captions.ts';
import { bends, ducked, shareAt } from '../src/studio/ducking.ts';
import { framed } from '../src/studio/framing.ts';
import { edgesOf, frameOfEdge, nudge } from '../src/studio/nudge.ts';
import { alike, overAt } from '../src/studio/overlay.ts';
import { chips, frameAt, framesOf, leftOf, ribbon, snapped, spanOf, spotAt } from '../src/studio/ribbon.ts';
import { runAt, runs } from '../src/studio/runs.ts';
import { cropOf } from '../src/studio/seeing.ts';
import { loudest } from '../src/studio/strips.ts';
import { plans } from './plans.ts';

const RATE = { numerator: 30, denominator: 1 };

test('runs show what the plan shows, frame by frame, and a new one begins only where a player must jump', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const list = runs(plan);
      for (let frame = 0; frame < duration(plan); frame += 1) {
        const run = list[runAt(list, frame)];
        const { source, frame: there } = toSource(plan, frame);
        assert.ok(run !== undefined);
        assert.equal(run.source, source);
        assert.equal(run.frames.start + frame - run.out, there);
      }
      for (const [number, run] of list.entries()) {
        const next = list[number + 1];
        assert.ok(next === undefined || next.source !== run.source || next.frames.start !== run.frames.stop);
      }
    }),
    { numRuns: 60 },
  );
});

function bandOf(plan: Plan, fold: number | null) {
  return ribbon(plan, cuts(plan, []), 2, fold);
}

test('every frame of the video is found where the ribbon shows it, folded or not', () => {
  fc.assert(
    fc.property(plans, fc.constantFrom(null, 24), (plan, fold) => {
      const band = bandOf(plan, fold);
      for (let frame = 0; frame < duration(plan); frame += 1) {
        const left = leftOf(band, frame);
        const spot = spotAt(band, left + 1);
        assert.equal(frameAt(band, left + 1), frame);
        assert.ok(spot !== undefined && toOutput(plan, spot.block.source, spot.frame).includes(frame));
      }
    }),
    { numRuns: 60 },
  );
});

test('the ribbon holds what is shown and what is cut, one beside the other', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const band = bandOf(plan, null);
      let left = 0;
      for (const block of band.blocks) {
        assert.equal(block.left, left);
        assert.equal(block.width, length(block.frames) * band.scale);
        left += block.width;
      }
      assert.equal(left, band.width);
      assert.equal(band.width, framesOf(plan, cuts(plan, [])) * band.scale);
      assert.equal(band.shown.length, plan.segments.length);
    }),
  );
});

test('a stretch of the video ends with its last frame, not behind the cut that follows', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const band = bandOf(plan, null);
      for (const { frames, number } of placed(plan)) {
        const block = band.shown[number];
        assert.deepEqual(spanOf(band, frames), { left: block?.left, width: block?.width });
      }
    }),
  );
});

test('buttons over cuts are never one over the other', () => {
  const block = fc.record({ left: fc.nat(400), width: fc.integer({ min: 1, max: 90 }) });
  fc.assert(
    fc.property(fc.array(block), fc.integer({ min: 1, max: 4 }), (blocks, rows) => {
      const placedChips = chips(
        blocks.toSorted((one, other) => one.left - other.left),
        24,
        rows,
      );
      for (const one of placedChips) {
        assert.ok(one.row < rows);
        const beside = placedChips.filter((other) => other !== one && other.row === one.row);
        assert.ok(beside.every((other) => Math.abs(other.left - one.left) >= 24));
      }
    }),
  );
});

test('what is dragged goes to what is near, and no further', () => {
  assert.equal(snapped(98, [100, 90], 3), 100);
  assert.equal(snapped(96, [100, 90], 3), 96);
  assert.equal(snapped(95, [100, 93], 5), 93);
});

test('a nudge moves what is in hand by frames, each end by itself', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      for (const number of plan.cues.keys()) {
        const made = nudge({ kind: 'cue', number }, 'stop', -1, []);
        const before = plan.cues[number]?.frames ?? range(0, 0);
        const after = made?.make(plan).cues[number]?.frames;
        assert.deepEqual(after, range(before.start, Math.max(before.start + 1, before.stop - 1)));
      }
      assert.equal(nudge({ kind: 'none' }, 'start', 1, []), undefined);
    }),
  );
});

test('the edges of a cut are those of what is shown beside it', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const all = cuts(plan, []).flatMap((cut) =>
        edgesOf(plan, cut.source, cut.frames).map((edge) => ({ ...edge, cut })),
      );
      for (const { segment, edge, cut } of all) {
        const shown = plan.segments[segment]?.source_range ?? range(0, 0);
        const there = toSource(plan, frameOfEdge(plan, segment, edge));
        const first = edge === 'start';
        assert.equal(shown[edge], first ? cut.frames.stop : cut.frames.start);
        assert.equal(there.frame, first ? shown.start : shown.stop - 1);
      }
    }),
  );
});

test('music steps back before speech, stays down between stretches that are near, and comes back', () => {
  const list = bends([range(60, 90), range(105, 150), range(300, 330)], RATE);
  assert.deepEqual(
    list.map(({ at, share }) => [Number(at.toFixed(3)), share]),
    [
      [1.75, 0],
      [2, 1],
      [5, 1],
      [5.6, 0],
      [9.75, 0],
      [10, 1],
      [11, 1],
      [11.6, 0],
    ],
  );
  assert.equal(shareAt(list, 0), 0);
  assert.equal(shareAt(list, 1.875), 0.5);
  assert.equal(shareAt(list, 3.2), 1);
  assert.equal(shareAt(list, 60), 0);
  const music = { track: '', title: '', gain: -600, duck: 1200 };
  assert.ok(Math.abs(ducked(music, 1) - 10 ** (-18 / 20)) < 1e-12);
});

const LOOK = {
  box: { left: 40, top: 500, width: 320, height: 80 },
  wide: 19,
  narrow: 16,
  smallest: 8,
  line: 1448,
  outline: 71,
  shadow: 36,
  edges: 215,
};

test('lines are as large as the renderer sets them: all alike, smaller only where they would not fit', () => {
  const measure = (text: string) => [...text].length * (wide(text) ? 1 : 0.5);
  assert.equal(captionSize(['short'], LOOK, measure), 16);
  assert.equal(captionSize(['甜甜的'], LOOK, measure), 19);
  assert.equal(captionSize(['甜'.repeat(20)], LOOK, measure), Math.floor(320 / 20.215));
  assert.equal(captionSize(['a', 'b', 'c', 'd'], LOOK, measure), Math.floor(79 / (4 * 1.448 + 0.215)));
  assert.equal(captionSize(['甜'.repeat(200)], LOOK, measure), 8);
  assert.deepEqual(plainLines(['  one\u0007two ', ' \u2028 ']), ['one two']);
});

test('wide characters are those of East Asian Width', () => {
  for (const text of ['甜', 'あ', '한', '，', 'Ａ', '𠀀', '🍊', '☔']) {
    assert.ok(wide(text), text);
  }
  for (const text of ['a', 'é', '…', '“', 'я', '🇨', '☀', '°']) {
    assert.ok(!wide(text), text);
  }
});

test('a window is shown on the whole canvas, a whole picture in its middle', () => {
  const canvas = { width: 1080, height: 1920, rate: RATE };
  const clip = { sha256: '', frames: 10, width: 1920, height: 1080 };
  const proxy = { width: 640, height: 360 };
  const crop = { width: 608, height: 1080, path: [{ frame: 0, left: 300, top: 0 }] };
  const through = framed(canvas, clip, crop, 5, proxy);
  assert.deepEqual(through.from, { left: 100, top: 0, width: 608 / 3, height: 360 });
  assert.deepEqual(through.to, { left: 0, top: 0, width: 1080, height: 1920 });
  const whole = framed(canvas, clip, null, 5, proxy);
  assert.deepEqual(whole.to, { left: 0, top: 656, width: 1080, height: 608 });
  assert.ok(whole.backdrop);
});

test('a frame is seen through the window of where it is shown', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      for (const { segment, frames } of placed(plan)) {
        const { source, source_range: shown } = segment;
        assert.equal(cropOf(plan, frames.start, source, shown.start), segment.crop);
      }
    }),
  );
});

test('what is over the picture is drawn anew only where it differs', () => {
  fc.assert(
    fc.property(plans, fc.nat(500), (plan, frame) => {
      const over = overAt(plan, frame);
      assert.ok(alike(over, overAt({ ...plan, audio: { ...plan.audio, gain: 3 } }, frame)));
      if (over.cue !== undefined) {
        const typed = plan.cues.map((cue) => (cue === over.cue ? { ...cue, lines: ['other'] } : cue));
        assert.ok(!alike(over, overAt({ ...plan, cues: typed }, frame)));
      }
    }),
  );
});

test('a card slides in from below and then stays', () => {
  const box = { left: 0, top: 0, width: 100, height: 300 };
  const product = {} as Plan['cards'][number]['product'];
  const card = { frames: range(30, 90), box, product, image: '' };
  const plan = { cues: [], cards: [card] } as unknown as Plan;
  const below = [30, 31, 41, 42, 89].map((frame) => overAt(plan, frame).below);
  assert.deepEqual(below, [231, 174, 0, 0, 0]);
  assert.equal(overAt(plan, 90).card, undefined);
});

test('a pixel of the waveform is the loudest that it stands for', () => {
  assert.equal(loudest([0, 51, 255, 10], 0.5, 2), 51 / 255);
  assert.equal(loudest([0, 51, 255, 10], 1.2, 1.3), 51 / 255);
  assert.equal(loudest([0, 51, 255, 10], 9, 12), 0);
});
