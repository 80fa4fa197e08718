// What can't be done to a plan, by name: the page has a sentence for each.

export type Fact =
  | 'not_there' // no such segment, subtitle, card or clip
  | 'nothing_left' // all of the video would be cut
  | 'shown_already' // the stretch is in the video
  | 'empty_text' // a subtitle without a letter
  | 'too_short' // a subtitle that can't be made two
  | 'no_room'; // something else is there

export class Refused extends Error {
  readonly fact: Fact;

  constructor(fact: Fact) {
    super(fact);
    this.name = 'Refused';
    this.fact = fact;
  }
}

/** The element at a place; throws Refused where there is none. */
export function the<T>(list: readonly T[], place: number): T {
  const found = list[place];
  if (found === undefined) {
    throw new Refused('not_there');
  }
  return found;
}

/** The list with the element at a place put in by others: none, one or several. */
export function replaced<T>(list: readonly T[], place: number, ...others: readonly T[]): readonly T[] {
  the(list, place);
  return list.toSpliced(place, 1, ...others);
}
