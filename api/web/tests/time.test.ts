import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  frameAt,
  frameShown,
  intersection,
  length,
  milliseconds,
  nearest,
  range,
  samples,
  seconds,
} from '../src/plan/time.ts';

const rates = fc.constantFrom(
  { numerator: 24, denominator: 1 },
  { numerator: 25, denominator: 1 },
  { numerator: 30_000, denominator: 1001 },
  { numerator: 60, denominator: 1 },
);
const frames = fc.nat(10_000_000);

test('halves go to the even neighbour, as in Python', () => {
  assert.deepEqual(
    [1, 3, 5, -1, -3].map((n) => nearest(n, 2)),
    [0, 2, 2, 0, -2],
  );
  assert.equal(nearest(7, 3), 2);
});

test('a frame is found again by its millisecond', () => {
  fc.assert(fc.property(rates, frames, (rate, frame) => frameAt(rate, milliseconds(rate, frame)) === frame));
});

test('milliseconds and samples are the exact ones, by whole numbers of any size', () => {
  fc.assert(
    fc.property(rates, frames, (rate, frame) => {
      const exact = (times: number) => BigInt(frame) * BigInt(rate.denominator) * BigInt(times);
      const off = (found: number, times: number) =>
        2n * (BigInt(found) * BigInt(rate.numerator) - exact(times));
      const most = BigInt(rate.numerator);
      const near = (difference: bigint) => -most <= difference && difference <= most;
      assert.ok(near(off(milliseconds(rate, frame), 1000)));
      assert.ok(near(off(samples(rate, frame), 48_000)));
    }),
  );
});

test('a player that was sent to a frame shows that frame', () => {
  fc.assert(fc.property(rates, frames, (rate, frame) => frameShown(rate, seconds(rate, frame)) === frame));
});

test('what two ranges share is in both, and as long for either', () => {
  const ranges = fc.tuple(fc.nat(99), fc.nat(99)).map(([a, b]) => range(Math.min(a, b), Math.max(a, b)));
  fc.assert(
    fc.property(ranges, ranges, (one, other) => {
      const shared = intersection(one, other);
      assert.equal(length(shared), length(intersection(other, one)));
      assert.ok(length(shared) >= 0 && shared.start >= one.start);
    }),
  );
});
