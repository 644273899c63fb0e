import type { ContainerNode, PodNode, VolumeNode } from './model.js';
import {
  type Block,
  lineHeight,
  moved,
  padding,
  type Shape,
  type TextLine,
  textBlock,
  textWidth,
  wrapped,
} from './shapes.js';

const gap = 18;
const conmonHeight = 20;
const conmonWidth = textWidth('conmon') + 12;
const mostInRow = 3;

/**
 * A pod as an envelope: the infra container with the namespaces that it holds, init containers and sidecars in their order,
 * the containers, each with its conmon, and the volumes, marked by letters where they are mounted.
 */
export function podBlock(pod: PodNode): Block {
  const marks = new Map(pod.volumes.map(({ name }, index) => [name, markOf(index)] as const));
  const before = pod.containers.filter(({ role }) => role !== 'app');
  const apps = pod.containers.filter(({ role }) => role === 'app');
  const rows = [...rowsOf(before, marks, true), ...rowsOf(apps, marks, false)];
  const volumes = volumeBlock(pod.volumes, marks);
  const infra = textBlock(
    [
      { text: 'infra container', class: 'strong' },
      ...wrapped(`holds ${pod.shares.join(', ')}`).map((text) => ({ text, class: 'dim' })),
    ],
    'infra',
    6,
  );
  const head: readonly TextLine[] = [
    { text: pod.title, class: 'title' },
    {
      text: pod.namespace === 'default' ? pod.note : `${pod.note}, namespace ${pod.namespace}`,
      class: 'dim',
    },
  ];
  const parts = [infra, ...rows, ...(volumes === undefined ? [] : [volumes])];
  const width =
    Math.max(...parts.map((part) => part.width), ...head.map(({ text }) => textWidth(text))) + 2 * padding;
  const shapes: Shape[] = [];
  let y = padding + 10;
  for (const { text, class: name } of head) {
    shapes.push({ shape: 'text', x: padding, y: y + 4, text, class: name });
    y += lineHeight;
  }
  y += 2;
  for (const part of parts) {
    shapes.push(...moved(part, padding, y));
    y += part.height + gap;
  }
  const height = y - gap + padding;
  return {
    width,
    height,
    shapes: [{ shape: 'box', x: 0, y: 0, width, height, class: 'pod', radius: 14 }, ...shapes],
  };
}

const markClasses = ['m0', 'm1', 'm2', 'm3', 'm4', 'm5'];

interface Mark {
  readonly letter: string;
  readonly class: string;
}

function markOf(index: number): Mark {
  return { letter: (index % 36).toString(36), class: markClasses[index % markClasses.length] ?? 'm0' };
}

/** Containers side by side; those that start one after the other are joined by arrows. */
function rowsOf(
  containers: readonly ContainerNode[],
  marks: ReadonlyMap<string, Mark>,
  isSequence: boolean,
): readonly Block[] {
  const rows: Block[] = [];
  for (let start = 0; start < containers.length; start += mostInRow) {
    const blocks = containers.slice(start, start + mostInRow).map((one) => containerBlock(one, marks));
    const shapes: Shape[] = [];
    let x = 0;
    for (const [index, block] of blocks.entries()) {
      if (index > 0 && isSequence) {
        const middle = conmonHeight + 20;
        shapes.push({
          shape: 'line',
          path: `M ${x - gap - 8} ${middle} L ${x - 4} ${middle}`,
          class: 'arrow',
        });
      }
      shapes.push(...moved(block, x, 0));
      x += block.width + gap + 8;
    }
    rows.push({ width: x - gap - 8, height: Math.max(...blocks.map(({ height }) => height)), shapes });
  }
  return rows;
}

const roles = { init: 'init container', sidecar: 'sidecar', app: 'container' } as const;

function containerBlock(container: ContainerNode, marks: ReadonlyMap<string, Mark>): Block {
  const { order, name, role, image, ports, probes, mounts, state } = container;
  const lines: readonly TextLine[] = [
    { text: `${order}. ${name}`, class: 'strong' },
    { text: state === undefined ? roles[role] : `${roles[role]}, ${state}`, class: 'dim' },
    ...wrapped(image).map((text) => ({ text, class: 'plain' })),
    ...ports.flatMap((port) => wrapped(port).map((text) => ({ text, class: 'port' }))),
    ...(probes.length === 0
      ? []
      : wrapped(`probes: ${probes.join(', ')}`).map((text) => ({ text, class: 'dim' }))),
    ...mounts.flatMap(({ path, volume, readOnly }) =>
      wrapped(`${path}${readOnly ? ' (read-only)' : ''}`).map((text, index): TextLine => {
        const mark = index === 0 ? marks.get(volume) : undefined;
        return { text, class: 'plain', ...(mark === undefined ? {} : { mark }) };
      }),
    ),
  ];
  const box = textBlock(lines, `container ${role}${state === undefined ? '' : ` ${state}`}`, 6);
  const tab: readonly Shape[] = [
    {
      shape: 'box',
      x: box.width - conmonWidth - 6,
      y: 0,
      width: conmonWidth,
      height: conmonHeight - 4,
      class: 'conmon',
      radius: 4,
    },
    { shape: 'text', x: box.width - conmonWidth, y: 12, text: 'conmon', class: 'small' },
    {
      shape: 'line',
      path: `M ${box.width - conmonWidth / 2 - 6} ${conmonHeight - 4} L ${box.width - conmonWidth / 2 - 6} ${conmonHeight}`,
      class: 'watch',
    },
  ];
  return {
    width: box.width,
    height: box.height + conmonHeight,
    shapes: [...tab, ...moved(box, 0, conmonHeight)],
  };
}

function volumeBlock(volumes: readonly VolumeNode[], marks: ReadonlyMap<string, Mark>): Block | undefined {
  if (volumes.length === 0) return undefined;
  const lines = volumes.flatMap(({ name, source }) =>
    wrapped(`${name}: ${source}`).map((text, index): TextLine => {
      const mark = index === 0 ? marks.get(name) : undefined;
      return { text, class: 'plain', ...(mark === undefined ? {} : { mark }) };
    }),
  );
  return textBlock([{ text: 'volumes', class: 'dim' }, ...lines], 'volumes', 6);
}
