import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { read } from '../../src/compile.js';
import { createCollector } from '../../src/diagnostics/collect.js';
import { applicationGraph } from '../../src/graph/application-graph.js';
import { layout } from '../../src/graph/layout.js';
import { graphMermaid } from '../../src/graph/mermaid.js';
import type { ApplicationGraph, ContainerNode } from '../../src/graph/model.js';
import { type Shape, textWidth } from '../../src/graph/shapes.js';
import { graphSvg } from '../../src/graph/svg.js';
import { graphText } from '../../src/graph/text.js';
import { situation } from '../phases/situation.js';

const text = readFileSync('fixtures/graph/shop.yaml', 'utf8');
const { objects } = read([{ name: 'shop.yaml', text }], situation, createCollector());
const shop = applicationGraph(objects);

describe('what is joined with what', () => {
  test('Ingress to Service to pods to what they keep', () => {
    expect(shop.edges.map(({ from, to }) => `${from} -> ${to}`)).toEqual([
      'Ingress/default/shop -> Service/default/api',
      'Ingress/default/shop -> Service/default/web',
      'Service/default/web -> Deployment/default/web',
      'Service/default/api -> Deployment/default/api',
      'Service/default/db -> StatefulSet/default/db',
      'Deployment/default/web -> ConfigMap/default/web-conf',
      'Deployment/default/api -> Secret/default/api-tls',
      'Deployment/default/api -> Secret/default/db-login',
      'Deployment/default/api -> ConfigMap/default/api-settings',
      'StatefulSet/default/db -> PersistentVolumeClaim/default/data-db-N',
      'StatefulSet/default/db -> Secret/default/db-login',
      'CronJob/default/clean -> Secret/default/db-login',
    ]);
  });

  test('containers in the order of their start, with what they share', () => {
    const api = shop.pods.find(({ title }) => title === 'Deployment api');
    expect(api?.shares).toEqual(['network (one IP)', 'IPC', 'hostname', 'processes']);
    expect(api?.containers.map(({ order, role, name }) => `${order} ${role} ${name}`)).toEqual([
      '1 init wait-for-db',
      '2 init migrate',
      '3 sidecar log-shipper',
      '4 app api',
      '5 app metrics',
    ]);
    expect(graphText(shop)).toContain(
      '  4. container api: shop/api:2\n     ports 8080/TCP, host port 8081\n',
    );
  });

  test('states of a live picture are shown, the worst of several', () => {
    const live = applicationGraph(objects, (_owner, container) =>
      container === 'api' ? 'failed' : 'running',
    );
    expect(graphText(live)).toContain('container api [failed]: shop/api:2');
    expect(graphSvg(live)).toContain('class="container app failed"');
  });
});

type Text = Extract<Shape, { shape: 'text' }>;
type Box = Extract<Shape, { shape: 'box' }>;

/** Rectangles that texts take. */
function places(graph: ApplicationGraph) {
  const { shapes, width, height } = layout(graph);
  const texts = shapes
    .filter((one): one is Text => one.shape === 'text')
    .map(({ x, y, text: words }) => ({
      words,
      left: x,
      right: x + textWidth(words),
      top: y - 10,
      bottom: y + 3,
    }));
  const boxes = shapes.filter((one): one is Box => one.shape === 'box');
  return { texts, boxes, width, height };
}

function faults(graph: ApplicationGraph): readonly string[] {
  const { texts, boxes, width, height } = places(graph);
  const outside = texts.filter(
    ({ left, right, top, bottom }) => left < 0 || top < 0 || right > width || bottom > height,
  );
  const cut = texts.filter(
    ({ left, right, top, bottom }) =>
      !boxes.some(
        (box) =>
          left >= box.x && right <= box.x + box.width && top >= box.y - 6 && bottom <= box.y + box.height + 6,
      ),
  );
  const overlaps = texts.flatMap((one, index) =>
    texts
      .slice(index + 1)
      .filter(
        (other) =>
          one.left < other.right &&
          other.left < one.right &&
          one.top < other.bottom &&
          other.top < one.bottom,
      )
      .map((other) => `${one.words} / ${other.words}`),
  );
  return [...outside, ...cut].map(({ words }) => words).concat(overlaps);
}

const word = fc.string({ minLength: 1, maxLength: 90 });
const container: fc.Arbitrary<ContainerNode> = fc.record({
  name: word,
  role: fc.constantFrom('init' as const, 'sidecar' as const, 'app' as const),
  order: fc.nat(20),
  image: word,
  ports: fc.array(word, { maxLength: 3 }),
  probes: fc.subarray(['startup' as const, 'readiness' as const, 'liveness' as const]),
  mounts: fc.array(fc.record({ volume: fc.constantFrom('a', 'b'), path: word, readOnly: fc.boolean() }), {
    maxLength: 3,
  }),
});
const graph: fc.Arbitrary<ApplicationGraph> = fc.record({
  ingresses: fc.array(
    fc.record({
      id: fc.constant('Ingress/i'),
      title: word,
      namespace: word,
      lines: fc.array(word, { maxLength: 3 }),
    }),
    { maxLength: 1 },
  ),
  services: fc.array(
    fc.record({ id: fc.uuid(), title: word, namespace: word, lines: fc.array(word, { maxLength: 3 }) }),
    { maxLength: 3 },
  ),
  pods: fc.array(
    fc.record({
      id: fc.uuid(),
      title: word,
      note: word,
      namespace: word,
      shares: fc.array(word, { maxLength: 4 }),
      hostNetwork: fc.boolean(),
      containers: fc.array(container, { maxLength: 7 }),
      volumes: fc.array(fc.record({ name: word, source: word }), { maxLength: 4 }),
    }),
    { maxLength: 3 },
  ),
  stores: fc.array(fc.record({ id: fc.uuid(), kind: word, name: word }), { maxLength: 4 }),
  edges: fc.constant([]),
});

describe('the drawing', () => {
  /** `UPDATE_FIXTURES=1` draws it anew. */
  test('is the one that the README shows', () => {
    const file = 'fixtures/graph/shop.svg';
    if (process.env.UPDATE_FIXTURES !== undefined) writeFileSync(file, `${graphSvg(shop)}\n`);
    expect(readFileSync(file, 'utf8')).toBe(`${graphSvg(shop)}\n`);
  });

  test('no text of the shop overlaps another one or is cut', () => {
    expect(faults(shop)).toEqual([]);
  });

  test('nor does one of a whole application of many files', () => {
    const folder = 'fixtures/apps/shop';
    const sources = readdirSync(folder).map((name) => ({
      name,
      text: readFileSync(`${folder}/${name}`, 'utf8'),
    }));
    const whole = applicationGraph(read(sources, situation, createCollector()).objects);
    expect(whole.pods).toHaveLength(7);
    expect(faults(whole)).toEqual([]);
  });

  test('nor of any other application', () => {
    fc.assert(
      fc.property(graph, (one) => expect(faults(one)).toEqual([])),
      { numRuns: 200 },
    );
  });

  test('is well-formed, whatever names hold', () => {
    fc.assert(
      fc.property(graph, (one) => {
        const svg = graphSvg(one);
        const open: string[] = [];
        for (const [, slash, name, rest] of svg.matchAll(/<(\/?)([a-z]+)([^>]*)>/gi)) {
          if (slash === '/') expect(open.pop()).toBe(name);
          else if (rest?.endsWith('/') !== true) open.push(name ?? '');
        }
        expect(open).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('Mermaid gets no letter that would end a text', () => {
    fc.assert(
      fc.property(graph, (one) => {
        for (const line of graphMermaid(one).split('\n')) expect((line.match(/"/g) ?? []).length % 2).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});
