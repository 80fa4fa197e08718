import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStore, type Store } from '../src/studio/store.ts';
import type { News, StudioDocument } from '../src/studio/types.ts';
import { type Clock, type Source, waits, watchNews, withNews } from '../src/studio/waiting.ts';
import { plan, segment } from './plans.ts';

const PLAN = plan([segment(0, 90)], {});
const READY: News = {
  number: 1,
  drawn: { ready: true, working: false, video: '/v1', poster: '/p1' },
  media: { ready: true, proxies: [] },
  covers: [],
};
const UNCOPIED: News = { ...READY, media: { ready: false, proxies: [] } };

/** A document with what waiting looks at; the rest of it is nobody's business here. */
function opened({ number, drawn, media, covers }: News): StudioDocument {
  const product = { id: 'p', version: 1, name: 'Oranges', farmer: 'Li' };
  return { number, drawn, media, covers, product, plan: PLAN } as unknown as StudioDocument;
}

/** A clock that moves when it is told to, and a service that says what it is told to say. */
class Stage implements Clock, Source {
  readonly store: Store;
  readonly newer: number[] = [];
  readonly pauses: number[] = [];
  said: News;
  away: Error | null = null;
  visible = true;
  asked = 0;
  wanted = 0;
  #todo: (() => void) | null = null;

  constructor(said: News) {
    this.said = said;
    this.store = createStore(opened(said));
  }

  later(todo: () => void, milliseconds: number): () => void {
    this.pauses.push(milliseconds);
    this.#todo = todo;
    return () => {
      this.#todo = null;
    };
  }

  seen(): boolean {
    return this.visible;
  }

  news(): Promise<News> {
    this.asked += 1;
    return this.away === null ? Promise.resolve(this.said) : Promise.reject(this.away);
  }

  want(): Promise<void> {
    this.wanted += 1;
    return Promise.resolve();
  }

  watch(): () => void {
    return watchNews(this.store, this, (number) => this.newer.push(number), this);
  }

  /** Let the time pass that is waited for, and all that follows from it happen. */
  async tick(): Promise<void> {
    const todo = this.#todo;
    this.#todo = null;
    todo?.();
    await new Promise((resolve) => setImmediate(resolve));
  }

  get pause(): number | undefined {
    return this.pauses.at(-1);
  }
}

test('copies are wanted once, asked for often, and are in the document when they are there', async () => {
  const stage = new Stage(UNCOPIED);
  stage.watch();
  await stage.tick();
  await stage.tick();
  assert.deepEqual([stage.wanted, stage.pause], [1, 250]);
  stage.said = READY;
  await stage.tick();
  assert.ok(stage.store.state.document.media.ready);
  assert.equal(stage.pause, 5000);
});

test('a version that was saved is waited for at once, until it is drawn', async () => {
  const stage = new Stage(READY);
  stage.watch();
  assert.equal(stage.pause, 5000);
  stage.said = { ...READY, number: 2, drawn: { ...READY.drawn, ready: false, working: true } };
  const { card } = stage.store.state.document;
  stage.store.kept({ number: 2, product: 1, plan: PLAN, card, changes: [] }, PLAN);
  assert.equal(stage.pause, 0);
  await Promise.resolve();
  assert.equal(stage.store.state.document.drawn.video, '', 'the video of the version before is not this one');
  await stage.tick();
  assert.equal(stage.pause, 250);
  assert.ok(stage.store.state.document.drawn.working);
  stage.said = { ...READY, number: 2, drawn: { ...READY.drawn, video: '/v2' } };
  await stage.tick();
  assert.equal(stage.store.state.document.drawn.video, '/v2');
  assert.deepEqual(stage.newer, []);
});

test("another's version is told of once, and its video is not taken for ours", async () => {
  const stage = new Stage(READY);
  stage.watch();
  stage.said = { ...READY, number: 2, drawn: { ...READY.drawn, video: '/v2' } };
  await stage.tick();
  await stage.tick();
  assert.deepEqual(stage.newer, [2]);
  assert.equal(stage.store.state.document.drawn.video, '/v1');
});

test('a network that is away is asked again; a page that nobody sees asks nothing', async () => {
  const stage = new Stage(READY);
  stage.watch();
  stage.away = new Error('away');
  await stage.tick();
  assert.deepEqual([stage.asked, stage.pause], [1, 5000]);
  stage.away = null;
  stage.visible = false;
  await stage.tick();
  assert.equal(stage.asked, 1);
  stage.visible = true;
  await stage.tick();
  assert.equal(stage.asked, 2);
});

test('nothing is asked after the end', async () => {
  const stage = new Stage(UNCOPIED);
  const end = stage.watch();
  end();
  await stage.tick();
  assert.equal(stage.asked, 0);
});

test('a document without news is the same document', () => {
  const document = opened(READY);
  assert.equal(withNews(document, READY), document);
  assert.ok(waits(UNCOPIED));
  assert.ok(!waits(READY));
});
