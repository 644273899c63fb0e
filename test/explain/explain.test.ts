import { describe, expect, test } from '@jest/globals';
import { read } from '../../src/compile.js';
import { createCollector } from '../../src/diagnostics/collect.js';
import { fieldAtLine } from '../../src/explain/field-at-line.js';
import { linesOnlyIn, sourcesOf, sourcesWithout } from '../../src/explain/without-field.js';
import { situation } from '../phases/situation.js';

const text = `apiVersion: v1
kind: Pod
metadata:
  name: p
  labels: {a: b, c: d}

spec:
  containers:
  - name: one
    image: i:1
    env:
    - {name: A, value: x}
  - name: two
    image: i:2
---
apiVersion: v1
kind: ConfigMap
metadata: {name: m}
data:
  k: |
    one
    two
`;
const { documents } = read([{ name: 'f.yaml', text }], situation, createCollector());

describe('the field of a line', () => {
  test.each([
    [1, 'apiVersion'],
    [4, 'metadata.name'],
    [5, 'metadata.labels'],
    [6, 'metadata.labels'],
    [9, 'spec.containers[0]'],
    [10, 'spec.containers[0].image'],
    [12, 'spec.containers[0].env[0]'],
    [13, 'spec.containers[1]'],
    [18, 'metadata'],
    [22, 'data.k'],
  ])('line %d is %s', (line, path) => {
    expect(fieldAtLine(documents, 'f.yaml', line)?.at.toString()).toBe(path);
  });
  test('another file has none', () => {
    expect(fieldAtLine(documents, 'g.yaml', 1)).toBeUndefined();
  });
});

describe('without a field', () => {
  const [pod] = documents;
  if (pod === undefined) throw new Error('no document');
  const parsed = (sources: readonly { readonly text: string }[]) =>
    sources.map((one) => JSON.parse(one.text) as unknown);
  test('the others stay as they are', () => {
    const all = parsed(sourcesOf(documents));
    expect(all).toHaveLength(2);
    expect(parsed(sourcesWithout(documents, pod, ['spec', 'containers', 0]))).toEqual([
      { ...(all[0] as object), spec: { containers: [{ name: 'two', image: 'i:2' }] } },
      all[1],
    ]);
    expect(parsed(sourcesWithout(documents, pod, ['metadata', 'labels']))[0]).toMatchObject({
      metadata: { name: 'p' },
    });
    expect(parsed(sourcesWithout(documents, pod, ['nowhere', 1]))).toEqual(all);
  });
  test('lines of one text only, as often as they are missing in the other', () => {
    expect(linesOnlyIn('# c\na \\\n  b \\\nb\nc', 'b\nc\n')).toEqual(['a', 'b']);
    expect(linesOnlyIn('a', 'a\nb')).toEqual([]);
  });
});
