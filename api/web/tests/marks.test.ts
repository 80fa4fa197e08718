import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cue } from '../src/plan/types.ts';
import { pieces, unsureWords } from '../src/studio/marks.ts';
import { cue } from './plans.ts';

function heard(text: string, ...words: readonly [string, number][]): Cue {
  const made = cue(
    0,
    30,
    text,
    words.map(([word], place) => [word, place, place + 1]),
  );
  const confidences = words.map(([, confidence]) => confidence);
  return {
    ...made,
    words: made.words.map((word, place) => ({ ...word, confidence: confidences[place] ?? 0 })),
  };
}

test('uncertain words are marked where they stand, across lines', () => {
  const made = heard('so sweet\noranges', ['so', 900], [' sweet', 300], [' oranges', 200]);
  assert.deepEqual(unsureWords(made), ['sweet', 'oranges']);
  assert.deepEqual(
    pieces(made, [], null).map(({ text, mark }) => [text, mark]),
    [
      ['so ', 'none'],
      ['sweet', 'unsure'],
      ['\n', 'none'],
      ['oranges', 'unsure'],
    ],
  );
});

test('what a person has typed is certain', () => {
  assert.deepEqual(unsureWords(heard('so sour', ['so', 100], [' sweet', 100])), []);
});

test('what is found lies over what is uncertain, and the pieces are the text', () => {
  const made = heard('赣南脐橙', ['赣南', 300], ['脐橙', 900]);
  const here = { cue: 0, start: 1, stop: 3 };
  const found = pieces(made, [here], here);
  assert.deepEqual(
    found.map(({ text, mark }) => [text, mark]),
    [
      ['赣', 'unsure'],
      ['南脐', 'here'],
      ['橙', 'none'],
    ],
  );
});
