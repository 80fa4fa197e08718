import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { moveCard } from '../src/plan/cards.ts';
import { checkPlan } from '../src/plan/check.ts';
import { addCue, editText, mergeCues, removeCue, retimeCue, splitCue } from '../src/plan/cues.ts';
import { addCut, restoreCut } from '../src/plan/cuts.ts';
import { setMusic, setMusicGain, setSoundGain } from '../src/plan/sound.ts';
import { range } from '../src/plan/time.ts';
import { addTranslation, translate, translationsOf } from '../src/plan/translations.ts';
import type { Plan } from '../src/plan/types.ts';
import type { Conflict, Side } from '../src/studio/conflicts.ts';
import { hunks } from '../src/studio/hunks.ts';
import { merge } from '../src/studio/merge.ts';
import { card, cue, HASH, LIMITS, plan, segment } from './plans.ts';

const MUSIC = { track: HASH, title: 'Hills', gain: -1200, duck: 800 };
const BASE = plan([segment(0, 200), segment(220, 300)], {
  cues: [cue(0, 40, 'one'), cue(50, 90, 'two'), cue(100, 140, 'three'), cue(210, 260, 'four')],
  cards: [card(120, 180)],
  music: MUSIC,
});

function texts({ cues }: Plan): readonly string[] {
  return cues.map(({ lines, frames }) => `${frames.start}-${frames.stop} ${lines.join('/')}`);
}

function names(conflicts: readonly Conflict[]): readonly string[] {
  return conflicts.map(({ name }) => name);
}

function clean(mine: Plan, theirs: Plan): Plan {
  const made = merge(BASE, mine, theirs);
  return made.conflicts.length === 0 ? made.plan : { ...made.plan, cues: [], cards: [], music: null };
}

test('what only one of two people touched is as that one left it', () => {
  const mine = moveCard(editText(BASE, 0, 'won'), 0, 30, 60, LIMITS.card_room);
  const theirs = setMusicGain(editText(BASE, 3, 'for'), -900);
  const made = clean(mine, theirs);
  assert.deepEqual(texts(made), ['0-40 won', '50-90 two', '100-140 three', '210-260 for']);
  assert.equal(made.music?.gain, -900);
  assert.equal(made.cards[0]?.box.left, 30);
});

test('lines beside each other are no conflict, nor is the same change twice', () => {
  const mine = editText(editText(BASE, 1, 'too'), 2, 'tree');
  const theirs = editText(editText(BASE, 0, 'won'), 2, 'tree');
  assert.deepEqual(texts(clean(mine, theirs)), ['0-40 won', '50-90 too', '100-140 tree', '210-260 four']);
});

test('the text of a line by one person and its time by the other go together', () => {
  const made = clean(editText(BASE, 1, 'too'), retimeCue(BASE, 1, 'stop', 95));
  assert.deepEqual(texts(made).at(1), '50-95 too');
});

test('a cut of one person moves the lines of the other', () => {
  const cut = addCut(BASE, 0, range(0, 20));
  const typed = splitCue(editText(BASE, 3, 'four more'), 3, 4, LIMITS);
  const [one, other] = [merge(BASE, cut, typed), merge(BASE, typed, cut)];
  assert.deepEqual(texts(one.plan), texts(other.plan));
  assert.deepEqual(texts(one.plan), [
    '0-20 one',
    '30-70 two',
    '80-120 three',
    '190-213 four',
    '215-240 more',
  ]);
  assert.deepEqual(one.plan.cards[0]?.frames, range(100, 160));
  assert.deepEqual([one.conflicts, other.conflicts], [[], []]);
});

test('a cut that comes back brings its lines, and the other person keeps theirs', () => {
  const known = [{ source: 0, cues: [cue(202, 218, 'back')], speech: [], crop: null }];
  const back = restoreCut(BASE, 0, range(200, 220), known);
  const made = clean(back, removeCue(BASE, 0));
  assert.deepEqual(texts(made), ['50-90 two', '100-140 three', '202-218 back', '230-280 four']);
});

test('the same line with two texts asks, says both, and does as it is told', () => {
  const [mine, theirs] = [editText(BASE, 1, 'too'), editText(BASE, 1, 'to')];
  const asked = merge(BASE, mine, theirs);
  assert.deepEqual(names(asked.conflicts), ['lines']);
  const [conflict] = asked.conflicts;
  assert.deepEqual([conflict?.mine[0]?.lines, conflict?.theirs[0]?.lines], [['too'], ['to']]);
  assert.equal(texts(asked.plan)[1], '50-90 to');
  const told = merge(BASE, mine, theirs, new Map([[conflict?.key ?? '', 'mine']]));
  assert.equal(texts(told.plan)[1], '50-90 too');
});

test('two other cuts ask whose, and the lines are those of both', () => {
  const mine = editText(addCut(BASE, 0, range(290, 300)), 0, 'won');
  const theirs = editText(addCut(BASE, 0, range(90, 100)), 3, 'for');
  for (const [side, three] of [
    ['mine', '100-140 three'],
    ['theirs', '90-130 three'],
  ] as const) {
    const made = merge(BASE, mine, theirs, new Map([['cuts', side]]));
    assert.deepEqual(names(made.conflicts), ['cuts']);
    assert.equal(texts(made.plan)[0], '0-40 won');
    assert.ok(texts(made.plan).includes(three));
    assert.ok(texts(made.plan).at(-1)?.endsWith(' for'));
  }
});

test('music that one took out and the other made louder is out; other music is asked about', () => {
  assert.equal(clean(setMusic(BASE, null), setMusicGain(BASE, -900)).music, null);
  const mine = setMusic(BASE, { ...MUSIC, track: 'a'.repeat(64), title: 'Rain' });
  const theirs = setMusic(BASE, { ...MUSIC, track: 'b'.repeat(64), title: 'Wind' });
  const made = merge(BASE, mine, theirs, new Map([['music', 'mine']]));
  assert.deepEqual([names(made.conflicts), made.plan.music?.title], [['music'], 'Rain']);
});

test('a line for which no room is left is not lost without a word', () => {
  const mine = retimeCue(BASE, 0, 'stop', 50);
  const theirs = addCue(BASE, range(41, 49), 'new');
  assert.deepEqual(names(merge(BASE, mine, theirs).conflicts), ['all']);
});

const CHANGES: readonly ((base: Plan) => Plan)[] = [
  (base) => editText(base, 0, 'won'),
  (base) => editText(base, 1, 'to the hills'),
  (base) => removeCue(base, 2),
  (base) => splitCue(editText(base, 1, 'two three'), 1, 4, LIMITS),
  (base) => mergeCues(base, 1, LIMITS),
  (base) => retimeCue(base, 3, 'stop', 270),
  (base) => addCut(base, 0, range(10, 60)),
  (base) => addCut(base, 0, range(130, 230)),
  (base) => restoreCut(base, 0, range(200, 210), []),
  (base) => moveCard(base, 0, 20, 50, LIMITS.card_room),
  (base) => setMusicGain(base, -300),
  (base) => setSoundGain(base, 200),
];

test('whatever two people do, the result can be rendered, and alone each gets what they did', () => {
  const done = fc.subarray([...CHANGES], { maxLength: 3 }).map((some) =>
    some.reduce((now, change) => {
      try {
        return change(now);
      } catch {
        return now;
      }
    }, BASE),
  );
  const side = fc.constantFrom<Side>('mine', 'theirs');
  fc.assert(
    fc.property(done, done, side, (mine, theirs, all) => {
      const first = merge(BASE, mine, theirs);
      const choices = new Map(first.conflicts.map(({ key }) => [key, all]));
      for (const made of [first, merge(BASE, mine, theirs, choices)]) {
        assert.deepEqual(checkPlan(made.plan), []);
      }
      assert.deepEqual(merge(BASE, mine, BASE), { plan: mine, conflicts: [] });
      assert.deepEqual(merge(BASE, BASE, theirs), { plan: theirs, conflicts: [] });
      assert.deepEqual(merge(BASE, mine, mine), { plan: mine, conflicts: [] });
    }),
  );
});

test('hunks make the other list', () => {
  const list = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 });
  fc.assert(
    fc.property(list, list, (one, other) => {
      const made = hunks(one, other, (left, right) => left === right)
        .toReversed()
        .reduce(
          (now, { start, stop, from, to }) => now.toSpliced(start, stop - start, ...other.slice(from, to)),
          one,
        );
      assert.deepEqual(made, other);
    }),
  );
});

test('what one translated stays beside what the other cut', () => {
  const base = addTranslation(BASE, 'zh');
  const mine = translate(translate(base, 0, 0, '一'), 0, 3, '四');
  const theirs = addCut(base, 0, range(130, 230));
  const made = merge(base, mine, theirs);
  const told = translationsOf(made.plan).map(({ cues }) => texts({ ...made.plan, cues }));
  assert.deepEqual([told, made.conflicts], [[['0-40 一', '130-180 四']], []]);
});
