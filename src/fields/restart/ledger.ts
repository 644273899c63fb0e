import type { Container, PodSpec } from 'kubernetes-types/core/v1.js';
import { exact, type LedgerPart, type LedgerRow, supervised, type Verdict } from '../ledger.js';

const restarting: Verdict = {
  level: 'approximate',
  why: 'Podman starts the container again at once, without the growing pauses of a node, and with the files it left behind instead of a fresh root filesystem',
};

const restartedBySystemd: Verdict = {
  level: 'approximate',
  why: 'systemd starts a fresh container after 10 s, then with pauses that grow to 300 s (systemd 254; before it always 10 s), and they shrink again only when the service is started anew by hand',
};

const policyRow: LedgerRow = supervised(
  'kubernetes pkg/kubelet/kuberuntime/kuberuntime_manager.go, computePodActions and doBackOff',
  (value, { output }) =>
    value === 'Never' ? { level: 'exact' } : output === 'quadlet' ? restartedBySystemd : restarting,
  {
    how: "the supervisor makes a fresh container with a node's back-off; without it Podman's --restart of each container, in units Restart= of the service",
  },
);

/** What becomes of the pod's fields about ending. */
export const podSpecRows = {
  restartPolicy: policyRow,
  terminationGracePeriodSeconds: exact(
    'kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_PodSpec',
    '--stop-timeout of each container, 30 when unset.',
  ),
  activeDeadlineSeconds: supervised(
    'kubernetes pkg/kubelet/active_deadline.go, pastActiveDeadline',
    {
      level: 'approximate',
      why: 'a container that is not started again is killed that long after its own start, not after the start of the pod and without its grace period; with restartPolicy Always or OnFailure the deadline has no effect',
    },
    {
      how: 'the supervisor stops the pod; without it --timeout of each container that Podman does not start again',
    },
  ),
} satisfies LedgerPart<PodSpec, 'restartPolicy' | 'terminationGracePeriodSeconds' | 'activeDeadlineSeconds'>;

/** What becomes of a container's own fields about ending. */
export const containerRows = {
  restartPolicy: policyRow,
  restartPolicyRules: supervised('kubernetes pkg/kubelet/container/helpers.go, ShouldContainerBeRestarted', {
    level: 'ignored',
    why: "nobody watches the pod who could tell exit codes apart, so the container's restartPolicy alone decides",
  }),
} satisfies LedgerPart<Container, 'restartPolicy' | 'restartPolicyRules'>;
