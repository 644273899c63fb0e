import { expect, test } from '@jest/globals';
import { findingsJson } from '../../src/cli/check-output.js';
import { checkTexts } from './check-texts.js';

/** One mistake a line, of ten different sorts: types, names, ranges, quantities, references. */
const text = `apiVersion: v1
kind: Pod
metadata:
  name: Web_1
spec:
  restartPolicy: Sometimes
  terminationGracePeriodSeconds: "30"
  containers:
  - name: c
    image: localhost/i:1
    imagePullPolice: Never
    ports: [{containerPort: 70000}]
    env:
    - {name: A, value: 1}
    - {name: a=b, value: x}
    resources: {limits: {memory: 64Mb}}
    volumeMounts: [{name: gone, mountPath: /v}]
  - name: c
    image: localhost/i:1
`;

test('ten mistakes are ten findings of one run, each at its place', () => {
  const { collector } = checkTexts({ 'p.yaml': text });
  const errors = collector.findings().filter(({ severity }) => severity === 'error');
  const places = errors.map(({ at, code }) => `${at.range().line}:${at.range().column} ${code}`);
  expect(places).toEqual([
    '4:9 api/invalid-name',
    '6:18 api/not-supported',
    '7:34 schema/wrong-type',
    '11:5 schema/unknown-field',
    '12:29 api/out-of-range',
    '14:24 schema/wrong-type',
    '15:14 api/invalid-name',
    '16:34 schema/quantity',
    '17:27 api/not-found',
    '18:11 api/duplicate',
  ]);
});

test('check -o json has the documented shape, and nothing else', () => {
  const { collector, documents } = checkTexts({ 'p.yaml': text });
  const {
    findings,
    documents: read,
    ...rest
  } = JSON.parse(JSON.stringify(findingsJson(collector.findings(), { documents }))) as {
    findings: Record<string, unknown>[];
    documents: unknown[];
  };
  expect(rest).toEqual({});
  expect(read).toEqual([
    { file: 'p.yaml', document: 0, apiVersion: 'v1', kind: 'Pod', namespace: '', name: 'Web_1' },
  ]);
  for (const finding of findings) {
    const { hint, ...always } = finding;
    expect([undefined, 'string']).toContain(hint === undefined ? undefined : typeof hint);
    expect(always).toEqual({
      group: expect.stringMatching(/^(?:kubernetes|podman|reference|advice)$/),
      code: expect.stringMatching(/^[a-z]+\/[a-z0-9-]+$/),
      severity: expect.stringMatching(/^(?:error|warning|note)$/),
      file: 'p.yaml',
      line: expect.any(Number),
      column: expect.any(Number),
      endLine: expect.any(Number),
      endColumn: expect.any(Number),
      document: 0,
      object: { apiVersion: 'v1', kind: 'Pod', namespace: '', name: 'Web_1' },
      path: expect.any(String),
      message: expect.stringMatching(/\S/),
    });
  }
});
