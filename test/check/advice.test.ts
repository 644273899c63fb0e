import { expect, test } from '@jest/globals';
import { checkTexts } from './check-texts.js';

const pod = (spec: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {${spec}}\n`;
const container = (more: string): string => `containers: [{name: c, ${more}}]`;

test.each<[string, string, readonly string[]]>([
  ['a release', container('image: "nginx:1.27"'), []],
  ['a digest', container(`image: "nginx@sha256:${'a'.repeat(64)}"`), []],
  ['an image built here', container('image: localhost/app'), []],
  ['no tag', container('image: nginx'), ['advice/unpinned-image spec.containers[0].image']],
  [
    'no tag, and a registry with a port',
    container('image: "r:5000/nginx"'),
    ['advice/unpinned-image spec.containers[0].image'],
  ],
  ['latest', container('image: "r:5000/nginx:latest"'), ['advice/unpinned-image spec.containers[0].image']],
  [
    'privileged',
    container('image: "i:1", securityContext: {privileged: true}'),
    ['advice/privileged spec.containers[0].securityContext.privileged'],
  ],
  [
    'host namespaces',
    `hostNetwork: true, hostPID: true, hostIPC: false, ${container('image: "i:1"')}`,
    ['advice/host-namespace spec.hostNetwork', 'advice/host-namespace spec.hostPID'],
  ],
  [
    'a folder of the host, and an engine’s socket',
    `${container('image: "i:1"')}, volumes: [{name: a, hostPath: {path: /etc}}, {name: b, hostPath: {path: /var/run/docker.sock}}]`,
    [
      'advice/host-path spec.volumes[0].hostPath.path',
      'advice/container-socket spec.volumes[1].hostPath.path',
    ],
  ],
])('%s', (_title, spec, expected) => {
  const found = checkTexts({ p: pod(spec) }).found.filter((line) => line.includes(' advice/'));
  expect(found.map((line) => line.replace(/^\S+ /, ''))).toEqual(expected);
});

test('templates of every kind are looked at', () => {
  const template =
    '{metadata: {labels: {a: b}}, spec: {restartPolicy: Never, containers: [{name: c, image: nginx}]}}';
  const text = `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: c}\nspec: {schedule: "@daily", jobTemplate: {spec: {template: ${template}}}}\n`;
  expect(checkTexts({ c: text }).found).toContain(
    'c:4 advice/unpinned-image spec.jobTemplate.spec.template.spec.containers[0].image',
  );
});
