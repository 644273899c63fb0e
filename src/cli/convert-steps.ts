import type { Emitted } from '../phases/5-emit.js';
import { systemdFolder } from '../podman/unit-keys.js';
import type { ConvertOptions } from './convert-options.js';

/** What to type next, and how to take it away again: for people, on standard error. */
export function nextSteps(
  files: Emitted,
  options: ConvertOptions & { readonly dir: string },
): readonly string[] {
  if (options.to !== 'quadlet' && !options.unit) return [];
  const { dir, rootless } = options;
  const place = rootless ? '~/.config/containers/systemd' : '/etc/containers/systemd';
  const timerPlace = rootless ? '~/.config/systemd/user' : '/etc/systemd/system';
  const systemctl = rootless ? 'systemctl --user' : 'systemctl';
  const names = [...files.keys()];
  const timed = names.filter((name) => name.startsWith(`${systemdFolder}/`)).map(baseName);
  const timers = timed.filter((name) => name.endsWith('.timer')).join(' ');
  const pods = startedPods(files).join(' ');
  const top = [...new Set(names.map((name) => name.split('/')[0] ?? ''))]
    .filter((name) => name !== 'secrets.sh')
    .map((name) => `${place}/${name}`);
  const steps = (...parts: readonly string[]): string =>
    `  ${parts.filter((part) => part !== '').join(' && ')}`;
  return [
    'Install:',
    ...(files.has('secrets.sh') ? [`  sh ${dir}/secrets.sh && rm ${dir}/secrets.sh`] : []),
    `  mkdir -p ${place} && cp -a ${dir}/. ${place}/`,
    ...(timers === ''
      ? []
      : [
          `  mkdir -p ${timerPlace} && cp ${dir}/${systemdFolder}/* ${timerPlace}/    # timers are not Quadlet's`,
        ]),
    steps(
      `${systemctl} daemon-reload`,
      pods === '' ? '' : `${systemctl} start ${pods}`,
      timers === '' ? '' : `${systemctl} enable --now ${timers}`,
    ),
    ...(rootless ? forUsers : []),
    'Remove:',
    ...(timers === '' ? [] : [`  ${systemctl} disable --now ${timers}`]),
    ...(pods === '' ? [] : [`  ${systemctl} stop ${pods}`]),
    steps(
      `rm -r ${[...top, ...timed.map((name) => `${timerPlace}/${name}`)].join(' ')}`,
      `${systemctl} daemon-reload`,
    ),
    '  podman volume ls    # volumes stay: podman volume rm the ones whose data nobody needs',
  ];
}

const baseName = (path: string): string => path.split('/').at(-1) ?? path;

/**
 * Podman's units of a user wait for a target of the machine that some machines never reach, for 90 seconds at each start.
 * Source: github.com/containers/podman/issues/24796.
 */
const forUsers: readonly string[] = [
  '  loginctl enable-linger    # so that it starts without a login',
  '  sudo systemctl add-wants default.target network-online.target    # where nothing wants it: each start waits 90 s for it',
];

/** Pods that no timer starts: they start with the machine. */
function startedPods(files: Emitted): readonly string[] {
  const kube = [...files.keys()].find((name) => name.endsWith('.kube'));
  if (kube !== undefined) return [kube.replace(/\.kube$/, '')];
  return [...files].flatMap(([name, { text }]) =>
    name.endsWith('.pod') && typeof text === 'string' && text.includes('\n[Install]\n')
      ? [name.replace(/\.pod$/, '-pod')]
      : [],
  );
}
