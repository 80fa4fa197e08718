import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addCue,
  editText,
  mergeCues,
  removeCue,
  retimeCue,
  shiftCues,
  splitCue,
  textOfCue,
} from '../src/plan/cues.ts';
import { find, replaceAll, replaceMatches } from '../src/plan/search.ts';
import { letters, spelled, textOf, tidyLines } from '../src/plan/text.ts';
import { range } from '../src/plan/time.ts';
import type { Cue, Plan } from '../src/plan/types.ts';
import { retold } from '../src/plan/words.ts';
import { cue, LIMITS, plan, segment, texts } from './plans.ts';

const SAID = cue(30, 90, 'so sweet oranges', [
  [' so', 30, 40],
  [' sweet', 45, 60],
  [' oranges', 60, 85],
]);

function lines(cues: readonly Cue[]): Plan {
  return plan([segment(0, 300)], { cues });
}

function told({ cues }: Plan): unknown {
  return cues.map(({ frames, lines: text }) => [frames.start, frames.stop, ...text]);
}

function spoken(one: Cue | undefined): unknown {
  return one?.words.map(({ text, frames, confidence }) => [text, frames.start, frames.stop, confidence]);
}

test('a word that is put right is certain, and the others keep their times', () => {
  const made = editText(lines([SAID]), 0, 'so  sweat\noranges ');
  assert.deepEqual(made.cues[0]?.lines, ['so sweat', 'oranges']);
  assert.deepEqual(spoken(made.cues[0]), [
    [' so', 30, 40, 900],
    [' sweat', 45, 60, 1000],
    [' oranges', 60, 85, 900],
  ]);
});

test('a new word has a space before it where the text has one', () => {
  const said = [
    { text: '橙子', frames: range(0, 9), confidence: 500 },
    { text: '甜', frames: range(9, 20), confidence: 500 },
  ];
  assert.deepEqual(
    retold(said, '橙子甜', '柚子甜').map(({ text }) => text),
    ['柚子', '甜'],
  );
  assert.deepEqual(
    retold(said, '橙子甜', '橙子 很 甜').map(({ text, frames }) => [text, frames.start, frames.stop]),
    [
      ['橙子', 0, 9],
      [' 很', 9, 9],
      ['甜', 9, 20],
    ],
  );
});

test('a text that only breaks elsewhere keeps its words', () => {
  assert.equal(editText(lines([SAID]), 0, 'so sweet\noranges').cues[0]?.words, SAID.words);
});

test('of a text that a person typed no word is known', () => {
  const typed = { ...SAID, lines: ['quite another'] };
  assert.deepEqual(editText(lines([typed]), 0, 'and another').cues[0]?.words, []);
});

test('words of a changed text are those of the text, in order, none twice', () => {
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 6 }), texts, (before, after) => {
      const words = before.map((text, n) => ({ text, frames: range(10 * n, 10 * n + 10), confidence: 500 }));
      const made = retold(words, textOf(words), after);
      assert.ok(spelled(made, after), JSON.stringify(made));
      const starts = made.map(({ frames }) => frames.start);
      assert.deepEqual(
        starts,
        starts.toSorted((one, other) => one - other),
      );
      assert.ok(made.filter((word) => !words.includes(word)).length <= 1, 'one word is new at most');
    }),
  );
});

test('what Python takes for white space parts words, and nothing else does', () => {
  assert.deepEqual(tidyLines('\u3000a \u00a0b\u001cc\r\n\r\n \ufeff '), ['a b', 'c', '\ufeff']);
  assert.throws(() => editText(lines([SAID]), 0, ' \u3000\n'), { fact: 'empty_text' });
});

test('a line is made two where the next word is said, two frames apart', () => {
  const made = splitCue(lines([SAID]), 0, 'so sweet'.length, LIMITS);
  assert.deepEqual(told(made), [
    [30, 58, 'so sweet'],
    [60, 90, 'oranges'],
  ]);
  assert.deepEqual(
    made.cues.map(({ words }) => words.length),
    [2, 1],
  );
});

test('a line without words is made two as far into its time as into its text, or where one says', () => {
  const typed = lines([cue(0, 80, '甜甜\n脆脆')]);
  assert.deepEqual(told(splitCue(typed, 0, 1, LIMITS)), [
    [0, 18, '甜'],
    [20, 80, '甜', '脆脆'],
  ]);
  assert.deepEqual(told(splitCue(typed, 0, 2, LIMITS, 999)), [
    [0, 77, '甜甜'],
    [79, 80, '脆脆'],
  ]);
  assert.deepEqual(splitCue(lines([cue(0, 9, '𠀀𠀀')]), 0, 1, LIMITS).cues[0]?.lines, ['𠀀']);
  assert.throws(() => splitCue(typed, 0, 0, LIMITS), { fact: 'empty_text' });
  assert.throws(() => splitCue(lines([cue(0, 1, 'ab')]), 0, 1, LIMITS), { fact: 'too_short' });
});

test('a line that was made two and one again has its text, its time and its words', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 15 }), (place) => {
      const parted = splitCue(lines([SAID]), 0, place, { ...LIMITS, gap: 0 });
      const [whole] = mergeCues(parted, 0, LIMITS).cues;
      assert.deepEqual(letters(textOfCue(whole ?? SAID)), letters(textOfCue(SAID)));
      assert.deepEqual(whole?.frames, SAID.frames);
      assert.deepEqual(
        whole?.words.map(({ frames }) => frames),
        SAID.words.map(({ frames }) => frames),
      );
    }),
  );
});

test('of two lines that are too many for one subtitle, the text is broken anew', () => {
  const short = { ...LIMITS, characters: 10 };
  const made = mergeCues(lines([cue(0, 9, '这个橙子\n非常甜'), cue(9, 20, '也很脆，很新鲜吧')]), 0, short);
  assert.deepEqual(told(made), [[0, 20, '这个橙子非常甜', '也很脆，很新鲜吧']]);
  const few = mergeCues(lines([cue(0, 9, 'so'), cue(9, 20, 'sweet')]), 0, short);
  assert.deepEqual(told(few), [[0, 20, 'so', 'sweet']], 'lines that are not too many stay');
  assert.throws(() => mergeCues(made, 0, LIMITS), { fact: 'not_there' });
});

test('edges stop at the neighbours and leave a frame', () => {
  const made = lines([cue(0, 20, 'a'), cue(30, 50, 'b'), cue(60, 90, 'c')]);
  assert.deepEqual(retimeCue(made, 1, 'start', 5).cues[1]?.frames, range(20, 50));
  assert.deepEqual(retimeCue(made, 1, 'start', 70).cues[1]?.frames, range(49, 50));
  assert.deepEqual(retimeCue(made, 1, 'stop', 70.4).cues[1]?.frames, range(30, 60));
  assert.deepEqual(retimeCue(made, 2, 'stop', 999).cues[2]?.frames, range(60, 300));
});

test('lines move together with their words, up to their neighbours', () => {
  const made = lines([cue(0, 20, 'a'), SAID, cue(95, 99, 'c'), cue(120, 130, 'd')]);
  assert.deepEqual(told(shiftCues(made, 1, 2, 50)), [
    [0, 20, 'a'],
    [51, 111, 'so sweet oranges'],
    [116, 120, 'c'],
    [120, 130, 'd'],
  ]);
  assert.deepEqual(spoken(shiftCues(made, 1, 1, -50).cues[1]), [
    [' so', 20, 30, 900],
    [' sweet', 35, 50, 900],
    [' oranges', 50, 75, 900],
  ]);
});

test('a new line takes what is free, and none where nothing is', () => {
  const made = lines([cue(0, 20, 'a'), cue(20, 50, 'b'), cue(60, 90, 'c')]);
  assert.deepEqual(told(addCue(made, range(10, 80), 'n')), [
    [0, 20, 'a'],
    [20, 50, 'b'],
    [50, 60, 'n'],
    [60, 90, 'c'],
  ]);
  assert.throws(() => addCue(made, range(30, 40), 'n'), { fact: 'no_room' });
  assert.throws(() => addCue(made, range(400, 500), 'n'), { fact: 'no_room' });
  assert.equal(removeCue(made, 1).cues.length, 2);
});

test('a text is found over line breaks, whatever its case, and nothing in it means anything', () => {
  const made = lines([cue(0, 20, 'Sweet red\noranges (5 kg)'), cue(20, 40, '这个橙\n子')]);
  const found = (text: string, sameCase = false) =>
    find(made, { text, sameCase }).map(({ cue: n, start, stop }) => [n, start, stop]);
  assert.deepEqual(found('red oranges'), [[0, 6, 17]]);
  assert.deepEqual(found('橙子'), [[1, 2, 5]]);
  assert.deepEqual(found('sweet'), [[0, 0, 5]]);
  assert.deepEqual(found('sweet', true), []);
  assert.deepEqual(found('(5 kg)'), [[0, 18, 24]]);
  assert.deepEqual(found('.'), []);
  assert.deepEqual(found(''), []);
});

test('what is replaced everywhere is nowhere, and a line without text is gone', () => {
  const made = lines([SAID, cue(100, 120, 'sweet'), cue(130, 140, 'bye')]);
  const after = replaceAll(made, { text: 'sweet', sameCase: true }, '');
  assert.deepEqual(told(after), [
    [30, 90, 'so oranges'],
    [130, 140, 'bye'],
  ]);
  assert.deepEqual(spoken(after.cues[0]), [
    [' so', 30, 40, 900],
    [' oranges', 60, 85, 900],
  ]);
  const first = find(made, { text: 'sweet', sameCase: true }).slice(0, 1);
  assert.deepEqual(told(replaceMatches(made, first, '$&')), [
    [30, 90, 'so $& oranges'],
    [100, 120, 'sweet'],
    [130, 140, 'bye'],
  ]);
});
