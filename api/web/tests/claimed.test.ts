// Where in the subtitles words stand that a check speaks of.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimed } from '../src/plan/claimed.ts';
import { cue, plan, segment } from './plans.ts';

const SAID = plan([segment(0, 300)], {
  cues: [cue(0, 60, 'the best oranges'), cue(60, 120, 'really\nthe best'), cue(150, 200, 'three')],
});

test('the line nearest to the time is led to, and the letters in it', () => {
  assert.deepEqual(claimed(SAID, { text: 'the best', start: 0 }), { number: 0, start: 0, stop: 8 });
  assert.deepEqual(claimed(SAID, { text: 'the best', start: 70 }), { number: 1, start: 7, stop: 15 });
  assert.deepEqual(claimed(SAID, { text: 'the best', start: null }), { number: 0, start: 0, stop: 8 });
});

test('words that go over two rows of a line are found', () => {
  assert.deepEqual(claimed(SAID, { text: 'really the best', start: 60 }), { number: 1, start: 0, stop: 15 });
});

test('what no subtitle says leads nowhere', () => {
  assert.equal(claimed(SAID, { text: 'cures colds', start: 0 }), undefined);
  assert.equal(claimed(SAID, { text: '', start: 0 }), undefined);
});
