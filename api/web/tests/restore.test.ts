import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkPlan } from '../src/plan/check.ts';
import { addCut, type Known, moveCutEdge, restoreCut } from '../src/plan/cuts.ts';
import { blank, letters, textOf, tidyLine } from '../src/plan/text.ts';
import { range } from '../src/plan/time.ts';
import { merged } from '../src/plan/tracks.ts';
import type { Cue, Plan } from '../src/plan/types.ts';
import { card, clip, cue, cuesIn, ordered, plan, segment } from './plans.ts';

const KNOWN: Known = {
  source: 0,
  cues: [
    cue(100, 130, 'so sweet', [
      [' so', 100, 110],
      [' sweet', 110, 130],
    ]),
    cue(200, 220, 'bye'),
  ],
  speech: [range(100, 130), range(200, 220)],
  crop: null,
};

test('what comes back brings its line and its speech, and the rest makes room', () => {
  const made = plan([segment(0, 90), segment(150, 180)], {
    cues: [cue(80, 94, 'long'), cue(95, 110, 'after')],
    cards: [card(60, 100), card(105, 110)],
    audio: { gain: 0, speech: [range(80, 100)] },
  });
  const back = restoreCut(made, 0, range(90, 150), [KNOWN]);
  assert.deepEqual(back.segments, [segment(0, 180)]);
  assert.deepEqual(
    back.cues.map(({ frames, lines }) => [frames.start, frames.stop, ...lines]),
    [
      [80, 90, 'long'],
      [100, 130, 'so sweet'],
      [155, 170, 'after'],
    ],
  );
  assert.deepEqual(
    back.cards.map(({ frames }) => frames),
    [range(60, 160), range(165, 170)],
  );
  assert.deepEqual(back.audio.speech, [range(80, 90), range(100, 130), range(150, 160)]);
});

test('of a line that is half in what comes back, the words come that are said there', () => {
  const made = plan([segment(0, 50)]);
  const back = restoreCut(made, 0, range(108, 140), [KNOWN]);
  assert.deepEqual(back.cues, [cue(50, 72, 'sweet', [[' sweet', 52, 72]])]);
});

test('a line over a cut stays whole where nothing is said between', () => {
  const made = plan([segment(0, 90), segment(150, 180)], { cues: [cue(80, 94, 'long')] });
  const back = restoreCut(made, 0, range(90, 150), []);
  assert.deepEqual(back.cues, [cue(80, 154, 'long')]);
});

test('a clip that is not shown at all comes back in its place, through the window that the server knows', () => {
  const crop = { width: 90, height: 160, path: [{ frame: 0, left: 3, top: 4 }] };
  const made = plan([segment(0, 50), segment(0, 50, null, 2)], { sources: [clip(60), clip(60), clip(60)] });
  const back = restoreCut(made, 1, range(10, 20), [{ source: 1, cues: [], speech: [], crop }]);
  assert.deepEqual(back.segments[1], segment(10, 20, crop, 1));
});

test('what is shown is not brought back a second time, and all can not be cut', () => {
  const made = plan([segment(0, 50)]);
  assert.throws(() => restoreCut(made, 0, range(40, 60), []), { fact: 'shown_already' });
  assert.throws(() => restoreCut(made, 0, range(60, 60), []), { fact: 'not_there' });
  assert.throws(() => restoreCut(made, 0, range(290, 301), []), { fact: 'not_there' });
  assert.throws(() => restoreCut(made, 7, range(0, 1), []), { fact: 'not_there' });
  assert.throws(() => addCut(made, 0, range(0, 50)), { fact: 'nothing_left' });
  assert.throws(() => addCut(made, 0, range(50, 60)), { fact: 'not_there' });
});

test('what comes back is seen through the window of what is before it, else of what is after it', () => {
  const still = (left: number) => ({ width: 90, height: 160, path: [{ frame: 0, left, top: 0 }] });
  const made = plan([segment(20, 50, still(1)), segment(100, 150, still(2))]);
  assert.deepEqual(restoreCut(made, 0, range(60, 70), []).segments[1], segment(60, 70, still(1)));
  assert.deepEqual(restoreCut(made, 0, range(90, 95), []).segments[1], segment(90, 95, still(1)));
  assert.deepEqual(restoreCut(made, 0, range(5, 10), []).segments[0], segment(5, 10, still(1)));
});

test('a clip that is not shown at all comes back after the clips before it, and before those after it', () => {
  const sources = [clip(60), clip(60), clip(60)];
  const order = (one: Plan) => one.segments.map(({ source }) => source);
  const made = plan([segment(0, 50), segment(0, 50, null, 2)], { sources });
  assert.deepEqual(order(restoreCut(made, 1, range(0, 9), [])), [0, 1, 2]);
  assert.deepEqual(
    order(restoreCut(plan([segment(0, 50, null, 1)], { sources }), 0, range(0, 60), [])),
    [0, 1],
  );
  assert.deepEqual(order(restoreCut(plan([segment(0, 50)], { sources }), 2, range(0, 60), [])), [0, 2]);
});

test('words at the end of the video move with it', () => {
  const made = plan([segment(0, 10), segment(50, 100)], { cues: [cue(40, 60, 'bye', [[' bye', 40, 60]])] });
  assert.deepEqual(restoreCut(made, 0, range(10, 50), []).cues, [cue(80, 100, 'bye', [[' bye', 80, 100]])]);
});

test('a stretch of one frame is joined as any other', () => {
  const moving = {
    width: 90,
    height: 160,
    path: [
      { frame: 0, left: 0, top: 0 },
      { frame: 50, left: 50, top: 0 },
    ],
  };
  const still = { width: 90, height: 160, path: [{ frame: 0, left: 7, top: 7 }] };
  const made = plan([segment(20, 21, moving), segment(22, 40, still)]);
  const path = restoreCut(made, 0, range(21, 22), []).segments[0]?.crop?.path;
  assert.deepEqual(
    path?.map(({ frame, left }) => [frame, left]),
    [
      [20, 20],
      [21, 21],
      [22, 7],
      [39, 7],
    ],
  );
});

test('what begins where something comes in begins after it', () => {
  const made = plan([segment(0, 50), segment(80, 130)], {
    cues: [cue(50, 60, 'after')],
    cards: [card(20, 50), card(50, 90)],
    audio: { gain: 0, speech: [range(10, 50), range(60, 90)] },
  });
  const back = restoreCut(made, 0, range(50, 80), []);
  assert.deepEqual(back.cues, [cue(80, 90, 'after')]);
  assert.deepEqual(
    back.cards.map(({ frames }) => frames),
    [range(20, 50), range(80, 120)],
  );
  assert.deepEqual(back.audio.speech, [range(10, 50), range(90, 120)]);
});

test('speech that touches or lies in other speech is one', () => {
  assert.deepEqual(merged([range(40, 50), range(0, 30), range(5, 9), range(30, 35), range(60, 60)]), [
    range(0, 35),
    range(40, 50),
  ]);
});

const TOLD = cue(20, 80, 'so sweet\nred oranges', [
  [' so', 20, 30],
  [' sweet', 30, 45],
  [' red', 50, 60],
  [' oranges', 60, 80],
]);
const ALL: Known = { source: 0, cues: [TOLD], speech: [], crop: null };

test('a line that a cut had parted is one again, with its lines as they were', () => {
  const made = plan([segment(0, 100)], { cues: [TOLD] });
  for (const [start, stop] of [
    [46, 100],
    [0, 46],
    [30, 60],
    [31, 44],
    [0, 100],
  ] as const) {
    const cut = addCut(plan([segment(0, 100), segment(200, 210)], { cues: [TOLD] }), 0, range(start, stop));
    const back = restoreCut(cut, 0, range(start, stop), [ALL]);
    assert.deepEqual(
      back.cues.map(({ frames, lines }) => [frames, lines]),
      made.cues.map(({ frames, lines }) => [frames, lines]),
      `${start}`,
    );
  }
});

test('an edge that is dragged brings the line word by word', () => {
  const cut = addCut(plan([segment(0, 100)], { cues: [TOLD] }), 0, range(30, 100));
  const lines = [40, 44, 48, 58, 90].map((to) =>
    moveCutEdge(cut, 0, 'stop', to, [ALL]).cues.map((one) => one.lines.join('|')),
  );
  assert.deepEqual(lines, [
    ['so sweet'],
    ['so sweet'],
    ['so sweet'],
    ['so sweet|red'],
    ['so sweet|red oranges'],
  ]);
});

test('a line that a person wrote is not made one with what is known of the clip', () => {
  const cut = addCut(
    plan([segment(0, 100)], { cues: [{ ...TOLD, lines: ['mine'], words: [] }] }),
    0,
    range(46, 100),
  );
  const back = restoreCut(cut, 0, range(46, 100), [ALL]);
  assert.deepEqual(
    back.cues.map(({ lines }) => lines.join('|')),
    ['mine', 'red oranges'],
  );
});

test('whatever is cut and comes back, every word is there again, once, in order', () => {
  const told = ordered(300, 5)
    .chain(cuesIn)
    .map((cues) => cues.map((one) => ({ ...one, lines: [tidyLine(textOf(one.words))] })));
  const spoken = told.map((cues) => cues.filter(({ lines }) => lines.every((line) => !blank(line))));
  const gone = fc
    .tuple(fc.nat(299), fc.integer({ min: 1, max: 200 }))
    .map(([start, long]) => range(start, Math.min(300, start + long)));
  fc.assert(
    fc.property(spoken, gone, (cues, out) => {
      const made = plan([segment(0, 300), segment(0, 9, null, 1)], { cues });
      const back = restoreCut(addCut(made, 0, out), 0, out, [{ source: 0, cues, speech: [], crop: null }]);
      const text = (all: readonly Cue[]) => letters(all.flatMap(({ lines }) => lines).join(''));
      assert.equal(text(back.cues), text(cues));
      const count = (all: readonly Cue[]) =>
        all.flatMap(({ words }) => words.filter((word) => !blank(word.text))).length;
      assert.equal(count(back.cues), count(cues));
      assert.ok(back.cues.length <= cues.length);
      assert.deepEqual(checkPlan(back), []);
    }),
    { numRuns: 300 },
  );
});
