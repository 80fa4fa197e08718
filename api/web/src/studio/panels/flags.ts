// What checks have seen, beside the seconds that it is about; each is accepted, mended, or put aside with a reason.
import { html, nothing, type TemplateResult } from 'lit-html';
import { claimed } from '../../plan/claimed.ts';
import { toOutput } from '../../plan/placed.ts';
import { seconds } from '../../plan/time.ts';
import type { State } from '../store.ts';
import type { FlagSeen } from '../types.ts';
import { clock, moment, say } from '../words.ts';
import type { Desk, Panel } from './panel.ts';

const ANSWERS = ['accepted', 'mended', 'dismissed'] as const;

/** Flags that still ask something, as the service counts them. */
export function openFlags(state: State): readonly FlagSeen[] {
  return state.document.flags.filter(
    ({ severity, answer, appeal }) => (severity !== 'note' && answer === null) || appeal !== null,
  );
}

export function flagsPanel(desk: Desk): Panel {
  const view = (state: State) => {
    const { flags } = state.document;
    return html`${
      flags.length === 0
        ? html`<p>${say('no_flags')}</p>`
        : html`<ul class="cards">${flags.map((flag) => flagView(desk, state, flag))}</ul>
          <p id="verdict">${state.document.verdict}</p>`
    }${confirming(state)}${decided(desk, state)}`;
  };
  return { key: 'flags', count: (state) => openFlags(state).length, view };
}

function flagView(desk: Desk, state: State, flag: FlagSeen): TemplateResult {
  const field = `why-${flag.digest}`;
  const give = (answer: string) => {
    const words = document.getElementById(field);
    desk.attempt(async () => {
      await desk.service.answer(flag.digest, {
        answer,
        words: words instanceof HTMLInputElement ? words.value : '',
      });
      await desk.refresh();
    });
  };
  return html`<li class="flag ${flag.severity}">
    <p class="row-line"><span class="badge ${flag.severity}">${flag.severity_words}</span> ${when(desk, state, flag)}</p>
    <p>${flag.words}</p>
    ${flag.answer === null ? nothing : html`<p class="answered">${say(`said_${flag.answer.answer}`, { by: flag.answer.by, at: moment(flag.answer.at) })} ${flag.answer.words}</p>`}
    ${flag.appeal === null ? nothing : html`<p class="note warn">${say('flag_appealed')} ${flag.appeal}</p>`}
    ${ways(desk, state, flag)}
    ${
      flag.asks && (state.document.may.save || state.document.may.decide)
        ? html`<label class="why">${say('flag_why')}<input id=${field} type="text" autocomplete="off"></label>
    <div class="buttons" role="group" aria-label=${say('flag_answer')}>
      ${ANSWERS.map((answer) => html`<button class="small" aria-pressed=${flag.answer?.answer === answer} @click=${() => give(answer)}>${say(`flag_${answer}`)}</button>`)}
    </div>`
        : nothing
    }
  </li>`;
}

/** What else can be done about it: change the words, ask the farmer, see what it is like. */
function ways(desk: Desk, { document, plan }: State, flag: FlagSeen): TemplateResult {
  const line = document.may.save ? claimed(plan, flag) : undefined;
  return html`<div class="buttons">
    ${line === undefined ? nothing : html`<button class="small" @click=${() => desk.enter(line.number, line.start, line.stop)}>${say('flag_line')}</button>`}
    ${flag.asks && flag.ask !== '' && document.may.decide ? html`<button class="small" @click=${() => desk.ask(flag.ask)}>${say('flag_ask')}</button>` : nothing}
    ${flag.kind.startsWith('reused_') ? html`<a href="/review/${document.clip}#found">${say('flag_beside')}</a>` : nothing}
  </div>`;
}

/** Where a helper signs what they know, and answers what shoppers reported. */
function confirming({ document }: State): TemplateResult {
  return html`<p><a href="/review/${document.clip}#attested">${say('attested')}</a></p>
    <p><a href="/review/${document.clip}/attest">${say('attest')}</a></p>`;
}

/** What was decided before, and what the farmer said to it. */
function decided(desk: Desk, { document, plan }: State): TemplateResult | typeof nothing {
  if (document.decisions.length === 0) {
    return nothing;
  }
  const items = document.decisions.map(({ sentence, words, at, frame }) => {
    const time = clock(seconds(plan.canvas.rate, frame));
    return html`<li><p>${sentence} ${words}</p><p class="soft">${moment(at)}</p>
      ${frame < 0 ? nothing : html`<button class="small" @click=${() => desk.store.seek(frame)}>${say('go_to', { time })}</button>`}</li>`;
  });
  return html`<h3>${say('decided')}</h3><ul class="cards">${items}</ul>`;
}

/** The moments of the video that it is about; what of them is cut needs no answer for them. */
function when(desk: Desk, state: State, { start, stop }: FlagSeen): TemplateResult | typeof nothing {
  if (start === null) {
    return nothing;
  }
  const places = Array.from(
    { length: Math.max(1, (stop ?? start + 1) - start) },
    (_, place) => start + place,
  );
  const [frame] = places.flatMap((place) => toOutput(state.plan, 0, place));
  if (frame === undefined) {
    return html`<span class="soft">${say('flag_cut')}</span>`;
  }
  const at = clock(seconds(state.plan.canvas.rate, frame));
  return html`<button class="small" @click=${() => desk.store.seek(frame)}>${say('go_to', { time: at })}</button>`;
}
