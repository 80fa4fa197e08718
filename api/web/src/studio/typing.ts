// A text field that shows the plan's text without getting in the way of whoever types in it.
import { noChange } from 'lit-html';
import { AsyncDirective } from 'lit-html/async-directive.js';
import { directive, type ElementPart, type PartInfo, PartType } from 'lit-html/directive.js';
import { tidyLines } from '../plan/text.ts';

interface Hearing {
  /** The text was changed; never while an input method is still composing. */
  readonly typed: (text: string) => void;
  /** The field was left with this text. */
  readonly left: (text: string) => void;
}

class Typing extends AsyncDirective {
  #field: HTMLTextAreaElement | null = null;
  #hearing: Hearing | null = null;
  #composing: boolean;
  #text = '';

  constructor(part: PartInfo) {
    super(part);
    this.#composing = false;
    if (part.type !== PartType.ELEMENT) {
      throw new Error('typing is for a text area');
    }
  }

  render(_text: string, _hearing: Hearing): unknown {
    return noChange;
  }

  override update(part: ElementPart, [text, hearing]: [string, Hearing]): unknown {
    this.#hearing = hearing;
    const field = part.element as HTMLTextAreaElement;
    if (this.#field === null) {
      this.#field = field;
      field.value = text;
      this.#listen(field);
    } else if (!(this.#composing || sameText(field, text, text !== this.#text))) {
      field.value = text;
    }
    this.#text = text;
    return noChange;
  }

  #listen(field: HTMLTextAreaElement): void {
    // A half-written syllable of Pinyin is not yet what somebody wants to say.
    field.addEventListener('compositionstart', () => {
      this.#composing = true;
    });
    field.addEventListener('compositionend', () => {
      this.#composing = false;
      this.#hearing?.typed(field.value);
    });
    field.addEventListener('input', () => {
      if (!this.#composing) {
        this.#hearing?.typed(field.value);
      }
    });
    field.addEventListener('blur', () => {
      this.#composing = false;
      // Who looks into another window for a moment comes back to this field.
      if (field.ownerDocument.activeElement !== field) {
        this.#hearing?.left(field.value);
      }
    });
  }
}

/**
 * Whether the field may stay as it is: its text is the plan's, but for white space that somebody is
 * just typing, or it is empty, which no line of a plan can be, and the text was not `changed`: then the
 * field is another line's now.
 */
function sameText(field: HTMLTextAreaElement, text: string, changed: boolean): boolean {
  if (field.value === text) {
    return true;
  }
  const lines = tidyLines(field.value);
  const typingHere = field.ownerDocument.activeElement === field;
  return typingHere && ((lines.length === 0 && !changed) || lines.join('\n') === text);
}

export const typing = directive(Typing);
