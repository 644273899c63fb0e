import type { FailedStarts } from '../../supervisor/model.js';
import type { SupervisorStatus } from '../../supervisor/status.js';

/** Remembers which containers could not be started. */
export interface StartFailures {
  readonly byId: FailedStarts;
  readonly record: (id: string) => void;
}

/** What the supervisor before this one knew is known still. */
export function rememberStartFailures(before: SupervisorStatus | undefined): StartFailures {
  const byId = new Map(Object.entries(before?.failedStarts ?? {}));
  return {
    byId,
    record: (id) => {
      byId.set(id, { at: Date.now() });
    },
  };
}
