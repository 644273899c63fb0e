import type { Container } from 'kubernetes-types/core/v1.js';
import { exact, type LedgerPart, type LedgerRow } from '../ledger.js';

const helpers = 'kubernetes pkg/kubelet/container/helpers.go, ExpandContainerCommandAndArgs';

/** Podman keeps standard input open; true alone is different. */
const stdinOnce: LedgerRow = {
  verdict: (value) =>
    value === true
      ? { level: 'ignored', why: 'Podman leaves standard input open when the first attached client goes' }
      : { level: 'exact' },
  source: 'kubernetes staging/src/k8s.io/api/core/v1/types.go, Container.StdinOnce',
};

/** What runs in the container. */
export const containerRows = {
  command: exact(
    helpers,
    '--entrypoint, which drops the CMD of the image; $(VAR) is expanded with the variables of the container',
  ),
  args: exact(
    helpers,
    'the arguments after the image; $(VAR) is expanded with the variables of the container',
  ),
  workingDir: exact(
    'opencontainers/runc libcontainer/rootfs_linux.go, prepareRootfs',
    '--workdir; a directory that the image lacks is made before the start',
  ),
  stdin: exact('kubernetes staging/src/k8s.io/api/core/v1/types.go, Container.Stdin', '--interactive'),
  stdinOnce,
  tty: exact('kubernetes staging/src/k8s.io/api/core/v1/types.go, Container.TTY', '--tty'),
} satisfies LedgerPart<Container, 'command' | 'args' | 'workingDir' | 'stdin' | 'stdinOnce' | 'tty'>;
