import type { ApplicationGraph, ContainerNode, PodNode } from './model.js';

/** The application as a Mermaid flowchart, for Markdown. Source: mermaid.js.org/syntax/flowchart.html. */
export function graphMermaid({ ingresses, services, pods, stores, edges }: ApplicationGraph): string {
  const ids = new Map<string, string>();
  const idOf = (id: string): string => {
    const known = ids.get(id) ?? `n${ids.size + 1}`;
    ids.set(id, known);
    return known;
  };
  const front = [...ingresses, ...services].map(
    ({ id, title, lines }) => `  ${idOf(id)}([${quoted([title, ...lines])}])`,
  );
  const envelopes = pods.flatMap((pod) => podLines(pod, idOf));
  const kept = stores.map(({ id, kind, name }) => `  ${idOf(id)}[(${quoted([kind, name])})]`);
  const arrows = edges.map(({ from, to }) => `  ${idOf(from)} --> ${idOf(to)}`);
  return ['flowchart LR', ...front, ...envelopes, ...kept, ...arrows].join('\n');
}

function podLines(pod: PodNode, idOf: (id: string) => string): readonly string[] {
  const own = idOf(pod.id);
  const before = pod.containers.filter(({ role }) => role !== 'app');
  const chain = before.slice(1).map((container, index) => {
    const previous = before[index];
    return `    ${idOf(`${pod.id}/${previous?.name}`)} -.-> ${idOf(`${pod.id}/${container.name}`)}`;
  });
  return [
    `  subgraph ${own}[${quoted([pod.title, pod.note])}]`,
    `    ${idOf(`${pod.id}/`)}{{${quoted(['infra container', ...pod.shares])}}}`,
    ...pod.containers.map((one) => `    ${idOf(`${pod.id}/${one.name}`)}[${quoted(containerText(one))}]`),
    ...chain,
    '  end',
  ];
}

function containerText({ order, role, name, image, ports, mounts }: ContainerNode): readonly string[] {
  return [
    `${order}. ${name}${role === 'app' ? '' : ` (${role})`}`,
    image,
    ...ports,
    ...mounts.map(({ volume, path }) => `${path} = ${volume}`),
  ];
}

/** Text in quotes; what Mermaid or its HTML would read becomes an entity. */
function quoted(lines: readonly string[]): string {
  const entities = lines.map((line) =>
    line.replaceAll(/[^\w ./:,()=@-]/g, (letter) => `#${letter.codePointAt(0)};`),
  );
  return `"${entities.join('<br/>')}"`;
}
