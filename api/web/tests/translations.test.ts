// Translated lines: beside the subtitles, along with them where both have the same frames.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeCues, removeCue, retimeCue, shiftCues, splitCue } from '../src/plan/cues.ts';
import { addCut, restoreCut } from '../src/plan/cuts.ts';
import { Refused } from '../src/plan/refused.ts';
import { range } from '../src/plan/time.ts';
import {
  addTranslation,
  removeTranslation,
  translate,
  translated,
  translationsOf,
} from '../src/plan/translations.ts';
import type { Plan } from '../src/plan/types.ts';
import { cue, LIMITS, plan, segment } from './plans.ts';

const BARE = plan([segment(0, 300)], {
  cues: [cue(0, 60, 'one'), cue(60, 120, 'two'), cue(150, 200, 'three')],
});
const BOTH = ['un', 'deux', 'trois'].reduce(
  (made, text, number) => translate(made, 0, number, text),
  addTranslation(BARE, 'fr'),
);

function shown(made: Plan): readonly (readonly [number, number, string])[] {
  return (translationsOf(made)[0]?.cues ?? []).map(
    ({ frames, lines }) => [frames.start, frames.stop, lines.join('/')] as const,
  );
}

test('a translation stands beside its subtitle, in the same frames', () => {
  assert.deepEqual(shown(BOTH), [
    [0, 60, 'un'],
    [60, 120, 'deux'],
    [150, 200, 'trois'],
  ]);
  assert.equal(translated(BOTH, 0, 1), 'deux');
  assert.deepEqual(shown(translate(BOTH, 0, 1, 'deux\nlignes')).at(1), [60, 120, 'deux/lignes']);
});

test('an empty translation takes the line out, and a plan without languages does not name them', () => {
  assert.deepEqual(shown(translate(BOTH, 0, 0, ' ')), shown(BOTH).slice(1));
  assert.ok(!('translations' in removeTranslation(BOTH, 0)));
  assert.equal(addTranslation(BOTH, 'fr'), BOTH, 'it is there already');
  assert.equal(addTranslation(BOTH, 'en'), BOTH, 'the language of the video');
});

test('lines go along with subtitles that move, and stay where they can not', () => {
  assert.deepEqual(shown(retimeCue(BOTH, 1, 'stop', 140)).at(1), [60, 140, 'deux']);
  assert.deepEqual(shown(shiftCues(BOTH, 1, 2, 20)), [
    [0, 60, 'un'],
    [80, 140, 'deux'],
    [170, 220, 'trois'],
  ]);
  const own = {
    ...BOTH,
    translations: [{ language: 'fr', cues: [cue(60, 120, 'deux'), cue(120, 145, 'et')] }],
  };
  assert.deepEqual(shown(retimeCue(own, 1, 'stop', 140)), shown(own), 'another line is there');
});

test('subtitles split, joined and taken out have their lines split, joined and taken out', () => {
  assert.deepEqual(shown(splitCue(BOTH, 1, 1, LIMITS, 100)).at(1), [60, 98, 'deux']);
  assert.deepEqual(shown(mergeCues(BOTH, 0, LIMITS)), [
    [0, 120, 'un/deux'],
    [150, 200, 'trois'],
  ]);
  assert.deepEqual(shown(removeCue(BOTH, 1)), shown(BOTH).toSpliced(1, 1));
});

test('what is cut and brought back moves the lines as it moves the subtitles', () => {
  const gone = addCut(BOTH, 0, range(60, 130));
  assert.deepEqual(shown(gone), [
    [0, 60, 'un'],
    [80, 130, 'trois'],
  ]);
  assert.deepEqual(shown(restoreCut(gone, 0, range(60, 130), [])).at(1), [150, 200, 'trois']);
});

test('nothing is translated where another line is shown all the time', () => {
  const long = { ...BARE, translations: [{ language: 'fr', cues: [cue(0, 130, 'un deux')] }] };
  assert.throws(() => translate(long, 0, 1, 'deux'), Refused);
  assert.deepEqual(shown(translate(long, 0, 0, 'une')), [[0, 130, 'une']]);
});
