import type { Emitted } from '../phases/5-emit.js';
import type { ConvertOptions } from './convert.js';

/** What to type next, and how to take it away again: for people, on standard error. */
export function nextSteps(
  files: Emitted,
  options: ConvertOptions & { readonly dir: string },
): readonly string[] {
  if (options.to !== 'quadlet') return [];
  const { dir, rootless } = options;
  const place = rootless ? '~/.config/containers/systemd' : '/etc/containers/systemd';
  const systemctl = rootless ? 'systemctl --user' : 'systemctl';
  const pods = [...files.keys()].flatMap((name) =>
    name.endsWith('.pod') ? [name.replace(/\.pod$/, '-pod')] : [],
  );
  const services = pods.join(' ');
  const top = [...new Set([...files.keys()].map((name) => name.split('/')[0] ?? ''))]
    .filter((name) => name !== 'secrets.sh')
    .map((name) => `${place}/${name}`);
  return [
    'Install:',
    ...(files.has('secrets.sh') ? [`  sh ${dir}/secrets.sh && rm ${dir}/secrets.sh`] : []),
    `  mkdir -p ${place} && cp -a ${dir}/. ${place}/`,
    `  ${systemctl} daemon-reload && ${systemctl} start ${services}`,
    ...(rootless ? ['  loginctl enable-linger    # so that it starts without a login'] : []),
    'Remove:',
    `  ${systemctl} stop ${services}`,
    `  rm -r ${top.join(' ')} && ${systemctl} daemon-reload`,
    '  podman volume ls    # volumes stay: podman volume rm the ones whose data nobody needs',
  ];
}
