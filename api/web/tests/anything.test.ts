// Whatever a helper does, in whatever order: what was a plan that can be rendered is one still.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { moveCard, retimeCard, shiftCard } from '../src/plan/cards.ts';
import { checkPlan } from '../src/plan/check.ts';
import { coverAt, coverOf } from '../src/plan/cover.ts';
import { addCue, editText, mergeCues, removeCue, retimeCue, shiftCues, splitCue } from '../src/plan/cues.ts';
import { addCut, cuts, type Known, moveCutEdge, restoreCut, withoutShown } from '../src/plan/cuts.ts';
import { Refused } from '../src/plan/refused.ts';
import { replaceAll } from '../src/plan/search.ts';
import { setDuck, setMusicGain } from '../src/plan/sound.ts';
import { range } from '../src/plan/time.ts';
import { addTranslation, removeTranslation, translate } from '../src/plan/translations.ts';
import type { Plan } from '../src/plan/types.ts';
import { cuesIn, LIMITS, ordered, plans, texts } from './plans.ts';

type Operation = (plan: Plan, known: readonly Known[]) => Plan;

const places = fc.nat(5);
const frames = fc.integer({ min: -20, max: 700 });
const some = fc
  .tuple(frames, fc.nat(120))
  .map(([start, long]) => range(Math.max(0, start), Math.max(0, start) + long));
const edges = fc.constantFrom('start' as const, 'stop' as const);

const operations: fc.Arbitrary<Operation> = fc.oneof(
  fc.tuple(places, some).map(
    ([source, gone]): Operation =>
      (plan) =>
        addCut(plan, source % 2, gone),
  ),
  some.map(
    (gone): Operation =>
      (plan) =>
        withoutShown(plan, gone),
  ),
  fc.nat(20).map(
    (which): Operation =>
      (plan, known) => {
        const all = cuts(plan, []);
        const cut = all[which % Math.max(1, all.length)];
        return cut === undefined ? plan : restoreCut(plan, cut.source, cut.frames, known);
      },
  ),
  fc.tuple(places, some).map(
    ([source, back]): Operation =>
      (plan, known) =>
        restoreCut(plan, source % 2, back, known),
  ),
  fc.tuple(places, edges, frames).map(
    ([number, edge, to]): Operation =>
      (plan, known) =>
        moveCutEdge(plan, number, edge, to, known),
  ),
  fc.tuple(places, texts).map(
    ([number, text]): Operation =>
      (plan) =>
        editText(plan, number, text),
  ),
  fc.tuple(places, fc.nat(30), fc.option(frames)).map(
    ([number, place, frame]): Operation =>
      (plan) =>
        splitCue(plan, number, place, LIMITS, frame ?? undefined),
  ),
  places.map(
    (number): Operation =>
      (plan) =>
        mergeCues(plan, number, LIMITS),
  ),
  places.map(
    (number): Operation =>
      (plan) =>
        removeCue(plan, number),
  ),
  fc.tuple(some, texts).map(
    ([where, text]): Operation =>
      (plan) =>
        addCue(plan, where, text),
  ),
  fc.tuple(places, edges, frames).map(
    ([number, edge, to]): Operation =>
      (plan) =>
        retimeCue(plan, number, edge, to),
  ),
  fc.tuple(places, places, frames).map(
    ([first, more, by]): Operation =>
      (plan) =>
        shiftCues(plan, first, first + more, by),
  ),
  fc.tuple(fc.constantFrom('the', '甜', ' ', 'o', '。'), fc.constantFrom('', 'x', '橙 子', '\n')).map(
    ([text, by]): Operation =>
      (plan) =>
        replaceAll(plan, { text, sameCase: false }, by),
  ),
  fc.tuple(places, texts).map(
    ([number, text]): Operation =>
      (plan) =>
        translate(addTranslation(plan, 'fr'), 0, number, number === 0 ? '' : text),
  ),
  fc.constant((plan: Plan) => removeTranslation(plan, 0)),
  fc.tuple(places, frames, frames).map(
    ([number, left, top]): Operation =>
      (plan) =>
        moveCard(plan, number, left, top, LIMITS.card_room),
  ),
  fc.tuple(places, edges, frames).map(
    ([number, edge, to]): Operation =>
      (plan) =>
        retimeCard(plan, number, edge, to),
  ),
  fc.tuple(places, frames).map(
    ([number, by]): Operation =>
      (plan) =>
        shiftCard(plan, number, by),
  ),
  frames.map(
    (frame): Operation =>
      (plan) =>
        coverAt(plan, frame),
  ),
  fc.tuple(places, frames).map(
    ([source, frame]): Operation =>
      (plan) =>
        coverOf(plan, source, frame),
  ),
  frames.map(
    (gain): Operation =>
      (plan) =>
        setDuck(setMusicGain(plan, gain), gain),
  ),
);

/** What the server would know of the clips of a plan. */
const knowledge = fc
  .tuple(ordered(300, 5).chain(cuesIn), ordered(300, 3))
  .map(([cues, speech]): Known => ({ source: 0, cues, speech, crop: null }));

test('any operations on a plan that can be rendered leave one', () => {
  let did = 0;
  fc.assert(
    fc.property(
      plans,
      knowledge,
      fc.array(operations, { minLength: 1, maxLength: 12 }),
      (first, known, steps) => {
        assert.deepEqual(checkPlan(first), [], 'the test began with a plan');
        let plan = first;
        for (const step of steps) {
          try {
            plan = step(plan, [known]);
            did += 1;
          } catch (refused) {
            assert.ok(refused instanceof Refused, String(refused));
          }
          assert.deepEqual(checkPlan(plan), []);
        }
      },
    ),
    { numRuns: 500 },
  );
  assert.ok(did > 500, `most operations were none: ${did}`);
});
