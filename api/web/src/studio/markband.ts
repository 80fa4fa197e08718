// The band over the frames that a person has marked, or over the one end that there is.
import { html, type TemplateResult } from 'lit-html';
import { duration } from '../plan/placed.ts';
import type { Plan } from '../plan/types.ts';
import type { Marks } from './inhand.ts';
import { type Ribbon, spanOf } from './ribbon.ts';

export function markBand(plan: Plan, band: Ribbon, marks: Marks): TemplateResult | string {
  const start = marks.start ?? (marks.stop ?? 1) - 1;
  const stop = Math.max(start + 1, marks.stop ?? 0);
  if (stop > duration(plan)) {
    return '';
  }
  const { left, width } = spanOf(band, { start, stop });
  return html`<div class="timeline-mark" .style=${`left: ${left}px; width: ${width}px`}></div>`;
}
