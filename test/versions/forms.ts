import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from './machines.js';

/** A way from a manifest to running containers, and back. */
export interface Form {
  readonly name: 'apply' | 'script' | 'kube' | 'quadlet';
  readonly up: () => Promise<unknown>;
  readonly down: () => Promise<unknown>;
}

const cli = join(process.cwd(), 'dist/kube2pod.js');
/** Inside the repository, since every machine sees that. */
const scratch = join(process.cwd(), 'dist');

/** Every form that the machine's Podman has. */
export function formsFor(machine: Machine, manifest: string, pod: string): readonly Form[] {
  const { run, podman, systemd } = machine;
  const node = (...words: readonly string[]) => run('node', cli, ...words);
  const folder = mkdtempSync(join(scratch, 'versions-'));
  const convert = (form: string) =>
    node('convert', '--to', form, '--target', podman, '--quiet', '--with-secrets', '--dir', folder, manifest);
  const withoutFolder = async (last: Promise<unknown>): Promise<void> => {
    await last;
    rmSync(folder, { recursive: true, force: true });
  };
  const secrets = () => run('sh', `${folder}/secrets.sh`);
  const removeSecrets = () => run('sh', '-c', 'podman secret ls -q | xargs -r podman secret rm');
  const units = '/etc/containers/systemd';
  return [
    {
      name: 'apply',
      up: () => node('apply', '--no-supervise', manifest),
      down: () => node('delete', manifest),
    },
    {
      name: 'script',
      up: () =>
        convert('script')
          .then(secrets)
          .then(() => run('sh', `${folder}/run.sh`)),
      down: () => withoutFolder(run('sh', `${folder}/run.sh`, 'down').then(removeSecrets)),
    },
    {
      name: 'kube',
      up: () =>
        convert('kube')
          .then(secrets)
          .then(() => run('podman', 'kube', 'play', `${folder}/kube.yaml`)),
      down: () => withoutFolder(run('podman', 'kube', 'down', `${folder}/kube.yaml`).then(removeSecrets)),
    },
    ...(systemd
      ? [
          {
            name: 'quadlet' as const,
            up: () =>
              convert('quadlet')
                .then(secrets)
                .then(() => run('sh', '-c', `mkdir -p ${units} && cp -a ${folder}/. ${units}/`))
                .then(() => run('systemctl', 'daemon-reload'))
                .then(() => run('systemctl', 'start', `${pod}-pod.service`)),
            down: () =>
              withoutFolder(
                run('systemctl', 'stop', `${pod}-pod.service`)
                  .then(() => run('rm', '-rf', units))
                  .then(() => run('systemctl', 'daemon-reload'))
                  .then(() => run('sh', '-c', 'podman volume ls -q | grep ^ver- | xargs -r podman volume rm'))
                  .then(removeSecrets),
              ),
          },
        ]
      : []),
  ];
}
