// Keys of player and timeline, and where a key press is none of theirs.

/** What a key does while nobody types. */
export type Keyed = 'play' | 'back' | 'on' | 'second_back' | 'second_on' | 'start' | 'end';

const PLAIN: Readonly<Record<string, Keyed>> = {
  ' ': 'play',
  ArrowLeft: 'back',
  ArrowRight: 'on',
  Home: 'start',
  End: 'end',
};
const WITH_SHIFT: Readonly<Record<string, Keyed>> = { ArrowLeft: 'second_back', ArrowRight: 'second_on' };

// biome-ignore lint/security/noSecrets: a list of elements.
const TYPING = 'input:not([type=checkbox]), textarea, select, [contenteditable="true"], video';
const OWN_SPACE = 'button, a[href], summary, input';
const OWN_ARROWS = '[role=slider], [role=tablist], [role=radiogroup], [role=menu], [role=listbox]';

/** What a key press means to the player; null where it means nothing, or something to where it was pressed. */
export function keyed(event: KeyboardEvent): Keyed | null {
  const { target, key } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) {
    return null;
  }
  const element = target instanceof Element ? target : null;
  const busy = element?.closest(TYPING) ?? element?.ownerDocument.querySelector('dialog[open]') ?? null;
  const own = element?.closest(key === ' ' ? OWN_SPACE : OWN_ARROWS) ?? null;
  if (busy !== null || own !== null) {
    return null;
  }
  return (event.shiftKey ? WITH_SHIFT : PLAIN)[key] ?? null;
}
