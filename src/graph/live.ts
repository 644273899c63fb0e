import type { KubeObject } from '../phases/documents.js';
import type { PodmanState } from '../phases/observed.js';
import { isOwnedBy, label } from '../reconcile/labels.js';
import type { LiveState } from './model.js';
import type { StateOf } from './pod-node.js';

/** How the containers of each object run, as Podman lists them; of several pods the worst counts. */
export function liveStates({ containers }: PodmanState): StateOf {
  const all = [...containers.values()];
  return (owner: KubeObject, container: string) => {
    const own = all.filter(({ labels }) => isOwnedBy(labels, owner) && labels[label.container] === container);
    const states = own.map(({ state, exitCode }) => stateOf(state, exitCode));
    return worst.find((one) => states.includes(one));
  };
}

const worst: readonly LiveState[] = ['failed', 'waiting', 'running', 'done'];

function stateOf(state: string, exitCode: number): LiveState {
  if (state === 'running') return 'running';
  if (state === 'exited' || state === 'stopped') return exitCode === 0 ? 'done' : 'failed';
  return 'waiting';
}
