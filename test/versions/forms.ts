import { type Machine, unitFolder } from './machines.js';

/** What `convert` makes; `apply` is what they are compared with. */
export const formNames = ['script', 'kube', 'quadlet'] as const;
export type FormName = (typeof formNames)[number];

/** What a form is made from: where the command line and the manifests are, and a folder for files. */
export interface Making {
  readonly machine: Machine;
  readonly cli: string;
  readonly manifests: readonly string[];
  readonly folder: string;
}

/** A way from manifests to running containers, and back. */
export interface Form {
  readonly up: () => Promise<unknown>;
  readonly down: () => Promise<unknown>;
}

/** Makes the files of one form for this machine's Podman, and the Podman secrets that they refer to. */
export async function convert(form: FormName, { machine, cli, manifests, folder }: Making): Promise<void> {
  const { run, podman, rootless, cgroups } = machine;
  const options = [
    '--target',
    podman,
    '--cgroups',
    cgroups,
    ...(rootless ? ['--rootless'] : []),
    '--quiet',
    '--with-secrets',
  ];
  await run('node', cli, 'convert', '--to', form, ...options, '--dir', folder, ...manifests);
  await run('sh', '-c', '[ ! -e "$1" ] || { sh "$1" && rm "$1"; }', 'sh', `${folder}/secrets.sh`);
}

/** `apply` without the supervisor: what Podman alone does with the same plan. */
export function applied({ machine: { run }, cli, manifests }: Making): Form {
  return {
    up: () => run('node', cli, 'apply', '--no-supervise', '--allowed-unsafe-sysctls', '*', ...manifests),
    down: () => run('node', cli, 'delete', '--grace-period', '0', ...manifests),
  };
}

/**
 * Without cgroups of its own (v1, rootless) Podman cannot kill all that a container of a shared PID namespace has started,
 * and leaves such a pod at the first time (seen on 5.8.6); 4.3.1 may find the shm of one busy on a busy machine. That is
 * Podman's affair, and no difference in what was made; what is left in the end fails the test.
 */
const kubeDown = `
  podman kube down "$1" || true
  for again in 1 2 3; do
    [ -z "$(podman pod ps --quiet --filter name=ver-)" ] || { sleep 1; podman kube down "$1" || true; }
  done`;

/** How a form starts what it made, and stops it. */
export function formOf(form: FormName, making: Making): Form {
  const { machine, folder } = making;
  const { run } = machine;
  const files = () => convert(form, making);
  switch (form) {
    case 'script':
      return {
        up: async () => {
          await files();
          return run('sh', `${folder}/run.sh`);
        },
        down: () => run('sh', `${folder}/run.sh`, 'down'),
      };
    case 'kube':
      return {
        up: async () => {
          await files();
          return run('podman', 'kube', 'play', `${folder}/kube.yaml`);
        },
        down: () => run('sh', '-ec', kubeDown, 'sh', `${folder}/kube.yaml`),
      };
    case 'quadlet': {
      const ctl = machine.rootless ? 'systemctl --user' : 'systemctl';
      const place = unitFolder(machine);
      const services = `$(cd "${place}" && ls | sed -n 's/[.]pod$/-pod.service/p')`;
      return {
        up: async () => {
          await files();
          await run('sh', '-ec', `mkdir -p "${place}" && cp -a "$1/." "${place}/"`, 'sh', folder);
          return run('sh', '-ec', `${ctl} daemon-reload && ${ctl} start ${services}`);
        },
        down: () => run('sh', '-ec', `${ctl} stop ${services}`),
      };
    }
    default:
      return form satisfies never;
  }
}
