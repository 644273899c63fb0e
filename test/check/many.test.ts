import { expect, test } from '@jest/globals';
import { check } from '../../src/compile.js';
import { createCollector } from '../../src/diagnostics/collect.js';
import { assumedFor } from '../../src/phases/assumed.js';
import { situation as usual } from '../phases/situation.js';

/** Objects of one namespace that all might have to do with each other, and some that refer to what is not there. */
function objects(name: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      serviceAccountName: ${name}-not
      containers:
      - name: c
        image: docker.io/library/nginx:1.27
        args: [$(APP_1_SERVICE_HOST)]
        ports: [{containerPort: 80}]
      volumes: [{name: v, persistentVolumeClaim: {claimName: ${name}}}]
---
{apiVersion: v1, kind: Service, metadata: {name: ${name}}, spec: {selector: {app: ${name}-not}, ports: [{port: 80}]}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: ${name}}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 5Gi}}}
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: ${name}}
spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], nfs: {server: n, path: /}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: ${name}}
spec:
  rules:
  - host: ${name}.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: ${name}-not, port: {number: 80}}}}]}
---
apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec: {containers: [{name: c, image: "nginx:1.27", ports: [{containerPort: 80, hostPort: ${10_000 + Number(name.slice(4))}}]}]}
`;
}

function cpuOf(count: number): number {
  const sources = Array.from({ length: count }, (_, index) => ({
    name: `${index}.yaml`,
    text: objects(`app-${index}`),
  }));
  const situation = { ...usual, supervised: true };
  const before = process.cpuUsage();
  const collector = createCollector();
  const context = {
    situation,
    observed: assumedFor(situation.target),
    baseDirectory: '/',
    around: [],
    complete: true,
  };
  check(sources, context, collector);
  expect(collector.findings().length).toBeGreaterThan(4 * count);
  return process.cpuUsage(before).user;
}

test('ten times as many files take ten times as long, and not a hundred times', () => {
  cpuOf(100);
  expect(cpuOf(1500) / cpuOf(150)).toBeLessThan(25);
});
