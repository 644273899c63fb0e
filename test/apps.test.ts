import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { checkTexts } from './check/check-texts.js';

const folder = 'fixtures/apps/shop';
const texts = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]),
);

/** The application that test/e2e/application.test.ts runs, looked at without Podman. */
describe('the shop', () => {
  const { collector, objects, application } = checkTexts(texts, { complete: true });
  test('is accepted as a cluster would accept it; only sizes of claims are not enforced', () => {
    const told = collector.findings().filter(({ severity }) => severity !== 'note');
    expect(told.map(({ at, code }) => `${at.document.file} ${code} ${at.toString()}`)).toEqual([
      '20-postgres.yaml field/approximate spec.accessModes',
      '20-postgres.yaml field/approximate spec.resources',
    ]);
  });
  test('has every kind of workload, and probes on all that serves', () => {
    expect([...new Set(objects.map(({ kind }) => kind))].sort()).toEqual([
      'ConfigMap',
      'CronJob',
      'Deployment',
      'Ingress',
      'Job',
      'PersistentVolumeClaim',
      'Secret',
      'Service',
      'StatefulSet',
    ]);
    for (const { containers, identity } of application.pods)
      for (const { probes } of containers)
        expect([identity.name, Object.keys(probes)]).toEqual([
          identity.name,
          expect.arrayContaining(['readiness', 'liveness']),
        ]);
  });
  test('all its paths lead to a Service of its own', () => {
    const { hosts = [] } = application.ingress ?? {};
    expect(hosts.map(({ host, paths }) => [host, paths.map(({ path }) => path)])).toEqual([
      ['shop.localhost', ['/api', '/']],
      ['', []],
    ]);
  });
});
