import { type PodEvent, type RecordedEvent, recordEvent } from '../../supervisor/journal.js';

/** The events of all pods. */
export interface Journal {
  readonly note: (pod: string, event: PodEvent) => void;
  readonly of: (pod: string) => readonly RecordedEvent[];
}

/** Makes a journal that also tells the log. */
export function keepJournal(log: (line: string) => void): Journal {
  const events = new Map<string, readonly RecordedEvent[]>();
  return {
    note: (pod, event) => {
      log(`${pod}: ${event.message}`);
      events.set(pod, recordEvent(events.get(pod) ?? [], event, new Date().toISOString()));
    },
    of: (pod) => events.get(pod) ?? [],
  };
}
