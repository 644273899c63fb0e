import { expect, test } from '@jest/globals';
import { planObjects, read } from '../../src/compile.js';
import { createCollector } from '../../src/diagnostics/collect.js';
import { assumedFor } from '../../src/phases/assumed.js';
import { digestOf } from '../../src/reconcile/digest.js';
import { situation as usual } from './situation.js';

const count = 200;

/** A Deployment of two pods that take a ConfigMap and a Secret, as variables and as files. */
function application(index: number): string {
  const name = `app-${index}`;
  if (index % 4 === 1)
    return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {a: "1", b: "2"}\n`;
  if (index % 4 === 2)
    return `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}}\nstringData: {a: "1", b: "2"}\n`;
  if (index % 4 === 3)
    return `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {selector: {app: app-${index - 3}}, ports: [{port: 80}]}\n`;
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  replicas: 2
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
      - name: c
        image: docker.io/library/nginx:1
        envFrom: [{configMapRef: {name: app-${index + 1}}}, {secretRef: {name: app-${index + 2}}}]
        volumeMounts: [{name: v, mountPath: /v}]
        readinessProbe: {httpGet: {path: /, port: 80}}
      volumes: [{name: v, configMap: {name: app-${index + 1}}}]
`;
}

test('200 objects are planned in less than a second of computing time', () => {
  const text = Array.from({ length: count }, (_, index) => application(index)).join('---\n');
  const situation = { ...usual, supervised: true };
  const collector = createCollector();
  const { objects } = read([{ name: 'all.yaml', text }], situation, collector);
  expect(objects).toHaveLength(count);
  const key = new Uint8Array(32);
  const before = process.cpuUsage();
  const { planned } = planObjects(
    objects,
    {
      observed: assumedFor(situation.target),
      situation,
      baseDirectory: '/',
      digest: (model) => digestOf(model, key),
    },
    collector.report,
  );
  const { user, system } = process.cpuUsage(before);
  expect(planned.plan.operations.length).toBeGreaterThan(count);
  expect((user + system) / 1000).toBeLessThan(1000);
});
