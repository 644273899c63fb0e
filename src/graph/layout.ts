import type { ApplicationGraph, FrontNode, GraphEdge, StoreNode } from './model.js';
import { podBlock } from './pod-block.js';
import { type Block, moved, type Shape, textBlock, wrapped } from './shapes.js';

/** A block at its place. */
interface Placed {
  readonly id: string;
  readonly block: Block;
  readonly x: number;
  readonly y: number;
}

const margin = 24;
const columnGap = 96;
const rowGap = 22;

/** The whole picture: Ingresses, Services, pods and stores in columns from left to right, and arrows in the gaps between them. */
export function layout({ ingresses, services, pods, stores, edges }: ApplicationGraph): Block {
  const podColumn = stacked(pods.map((pod) => ({ id: pod.id, block: podBlock(pod) })));
  const at = new Map(podColumn.map((one) => [one.id, one.y + one.block.height / 2]));
  const serviceColumn = beside(services.map(frontBlock), edges, at, 'to');
  for (const one of serviceColumn) at.set(one.id, one.y + one.block.height / 2);
  const ingressColumn = beside(ingresses.map(frontBlock), edges, at, 'to');
  const storeColumn = beside(stores.map(storeBlock), edges, at, 'from');
  const columns = [ingressColumn, serviceColumn, podColumn, storeColumn].filter(
    (column) => column.length > 0,
  );
  const placed = inColumns(columns);
  const boxes = new Map(placed.map((one) => [one.id, one]));
  const shapes = [...arrows(edges, boxes), ...placed.flatMap(({ block, x, y }) => moved(block, x, y))];
  const right = Math.max(0, ...placed.map(({ x, block }) => x + block.width));
  const bottom = Math.max(0, ...placed.map(({ y, block }) => y + block.height));
  return { width: right + margin, height: bottom + margin, shapes };
}

interface Named {
  readonly id: string;
  readonly block: Block;
}

function frontBlock({ id, title, lines, namespace }: FrontNode): Named {
  const kind = id.startsWith('Ingress/') ? 'ingress' : 'service';
  const place = namespace === 'default' ? [] : [`namespace ${namespace}`];
  const texts = [...place, ...lines].flatMap(wrapped).map((text) => ({ text, class: 'plain' }));
  return { id, block: textBlock([{ text: title, class: 'strong' }, ...texts], kind, 16) };
}

function storeBlock({ id, kind, name }: StoreNode): Named {
  const lines = wrapped(name).map((text) => ({ text, class: 'strong' }));
  return { id, block: textBlock([{ text: kind, class: 'dim' }, ...lines], 'store', 2) };
}

function stacked(blocks: readonly Named[]): readonly Placed[] {
  let y = margin;
  return blocks.map(({ id, block }) => {
    const placed = { id, block, x: 0, y };
    y += block.height + rowGap;
    return placed;
  });
}

/** Each block as near as can be to what it is joined with, in that order, so that arrows cross little. */
function beside(
  blocks: readonly Named[],
  edges: readonly GraphEdge[],
  at: ReadonlyMap<string, number>,
  side: 'to' | 'from',
): readonly Placed[] {
  const wanted = (id: string): number => {
    const own = edges.filter((edge) => (side === 'to' ? edge.from : edge.to) === id);
    const places = own.flatMap((edge) => at.get(side === 'to' ? edge.to : edge.from) ?? []);
    return places.length === 0
      ? Number.POSITIVE_INFINITY
      : places.reduce((sum, one) => sum + one, 0) / places.length;
  };
  const sorted = blocks
    .map((one) => ({ ...one, wanted: wanted(one.id) }))
    .sort((a, b) => a.wanted - b.wanted);
  let y = margin;
  return sorted.map(({ id, block, wanted: middle }) => {
    const top = Number.isFinite(middle) ? Math.max(y, middle - block.height / 2) : y;
    y = top + block.height + rowGap;
    return { id, block, x: 0, y: top };
  });
}

function inColumns(columns: readonly (readonly Placed[])[]): readonly Placed[] {
  let x = margin;
  return columns.flatMap((column) => {
    const width = Math.max(...column.map(({ block }) => block.width));
    const placed = column.map((one) => ({ ...one, x }));
    x += width + columnGap;
    return placed;
  });
}

/** Arrows leave a block on its right and arrive on the left of the other, spread over the side in the order of their targets. */
function arrows(edges: readonly GraphEdge[], boxes: ReadonlyMap<string, Placed>): readonly Shape[] {
  const known = edges.flatMap((edge) => {
    const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
  const columnRight = (x: number): number =>
    Math.max(...[...boxes.values()].filter((one) => one.x === x).map((one) => one.x + one.block.width));
  return known.map(({ from, to }): Shape => {
    const out = known.filter((one) => one.from === from).sort((a, b) => a.to.y - b.to.y);
    const into = known.filter((one) => one.to === to).sort((a, b) => a.from.y - b.from.y);
    const y1 = spread(
      from,
      out.findIndex((one) => one.to === to),
      out.length,
    );
    const y2 = spread(
      to,
      into.findIndex((one) => one.from === from),
      into.length,
    );
    const [start, edge, end] = [from.x + from.block.width, columnRight(from.x), to.x - 6];
    const middle = (edge + end) / 2;
    return {
      shape: 'line',
      path: `M ${start} ${y1} L ${edge} ${y1} C ${middle} ${y1} ${middle} ${y2} ${end} ${y2}`,
      class: 'arrow',
    };
  });
}

function spread({ y, block }: Placed, index: number, count: number): number {
  return Math.round(y + ((index + 1) * block.height) / (count + 1));
}
