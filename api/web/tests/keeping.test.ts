import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { editText } from '../src/plan/cues.ts';
import { Keeper, type Shelf, workingOf } from '../src/studio/keeping.ts';
import { openDraft } from '../src/studio/opening.ts';
import { type Service, serviceOf } from '../src/studio/service.ts';
import { createStore, type Store } from '../src/studio/store.ts';
import { Away, Problem } from '../src/studio/trouble.ts';
import type { Newer, Save } from '../src/studio/types.ts';
import type { Facts } from '../src/studio/words.ts';
import { documentOf, savedOf } from './documents.ts';
import { cue, plan, segment } from './plans.ts';

const PLAN = plan([segment(0, 200)], { cues: [cue(0, 40, 'one'), cue(50, 90, 'two')] });

class Desk {
  readonly store: Store = createStore(documentOf(PLAN));
  readonly asked: string[] = [];
  readonly shelf: Shelf;
  readonly kept = new Map<string, string>();
  trouble: Error | null = null;
  /** What the service answers waits for this. */
  road: Promise<void> = Promise.resolve();
  readonly sent: string[] = [];
  readonly keeper: Keeper;

  constructor() {
    this.shelf = {
      getItem: (name) => this.kept.get(name) ?? null,
      setItem: (name, value) => this.kept.set(name, value),
      removeItem: (name) => this.kept.delete(name),
    };
    const answer = async <T>(name: string, value: T): Promise<T> => {
      this.asked.push(name);
      await this.road;
      if (this.trouble !== null) {
        throw this.trouble;
      }
      return value;
    };
    const service: Partial<Service> = {
      save: (body: Save) => answer('save', savedOf(body.plan, body.base + 1)),
      keep: (body) => {
        this.sent.push(body.plan.cues[0]?.lines[0] ?? '');
        return answer('keep', undefined);
      },
      now: () => 7,
      forget: () => answer('forget', undefined),
    };
    this.keeper = new Keeper(this.store, service as Service, this.shelf);
  }

  type(text: string): void {
    this.store.change('edit_text', (now) => editText(now, 0, text));
  }

  get where(): string {
    return this.keeper.keeping.where;
  }
}

/** Let so much time go by, and whatever waits for it happen. */
async function pass(milliseconds: number): Promise<void> {
  mock.timers.tick(milliseconds);
  for (let turn = 0; turn < 20; turn += 1) {
    // biome-ignore lint/performance/noAwaitInLoops: one turn after the other is what is waited for.
    await Promise.resolve();
  }
}

async function timed(act: () => Promise<void>): Promise<void> {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    await act();
  } finally {
    mock.timers.reset();
  }
}

test('typing is kept once it rests, and forgotten when it is undone', () =>
  timed(async () => {
    const desk = new Desk();
    desk.type('won');
    desk.type('wonder');
    assert.deepEqual([desk.where, desk.keeper.atRisk], ['changed', true]);
    await pass(1000);
    assert.deepEqual([desk.asked, desk.where, desk.keeper.atRisk], [['keep'], 'kept', false]);
    desk.store.undo();
    desk.store.undo();
    await pass(0);
    assert.deepEqual([desk.asked, desk.where], [['keep', 'forget'], 'saved']);
  }));

test('without a network all stays in the browser, and what was to be saved is saved later', () =>
  timed(async () => {
    const desk = new Desk();
    desk.trouble = new Away();
    desk.type('won');
    await desk.keeper.save();
    assert.deepEqual([desk.where, desk.kept.size], ['away', 1]);
    const shelved = workingOf('c1', null, desk.shelf);
    assert.deepEqual(shelved?.plan.cues[0]?.lines, ['won']);
    await pass(3000);
    assert.equal(desk.where, 'away');
    desk.trouble = null;
    desk.keeper.again();
    await pass(0);
    assert.deepEqual([desk.where, desk.store.state.base, desk.kept.size], ['saved', 2, 0]);
  }));

test('a version of somebody else is told, and what is unsaved is kept all the same', () =>
  timed(async () => {
    const desk = new Desk();
    const newer: Newer = { number: 2, by: 'Wang', at: 1, plan: PLAN };
    desk.trouble = new Problem(409, 'PlanMoved', 'Somebody was faster.', newer);
    desk.type('won');
    assert.equal(await desk.keeper.save(), false);
    assert.deepEqual([desk.where, desk.keeper.keeping.newer?.by], ['refused', 'Wang']);
    desk.trouble = null;
    desk.type('wonder');
    await pass(1000);
    assert.deepEqual([desk.where, desk.keeper.keeping.newer?.by], ['kept', 'Wang']);
    desk.keeper.settled();
    assert.equal(desk.keeper.keeping.newer, null);
  }));

test('what is typed while it is being saved is unsaved afterwards', () =>
  timed(async () => {
    const desk = new Desk();
    desk.type('won');
    const saving = desk.keeper.save();
    desk.type('wonder');
    await pass(0);
    assert.equal(await saving, true);
    assert.deepEqual([desk.where, desk.store.state.base, desk.keeper.clean], ['changed', 2, false]);
    await pass(1000);
    assert.equal(desk.where, 'kept');
  }));

/** A network on which nothing comes through until it is let. */
function slow(desk: Desk): () => void {
  let open: () => void = () => undefined;
  desk.road = new Promise((resolve) => {
    open = resolve;
  });
  return open;
}

test('on a slow network a later copy waits for the one before', () =>
  timed(async () => {
    const desk = new Desk();
    const open = slow(desk);
    desk.type('won');
    await pass(1000);
    desk.type('wonder');
    await pass(1000);
    assert.deepEqual(desk.sent, ['won']);
    open();
    await pass(0);
    await pass(1000);
    assert.deepEqual([desk.sent, desk.where], [['won', 'wonder'], 'kept']);
  }));

test('who saves again while a version is made saves once more after it', () =>
  timed(async () => {
    const desk = new Desk();
    const open = slow(desk);
    desk.type('won');
    const first = desk.keeper.save();
    desk.type('wonder');
    assert.equal(await desk.keeper.save(), false);
    await pass(1000);
    assert.deepEqual(desk.asked, ['save']);
    open();
    await first;
    await pass(1000);
    assert.deepEqual([desk.asked, desk.where, desk.store.state.base], [['save', 'save'], 'saved', 3]);
  }));

test('who presses twice saves once, and what is typed then is no version by itself', () =>
  timed(async () => {
    const desk = new Desk();
    desk.type('won');
    await Promise.all([desk.keeper.save(), desk.keeper.save()]);
    desk.type('wonder');
    await pass(1000);
    assert.deepEqual([desk.asked, desk.where], [['save', 'keep'], 'kept']);
  }));

test('a product that says something else is saved onto the card, also once the network is back', () =>
  timed(async () => {
    const desk = new Desk();
    const { document } = desk.store.state;
    desk.store.refreshed({ ...document, card: { ...document.card, outdated: true } });
    desk.trouble = new Away();
    assert.equal(await desk.keeper.save(), false);
    assert.equal(desk.where, 'away');
    desk.trouble = null;
    await pass(3000);
    assert.deepEqual([desk.asked, desk.where, desk.store.state.base], [['save', 'save'], 'saved', 2]);
    assert.equal(await desk.keeper.save(), true);
    assert.equal(desk.asked.length, 2);
  }));

test('what the service refuses to save is kept as a copy, and why it was refused stays said', () =>
  timed(async () => {
    const desk = new Desk();
    desk.trouble = new Problem(422, 'PlanRejected', 'No such music.', null);
    desk.type('won');
    await desk.keeper.save();
    desk.trouble = null;
    await pass(1000);
    assert.deepEqual([desk.asked, desk.where], [['save', 'keep'], 'kept']);
    assert.equal(desk.keeper.keeping.sentence, 'No such music.');
  }));

test('times are those of the service, however wrong the clock here is', async () => {
  const day = 86_400_000;
  const date = new Date(Date.now() + day).toUTCString();
  const send = async () => new Response(null, { status: 204, headers: { date } });
  const service = serviceOf({ address: '', csrf: '', queue: '' } as Facts, send as typeof fetch);
  await service.forget();
  const ahead = service.now() - Date.now() - day;
  assert.ok(ahead > -1000 && ahead <= 1001, `${ahead}`);
});

test('without the version that one began with, nothing takes the place of an unsaved copy', async () => {
  const opened = { ...documentOf(PLAN), number: 2, working: { base: 1, plan: PLAN, at: 1 } };
  const service: Partial<Service> = {
    document: async () => opened,
    version: () => Promise.reject(new Away()),
  };
  const { shelf } = new Desk();
  await assert.rejects(openDraft(service as Service, shelf), Away);
});

test('of two copies the later one counts', () => {
  const shelf: Shelf = {
    getItem: () => JSON.stringify({ base: 1, plan: PLAN, at: 5 }),
    setItem: () => undefined,
    removeItem: () => undefined,
  };
  const there = { base: 2, plan: PLAN, at: 9 };
  assert.equal(workingOf('c1', there, shelf), there);
  assert.equal(workingOf('c1', { ...there, at: 3 }, shelf)?.base, 1);
  assert.equal(workingOf('c1', there, { ...shelf, getItem: () => '{' }), there);
});
