import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { moveCard, retimeCard, shiftCard, withProduct } from '../src/plan/cards.ts';
import { coverAt, coverOf } from '../src/plan/cover.ts';
import { begun, done, type History, redone, undone } from '../src/plan/history.ts';
import { brokenLines, faults, flowing } from '../src/plan/limits.ts';
import { setDuck, setMusic, setMusicGain, setSoundGain } from '../src/plan/sound.ts';
import { letters } from '../src/plan/text.ts';
import { range } from '../src/plan/time.ts';
import { card, cue, HASH, LIMITS, plan, segment, texts } from './plans.ts';

const RATE = { numerator: 30, denominator: 1 };
const BED = { track: HASH, title: 'Bed', gain: -1200, duck: 900 };

test('a subtitle that can be read is without fault, one character or frame more is one', () => {
  const line = '橙'.repeat(16);
  assert.deepEqual(faults(cue(0, 54, line), LIMITS, RATE), []);
  assert.deepEqual(faults(cue(0, 53, line), LIMITS, RATE), [{ kind: 'fast', by: 1 }]);
  assert.deepEqual(faults(cue(0, 60, `${line}𠀀`), LIMITS, RATE), [{ kind: 'line', line: 0, by: 1 }]);
  assert.deepEqual(faults(cue(0, 211, 'a\nb\nc'), LIMITS, RATE), [
    { kind: 'lines', by: 1 },
    { kind: 'long', by: 1 },
  ]);
  assert.deepEqual(faults(cue(0, 24, 'a'), LIMITS, RATE), [{ kind: 'short', by: 1 }]);
});

test('a text is broken evenly, where it may be, and no letter is lost', () => {
  const broken = (text: string) => brokenLines(text, LIMITS);
  const full = '这个橙子非常甜，也很脆很新鲜好吃';
  assert.deepEqual(broken(full), [full]);
  assert.deepEqual(broken('这个橙子非常甜很，脆也很新鲜好吃吗'), ['这个橙子非常甜很，', '脆也很新鲜好吃吗']);
  assert.deepEqual(broken('so sweet and red oranges'), ['so sweet and', 'red oranges']);
  assert.deepEqual(broken('Donaudampfschifffahrt'), ['Donaudampfschifffahrt']);
  fc.assert(
    fc.property(texts, (text) => {
      const parts = brokenLines(text, { ...LIMITS, characters: 5 });
      assert.ok(parts.length <= 2);
      assert.equal(letters(parts.join('')), letters(text));
      assert.equal(letters(flowing(parts)), letters(text));
    }),
  );
});

test('a card stays in its room and beside its neighbours', () => {
  const made = plan([segment(0, 200)], { cards: [card(20, 60), card(100, 150)] });
  const at = (left: number, top: number) => moveCard(made, 0, left, top, LIMITS.card_room).cards[0]?.box;
  assert.deepEqual(at(30.4, 100), { left: 30, top: 100, width: 100, height: 40 });
  assert.deepEqual(at(-50, 999), { left: 7, top: 183, width: 100, height: 40 });
  assert.deepEqual(
    moveCard(made, 0, 90, 90, { left: 50, top: 0, width: 60, height: 320 }).cards[0]?.box.left,
    50,
  );
  assert.deepEqual(retimeCard(made, 0, 'stop', 120).cards[0]?.frames, range(20, 100));
  assert.deepEqual(retimeCard(made, 1, 'start', 0).cards[1]?.frames, range(60, 150));
  assert.deepEqual(shiftCard(made, 1, 500).cards[1]?.frames, range(150, 200));
});

test('all cards say what the product says', () => {
  const made = plan([segment(0, 200)], { cards: [card(20, 60), card(100, 150)] });
  const product = { ...card(0, 1).product, price: '35.00' };
  const after = withProduct(made, product, 'd'.repeat(64));
  assert.deepEqual(
    after.cards.map((one) => [one.product.price, one.image[0]]),
    [
      ['35.00', 'd'],
      ['35.00', 'd'],
    ],
  );
});

test('music is changed where there is some, and never louder under speech', () => {
  const made = setMusic(plan([segment(0, 9)]), BED);
  assert.deepEqual(setMusicGain(made, -1500.4).music, { ...BED, gain: -1500 });
  assert.equal(setDuck(made, -3).music?.duck, 0);
  assert.equal(setSoundGain(made, 250).audio.gain, 250);
  assert.throws(() => setMusicGain(setMusic(made, null), 0), { fact: 'not_there' });
});

test('the cover is what is seen there: the frame, and the window as it stands', () => {
  const crop = {
    width: 90,
    height: 160,
    path: [
      { frame: 0, left: 0, top: 0 },
      { frame: 100, left: 50, top: 0 },
    ],
  };
  const made = plan([segment(200, 220), segment(0, 100, crop)]);
  assert.deepEqual(coverAt(made, 70).cover, {
    source: 0,
    frame: 50,
    crop: { ...crop, path: [{ frame: 50, left: 25, top: 0 }] },
  });
  assert.deepEqual(coverAt(made, 999).cover.frame, 99);
  assert.deepEqual(coverOf(made, 0, 205).cover, { source: 0, frame: 205, crop: null });
  assert.deepEqual(coverOf(made, 0, 100).cover, { source: 0, frame: 100, crop: null });
  const other = plan([segment(0, 9), segment(50, 60, crop, 1)]);
  assert.deepEqual(coverOf(other, 1, 100).cover.crop?.path, [{ frame: 100, left: 50, top: 0 }]);
  assert.deepEqual(coverOf(made, 1, 999).cover, { source: 1, frame: 299, crop: null });
});

test('all that was done is taken back and done again, in order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 20 }), (states) => {
      const all = states.reduce<History<string>>(
        (history, state, n) => done(history, state, 'did', n * 10),
        begun(''),
      );
      const times = (history: History<string>, step: (one: History<string>) => History<string>) =>
        states.reduce<History<string>>(step, history);
      const back = times(all, undone);
      assert.equal(back.now.state, '');
      assert.equal(undone(back).now.state, '');
      assert.equal(times(back, redone).now.state, states.at(-1) ?? '');
    }),
  );
});

test('typing is one step, until one stops, goes elsewhere, or takes something back', () => {
  const typed = (history: History<string>, state: string, at: number, key = 'cue 1') =>
    done(history, state, 'typed', at, key);
  const word = typed(typed(typed(begun(''), 'a', 100), 'ab', 500), 'abc', 1400);
  assert.equal(undone(word).now.state, '');
  assert.equal(undone(typed(word, 'abcd', 2500)).now.state, 'abc');
  assert.equal(undone(typed(word, 'abcd', 1500, 'cue 2')).now.state, 'abc');
  assert.equal(undone(done(word, 'abcd', 'cut', 1500)).now.state, 'abc');
  const again = redone(undone(word));
  assert.equal(undone(typed(again, 'abcd', 1500)).now.state, 'abc');
  assert.equal(typed(word, 'abc', 1500), word);
});

test('what was taken back is forgotten once something else is done', () => {
  const history = done(undone(done(begun('a'), 'b', 'b', 1)), 'c', 'c', 2);
  assert.deepEqual(history.future, []);
  assert.equal(redone(history).now.state, 'c');
});
