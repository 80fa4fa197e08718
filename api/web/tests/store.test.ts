import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editText, removeCue, shiftCues } from '../src/plan/cues.ts';
import { withoutShown } from '../src/plan/cuts.ts';
import { range } from '../src/plan/time.ts';
import { createStore, type State, unsaved } from '../src/studio/store.ts';
import { documentOf, savedOf } from './documents.ts';
import { cue, plan, segment } from './plans.ts';

const PLAN = plan([segment(0, 200)], { cues: [cue(0, 40, 'one'), cue(50, 90, 'two')] });

function opened() {
  return createStore(documentOf(PLAN));
}

test('a change is heard at once, with the state before, and can be taken back and done again', () => {
  const store = opened();
  const heard: [State, State][] = [];
  store.subscribe((state, before) => heard.push([state, before]));
  assert.ok(store.change('edit_text', (now) => editText(now, 0, 'won')));
  assert.equal(heard.length, 1);
  assert.deepEqual(
    heard[0]?.map((state) => state.plan.cues[0]?.lines),
    [['won'], ['one']],
  );
  assert.ok(unsaved(store.state));
  store.undo();
  assert.equal(store.state.plan, PLAN);
  assert.ok(!unsaved(store.state));
  store.redo();
  assert.deepEqual(store.state.plan.cues[0]?.lines, ['won']);
});

test('what cannot be done changes nothing and is said, each time anew', () => {
  const store = opened();
  assert.ok(!store.change('edit_text', (now) => editText(now, 0, ' ')));
  const first = store.state.notice;
  assert.ok(!store.change('edit_text', (now) => editText(now, 0, ' ')));
  assert.deepEqual([first?.fact, store.state.notice?.times], ['empty_text', 2]);
  assert.equal(store.state.plan, PLAN);
});

test('a drag shows what it would do to the plan as it began, and leaves one step or none', () => {
  const store = opened();
  for (const by of [1, 2, 3]) {
    store.preview((now) => shiftCues(now, 1, 1, by));
    assert.equal(store.state.plan.cues[1]?.frames.start, 50 + by);
  }
  store.drop();
  assert.equal(store.state.plan, PLAN);
  store.change('move_line', (now) => shiftCues(now, 1, 1, 3));
  assert.equal(store.state.history.past.length, 1);
});

test('where one is and what one has in hand stay within the video', () => {
  const store = opened();
  store.seek(190);
  store.select({ kind: 'cue', number: 1 });
  store.change('cut', (now) => withoutShown(now, range(100, 200)));
  assert.deepEqual([store.state.playhead, store.state.selection.kind], [99, 'cue']);
  store.change('remove_line', (now) => removeCue(now, 1));
  assert.equal(store.state.selection.kind, 'none');
});

test('whoever may not save changes nothing', () => {
  const store = createStore(documentOf(PLAN, false));
  assert.ok(!store.change('remove_line', (now) => removeCue(now, 0)));
  assert.equal(store.state.plan, PLAN);
});

test('what was saved is what counts, and what was typed meanwhile is still unsaved', () => {
  const store = opened();
  store.change('edit_text', (now) => editText(now, 0, 'won'));
  const sent = store.state.plan;
  store.kept(savedOf(structuredClone(sent), 2), sent);
  assert.deepEqual([store.state.base, unsaved(store.state)], [2, false]);
  store.change('edit_text', (now) => editText(now, 1, 'too'));
  const second = store.state.plan;
  store.change('edit_text', (now) => editText(now, 0, 'won!'));
  store.kept(savedOf(second, 3), second);
  assert.deepEqual([store.state.base, unsaved(store.state)], [3, true]);
  store.undo();
  store.undo();
  assert.deepEqual(store.state.plan.cues[0]?.lines, ['won']);
});
