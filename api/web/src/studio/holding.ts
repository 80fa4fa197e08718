// While the page is open, the draft is its person's: two people never work on the same one by accident.
import type { Service } from './service.ts';
import { Away, Problem } from './trouble.ts';

/** How it stands: one has the draft, somebody else has it (a sentence says who), or nobody knows just now. */
export interface Held {
  readonly by: 'me' | 'other' | 'unknown';
  readonly sentence: string;
}

const TRY_AGAIN = 10_000;
/** HTTP: Locked. */
const LOCKED = 423;

/** Have the draft for as long as the page is open; `told` hears of each change. */
export function holdDraft(
  service: Service,
  told: (held: Held) => void,
): (takeOver: boolean) => Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const have = async (takeOver: boolean): Promise<void> => {
    clearTimeout(timer);
    let pause = TRY_AGAIN;
    try {
      pause = (await service.hold(takeOver)).renew;
      told({ by: 'me', sentence: '' });
    } catch (error) {
      told(heldBy(error));
    }
    timer = setTimeout(() => have(false), pause);
  };
  addEventListener('pagehide', () => {
    clearTimeout(timer);
    service.release().catch(quiet);
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) {
      have(false);
    }
  });
  return have;
}

function heldBy(error: unknown): Held {
  if (error instanceof Problem) {
    return { by: error.status === LOCKED ? 'other' : 'unknown', sentence: error.message };
  }
  if (error instanceof Away) {
    return { by: 'unknown', sentence: '' };
  }
  throw error;
}

/** What is refused while the page goes is nobody's to hear. */
function quiet(error: unknown): void {
  heldBy(error);
}
