// What the page says, in the reader's language: sentences from api/pages/studio_words.py, which the page
// brings as JSON in the element #studio-facts, so that they are translated where all others are.

/** What the page of a draft brings to its script. `address` is "/studio/<clip>". */
export interface Facts {
  readonly address: string;
  readonly queue: string;
  readonly csrf: string;
  readonly language: string;
  readonly words: Readonly<Record<string, string>>;
}

type Fields = Readonly<Record<string, string | number>>;

let sentences: Readonly<Record<string, string>> = {};
let tongue = 'en';

/** The facts of this page, read once; sentences are there afterwards. */
export function readFacts(document: Document): Facts {
  const facts: Facts = JSON.parse(document.getElementById('studio-facts')?.textContent ?? '{}');
  setWords(facts.words, facts.language);
  return facts;
}

export function setWords(words: Readonly<Record<string, string>>, language: string): void {
  sentences = words;
  tongue = language;
}

/** A sentence by its name, its {fields} filled; its name where there is none, so that tests see it. */
export function say(name: string, fields: Fields = {}): string {
  const sentence = sentences[name] ?? name;
  return sentence.replace(/\{(?<field>\w+)\}/gu, (whole, field: string) => String(fields[field] ?? whole));
}

/** A number of things: the sentence `name_one` for one, else `name` with {count}. */
export function sayCount(name: string, count: number): string {
  return count === 1 ? say(`${name}_one`, { count }) : say(name, { count });
}

/** A moment (ms since 1970 UTC) as people of the page's language write it. */
export function moment(at: number): string {
  return new Intl.DateTimeFormat(tongue, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** A number with so many digits after the point. */
export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(tongue, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** Time in a video for people: 1:05.2, minutes without a leading zero. */
export function clock(seconds: number): string {
  const tenths = Math.floor(seconds * 10 + 1e-6);
  const minutes = Math.floor(tenths / 600);
  const rest = tenths - minutes * 600;
  return `${minutes}:${String(Math.floor(rest / 10)).padStart(2, '0')}.${rest % 10}`;
}
