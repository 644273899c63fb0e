import type { ApplicationGraph, ContainerNode, FrontNode, PodNode } from './model.js';

/** The application as an indented text, from the outside to what is kept. */
export function graphText({ ingresses, services, pods, stores, edges }: ApplicationGraph): string {
  const titles = new Map([
    ...[...ingresses, ...services, ...pods].map(({ id, title }) => [id, title] as const),
    ...stores.map(({ id, kind, name }) => [id, `${kind} ${name}`] as const),
  ]);
  const targets = (id: string): readonly string[] =>
    edges.filter(({ from }) => from === id).map(({ to }) => titles.get(to) ?? to);
  return [
    ...[...ingresses, ...services].flatMap((front) => frontLines(front, targets(front.id))),
    ...pods.flatMap((pod) => podLines(pod, targets(pod.id))),
  ].join('\n');
}

function frontLines({ title, lines }: FrontNode, targets: readonly string[]): readonly string[] {
  return [title, ...lines.map((line) => `  ${line}`), ...targets.map((target) => `  -> ${target}`)];
}

function podLines(pod: PodNode, targets: readonly string[]): readonly string[] {
  return [
    `${pod.title} (${pod.note})`,
    `  infra container: holds ${pod.shares.join(', ')}`,
    ...pod.containers.flatMap((container) => containerLines(container)),
    ...pod.volumes.map(({ name, source }) => `  volume ${name}: ${source}`),
    ...targets.map((target) => `  -> ${target}`),
  ];
}

const roles = { init: 'init container', sidecar: 'sidecar', app: 'container' } as const;

function containerLines(container: ContainerNode): readonly string[] {
  const { order, role, name, image, ports, probes, mounts, state } = container;
  return [
    `  ${order}. ${roles[role]} ${name}${state === undefined ? '' : ` [${state}]`}: ${image}`,
    ...(ports.length === 0 ? [] : [`     ports ${ports.join('; ')}`]),
    ...(probes.length === 0 ? [] : [`     probes ${probes.join(', ')}`]),
    ...mounts.map(
      ({ volume, path, readOnly }) => `     ${path} is ${volume}${readOnly ? ', read-only' : ''}`,
    ),
  ];
}
