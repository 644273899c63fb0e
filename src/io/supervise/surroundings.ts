import type { PodEvent } from '../../supervisor/journal.js';
import type { SupervisedPod } from '../../supervisor/model.js';
import type { PodmanConnection } from '../connection.js';
import type { NetworkProbe, ProbeResult } from '../network-probe.js';

/** What every controller of the supervisor acts with. */
export interface Surroundings {
  readonly program: PodmanConnection;
  readonly rootless: boolean;
  /** Address of this machine, where pods on its network are reached. */
  readonly hostAddress: string;
  /** Makes a network request from where the pod is reached; `no-prober`: it could not even be tried. */
  readonly reach: (
    pod: SupervisedPod,
    action: NetworkProbe['action'],
    timeoutMs: number,
  ) => Promise<ProbeResult | 'no-prober'>;
  /** Tells the log and `describe` what happened to a pod. */
  readonly note: (pod: string, event: PodEvent) => void;
  /** A line of the log that belongs to no pod. */
  readonly log: (line: string) => void;
}
