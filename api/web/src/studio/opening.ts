// Where one goes on: the draft's plan, or one's own unsaved copy, brought onto the newest version.
import type { Plan } from '../plan/types.ts';
import { type Shelf, workingOf } from './keeping.ts';
import { merge } from './merge.ts';
import type { Service } from './service.ts';
import { createStore, type Store } from './store.ts';
import { Problem } from './trouble.ts';
import type { Newer, StudioDocument } from './types.ts';

/** A store, and the version that one's unsaved copy has still to be brought together with. */
export interface Opened {
  readonly store: Store;
  readonly newer: Newer | null;
}

export async function openDraft(service: Service, shelf: Shelf): Promise<Opened> {
  const document = await service.document();
  const working = document.may.save ? workingOf(document.clip, document.working, shelf) : null;
  if (working === null) {
    return { store: createStore(document), newer: null };
  }
  if (working.base === document.number) {
    return { store: createStore(document, working.plan), newer: null };
  }
  const base = await version(service, working.base);
  if (base === null) {
    return { store: createStore(document), newer: null };
  }
  const { plan, conflicts } = merge(base, working.plan, document.plan);
  if (conflicts.length === 0) {
    return { store: createStore(document, plan), newer: null };
  }
  const old = { ...document, number: working.base, plan: base };
  return { store: createStore(old, working.plan), newer: newerOf(document) };
}

/** The version that counts, as a refusal would name it. */
export function newerOf({ number, plan, versions }: StudioDocument): Newer {
  const made = versions.find((one) => one.number === number);
  return { number, plan, by: made?.by ?? '', at: made?.at ?? 0 };
}

async function version(service: Service, number: number): Promise<Plan | null> {
  try {
    return await service.version(number);
  } catch (error) {
    if (error instanceof Problem) {
      return null;
    }
    // Away: without that version, going on would write over one's unsaved copy.
    throw error;
  }
}
