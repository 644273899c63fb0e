import { type PodEvent, type RecordedEvent, recordEvent } from '../../supervisor/journal.js';
import type { SupervisorStatus } from '../../supervisor/status.js';

/** The events of all pods, by Podman's name. */
export interface Journal {
  readonly note: (pod: string, event: PodEvent) => void;
  readonly of: (pod: string) => readonly RecordedEvent[];
  /** Forgets pods that are gone; another pod of the same name (by Podman's id) begins anew. */
  readonly follow: (ids: ReadonlyMap<string, string>) => void;
}

/** Makes a journal that also tells the log, and goes on where the supervisor before this one ended. */
export function keepJournal(log: (line: string) => void, before: SupervisorStatus | undefined): Journal {
  const known = Object.entries(before?.pods ?? {});
  const events = new Map(known.map(([pod, status]) => [pod, status.events]));
  let ids: ReadonlyMap<string, string> = new Map(known.map(([pod, { id }]) => [pod, id]));
  return {
    note: (pod, event) => {
      log(`${pod}: ${event.message}`);
      events.set(pod, recordEvent(events.get(pod) ?? [], event, new Date().toISOString()));
    },
    of: (pod) => events.get(pod) ?? [],
    follow: (present) => {
      for (const [pod, id] of ids) if (present.get(pod) !== id) events.delete(pod);
      ids = present;
    },
  };
}
