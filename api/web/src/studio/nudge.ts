// What can be moved by single frames: the ends of a line, a card, or of what is shown beside a cut. Pure.
import { retimeCard, shiftCard } from '../plan/cards.ts';
import { retimeCue, shiftCues } from '../plan/cues.ts';
import { type Edge, type Known, moveCutEdge } from '../plan/cuts.ts';
import { placed, startOf } from '../plan/placed.ts';
import { the } from '../plan/refused.ts';
import { range } from '../plan/time.ts';
import type { Plan, Range } from '../plan/types.ts';
import type { Selection } from './store.ts';

/** What of a selection is moved: one of its ends, or all of it. */
export type Part = Edge | 'whole';

type Make = (plan: Plan) => Plan;

/** What moving a selection makes of a plan: the sentence, the key, and the change. */
export interface Nudge {
  readonly what: string;
  readonly key: string;
  readonly make: Make;
}

/** A part of a selection, so many frames later, or earlier; undefined where it can't be moved so. */
export function nudge(
  selection: Selection,
  part: Part,
  by: number,
  known: readonly Known[],
): Nudge | undefined {
  if (selection.kind === 'cue') {
    const { number } = selection;
    const make = (plan: Plan) =>
      part === 'whole'
        ? shiftCues(plan, number, number, by)
        : retimeCue(plan, number, part, the(plan.cues, number).frames[part] + by);
    return { what: 'tl_did_cue_time', key: `cue ${number} ${part}`, make };
  }
  if (selection.kind === 'card') {
    const { number } = selection;
    const make = (plan: Plan) =>
      part === 'whole'
        ? shiftCard(plan, number, by)
        : retimeCard(plan, number, part, the(plan.cards, number).frames[part] + by);
    return { what: 'tl_did_card_time', key: `card ${number} ${part}`, make };
  }
  if (selection.kind === 'edge') {
    const { segment, edge } = selection;
    const make = (plan: Plan) =>
      moveCutEdge(plan, segment, edge, the(plan.segments, segment).source_range[edge] + by, known);
    return { what: 'tl_did_edge', key: `edge ${segment} ${edge}`, make };
  }
  return undefined;
}

/** The frames of the video that a selection is about; a cut has none, but the frame before which it was. */
export function framesOfSelection(plan: Plan, selection: Selection): Range | undefined {
  switch (selection.kind) {
    case 'cue':
      return plan.cues[selection.number]?.frames;
    case 'card':
      return plan.cards[selection.number]?.frames;
    case 'edge': {
      const place = placed(plan)[selection.segment];
      const at = selection.edge === 'start' ? place?.frames.start : place?.frames.stop;
      return at === undefined ? undefined : range(at, at);
    }
    default:
      return undefined;
  }
}

/** The edges of what is shown beside a cut: where it begins and where it ends. */
export function edgesOf(
  plan: Plan,
  source: number,
  frames: Range,
): readonly Extract<Selection, { kind: 'edge' }>[] {
  return plan.segments.flatMap((segment, number) => {
    const ours = segment.source === source;
    const before = ours && segment.source_range.stop === frames.start;
    const after = ours && segment.source_range.start === frames.stop;
    return [
      ...(before ? [{ kind: 'edge', segment: number, edge: 'stop' } as const] : []),
      ...(after ? [{ kind: 'edge', segment: number, edge: 'start' } as const] : []),
    ];
  });
}

/** The frame of the video at which an edge is: the first that is shown after it, or the last before it. */
export function frameOfEdge(plan: Plan, segment: number, edge: Edge): number {
  return edge === 'start' ? startOf(plan, segment) : startOf(plan, segment + 1) - 1;
}
