import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { corner, joined } from '../src/plan/crops.ts';
import { addCut, BY_HAND, cuts, edgeRoom, moveCutEdge, restoreCut, withoutShown } from '../src/plan/cuts.ts';
import { duration, placed, toOutput, toSource } from '../src/plan/placed.ts';
import { contains, intersection, length, range } from '../src/plan/time.ts';
import type { Plan, Segment } from '../src/plan/types.ts';
import { card, clip, cue, plan, plans, segment } from './plans.ts';

/** Every frame that is shown, one after the other, as the clip and its frame. */
function shown(made: Plan): readonly string[] {
  return made.segments.flatMap(({ source, source_range: { start, stop } }) =>
    Array.from({ length: stop - start }, (_, frame) => `${source}:${start + frame}`),
  );
}

const drafts = plans.filter((made) => {
  const all = shown(made);
  return (
    new Set(all).size === all.length &&
    made.segments.every((one, n) => {
      const before = made.segments[n - 1];
      return (
        before === undefined ||
        before.source < one.source ||
        (before.source === one.source && before.source_range.stop < one.source_range.start)
      );
    })
  );
});

test('what is shown and what is cut are all frames of all clips, none twice', () => {
  fc.assert(
    fc.property(drafts, (made) => {
      const all = made.sources.flatMap(({ frames }, source) =>
        Array.from({ length: frames }, (_, n) => `${source}:${n}`),
      );
      const cut = cuts(made, []).flatMap(({ source, frames }) =>
        Array.from({ length: length(frames) }, (_, n) => `${source}:${frames.start + n}`),
      );
      assert.deepEqual([...shown(made), ...cut].toSorted(), all.toSorted());
    }),
  );
});

test('cuts have the reasons of the draft, and those made by hand none of them', () => {
  const made = plan([segment(50, 100), segment(150, 200)], { sources: [clip(220), clip(30)] });
  const reasons = [
    { source: 0, start: 0, stop: 50, reason: 'dead_start' },
    { source: 0, start: 100, stop: 120, reason: 'silence' },
    { source: 0, start: 120, stop: 140, reason: 'shaking' },
    { source: 1, start: 0, stop: 30, reason: 'black' },
  ];
  assert.deepEqual(cuts(made, reasons), [
    { source: 0, frames: range(0, 50), reason: 'dead_start', at: 0 },
    { source: 0, frames: range(100, 120), reason: 'silence', at: 50 },
    { source: 0, frames: range(120, 140), reason: 'shaking', at: 50 },
    { source: 0, frames: range(140, 150), reason: BY_HAND, at: 50 },
    { source: 0, frames: range(200, 220), reason: BY_HAND, at: 100 },
    { source: 1, frames: range(0, 30), reason: 'black', at: 100 },
  ]);
});

test('a frame of the video is found in its clip and found again', () => {
  fc.assert(
    fc.property(plans, fc.nat(900), (made, wish) => {
      const frame = wish % duration(made);
      const there = toSource(made, frame);
      assert.ok(toOutput(made, there.source, there.frame).includes(frame));
      assert.ok(contains(placed(made)[there.number]?.frames ?? range(0, 0), frame));
    }),
  );
});

test('a cut takes out its frames and no others; brought back, all is shown as it was', () => {
  fc.assert(
    fc.property(drafts, fc.nat(299), fc.integer({ min: 1, max: 120 }), (made, start, long) => {
      const gone = range(start, start + long);
      const without = shown(made).filter((name) => {
        const [source, frame] = name.split(':').map(Number);
        return source !== 0 || !contains(gone, frame ?? 0);
      });
      fc.pre(without.length > 0 && without.length < duration(made));
      const cut = addCut(made, 0, gone);
      assert.deepEqual(shown(cut), without);
      const back = made.segments
        .filter(({ source }) => source === 0)
        .map((one) => intersection(one.source_range, gone))
        .filter((lost) => length(lost) > 0)
        .reduce((now, lost) => restoreCut(now, 0, lost, []), cut);
      assert.deepEqual(shown(back), shown(made));
    }),
  );
});

test('two stretches are one only where every frame is shown through the same window as before', () => {
  fc.assert(
    fc.property(plans, plans, (some, others) => {
      const [one, other] = [some.segments[0], others.segments[0]];
      assert.ok(one !== undefined && other !== undefined);
      const { start, stop } = other.source_range;
      const first: Segment = {
        ...one,
        source: 0,
        source_range: range(Math.max(0, start - 40), Math.max(1, start)),
      };
      const second: Segment = {
        ...other,
        source: 0,
        source_range: range(Math.max(1, start), Math.max(2, stop)),
      };
      const made = joined(first, second);
      const whole = made[0]?.crop;
      if (made.length === 1 && whole !== null && whole !== undefined) {
        for (const part of [first, second]) {
          for (let frame = part.source_range.start; frame < part.source_range.stop; frame += 1) {
            assert.ok(part.crop !== null);
            const [was, is] = [corner(part.crop, frame), corner(whole, frame)];
            assert.ok(Math.abs(was.left - is.left) <= 1 && Math.abs(was.top - is.top) <= 1);
          }
        }
      }
    }),
  );
});

test('a window that moves on beyond a cut is the same window again when the cut is taken back', () => {
  const crop = {
    width: 90,
    height: 160,
    path: [
      { frame: 0, left: 0, top: 0 },
      { frame: 100, left: 50, top: 0 },
    ],
  };
  const whole = plan([segment(0, 100, crop)]);
  const cut = addCut(whole, 0, range(40, 60));
  assert.deepEqual(cut.segments, [segment(0, 40, crop), segment(60, 100, crop)]);
  assert.deepEqual(restoreCut(cut, 0, range(40, 60), []).segments, whole.segments);
});

test('what comes after a cut comes earlier, what it takes of a line goes with its words', () => {
  const made = plan([segment(0, 200)], {
    cues: [
      cue(0, 60, 'sweet red\noranges', [
        [' sweet', 0, 20],
        [' red', 20, 40],
        [' oranges', 40, 60],
      ]),
      cue(60, 90, 'typed', [[' told', 60, 90]]),
      cue(120, 150, 'later'),
    ],
    cards: [card(30, 130)],
    audio: { gain: 0, speech: [range(0, 30), range(50, 90)] },
  });
  const cut = withoutShown(made, range(15, 70));
  assert.deepEqual(
    cut.cues,
    [cue(0, 15, 'sweet', [[' sweet', 0, 15]]), cue(15, 35, 'typed'), cue(65, 95, 'later')].map((one, n) =>
      n === 1 ? { ...one, words: cut.cues[1]?.words ?? [] } : one,
    ),
  );
  assert.deepEqual(cut.cues[1]?.words, [{ text: ' told', frames: range(15, 35), confidence: 900 }]);
  assert.deepEqual(
    cut.cards.map(({ frames }) => frames),
    [range(15, 75)],
  );
  assert.deepEqual(cut.audio.speech, [range(0, 35)]);
});

test('an edge goes as far as the clip, or to what is shown beside it, and leaves a frame', () => {
  const made = plan([segment(50, 100), segment(150, 200)], { sources: [clip(220)] });
  assert.deepEqual(edgeRoom(made, 0, 'stop'), [51, 150]);
  const moved = (number: number, edge: 'start' | 'stop', to: number) =>
    moveCutEdge(made, number, edge, to, []).segments.map(({ source_range: { start, stop } }) => [
      start,
      stop,
    ]);
  assert.deepEqual(moved(0, 'start', -9), [
    [0, 100],
    [150, 200],
  ]);
  assert.deepEqual(moved(0, 'start', 400), [
    [99, 100],
    [150, 200],
  ]);
  assert.deepEqual(moved(0, 'stop', 120), [
    [50, 120],
    [150, 200],
  ]);
  assert.deepEqual(moved(0, 'stop', 149), [
    [50, 149],
    [150, 200],
  ]);
  assert.deepEqual(moved(0, 'stop', 999), [[50, 200]]);
  assert.deepEqual(moved(1, 'start', 100), [[50, 200]]);
  assert.deepEqual(moved(1, 'start', 0), [[50, 200]]);
  assert.deepEqual(moved(1, 'stop', 999), [
    [50, 100],
    [150, 220],
  ]);
  assert.equal(moveCutEdge(made, 0, 'stop', 100, []), made);
});
