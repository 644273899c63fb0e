import type { Container, Lifecycle } from 'kubernetes-types/core/v1.js';
import { exact, type Ledger, type LedgerPart, type LedgerRow, type Verdict } from '../ledger.js';

const hooks = 'kubernetes pkg/kubelet/lifecycle/handlers.go, Run';
const messages = 'kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, getTerminationMessage';

const postStartRow: LedgerRow = {
  how: 'run by the supervisor right after the start; its failure stops the container; in units ExecStartPost=',
  verdict: (value, situation) =>
    !hasTcpSocket(value) && situation.supervised
      ? { level: 'exact' }
      : hasTcpSocket(value)
        ? {
            level: 'refused',
            why: 'a node fails every tcpSocket hook and stops the container, again and again',
          }
        : situation.output === 'quadlet' && !isRequest(value)
          ? { level: 'exact' }
          : { level: 'ignored', why: 'nothing watches the pod to run the hook when a container starts' },
  source: hooks,
};

const preStopRow: LedgerRow = {
  how: 'run by kube2pod delete, and by the supervisor when it stops a container; podman stop does not run it',
  verdict: (value, situation) =>
    !hasTcpSocket(value) && situation.supervised
      ? { level: 'exact' }
      : hasTcpSocket(value)
        ? {
            level: 'ignored',
            harmless: true,
            why: 'a node fails every tcpSocket hook and stops the container all the same',
          }
        : situation.output === 'quadlet' && !isRequest(value)
          ? {
              level: 'approximate',
              why: 'run by systemctl stop, and the whole grace period begins when the hook has ended',
            }
          : {
              level: 'ignored',
              why: 'nothing watches the pod to run the hook, so a container gets its stop signal at once',
            },
  source: hooks,
};

/** A request over the network: a unit has no program for it. */
function isRequest(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'httpGet' in value && value.httpGet !== undefined;
}

function hasTcpSocket(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'tcpSocket' in value;
}

const lifecycleLedger = {
  postStart: postStartRow,
  preStop: preStopRow,
  stopSignal: exact(
    'kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, generateContainerConfig',
    '--stop-signal. A cluster drops the field unless the feature ContainerStopSignals is on.',
  ),
} satisfies Ledger<Lifecycle>;

/** Without the supervisor nobody reads a message; of the usual value only the pod's status is missing. */
const messageRow = (usual: string, why: string): LedgerRow => ({
  how: 'a file of kube2pod’s own is mounted there; kube2pod describe shows what a container left in it',
  verdict: (value, { supervised }): Verdict =>
    supervised
      ? { level: 'exact' }
      : value === usual
        ? { level: 'ignored', harmless: true, why: 'there is no pod status that would show the message' }
        : { level: 'ignored', why },
  source: messages,
});

/** What becomes of a container's hooks, stop signal and last message. */
export const containerRows = {
  lifecycle: exact(hooks, undefined, { fields: lifecycleLedger }),
  terminationMessagePath: messageRow(
    '/dev/termination-log',
    'no file is prepared there, and nobody reads what the container writes to it',
  ),
  terminationMessagePolicy: messageRow('File', 'nobody reads the message of a container that ended'),
} satisfies LedgerPart<Container, 'lifecycle' | 'terminationMessagePath' | 'terminationMessagePolicy'>;
