// What is different between two lists, by their longest common subsequence.

/** Elements `start` to `stop` of one list are elements `from` to `to` of the other. */
export interface Hunk {
  readonly start: number;
  readonly stop: number;
  readonly from: number;
  readonly to: number;
}

/** The differences in order; none touches another. Lists of subtitles are short: a table will do. */
export function hunks<T>(
  one: readonly T[],
  other: readonly T[],
  same: (left: T, right: T) => boolean,
): readonly Hunk[] {
  const result: Hunk[] = [];
  let [start, from] = [0, 0];
  for (const [place, there] of [...common(one, other, same), [one.length, other.length] as const]) {
    if (place > start || there > from) {
      result.push({ start, stop: place, from, to: there });
    }
    start = place + 1;
    from = there + 1;
  }
  return result;
}

/** The places of the longest common subsequence in both lists. */
function common<T>(
  one: readonly T[],
  other: readonly T[],
  same: (left: T, right: T) => boolean,
): readonly (readonly [number, number])[] {
  const longest = table(one, other, same);
  const result: (readonly [number, number])[] = [];
  let [place, there] = [0, 0];
  while (place < one.length && there < other.length) {
    const right = longest(place, there + 1);
    const down = longest(place + 1, there);
    if (longest(place, there) > Math.max(right, down)) {
      result.push([place, there]);
      place += 1;
      there += 1;
    } else if (down >= right) {
      place += 1;
    } else {
      there += 1;
    }
  }
  return result;
}

/** How long the longest common subsequence is from two places on. */
function table<T>(
  one: readonly T[],
  other: readonly T[],
  same: (left: T, right: T) => boolean,
): (place: number, there: number) => number {
  const width = other.length + 1;
  const cells = new Uint32Array((one.length + 1) * width);
  const cell = (place: number, there: number) => cells[place * width + there] ?? 0;
  for (let place = one.length - 1; place >= 0; place -= 1) {
    for (let there = other.length - 1; there >= 0; there -= 1) {
      const [left, right] = [one[place] as T, other[there] as T];
      const best = same(left, right)
        ? cell(place + 1, there + 1) + 1
        : Math.max(cell(place + 1, there), cell(place, there + 1));
      cells[place * width + there] = best;
    }
  }
  return cell;
}
