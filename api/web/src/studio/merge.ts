// Two people's changes of one version, brought together: what only one of them touched is as that one
// left it, and where both touched the same thing, somebody has to choose. Pure.
import { checkPlan } from '../plan/check.ts';
import { duration } from '../plan/placed.ts';
import { translationsOf, withTranslations } from '../plan/translations.ts';
import type { Card, Plan, Translation } from '../plan/types.ts';
import { anchored, anchoredIn, inOrder } from './anchors.ts';
import type { Choices, Conflict, Three } from './conflicts.ts';
import { equal } from './equal.ts';
import { mergedCues } from './mergelines.ts';

export interface Merged {
  readonly plan: Plan;
  readonly conflicts: readonly Conflict[];
}

/** One plan of two that were made from `base`, as far as it goes without a person, and else as chosen. */
export function merge(base: Plan, mine: Plan, theirs: Plan, choices: Choices = new Map()): Merged {
  const three: Three = { base, mine, theirs, choices, conflicts: [] };
  const ground = groundOf(three);
  const cues = mergedCues(three, ground, (one) => one.cues);
  const translations = mergedTranslations(three, ground);
  const most = duration(ground);
  const fitting = translations.map((one) => ({ ...one, cues: inOrder(one.cues, most) }));
  const merged: Plan = {
    ...theirs,
    segments: ground.segments,
    cues: inOrder(cues, most),
    cards: mergedCards(three, ground),
    music: mergedMusic(three),
    cover: part(three, 'cover', (one) => one.cover),
    audio: {
      gain: part(three, 'sound', (one) => one.audio.gain),
      speech: ground.audio.speech,
    },
  };
  const plan = withTranslations(merged, fitting);
  // A line for which there is no room any more must not be lost without a word.
  const whole = lineCount(plan) === lineCount(withTranslations({ ...plan, cues }, translations));
  return whole && checkPlan(plan).length === 0 ? { plan, conflicts: three.conflicts } : either(three);
}

function lineCount(plan: Plan): number {
  return translationsOf(plan).reduce((sum, { cues }) => sum + cues.length, plan.cues.length);
}

/** A language is there as one of them wished, where only one wished; its lines are merged as all lines are. */
function mergedTranslations(three: Three, ground: Plan): readonly Translation[] {
  const languages = [three.theirs, three.mine].flatMap((plan) =>
    translationsOf(plan).map((one) => one.language),
  );
  const found = (plan: Plan, language: string) =>
    translationsOf(plan).find((one) => one.language === language);
  return [...new Set(languages)]
    .filter((language) =>
      part(three, 'lines', (plan) => found(plan, language) !== undefined, `language.${language}`),
    )
    .map((language) => ({
      language,
      cues: mergedCues(three, ground, (plan) => found(plan, language)?.cues ?? []),
    }));
}

/** For plans that don't go together at all: one of them. */
function either({ mine, theirs, choices }: Three): Merged {
  const conflict: Conflict = { key: 'all', name: 'all', was: [], mine: [], theirs: [] };
  return { plan: choices.get('all') === 'mine' ? mine : theirs, conflicts: [conflict] };
}

/** A part that is taken from one of them. */
function part<T>(three: Three, name: Conflict['name'], of: (plan: Plan) => T, key: string = name): T {
  const [base, mine, theirs] = [of(three.base), of(three.mine), of(three.theirs)];
  if (equal(mine, theirs) || equal(mine, base)) {
    return theirs;
  }
  if (equal(theirs, base)) {
    return mine;
  }
  three.conflicts.push({ key, name, was: [], mine: [], theirs: [] });
  return three.choices.get(key) === 'mine' ? mine : theirs;
}

/** The plan whose cuts are taken: its frames are those of the result. */
function groundOf(three: Three): Plan {
  const segments = part(three, 'cuts', (plan) => plan.segments);
  return equal(segments, three.theirs.segments) ? three.theirs : three.mine;
}

/** Music is one thing: what plays, and how loud. Louder here and ducked more there go together. */
function mergedMusic(three: Three): Plan['music'] {
  const track = part(three, 'music', ({ music }) => music && { track: music.track, title: music.title });
  if (track === null) {
    return null;
  }
  const gain = part(three, 'music', ({ music }) => music?.gain ?? null, 'music.gain');
  const duck = part(three, 'music', ({ music }) => music?.duck ?? null, 'music.duck');
  const like = three.theirs.music ?? three.mine.music;
  return { ...track, gain: gain ?? like?.gain ?? 0, duck: duck ?? like?.duck ?? 0 };
}

function mergedCards(three: Three, ground: Plan): readonly Card[] {
  const counts = new Set([three.base, three.mine, three.theirs].map((plan) => plan.cards.length));
  if (counts.size > 1) {
    const cards = part(three, 'card', (plan) => plan.cards);
    return inOrder(cards, duration(ground));
  }
  const all = three.theirs.cards.flatMap((card, number) => {
    const key = `card.${number}`;
    const time = part(three, 'card', (plan) => timeOf(plan, plan.cards[number]), `${key}.time`);
    const box = part(three, 'card', (plan) => plan.cards[number]?.box ?? card.box, `${key}.box`);
    const frames = time === null ? [] : anchoredIn(ground, time);
    return frames.map((there) => ({ ...card, box, frames: there }));
  });
  return inOrder(all, duration(ground));
}

function timeOf(plan: Plan, card: Card | undefined) {
  return card === undefined ? null : anchored(plan, card.frames);
}
